# The verbs of this project. 'make' alone lists them.
#
#   make run-local IMAGES=dir OUT=dir MODEL=file ARGS='--variance 0.95'
#   make fuzz FOR=1h TARGETS='images tars weights networks runs'
#
# All variables are optional.

IMAGES ?=
OUT ?= output
# Besides models/, which the program looks into itself: the folder that this project's developers share.
MODEL ?= $(if $(wildcard models/*.h5),,$(firstword $(wildcard ../shared/models/*.h5)))
ARGS ?=
FOR ?= 30s
TARGETS ?=

MVN := mvn -B
VERSION := $(shell sed -n 's:^  <version>\(.*\)</version>$$:\1:p' pom.xml)
JAR := job/target/image-features-job-$(VERSION).jar
ARCHIVE := job/target/image-features.jsa
SOURCES := pom.xml job/pom.xml $(wildcard job/*/pom.xml) $(shell find job/*/src/main -type f)
GENERATED := images/generated
# A deployment may have left a JAR with the natives of other machines.
OWN_PLATFORM := $(subst aarch64,arm64,$(subst darwin,macosx,$(shell uname -sm | tr 'A-Z ' 'a-z-')))
FOREIGN := $(filter-out $(OWN_PLATFORM),$(shell cat job/target/deployed.platform 2>/dev/null))

# What the launcher has laid out; without it the list of Spark's JARs is made, and fetched, anew.
SPARK := $(wildcard job/target/spark-jars/spark-core_*)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help build rebuild run-local test test-run fuzz model format page-picture clean tools

help: ## list the verbs
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'

build: $(JAR) $(ARCHIVE) ## build the job's JAR

$(JAR): $(SOURCES) $(if $(FOREIGN),rebuild) $(if $(SPARK),,rebuild) | tools
	@echo "Building $(JAR); the first time Maven fetches some 600 MB."
	@job/bin/build-jar
	@rm -f job/target/deployed.platform $(filter-out $(JAR:.jar=%),$(wildcard job/target/image-features-job-*))
	@touch $(JAR)

# Only a faster start: a machine on which it cannot be made does without.
$(ARCHIVE): $(JAR)
	@echo "Archiving the classes of a small run, so that each run starts 3 s sooner."
	@job/bin/archive-classes $@ || { echo "There is no archive of classes: runs start 3 s later." >&2; touch $@; }

run-local: $(JAR) $(ARCHIVE) ## images to components on this machine; prints where the page is
	@if [ -z "$(IMAGES)" ] && [ ! -d $(GENERATED) ]; then \
	  job/bin/image-features generate --to $(GENERATED) --classes 12 --per-class 25; fi
	@job/bin/image-features run --images "$(or $(IMAGES),$(GENERATED))" --output "$(OUT)" \
	  $(if $(MODEL),--model "$(MODEL)",--allow-untrained) $(ARGS)

# Modules that do not need each other beside one another; both of Java's compilers, as in job/bin/build-jar.
test: tools ## run every test
	MAVEN_OPTS="$$MAVEN_OPTS -XX:TieredStopAtLevel=4" $(MVN) -T 1C spotless:check verify

test-run: $(JAR) $(ARCHIVE)
	@.ci/sample-run

fuzz: tools ## fuzz what reads images, tars, weights, preprocessing and runs, each for FOR=30s
	@$(MVN) -q -pl job/app -am -Pfuzz test-compile
	@job/bin/fuzz "$(FOR)" $(TARGETS)

model: $(JAR) ## find, download or verify the weights
	@job/bin/image-features model

format: tools ## format the Java sources
	$(MVN) -q spotless:apply

PICTURE := /tmp/image-features-page-picture

# Ten shapes; their folders lose the name of the shape's colour, as the page has colours of its own.
page-picture: $(JAR) ## draw the README's picture of the page anew
	@rm -rf $(PICTURE)
	@job/bin/image-features generate --to $(PICTURE)/images --classes 10 --per-class 40
	@for each in $(PICTURE)/images/*-*; do mv "$$each" "$(PICTURE)/images/$${each##*-}"; done
	@job/bin/image-features run --images $(PICTURE)/images --output $(PICTURE) --run-id drawn-pictures \
	  $(if $(MODEL),--model "$(MODEL)")
	@$(MVN) -q test -pl job/app -am -Dtest=PagePicture -Dsurefire.failIfNoSpecifiedTests=false \
	  -Dpage=$(PICTURE)/runs/drawn-pictures/report.html -Dpicture=$(CURDIR)/docs/pictures/page.webp
	@rm -rf $(PICTURE)

clean: ## remove what was built
	rm -rf target */target job/*/target cdk.out

tools:
	@command -v java >/dev/null && java -version 2>&1 | grep -q '"17\.' || \
	  { echo "A JDK 17 is needed: install one (Debian: openjdk-17-jdk-headless) and put it first in PATH." >&2; exit 1; }
	@command -v mvn >/dev/null || \
	  { echo "Maven 3.6.3 or newer is needed: install it (Debian: maven)." >&2; exit 1; }

include cdk/deploy.mk
include bench/bench.mk
include docs/docs.mk
include job/dist.mk
include python/wheel.mk
include job/faults.mk
include job/sparks.mk
