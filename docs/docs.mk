# Included by the Makefile: what keeps documents, Javadoc and layout true. docs/contributing.md says how.

DOCS_PYTHON := .venv/docs/bin/python
DOCS_TOOLS := .venv/docs/installed
NETWORK_TOOLS := .venv/networks/installed
EDITORCONFIG_CHECKER_VERSION := 3.4.0
EDITORCONFIG_CHECKER := .venv/bin/editorconfig-checker-$(EDITORCONFIG_CHECKER_VERSION)

PYTHON_TESTS := $(addprefix docs/test/,test_python.py test_saved_model.py test_library.py)

.PHONY: test-docs test-findings test-networks test-python javadoc check-links check-format check-editorconfig hooks

test-docs: check-links $(JAR) $(ARCHIVE) ## run every command and example of the documents, follow every link
	@$(DOCS_PYTHON) -m pytest -q -rs --tb=short docs/test --ignore docs/test/networks

test-findings: $(DOCS_TOOLS) $(JAR) ## find planted faults; DOCS=1 writes the table of docs/findings.md
	@DOCS=$(DOCS) $(DOCS_PYTHON) -m pytest -q -rs --tb=short docs/test/test_findings.py

test-networks: $(NETWORK_TOOLS) $(JAR) $(ARCHIVE) ## networks of Keras as ONNX files: the features are Keras' own
	@.venv/networks/bin/python -m pytest -q -rsP --tb=short docs/test/networks

test-python: $(DOCS_TOOLS) $(JAR) $(ARCHIVE) ## of make test-docs, the Python examples of docs/outputs.md and docs/library.md
	@$(DOCS_PYTHON) -m pytest -q -rsP --tb=short $(PYTHON_TESTS)

check-links: $(DOCS_TOOLS)
	@.venv/docs/bin/lychee --offline --include-fragments --no-progress '*.md' 'docs/*.md' 'bench/*.md'

javadoc: tools ## write the Javadoc of all modules into target/reports/apidocs
	$(MVN) -q compile javadoc:aggregate-no-fork

check-format: tools
	@$(MVN) -q spotless:check

check-editorconfig: $(EDITORCONFIG_CHECKER)
	@$(EDITORCONFIG_CHECKER) -config .editorconfig-checker.json

hooks: $(DOCS_TOOLS) ## have git check layout, format, scripts and links at every commit
	@.venv/docs/bin/pre-commit install

$(DOCS_TOOLS): docs/requirements.txt docs/test/requirements.txt
	@$(PYTHON) -c 'import sys, venv; sys.exit(sys.version_info[:2] not in ((3, 10), (3, 11)))' || \
	  { echo "Python 3.10 or 3.11 with venv is needed: install it, or name it with PYTHON=." >&2; exit 1; }
	@.ci/python-environment $(PYTHON) $(CURDIR)/.venv/docs docs/test/requirements.txt
	@touch $@

$(NETWORK_TOOLS): docs/test/networks/requirements.txt
	@.ci/python-environment $(PYTHON) $(CURDIR)/.venv/networks $<
	@touch $@

$(EDITORCONFIG_CHECKER):
	@command -v go >/dev/null || { echo "editorconfig-checker is a Go module: install Go 1.24 or newer." >&2; exit 1; }
	@GOBIN=$(CURDIR)/.venv/bin GOFLAGS=-modcacherw \
	  go install github.com/editorconfig-checker/editorconfig-checker/v3/cmd/editorconfig-checker@v$(EDITORCONFIG_CHECKER_VERSION)
	@mv .venv/bin/editorconfig-checker $@
