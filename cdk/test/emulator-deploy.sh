#!/usr/bin/env bash
# Deploys the app into an emulator of AWS on this machine with the real command line: bootstrap,
# deploy, deploy again (nothing to do), deploy a changed run, destroy the run; and reads back what
# landed. Then the same with a network, a key, buckets and roles that are there already, and which must be
# as they were when all is gone. The emulator ignores steps, bootstrap actions and the wait: this proves wiring and upload.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=${KEEP_WORK:-$(mktemp -d)}
trap 'stop_emulator "$work"' EXIT

deploy() {
  (cd "$work/app" && "$cdk" deploy --all --app "$shared_app" --method=direct --no-notices --ci "$@") >"$work/deploy.log" 2>&1 ||
    fail "the deployment failed: $(cat "$work/deploy.log")"
}

check() {
  "$venv/bin/python" "$root/cdk/test/read_back.py" "$@"
}

install_tools
lay_out_app "$work/app"
start_shared_app "$work/app" "$work"
start_emulator "$work"

(cd "$work" && "$cdk" bootstrap aws://123456789012/us-east-1 --no-notices) >"$work/bootstrap.log" 2>&1 ||
  fail "bootstrap failed: $(cat "$work/bootstrap.log")"
echo "bootstrapped"

deploy
check first "$work/app/cdk.out"
echo "deployed"

deploy
[ "$(grep -c 'no changes' "$work/deploy.log")" -eq 2 ] ||
  fail "the second deployment was no no-op: $(cat "$work/deploy.log")"
check unchanged "$work/app/cdk.out"
echo "deployed again: nothing to do"

deploy -c again=2
check changed "$work/app/cdk.out"
echo "deployed a changed run: a new cluster"

# From what was deployed, though neither build nor synth would work any more.
node -e 'const fs = require("fs"), file = process.argv[1], settings = JSON.parse(fs.readFileSync(file));
  fs.writeFileSync(file, JSON.stringify({...settings, build: "false", app: "false"}))' "$work/app/cdk.json"
(cd "$work/app" && "$cdk" destroy image-features-main --app cdk.out --no-build --force --no-notices --ci) >"$work/destroy.log" 2>&1 ||
  fail "destroy failed: $(cat "$work/destroy.log")"
check destroyed "$work/app/cdk.out"
echo "destroyed the run; the foundation stays"

# A second account's worth, in a fresh emulator: what is there already is used, and stays as it was.
kill "$emulator"
rm -rf "$work/app/cdk.out" "$work/app/cdk.context.json"
lay_out_app "$work/app"
start_emulator "$work"
(cd "$work" && "$cdk" bootstrap aws://123456789012/us-east-1 --no-notices) >"$work/bootstrap.log" 2>&1 ||
  fail "bootstrap failed: $(cat "$work/bootstrap.log")"
existing() {
  "$venv/bin/python" "$root/cdk/test/existing_parts.py" "$@"
}
existing make "$work/app/cdk.json"
deploy
existing used
echo "deployed beside what was there already"

deploy
[ "$(grep -c 'no changes' "$work/deploy.log")" -eq 2 ] ||
  fail "the second deployment was no no-op: $(cat "$work/deploy.log")"
deploy -c again=2
existing used
echo "deployed again, and changed"

(cd "$work/app" && "$cdk" destroy --all --app cdk.out --force --no-notices --ci) >"$work/destroy.log" 2>&1 ||
  fail "destroy failed: $(cat "$work/destroy.log")"
existing left
echo "destroyed all; what was there before is as it was"
