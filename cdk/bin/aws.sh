# shellcheck shell=bash
# Sourced by the scripts beside it: the folder, the command line, and what they ask AWS.
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit
cdk=cdk/node_modules/.bin/cdk
run=${RUN:-main}
stack=image-features-$run
# shellcheck disable=SC2034 # for those that source this
foundation=image-features-foundation

# The id of the kind of failure, and a sentence.
fail() {
  echo "image-features: $2 [$1]" >&2
  exit 1
}

require_tools() {
  command -v aws >/dev/null || fail IF-AWS-01 "there is no AWS command line: install AWS CLI version 2."
  command -v npm >/dev/null || fail IF-AWS-02 "there is no Node: install Node 20 or newer, with npm."
  [ -x "$cdk" ] || (cd cdk && npm ci --silent --no-audit --no-fund)
}

# A value that the foundation keeps for runs.
parameter() {
  aws ssm get-parameter --name "/image-features/foundation/$1" --output text --query Parameter.Value
}

# The value of one output of the run's stack. AWS says of properties that a reference to a parameter is
# resolved in them, and of outputs nothing: one that is left is resolved here.
output() {
  local open='{{resolve:ssm:' close='}}' value name
  value=$(aws cloudformation describe-stacks --stack-name "$stack" --output text \
    --query "Stacks[0].Outputs[?OutputKey=='$1'].OutputValue")
  while [[ $value == *"$open"*"$close"* ]]; do
    name=${value#*"$open"}
    name=${name%%"$close"*}
    value=${value%%"$open"*}$(aws ssm get-parameter --name "$name" --output text --query Parameter.Value)${value#*"$close"}
  done
  echo "$value"
}

# The state of a stack; empty when there is none. A call that fails is not an answer: what is not seen may
# still cost money.
state() {
  local said
  if said=$(aws cloudformation describe-stacks --stack-name "$1" --output text \
    --query 'Stacks[0].StackStatus' 2>&1); then
    echo "${said##*$'\n'}"
  elif [[ $said != *"does not exist"* ]]; then
    fail IF-AWS-10 "AWS does not say how $1 is: ${said##*$'\n'}"
  fi
}

# The region of the deployment; empty when none is set.
deployed_region() {
  echo "${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}"
}

# A context value as the deployment will have it: of CONTEXT, else of cdk.json, else the default.
setting() {
  local name=$1 byDefault=$2 words value word
  read -r -a words <<<"${CONTEXT:-}"
  value=$(node -p "[require('./cdk.json').context['$name'] ?? ''].flat().join(',')")
  for word in ${words[@]+"${words[@]}"}; do
    case $word in "$name="*) value=${word#*=} ;; esac
  done
  echo "${value:-$byDefault}"
}

# What the nodes of a run read and write in S3, by the names of the settings.
# usage: each_address COMMAND, which is called with NAME ADDRESS; an address may be empty or a local one
each_address() {
  local name bucket
  "$1" images "${IMAGES:-$(setting images '')}"
  for name in output model fitFrom labels network preprocessing; do
    "$1" "$name" "$(setting "$name" '')"
  done
  for name in dataBucket logsBucket; do
    bucket=$(setting "$name" '')
    "$1" "$name" "${bucket:+s3://$bucket}"
  done
}

# The region of an address's bucket: empty for what is not an s3:// address, 'unknown' when AWS does not say.
bucket_region() {
  local bucket=${1#*://}
  case $1 in s3://* | s3a://*) ;; *) return 0 ;; esac
  aws s3api head-bucket --bucket "${bucket%%/*}" --query BucketRegion --output text 2>/dev/null || echo unknown
}

# The id of the run's newest cluster; empty when EMR knows none. A name ends with ten hexadecimal digits,
# the run's fingerprint.
newest_cluster() {
  aws emr list-clusters --output text --query 'Clusters[].[Id,Name]' |
    awk -v "name=^$stack-[0-9a-f]*\$" '$2 ~ name && length($2) == length("'"$stack"'") + 11 && !found { found = $1 } END { print found }'
}

# usage: step_option CLUSTER NAME; the value of an option of the cluster's step
step_option() {
  aws emr list-steps --cluster-id "$1" --output text --query 'Steps[0].Config.Args' |
    tr '\t' '\n' | sed -n "s/^--$2=//p"
}

# usage: step_folder CLUSTER; where the cluster's step writes: a run into a folder of its output, a probe
# into its output itself
step_folder() {
  local id
  id=$(step_option "$1" run-id)
  echo "$(step_option "$1" output)${id:+/runs/$id}"
}
