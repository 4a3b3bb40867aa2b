#!/usr/bin/env bats
# Nothing of an archive lands anywhere but in the images' folder.

load scratch

setup() {
  make_node
  folder=$NODE_ROOT/mnt/images/set
  archive=$BATS_TEST_TMPDIR/images.zip
  elsewhere=$BATS_TEST_TMPDIR/elsewhere
  mkdir "$elsewhere"
  stub sudo '"$@"'
  stub aws "cp '$archive' \"\$5\""
}

unpack() {
  run "$scripts/unpack-images.sh" s3://code/images.zip "$folder"
}

# zip NAME...: an archive with these entries; one that ends in -> is a link to $elsewhere.
zip() {
  python3 - "$elsewhere" "$archive" "$@" <<'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[2], "w") as archive:
    for name in sys.argv[3:]:
        entry = zipfile.ZipInfo(name.removesuffix("->"))
        entry.external_attr = (0o120777 if name.endswith("->") else 0o100600) << 16
        archive.writestr(entry, sys.argv[1])
PYTHON
}

@test "no entry lands outside the folder, whatever it is called" {
  zip ../up.jpg ../../../higher.jpg /absolute.jpg a/../../b.jpg //double.jpg ok.jpg
  unpack
  [ "$status" = 0 ]
  [ -z "$(find "$NODE_ROOT" -name '*.jpg' -not -path "$folder/*")" ]
  [ "$(find "$folder" -name '*.jpg' | wc -l)" = 6 ]
  [ ! -e /absolute.jpg ]
  [ ! -e "$BATS_TEST_TMPDIR/higher.jpg" ]
}

@test "a link in the archive becomes no link" {
  zip "link->" link/1.jpg
  unpack
  [ -z "$(find "$NODE_ROOT" -type l)" ]
  [ -z "$(ls "$elsewhere")" ]
}
