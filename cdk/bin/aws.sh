# shellcheck shell=bash
# Sourced by the scripts beside it: the folder, the command line, and what they ask AWS.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
cdk=cdk/node_modules/.bin/cdk
run=${RUN:-main}
stack=image-features-$run
# shellcheck disable=SC2034 # for those that source this
foundation=image-features-foundation

fail() {
  echo "image-features: $1" >&2
  exit 1
}

require_tools() {
  command -v aws >/dev/null || fail "there is no AWS command line: install AWS CLI version 2."
  command -v npm >/dev/null || fail "there is no Node: install Node 20 or newer, with npm."
  [ -x "$cdk" ] || (cd cdk && npm ci --silent --no-audit --no-fund)
}

# The value of one output of the run's stack.
output() {
  aws cloudformation describe-stacks --stack-name "$stack" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue"
}

# The state of a stack; empty when there is none.
state() {
  aws cloudformation describe-stacks --stack-name "$1" --output text \
    --query 'Stacks[0].StackStatus' 2>/dev/null || true
}
