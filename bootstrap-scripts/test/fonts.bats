#!/usr/bin/env bats

load scratch

setup() {
  make_node
  : >"$BATS_TEST_TMPDIR/calls"
  stub fc-list "cat '$BATS_TEST_TMPDIR/fonts' 2>/dev/null"
  stub sudo '"$@"'
  stub dnf "echo 'DejaVuSans.ttf: DejaVu Sans' >'$BATS_TEST_TMPDIR/fonts'"
}

fonts() {
  run "$scripts/fonts.sh"
}

@test "a node without fonts gets them" {
  fonts
  [ "$status" = 0 ]
  [ "$output" = "fonts: installed." ]
  calls | grep -q '^dnf install .*fontconfig dejavu-sans-fonts$'
}

@test "a node that has fonts installs nothing, and neither does a second run" {
  fonts
  : >"$BATS_TEST_TMPDIR/calls"
  fonts
  [ "$status" = 0 ]
  [ "$output" = "fonts: there are fonts already." ]
  ! calls | grep -q dnf
}

@test "a repository that cannot be reached does not fail the node" {
  stub dnf 'echo "Curl error (28): Timeout was reached" >&2; exit 1'
  fonts
  [ "$status" = 0 ]
  [[ "$output" = *"fonts: none could be installed within 120 seconds; the page's plots stay, the PNG files will be missing."* ]]
}

@test "a repository that hangs is given up" {
  stub timeout 'shift; exit 124'
  fonts
  [ "$status" = 0 ]
  [[ "$output" = *"none could be installed"* ]]
  calls | grep -q '^timeout 120 sudo dnf'
}

@test "an installation that leaves no fonts is not called one" {
  stub dnf 'true'
  fonts
  [ "$status" = 0 ]
  [[ "$output" = *"none could be installed"* ]]
}

@test "a node without fontconfig's own command gets it" {
  rm "$stubs/fc-list"
  mkdir "$BATS_TEST_TMPDIR/bin"
  for tool in bash head timeout cat env; do ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin/"; done
  stub dnf "printf '#!/bin/bash\necho a font\n' >'$stubs/fc-list'; chmod +x '$stubs/fc-list'"
  ln -s "$(command -v chmod)" "$BATS_TEST_TMPDIR/bin/"
  PATH=$stubs:$BATS_TEST_TMPDIR/bin fonts
  [ "$status" = 0 ]
  [ "$output" = "fonts: installed." ]
}
