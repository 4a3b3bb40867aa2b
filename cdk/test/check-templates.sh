#!/usr/bin/env bash
# Runs cfn-lint and checkov on the synthesized templates: with the defaults, and with every option
# that adds or takes away a resource the other way round.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20

synth() {
  local name=$1
  shift
  (cd "$work/app" && "$cdk" synth --quiet --no-notices --no-lookups --output "$work/$name" "$@") >"$work/synth.log" 2>&1 ||
    fail "synth failed: $(cat "$work/synth.log")"
}

install_tools
lay_out_app "$work/app"
synth defaults
synth others -c localDisks=none -c tlsCertificates=s3://ours/pem.zip -c images=s3://theirs/images \
  -c output=s3://mine/results -c model=s3://weights/own.h5 -c spot=false -c wait=false

for name in defaults others; do
  "$venv/bin/cfn-lint" --config-file "$root/cdk/.cfnlintrc" "$work/$name"/*.template.json
  "$venv/bin/checkov" --config-file "$root/cdk/.checkov.yaml" --directory "$work/$name"
done
echo "cfn-lint and checkov: nothing unexplained"
