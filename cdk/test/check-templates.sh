#!/usr/bin/env bash
# Synthesizes the app with the real command line: with the defaults, with buckets of one's own, with a
# local folder, and with every option at its lower and at its upper border; then runs cfn-lint and
# checkov on all the templates.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=$(mktemp -d)
trap 'stop_shared_app; rm -rf "$work"' EXIT
export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20
key=arn:aws:kms:eu-west-1:123456789012:key

# usage: synth NAME RUN ARGUMENT...
synth() {
  local name=$1 run=$2
  shift 2
  (cd "$work/app" && "$cdk" synth --quiet --no-notices --no-lookups --app "$shared_app" --output "$work/$name" -c run="$run" "$@") >"$work/synth.log" 2>&1 ||
    fail "the synth '$name' failed: $(cat "$work/synth.log")"
  [ -f "$work/$name/image-features-$run.template.json" ] || fail "the synth '$name' left no template of the run"
}

# usage: keep JSON; sets what stands in cdk.json alone
keep() {
  node -e "const fs = require('fs'), file = process.argv[1], json = JSON.parse(fs.readFileSync(file));
    Object.assign(json.context, JSON.parse(process.argv[2]));
    fs.writeFileSync(file, JSON.stringify(json))" "$work/app/cdk.json" "$1"
}

# usage: repeat TEXT TIMES
repeat() {
  printf "%.0s$1" $(seq "$2")
}

install_tools
lay_out_app "$work/app"
start_shared_app "$work/app" "$work"
synth defaults main
synth own-buckets own -c images=s3://theirs/images -c output=s3://mine/results -c model=s3://weights/own.h5 -c labels=s3://labels/all.csv \
  -c imagesKey="$key/images" -c outputKey="$key/output" -c bootstrapKey="$key/mrk-1"
synth local-folder local -c images="$work/app/build/samples" -c model="$work/app/models/weights.h5"
synth lower-borders a -c again=x -c images=s3://abc -c output=s3://abc -c variance=0.000001 -c scaling=none \
  -c releaseLabel=emr-7.12.0 -c instanceTypes=c5.2xlarge -c coreUnits=1 -c maxTaskUnits=0 -c spot=false -c wait=false \
  -c timeoutHours=1 -c localDisks=none -c maxRejectedFraction=0 -c csv=false -c batchSize=1 -c shardSize=1 -c limit=1 -c glob='*' \
  -c partitions=1 -c maxBytes=1 -c maxPixels=1 -c sparkInternals=off -c neighbours=0
cp "$work/app/cdk.json" "$work/cdk.json"
keep "{\"vpc\": \"vpc-0123456789abcdef0\", \"subnets\": \"subnet-0123456789abcdef0\",
  \"securityGroups\": \"sg-0123456789abcdef0,sg-0123456789abcdef1,sg-0123456789abcdef2\", \"key\": \"$key/1\",
  \"dataBucket\": \"their-data\", \"logsBucket\": \"their-logs\", \"serviceRole\": \"emr\", \"instanceProfile\": \"nodes\"}"
synth existing-parts existing -c probe=true
mv "$work/cdk.json" "$work/app/cdk.json"
keep "{\"notify\": \"a@b.c\", \"budget\": 1000000, \"keyEndpoint\": true, \"zones\": [\"eu-west-1a\", \"eu-west-1b\"], \"removal\": \"destroy\", \"permissionsBoundary\": \"$(repeat b 128)\",
  \"tags\": {$(for i in $(seq 40); do printf '"%s%02d": "%s", ' "$(repeat n 126)" "$i" "$(repeat v 256)"; done | sed 's/, $//')}}"
synth upper-borders "$(repeat z 24)" -c again="$(repeat a 64)" -c components=1280 -c releaseLabel=emr-7.99.99 \
  -c instanceTypes=m5.4xlarge,m5a.4xlarge,m6a.4xlarge,m6i.4xlarge,m7a.4xlarge,m7i.4xlarge \
  -c thumbnails=9999 -c neighbours=100 -c maxRejectedFraction=1 -c incremental=true -c batchSize=64 -c resampling=pillow-12 -c orientation=exif -c verbose=true \
  -c modelSha256="$(repeat a 64)" -c coreUnits=100 -c maxTaskUnits=1000 -c timeoutHours=12 -c tlsCertificates=s3://ours/pem.zip

templates=() folders=()
for name in defaults own-buckets local-folder lower-borders existing-parts upper-borders; do
  templates+=("$work/$name"/*.template.json)
  folders+=("--directory=$work/$name")
done
"$venv/bin/cfn-lint" --config-file "$root/cdk/.cfnlintrc" ${templates[@]+"${templates[@]}"}
"$venv/bin/checkov" --config-file "$root/cdk/.checkov.yaml" ${folders[@]+"${folders[@]}"}
echo "nothing unexplained by cfn-lint and checkov"
