# Included by the Makefile: a distribution that needs neither JDK nor Maven, for the machine that builds it.
#   PLATFORM   whose natives the JAR has: linux-x86_64, linux-arm64 or macosx-arm64; a Java of that
#              machine, with its jmods, is named by RUNTIME_JDK
#   DIST       where it is put

PLATFORM ?= $(OWN_PLATFORM)
RUNTIME_JDK ?=
DIST ?= job/target/dist

.PHONY: dist test-dist

dist: build ## make an archive that runs without JDK, Maven and build
	@job/dist/assemble "$(JAR)" "$(PLATFORM)" "$(DIST)" "$(RUNTIME_JDK)"

test-dist: dist
	@job/dist/test "$(DIST)/image-features-$(VERSION)-$(PLATFORM).tar.gz"
	@job/dist/test-image "$(DIST)/image-features-$(VERSION)-$(PLATFORM).tar.gz"
