# Included by the Makefile: the Python package, for the platform whose natives the job's JAR has.
#   PLATFORM   linux-x86_64, linux-arm64 or macosx-arm64; by default this machine's
#   DIST       where the wheel is put, and the JAR that it fetches from a release, under its name there

WHEEL_TOOLS := .venv/wheel/installed

.PHONY: wheel test-wheel

wheel: build $(WHEEL_TOOLS) ## make the Python package, and the release's JAR that belongs to it
	@python/build "$(JAR)" "$(PLATFORM)" "$(DIST)"

test-wheel: wheel ## install it where there is no Java, Maven and network, and use it
	@python/test/installed "$(DIST)" "$(PLATFORM)"

$(WHEEL_TOOLS): python/pyproject.toml python/wheel.mk
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "Python 3.10 or newer with venv is needed: install it, or name it with PYTHON=." >&2; exit 1; }
	@$(PYTHON) -m venv --clear .venv/wheel
	@.venv/wheel/bin/pip install -q "$$(sed -n 's/^requires = \["\(.*\)"\]/\1/p' python/pyproject.toml)"
	@touch $@
