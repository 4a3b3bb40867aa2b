#!/usr/bin/env bash
# Gives every setting a wrong value through the real command line: each is refused with one sentence
# that names what is allowed, without a trace, and nothing is synthesized.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20
key_range="is the ARN of a KMS key, such as arn:aws:kms:eu-west-1:123456789012:key/..., not 'alias/mine'."
address_range="is an address such as s3://bucket/prefix, without '*' and '?', not"
types_range="instanceTypes is a list of 1 to 15 EC2 types of the c, m or r families 5 to 8, xlarge to 4xlarge, with 16 GiB or more (such as m6i.xlarge, c6i.2xlarge, r7g.xlarge), not"

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
long=$(printf 'a%.0s' $(seq 65))
wrong again "$long" "again is a text of up to 64 printable ASCII characters, not '$long'."
wrong images https://example.org/a "images is an s3:// address or a local folder, not 'https://example.org/a'."
wrong output /tmp "output $address_range '/tmp'."
wrong imagesKey alias/mine "imagesKey $key_range"
wrong outputKey alias/mine "outputKey $key_range"
wrong bootstrapKey alias/mine "bootstrapKey $key_range"
wrong variance 1.01 "--variance or --components: the share of the variance is above 0 and at most 1, not 1.01."
wrong components 1281 "components is an integer from 1 to 1280, not '1281'."
wrong scaling minmax "Invalid value for option '--scaling': 'minmax' is not one of standard, none."
wrong thumbnails 10001 "--thumbnails is 0 to 10000, not 10001."
wrong csv no "csv is true or false, not 'no'."
wrong featuresOnly yes "featuresOnly is true or false, not 'yes'."
wrong fitFrom /home/me/runs/a "fitFrom is the id of a run of the same output, or the s3:// address of a run, not '/home/me/runs/a'."
wrong incremental yes "incremental is true or false, not 'yes'."
wrong verbose 1 "verbose is true or false, not '1'."
wrong maxRejectedFraction 1.5 "--max-rejected-fraction is 0 to 1, not 1.5."
wrong glob a/b "--glob or --limit: The glob 'a/b' contains '/', but it is compared with file names only; name the folder as the images' location instead."
wrong limit few "Invalid value for option '--limit': 'few' is not an integer, or is out of range."
wrong maxBytes 1e9 "Invalid value for option '--max-bytes': '1e9' is not an integer, or is out of range."
wrong maxPixels 0 "--max-bytes or --max-pixels: The limit of pixels per image is 0; give at least 1."
wrong partitions 0 "--partitions or --batch-size: the number of partitions is 1 or more."
wrong batchSize 65 "--partitions or --batch-size: the batch size is 1 to 64."
wrong shardSize 0 "--shard-size is 1 or more, not 0."
wrong resampling lanczos "Invalid value for option '--resampling': 'lanczos' is not one of pillow-12, pillow-13."
wrong sparkInternals on "Invalid value for option '--spark-internals': 'on' is not one of auto, off."
wrong allowUntrained true "allowUntrained is no setting of a deployment: a deployment never goes on with random weights: name some with model."
wrong model /no/such/file "model is the s3:// address of a weights file or a file of this machine that exists, not '/no/such/file'."
wrong releaseLabel emr-6.15.0 "releaseLabel is emr-7.12.0 or a newer release of emr-7, with the Spark 3.5 that the job is built for, not 'emr-6.15.0'."
wrong instanceTypes t3.xlarge "$types_range 't3.xlarge'."
wrong coreUnits 0 "coreUnits is an integer from 1 to 100, not '0'."
wrong maxTaskUnits 1001 "maxTaskUnits is an integer from 0 to 1000, not '1001'."
wrong spot yes "spot is true or false, not 'yes'."
wrong wait 1 "wait is true or false, not '1'."
wrong timeoutHours 13 "timeoutHours is an integer from 1 to 12, not '13'."
wrong localDisks aes "localDisks is kms or none, not 'aes'."
wrong keyEndpoint kms "keyEndpoint is true or false, not 'kms'."
wrong tlsCertificates s3://bucket/pem "tlsCertificates is the s3:// address of a .zip of PEM files, not 's3://bucket/pem'."
wrong image s3://bucket/a "There is no context value 'image': the names are again, batchSize, bootstrapKey, budget, components, coreUnits, csv, dataBucket, featuresOnly, fitFrom, glob, images, imagesKey, incremental, instanceProfile, instanceTypes, key, keyEndpoint, limit, localDisks, logsBucket, maxBytes, maxPixels, maxRejectedFraction, maxTaskUnits, model, modelSha256, notify, output, outputKey, partitions, permissionsBoundary, releaseLabel, removal, resampling, run, scaling, securityGroups, serviceRole, shardSize, sparkInternals, spot, subnets, tags, thumbnails, timeoutHours, tlsCertificates, variance, verbose, vpc, wait, zones."
wrong removal destroy "removal belongs to what is kept, not to one deployment: set it in cdk.json, not with -c."
wrong_in_file notify '"nobody"' "notify is an e-mail address, not 'nobody'."
wrong_in_file budget 50 "budget needs notify: name in cdk.json who is to be warned by mail."
wrong_in_file zones '["us-east-1a"]' "zones is two availability zones of the region, such as eu-west-1a,eu-west-1b, not 'us-east-1a'."
wrong_in_file removal '"retain"' "removal is keep or destroy, not 'retain'."
wrong_in_file permissionsBoundary '"arn:aws:iam::1:policy/x"' "permissionsBoundary is the name of a managed policy of the account, up to 128 letters, digits and _+=,.@/-, not 'arn:aws:iam::1:policy/x'."
wrong_in_file tags '"team=vision"' "tags is an object of names and texts in cdk.json, such as {\"team\": \"x\"}, not 'team=vision'."
wrong vpc vpc-0123456789abcdef0 "vpc belongs to what is kept, not to one deployment: set it in cdk.json, not with -c."
wrong_in_file vpc '"vpc-0123456789abcdef0"' "vpc needs subnets: EMR takes nodes from them; name both in cdk.json."
wrong_in_file subnets '["10.0.0.0/20"]' "subnets is one subnet or two in two zones, such as subnet-0123456789abcdef0, not '10.0.0.0/20'."
wrong_in_file securityGroups '["sg-1"]' "securityGroups is three security groups, of primary nodes, of core and task nodes, and of EMR's access to them, such as sg-0123456789abcdef0, not 'sg-1'."
wrong_in_file key '"alias/mine"' "key $key_range"
wrong_in_file dataBucket '"s3://ours"' "dataBucket is the name of a bucket of the region, not 's3://ours'."
wrong_in_file logsBucket '"Ours"' "logsBucket is the name of a bucket of the region, not 'Ours'."
wrong_in_file serviceRole '"a/b"' "serviceRole is the name of a role, without path, not 'a/b'."
wrong_in_file instanceProfile '"nodes"' "instanceProfile needs serviceRole: it must be allowed to pass the profile's role; name both in cdk.json."
