#!/usr/bin/env bash
# Gives two settings wrong values through the real command line: one of the job, and one that belongs into
# cdk.json. Each is refused with one sentence that names what is allowed, without a trace, and nothing is
# synthesized. RefusedSettingsTest has every setting.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20

# usage: wrong NAME VALUE SENTENCE
wrong() {
  local id=$1 sentence=$3 said
  if (cd "$work/app" && "$cdk" synth --quiet --no-notices --no-lookups --output "$work/$id.out" -c "$1=$2") >"$work/$id.log" 2>&1; then
    fail "$id: '$2' was taken"
  fi
  said=$(grep -F 'image-features: ' "$work/$id.log" || true)
  [[ $said =~ ^(.*)\ \[IF-(CDK|ARG)-[0-9]+\]$ ]] || fail "$id: there is no id of the failure in: $said"
  [ "${BASH_REMATCH[1]}" = "image-features: $sentence" ] || fail "$id: '$2' was refused with: $(cat "$work/$id.log")"
  ! grep -qE '^\s+at |Exception' "$work/$id.log" || fail "$id: the refusal is a trace: $(cat "$work/$id.log")"
  [ -z "$(find "$work/$id.out" -name '*.template.json')" ] || fail "$id: a template was made"
  echo "$sentence"
}

install_tools
lay_out_app "$work/app"
wrong scaling minmax "Invalid value for option '--scaling': 'minmax' is not one of standard, none."
wrong removal destroy "removal belongs to what is kept, not to one deployment: set it in cdk.json, not with -c."
