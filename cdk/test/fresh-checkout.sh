#!/usr/bin/env bash
# What happens to somebody who has just cloned the project: a deployment without weights is refused with
# its sentence; with weights beside the checkout, one `cdk deploy --all` builds everything and deploys
# it, into an emulator of AWS; for Graviton nodes the JAR is built once more, and only once; and a JAR
# for them is refused for other nodes. The checkout's surroundings are as different from this one's as
# another machine's, and both build the same bytes: other ones from the same sources would be a new
# cluster, and a bill, for nothing.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=$(mktemp -d)
trap 'stop_emulator "$work"' EXIT
checkout=$work/elsewhere/and/deeper
options=(--no-notices --no-lookups)

in_checkout() {
  (umask 077 && cd "$checkout" && TZ=Pacific/Auckland LC_ALL=C cdk/node_modules/.bin/cdk "$@") >"$work/log" 2>&1
}

# usage: machine JAR; the machine that its library is for, as in the ELF header: 62 is x86-64, 183 AArch64
machine() {
  unzip -p "$1" 'org/tensorflow/internal/c_api/*/libtensorflow_framework.so.2' | od -An -j 18 -N 2 -t u2 | tr -d ' '
}

# usage: require_natives MACHINE; of the JAR that was built, which is among what is uploaded
require_natives() {
  local asset found=no
  jar=$(echo "$checkout"/job/target/image-features-job-*.jar)
  while read -r asset; do
    ! cmp -s "$jar" "$asset" || found=yes
  done < <(find "$checkout/cdk.out" -name 'asset.*.jar' -size +50M)
  [ "$found" = yes ] || fail "what would be uploaded is not the job's JAR"
  [ "$(machine "$jar")" = "$1" ] || fail "the JAR holds a library for the machine $(machine "$jar"), not $1"
}

require_refusal() {
  grep -qF "image-features: $1" "$work/log" || fail "it was not refused with '$1': $(tail -n 20 "$work/log")"
  ! grep -q $'\tat ' "$work/log" || fail "the refusal is a trace: $(cat "$work/log")"
}

without_weights() {
  # The official address, as seen without a network.
  if IMAGE_FEATURES_JAVA_OPTS=-Dimagefeatures.weights=http://127.0.0.1:1/ in_checkout deploy --all "${options[@]}" --method=direct; then
    fail "something was deployed without weights"
  fi
  require_refusal "The weights cannot be downloaded from http://127.0.0.1:1/"
  require_refusal "There are no weights in models/: run 'make model', or name a file with -c model=FILE or -c model=s3://..."
  [ -z "$(find "$checkout/cdk.out" -name '*.template.json')" ] || fail "a template was made without weights"
  echo "without weights: refused"
}

with_weights() {
  mkdir -p "$checkout/models"
  printf weights >"$checkout/models/weights.h5"
  in_checkout deploy --all "${options[@]}" --method=direct --ci || fail "the deployment failed: $(tail -n 30 "$work/log")"
  require_natives 62
  "$venv/bin/python" "$root/cdk/test/read_back.py" first "$checkout/cdk.out"
  echo "with weights in models/: cdk deploy --all built and deployed everything"
}

# usage: bundled SBOM; without the digests of our own modules, whose JARs, never uploaded, keep the modes of files
bundled() {
  python3 - "$1" <<'PYTHON'
import json, sys
bill = json.load(open(sys.argv[1]))
for component in bill["components"]:
    if component["group"] == "io.github.imagefeatures":
        del component["hashes"]
print(json.dumps(bill, indent=1))
PYTHON
}

# usage: require_same_bytes MODULE PREFIX
require_same_bytes() {
  local here there
  here=$(find "$root/$1/target" -maxdepth 1 -name "$2-*.jar")
  there=$(find "$checkout/$1/target" -maxdepth 1 -name "$2-*.jar")
  cmp -s "$here" "$there" ||
    fail "$(basename "$here") is not the same twice: $(python3 "$root/cdk/test/first_difference.py" "$here" "$there")"
  echo "built twice: $(sha256sum "$here" | cut -d ' ' -f 1)  $(basename "$here")"
  cmp <(bundled "${here%.jar}-sbom.json") <(bundled "${there%.jar}-sbom.json") || fail "the bill of materials of $1 is not the same twice."
  python3 "$root/cdk/test/check_bundled.py" "$here" "${here%.jar}-sbom.json"
}

the_same_bytes_as_here() {
  (cd "$root" && cdk/bin/build linux-x86_64) >"$work/log" 2>&1 ||
    fail "the build failed: $(tail -n 20 "$work/log")"
  require_same_bytes job image-features-job
  require_same_bytes run-outcome run-outcome
}

for_graviton() {
  # Nobody looks at this bill of materials, whose digests take as long as to compile everything.
  MAVEN_OPTS="${MAVEN_OPTS:-} -Dcyclonedx.skip=true" in_checkout synth --quiet "${options[@]}" -c instanceTypes=m7g.xlarge,m6g.xlarge || fail "synth failed: $(tail -n 20 "$work/log")"
  require_natives 183
  echo "for Graviton: built once more, $(stat -c %s "$jar") bytes"

  touch -d 2020-01-01 "$checkout"/{pom.xml,job/pom.xml} "$checkout"/job/*/pom.xml
  find "$checkout"/job/*/src/main -type f -exec touch -d 2020-01-01 {} +
  local built
  built=$(stat -c %Y "$jar")
  mkdir "$work/no-maven"
  printf '#!/bin/sh\necho "Maven was called: $*" >&2\nexit 1\n' >"$work/no-maven/mvn"
  chmod +x "$work/no-maven/mvn"
  PATH=$work/no-maven:$PATH in_checkout synth --quiet "${options[@]}" -c instanceTypes=m7g.xlarge ||
    fail "synth failed: $(tail -n 20 "$work/log")"
  [ "$(stat -c %Y "$jar")" = "$built" ] || fail "the JAR was built again though nothing has changed"
  echo "synthesized again: nothing built"
}

# Without the app's own script, which would build another one.
graviton_jar_elsewhere() {
  local app
  app="java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=$work -cp $(cat "$checkout/cdk/target/app/classpath") io.github.imagefeatures.cdk.PipelineApp"
  if in_checkout synth --quiet "${options[@]}" --app "$app" --no-build -c instanceTypes=m5.xlarge; then
    fail "a JAR for Graviton was accepted for x86-64 nodes"
  fi
  require_refusal "$(basename "$jar") has no natives for linux-x86_64, which the instanceTypes need: run 'cdk/bin/build linux-x86_64'."
  echo "a JAR for Graviton is refused for x86-64 nodes"
}

install_python_tools
install_cdk
copy_checkout "$checkout" --touch
# A commit of its own, which must not show.
git -C "$checkout" init -q
git -C "$checkout" -c user.name=test -c user.email=test@example.org commit -q --allow-empty -m "Another commit"
ln -s "$root/cdk/node_modules" "$checkout/cdk/node_modules"
start_emulator "$work"
(cd "$work" && "$cdk" bootstrap "aws://123456789012/$AWS_REGION" --no-notices) >"$work/log" 2>&1 ||
  fail "bootstrap failed: $(cat "$work/log")"
without_weights
with_weights
the_same_bytes_as_here
for_graviton
graviton_jar_elsewhere
