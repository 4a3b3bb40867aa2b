#!/usr/bin/env bash
# Runs the EMR step for real on this machine: deploys the app with the real command line and real
# files into an emulator of AWS, then runs the bootstrap actions and the step of the deployed template
# on YARN and HDFS of this machine against the emulator's S3. Once with good weights, once more for a few
# new images only and with the fit of the first, once with a network from an ONNX file, and a probe; and the first once more with the
# first 100,000 bytes of the weights, and with a bug in the driver. The outcome function looks at those that fail. What differs from EMR is in step/src/test/resources/laptop.properties.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

here=$root/cdk/test/step
work=${KEEP_WORK:-$(mktemp -d)}
trap 'stop_emulator "$work"' EXIT

# A deployment goes without weights never; where there are none, drawn ones stand in for them.
find_weights() {
  local found=("$root"/models/*.h5 "$root"/../shared/models/*.h5) each
  for each in "${found[@]}"; do
    [ ! -f "$each" ] || { weights=$each && return; }
  done
  echo "there are no weights in models/, so random ones stand in for them"
  weights=$work/random.h5
  "$venv/bin/python" "$here/random_weights.py" "$weights"
}

# The preprocessing of the network that is no default.
imagenet='{"resize": "shortest-edge", "shortest_edge": 256, "filter": "bilinear", "mean": [0.485, 0.456, 0.406], "deviation": [0.229, 0.224, 0.225]}'

# deploy RUN WEIGHTS ARGUMENT...: what the deployed template says ends in $work/RUN.json.
deploy() {
  local run=$1 weights=$2 assembly=$work/cdk.out.$1
  shift 2
  (cd "$root" && "$cdk" deploy --all ${app[@]+"${app[@]}"} --method=direct --no-notices --ci --output "$assembly" \
    -c run="$run" -c model="$weights" "$@" ${context[@]+"${context[@]}"}) >"$work/deploy.log" 2>&1 ||
    fail "the deployment failed: $(cat "$work/deploy.log")"
  "$venv/bin/python" "$here/resolve.py" "$assembly" "image-features-$run" "$work/$run.json"
}

app=()
context=()
# Natives of this machine.
[ "$(uname -m)" != aarch64 ] || context+=(-c instanceTypes=m7g.xlarge)

use_step_tools
install_tools
PATH=$venv/bin:$PATH
start_emulator "$work"
(cd "$work" && "$cdk" bootstrap "aws://123456789012/$AWS_REGION" --no-notices) >"$work/bootstrap.log" 2>&1 ||
  fail "bootstrap failed: $(cat "$work/bootstrap.log")"
find_weights
head -c 100000 "$weights" >"$work/broken.h5"
deploy good "$weights"
# What the first deployment has built serves the others, too.
start_shared_app "$root" "$work"
app=(--no-build --app "$shared_app")
good_id=$(grep -o -m 1 -- '--run-id=[^"]*' "$work/good.json")
deploy more "$weights" -c incremental=true -c fitFrom="${good_id#--run-id=}" -c thumbnails=7 -c csv=false \
  -c engine=tensorflow
deploy probe "$weights" -c probe=true
"$venv/bin/python" "$root/bench/random_networks.py" resnet50 "$work/resnet50.onnx"
aws s3 mb s3://networks >/dev/null
aws s3 cp --only-show-errors "$work/broken.h5" s3://networks/broken.h5
aws s3 cp --only-show-errors "$work/resnet50.onnx" s3://networks/own/resnet50.onnx
printf '%s' "$imagenet" | aws s3 cp --only-show-errors - s3://networks/own/resnet50.json
deploy network "" -c network=s3://networks/own/resnet50.onnx -c components=5
echo "deployed three runs into the emulator, with ${weights##*/}, incremental, and with a network of 2,048 features; and a probe"

mvn -q -B spotless:check test -f "$here/pom.xml" -Dstep.work="$work" -Dstep.tools="$venv/bin" \
  -Dstep.spark="$(find "$venv/lib" -maxdepth 3 -name pyspark -type d)"
