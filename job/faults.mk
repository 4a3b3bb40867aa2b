# Included by the Makefile: what happens when something dies, fails or is full.
#   DOCS=1   also put the table into docs/reliability.md; otherwise it must be there already

.PHONY: test-faults

test-faults: build ## kill, starve and cut off runs; check what came of it
	@rm -rf job/target/faults
	$(MVN) -pl job -Pfaults test-compile failsafe:integration-test failsafe:verify
	@job/test/fault-table $(if $(DOCS),--write,--check)
