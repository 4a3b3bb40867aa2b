# A scratch root and stubbed commands for the tests of the bootstrap scripts.

export scripts
scripts=$(cd "$BATS_TEST_DIRNAME/.." && pwd)

# A node that can run the job: sets $NODE_ROOT and puts $stubs first on the PATH.
make_node() {
  export NODE_ROOT=$BATS_TEST_TMPDIR/root
  stubs=$BATS_TEST_TMPDIR/stubs
  mkdir -p "$NODE_ROOT/proc" "$NODE_ROOT/mnt" "$stubs"
  echo "flags : fpu sse4_2 avx avx2" >"$NODE_ROOT/proc/cpuinfo"
  stub uname 'echo x86_64'
  stub getconf 'echo glibc 2.34'
  stub df 'printf "Filesystem 1024-blocks Used Available Capacity Mounted\n/dev/x 33554432 1 20971520 1%% /mnt\n"'
  stub java 'echo "openjdk version \"17.0.15\" 2025-04-15 LTS" >&2'
  PATH=$stubs:$PATH
}

# stub COMMAND BODY: a command that runs BODY and leaves a line in $BATS_TEST_TMPDIR/calls.
stub() {
  printf '#!/usr/bin/env bash\necho "%s $*" >>"%s/calls"\n%s\n' "$1" "$BATS_TEST_TMPDIR" "$2" >"$stubs/$1"
  chmod +x "$stubs/$1"
}

calls() {
  cat "$BATS_TEST_TMPDIR/calls"
}
