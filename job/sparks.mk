# Included by the Makefile: whole runs on other builds of Spark, Parquet and Hadoop.

# What PyPI has of Spark 3.5: each release 330 MB in .venv/pyspark, fetched when it is not there.
SPARKS := 3.5.0 3.5.1 3.5.3 3.5.6 3.5.7

.PHONY: test-sparks

test-sparks: build ## run on other releases of Spark, and on one without its internals
	@job/test/fetch-sparks .venv/pyspark $(SPARKS)
	$(MVN) -pl job/app -am -Psparks test-compile failsafe:integration-test failsafe:verify
