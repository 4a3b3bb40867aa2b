#!/usr/bin/env bash
# Lays the images that were deployed as one archive onto this node's disk, where the job reads them.
# usage: unpack-images.sh s3://BUCKET/ARCHIVE.zip FOLDER [REGION]
set -euo pipefail

# The id of the kind of failure, and a sentence.
fail() {
  echo "unpack-images: $2 [$1]" >&2
  exit 1
}

[ $# -eq 2 ] || [ $# -eq 3 ] || fail IF-NODE-12 "usage: unpack-images.sh s3://BUCKET/ARCHIVE.zip FOLDER [REGION]"
archive=$1
folder=$2
region=${3:-}

if [ -d "$folder" ]; then
  echo "unpack-images: $folder is there already."
  exit 0
fi

parent=$(dirname "$folder")
sudo mkdir -p "$parent"
sudo chown "$(id -u)" "$parent"
work=$(mktemp -d "$parent/unpack.XXXXXX")
trap 'rm -rf "$work"' EXIT

aws s3 cp --only-show-errors "$archive" "$work/images.zip" ${region:+--region "$region"} ||
  fail IF-NODE-10 "$archive cannot be fetched: check the instance role and the storage endpoint."
# Python is on every node; unzip need not be.
python3 -m zipfile -e "$work/images.zip" "$work/images" ||
  fail IF-NODE-11 "$archive cannot be unpacked: check the room on $parent."
# The job runs as another user.
chmod -R a+rX "$work/images"
chmod a+rx "$parent"
# The name is there only when everything is.
mv -T "$work/images" "$folder"
