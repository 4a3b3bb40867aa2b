# Included by the Makefile: how fast it is. bench/README.md says what is measured.
#   PEER=1         also run the yardsticks of ../shared/peer, in venvs of their own (Python 3.11 or 3.12)
#   REPEATS        measurements of each figure                          3
#   ONLY           names of benchmarks, comma between them              all
#   BENCH_IMAGES   folder of images or tar                              ../shared's 5,000, else drawn
#   DOCS=1         also put the table into docs/performance.md

PEER ?=
REPEATS ?= 3
ONLY ?=
BENCH_IMAGES ?=
DOCS ?=
PYTHON ?= python3

BENCH_LIBRARIES := bench/target/libraries.classpath
BENCH_SOURCES := bench/pom.xml $(shell find bench/src/main -type f)
BENCH_VENVS := bench/.venv/pyspark/pyvenv.cfg bench/.venv/onnx/pyvenv.cfg

.PHONY: bench

bench: $(BENCH_LIBRARIES) $(ARCHIVE) $(if $(PEER),$(BENCH_VENVS)) ## measure how fast it is
	@bench/bin/bench --repeats "$(REPEATS)" $(if $(ONLY),--only "$(ONLY)") \
	  $(if $(BENCH_IMAGES),--images "$(BENCH_IMAGES)") \
	  $(if $(PEER),--peers) $(if $(DOCS),--into docs/performance.md)

# Together with the job: the benchmarks measure the JAR that is built with them.
$(BENCH_LIBRARIES): $(SOURCES) $(BENCH_SOURCES) | tools
	@$(MVN) -q -pl bench -am package -Dmaven.test.skip
	@touch $(JAR) $(BENCH_LIBRARIES)

bench/.venv/%/pyvenv.cfg: bench/requirements-%.txt
	@command -v $(PYTHON) >/dev/null || \
	  { echo "PEER=1 needs Python 3.11 or 3.12: install it, or name it with PYTHON=." >&2; exit 1; }
	$(PYTHON) -m venv --clear bench/.venv/$*
	bench/.venv/$*/bin/pip install -q --disable-pip-version-check -r $<
	@touch $@
