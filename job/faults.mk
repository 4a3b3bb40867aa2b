# Included by the Makefile: what happens when something dies, fails or is full.
#   DOCS=1   also put the table into docs/reliability.md; otherwise it must be there already
#   FEW=1    faults that happen again and again happen a few times only, and the table may count more

PROCESSOR_TESTS := FeatureExtractorTest,GoldenFeaturesTest,FeaturizerTest,FeaturizerGoldenTest,DegenerateRunTest

.PHONY: test-faults test-processors

test-faults: build ## kill, starve and cut off runs; check what came of it
	@rm -rf job/target/faults
	$(MVN) -pl job/app -am -Pfaults test-compile failsafe:integration-test failsafe:verify \
	  $(if $(FEW),-Dimagefeatures.faults.few=true)
	@job/test/fault-table $(if $(DOCS),--write,$(if $(FEW),--check-all-but-times,--check))

# The tests whose numbers hang on the processor, under oneDNN's limits: the instruction sets below this
# machine's own, under which make test runs them.
LIMITS := SSE41 $(shell ! grep -qs avx512f /proc/cpuinfo || echo AVX2)

test-processors: build ## the same bits under lower instruction sets, whatever the processor
	@for limit in $(LIMITS); do \
	  echo "Instruction set: at most $$limit"; \
	  ONEDNN_MAX_CPU_ISA=$$limit $(MVN) -q -pl job/app -am test-compile surefire:test -Dtest='$(PROCESSOR_TESTS)' \
	    -Dsurefire.failIfNoSpecifiedTests=false || exit 1; \
	done
	$(MVN) -q -pl job/app -am -Pprocessors test-compile failsafe:integration-test failsafe:verify
