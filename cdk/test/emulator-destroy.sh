#!/usr/bin/env bash
# What takes things down, with the real command lines against an emulator of AWS on this machine: an
# ephemeral run that fails and one that is interrupted leave no stack behind and end with the right
# code; the foundation stays while a run stands; of the rules of its security groups, those that
# others added are revoked.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=${KEEP_WORK:-$(mktemp -d)}
trap 'stop_emulator "$work"' EXIT
app=$work/app

# The app's folder as a checkout, in which the CDK command line has the shared app and does more afterwards.
lay_out_scripts() {
  cp -r "$root/cdk/bin" "$app/cdk-bin"
  mkdir -p "$app/cdk/node_modules/.bin"
  mv "$app/cdk-bin" "$app/cdk/bin"
  cat >"$app/cdk/node_modules/.bin/cdk" <<SCRIPT
#!/usr/bin/env bash
"$cdk" "\$@" --app "$shared_app" && \${AFTERWARDS:-true}
SCRIPT
  chmod +x "$app/cdk/node_modules/.bin/cdk"
  export CONTEXT="--method=direct --no-notices --ci"
}

stacks() {
  aws cloudformation describe-stacks --output text --query "Stacks[?starts_with(StackName, 'image-features-')].StackName"
}

require() {
  local claim=$1
  shift
  "$@" || fail "not so: $claim. The script said: $(cat "$work/out")"
}

only_foundation() { [ "$(stacks)" = image-features-foundation ]; }
said() { grep -qF -- "$1" "$work/out"; }

failing_run() {
  local code=0
  AFTERWARDS="exit 7" "$app/cdk/bin/ephemeral" >"$work/out" 2>&1 || code=$?
  require "a failed deployment's code is the code of make ephemeral" [ "$code" = 7 ]
  require "the run was deployed" said "image-features-e"
  require "a failed run's stack is gone, the foundation stays" only_foundation
  echo "a failed deployment: code 7, its stack is gone"
}

interrupted_run() {
  local code=0 ephemeral
  # In a process group of its own, as on a terminal, where Ctrl-C reaches all of a group.
  set -m
  AFTERWARDS="sleep 300" "$app/cdk/bin/ephemeral" >"$work/out" 2>&1 &
  ephemeral=$!
  set +m
  for _ in $(seq 240); do
    [[ "$(stacks)" != *image-features-e* ]] || break
    sleep 0.5
  done
  require "the run stands before it is interrupted" [ "$(stacks | wc -w)" = 2 ]
  kill -INT -- "-$ephemeral"
  wait "$ephemeral" || code=$?
  require "an interrupted run's code is 130" [ "$code" = 130 ]
  require "an interrupted run's stack is gone, the foundation stays" only_foundation
  echo "Ctrl-C: code 130, its stack is gone"
}

standing_run() {
  local code=0
  RUN=standing "$app/cdk/bin/deploy" >"$work/out" 2>&1 || fail "the deployment failed: $(cat "$work/out")"
  "$app/cdk/bin/destroy-foundation" >"$work/out" 2>&1 || code=$?
  require "the foundation is not destroyed under a run" [ "$code" = 1 ]
  require "the refusal names the run" said "image-features: runs still stand: take them down first ('make destroy RUN=...'): image-features-standing"
  require "both stacks stay" [ "$(stacks | wc -w)" = 2 ]
  RUN=standing "$app/cdk/bin/destroy" >"$work/out" 2>&1 || fail "destroy failed: $(cat "$work/out")"
  require "the run is gone, the foundation stays" only_foundation
  echo "destroy-foundation is refused while a run stands"
}

rules() {
  aws ec2 describe-security-group-rules --output text --query "SecurityGroupRules[].SecurityGroupRuleId" | tr '\t' '\n' | sort
}

added_rules() {
  local primary service before
  primary=$(aws ssm get-parameter --name /image-features/foundation/primary-group --output text --query Parameter.Value)
  service=$(aws ssm get-parameter --name /image-features/foundation/service-group --output text --query Parameter.Value)
  before=$(rules)
  aws ec2 authorize-security-group-ingress --group-id "$service" --source-group "$primary" --protocol tcp --port 8444 >"$work/out"
  aws ec2 authorize-security-group-egress --group-id "$primary" \
    --ip-permissions "IpProtocol=tcp,FromPort=9443,ToPort=9443,UserIdGroupPairs=[{GroupId=$service}]" >"$work/out"
  require "two rules more are there" [ "$(rules | wc -l)" = $(($(wc -l <<<"$before") + 2)) ]
  "$app/cdk/bin/revoke-added-rules" >"$work/out" 2>&1 || fail "revoke-added-rules failed: $(cat "$work/out")"
  require "two rules are revoked" [ "$(grep -c ^revoked "$work/out")" = 2 ]
  require "the template's rules are all there, and only those" [ "$(rules)" = "$before" ]
  echo "added rules are revoked, $(wc -l <<<"$before") others kept"
}

use_step_tools
install_tools
PATH=$venv/bin:$PATH
lay_out_app "$app"
start_shared_app "$app" "$work"
lay_out_scripts
start_emulator "$work"
(cd "$work" && "$cdk" bootstrap aws://123456789012/us-east-1 --no-notices) >"$work/out" 2>&1 ||
  fail "bootstrap failed: $(cat "$work/out")"
failing_run
interrupted_run
standing_run
added_rules
