#!/usr/bin/env bash
# Lays the images that were deployed as one archive onto this node's disk, where the job reads them.
# usage: unpack-images.sh s3://BUCKET/ARCHIVE.zip FOLDER
set -euo pipefail

fail() {
  echo "unpack-images: $1" >&2
  exit 1
}

[ $# -eq 2 ] || fail "usage: unpack-images.sh s3://BUCKET/ARCHIVE.zip FOLDER"
archive=$1
folder=$2

if [ -d "$folder" ]; then
  echo "unpack-images: $folder is there already."
  exit 0
fi

parent=$(dirname "$folder")
sudo mkdir -p "$parent"
sudo chown "$(id -u)" "$parent"
work=$(mktemp -d "$parent/unpack.XXXXXX")
trap 'rm -rf "$work"' EXIT

aws s3 cp --only-show-errors "$archive" "$work/images.zip" ||
  fail "$archive cannot be fetched: check the instance role and the storage endpoint."
# Python is on every node; unzip need not be.
python3 -m zipfile -e "$work/images.zip" "$work/images" ||
  fail "$archive cannot be unpacked: check the room on $parent."
# The job runs as another user.
chmod -R a+rX "$work/images"
chmod a+rx "$parent"
# The name is there only when everything is.
mv -T "$work/images" "$folder"
