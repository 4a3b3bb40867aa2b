#!/usr/bin/env bash
# Synthesizes a checkout in which nothing is built, for Graviton nodes, with the real build: the JAR
# that would be uploaded holds natives for them, is not built again, and is refused for other nodes.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
checkout=$work/checkout
export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20

synth() {
  (cd "$checkout" && "$cdk" synth --quiet --no-notices --no-lookups "$@") >"$work/log" 2>&1
}

# The machine that the library in a JAR is for, as in its ELF header: 62 for x86-64, 183 for AArch64.
machine() {
  unzip -p "$1" 'org/tensorflow/internal/c_api/*/libtensorflow_framework.so.2' | od -An -j 18 -N 2 -t u2 | tr -d ' '
}

[ -x "$cdk" ] || (cd "$root/cdk" && npm ci --silent --no-audit --no-fund)
copy_checkout "$checkout"
ln -s "$root/cdk/node_modules" "$checkout/cdk/node_modules"
mkdir "$checkout/models"
printf weights >"$checkout/models/weights.h5"

synth -c instanceTypes=m7g.xlarge,m6g.xlarge || fail "synth failed: $(tail -n 20 "$work/log")"
jar=$(echo "$checkout"/job/target/image-features-job-*.jar)
uploaded=$(find "$checkout/cdk.out" -name 'asset.*.jar' -size +50M)
cmp -s "$jar" "$uploaded" || fail "what would be uploaded is not the job's JAR: $uploaded"
[ "$(machine "$uploaded")" = 183 ] || fail "the JAR for Graviton holds a library for the machine $(machine "$uploaded")"
echo "built for Graviton: $(stat -c %s "$uploaded") bytes"

touch -d 2020-01-01 "$checkout"/{pom.xml,job/pom.xml}
find "$checkout/job/src/main" -type f -exec touch -d 2020-01-01 {} +
built=$(stat -c %Y "$jar")
synth -c instanceTypes=m7g.xlarge || fail "synth failed: $(tail -n 20 "$work/log")"
[ "$(stat -c %Y "$jar")" = "$built" ] || fail "the JAR was built again though nothing has changed"
echo "synthesized again: nothing built"

# Without the app's own script, which would build another one.
app="java -Djava.io.tmpdir=$work -cp $checkout/cdk/target/classes:$(cat "$checkout/cdk/target/libraries.classpath") io.github.imagefeatures.cdk.PipelineApp"
if synth --app "$app" -c instanceTypes=m5.xlarge; then
  fail "a JAR for Graviton was accepted for x86-64 nodes"
fi
grep -q "has no natives for linux-x86_64, which the instanceTypes need: run 'cdk/bin/build linux-x86_64'." "$work/log" ||
  fail "a JAR for Graviton was not refused with its sentence: $(tail -n 20 "$work/log")"
[ "$(grep -c $'\tat ' "$work/log")" = 0 ] || fail "the refusal is a trace: $(cat "$work/log")"
echo "refused for x86-64 nodes: $(grep -o -m 1 'image-features-job.*' "$work/log")"
