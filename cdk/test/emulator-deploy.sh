#!/usr/bin/env bash
# Deploys the app into an emulator of AWS on this machine with the real command line: bootstrap,
# deploy, deploy again (nothing to do), deploy a changed run, destroy the run; and reads back what
# landed. The emulator ignores steps, bootstrap actions and the wait: this proves wiring and upload.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=${KEEP_WORK:-$(mktemp -d)}
server=
stop() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  [ -n "${KEEP_WORK:-}" ] || rm -rf "$work"
}
trap stop EXIT

start_server() {
  local port
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$venv/bin/python" "$root/cdk/test/emulator.py" -H 127.0.0.1 -p "$port" >"$work/server.log" 2>&1 &
  server=$!
  # The SDK puts a bucket's name in front of the host, which only localhost takes.
  export AWS_ENDPOINT_URL=http://localhost:$port
  for _ in $(seq 100); do
    curl -s -o "$work/started" "$AWS_ENDPOINT_URL/moto-api/" && return
    sleep 0.2
  done
  fail "the emulator does not start: $(tail -n 3 "$work/server.log")"
}

deploy() {
  (cd "$work/app" && "$cdk" deploy --all --method=direct --no-notices --ci "$@") >"$work/deploy.log" 2>&1 ||
    fail "the deployment failed: $(cat "$work/deploy.log")"
}

check() {
  "$venv/bin/python" "$root/cdk/test/read_back.py" "$@"
}

export AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator AWS_SESSION_TOKEN=emulator
# The emulator knows EMR in this region only.
export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true
export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20
unset AWS_PROFILE

install_tools
lay_out_app "$work/app"
start_server

(cd "$work/app" && "$cdk" bootstrap aws://123456789012/us-east-1 --no-notices) >"$work/bootstrap.log" 2>&1 ||
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

(cd "$work/app" && "$cdk" destroy image-features-main --app cdk.out --force --no-notices --ci) >"$work/destroy.log" 2>&1 ||
  fail "destroy failed: $(cat "$work/destroy.log")"
check destroyed "$work/app/cdk.out"
echo "destroyed the run; the foundation stays"
