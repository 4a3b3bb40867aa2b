#!/usr/bin/env bash
# Gives settings wrong values through the real command line: one of the deployment, one of the job, one
# that belongs into cdk.json and one that stands there. Each is refused with one sentence that names what
# is allowed, without a trace, and nothing is synthesized. RefusedSettingsTest has every setting.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20

# usage: refused ID SENTENCE ARGUMENT...; in the folder of an app of its own
refused() {
  local id=$1 sentence=$2 said
  shift 2
  if (cd "$app" && "$cdk" synth --quiet --no-notices --no-lookups --output "$work/$id.out" "$@") >"$work/$id.log" 2>&1; then
    fail "$id: '$*' was taken"
  fi
  said=$(grep -F 'image-features: ' "$work/$id.log" || true)
  [[ $said =~ ^(.*)\ \[IF-(CDK|ARG)-[0-9]+\]$ ]] || fail "$id: there is no id of the failure in: $said"
  [ "${BASH_REMATCH[1]}" = "image-features: $sentence" ] || fail "$id: '$*' was refused with: $(cat "$work/$id.log")"
  ! grep -qE '^\s+at |Exception' "$work/$id.log" || fail "$id: the refusal is a trace: $(cat "$work/$id.log")"
  [ -z "$(find "$work/$id.out" -name '*.template.json')" ] || fail "$id: a template was made"
}

# usage: wrong NAME VALUE SENTENCE; on the command line
wrong() {
  refused "$1" "$3" -c "$1=$2"
  echo "$3"
}

# usage: wrong_in_file NAME JSON SENTENCE; in cdk.json, where alone it may stand
wrong_in_file() {
  local app=$work/app-$1
  cp -r "$work/app" "$app"
  node -e "const fs = require('fs'), file = process.argv[1], json = JSON.parse(fs.readFileSync(file));
    json.context[process.argv[2]] = JSON.parse(process.argv[3]);
    fs.writeFileSync(file, JSON.stringify(json))" "$app/cdk.json" "$1" "$2"
  refused "$1" "$3"
  echo "$3"
}

install_tools
lay_out_app "$work/app"
app=$work/app
wrong run Fruit "run is a name of 1 to 24 lower-case letters, digits and single hyphens, a letter first, and not 'foundation', not 'Fruit'."
wrong scaling minmax "Invalid value for option '--scaling': 'minmax' is not one of standard, none."
wrong removal destroy "removal belongs to what is kept, not to one deployment: set it in cdk.json, not with -c."
wrong_in_file tags '"team=vision"' "tags is an object of names and texts in cdk.json, such as {\"team\": \"x\"}, not 'team=vision'."
