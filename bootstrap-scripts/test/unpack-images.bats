#!/usr/bin/env bats

load scratch

setup() {
  make_node
  images=$NODE_ROOT/mnt/image-features/images
  mkdir -p "$BATS_TEST_TMPDIR/folder/red"
  echo picture >"$BATS_TEST_TMPDIR/folder/red/1.png"
  (cd "$BATS_TEST_TMPDIR/folder" && python3 -m zipfile -c ../images.zip red)
  stub sudo '"$@"'
  stub aws "cp '$BATS_TEST_TMPDIR/images.zip' \"\$5\""
}

unpack() {
  run "$scripts/unpack-images.sh" s3://assets/images.zip "$images" eu-west-1
}

@test "the images lie where the job reads them, and nothing beside them" {
  unpack
  [ "$status" = 0 ]
  [ "$(cat "$images/red/1.png")" = picture ]
  [ "$(ls -A "$(dirname "$images")")" = images ]
  calls | grep -q "^aws s3 cp .*--region eu-west-1$"
}

@test "any user may read them, whatever the umask" {
  umask 077
  unpack
  [ "$(stat -c %a "$images/red/1.png")" = 644 ]
  [ "$(stat -c %a "$images" "$images/red" "$(dirname "$images")" | sort -u)" = 755 ]
}

@test "done again it fetches nothing" {
  unpack
  : >"$BATS_TEST_TMPDIR/calls"
  unpack
  [ "$status" = 0 ]
  [ "$output" = "unpack-images: $images is there already." ]
  [ -z "$(calls)" ]
}

@test "an archive that cannot be fetched is named, and nothing stays" {
  stub aws 'echo "An error occurred (403)" >&2; exit 1'
  unpack
  [ "$status" = 1 ]
  [[ "$output" = *"unpack-images: s3://assets/images.zip cannot be fetched: check the instance role and the storage endpoint."* ]]
  [ -z "$(ls -A "$(dirname "$images")")" ]
}

@test "a broken archive leaves no half of the images" {
  head -c 100 "$BATS_TEST_TMPDIR/images.zip" >"$BATS_TEST_TMPDIR/cut.zip"
  stub aws "cp '$BATS_TEST_TMPDIR/cut.zip' \"\$5\""
  unpack
  [ "$status" = 1 ]
  [[ "$output" = *"cannot be unpacked: check the room on"* ]]
  [ ! -e "$images" ]
}

@test "without arguments it says how it is used" {
  run "$scripts/unpack-images.sh"
  [ "$status" = 1 ]
  [[ "$output" = *"usage:"* ]]
}
