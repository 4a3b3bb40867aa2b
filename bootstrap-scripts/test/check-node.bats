#!/usr/bin/env bats

load scratch

setup() {
  make_node
}

check() {
  run "$scripts/check-node.sh" linux-x86_64 "$NODE_ROOT/mnt" "$@"
}

@test "a node that can run the job passes" {
  check
  [ "$status" = 0 ]
  [ "$output" = "check-node: this node can run the job." ]
}

@test "an Arm node passes without x86 features" {
  stub uname 'echo aarch64'
  echo "Features : fp asimd" >"$NODE_ROOT/proc/cpuinfo"
  run "$scripts/check-node.sh" linux-arm64 "$NODE_ROOT/mnt"
  [ "$status" = 0 ]
}

@test "an architecture that the JAR has no libraries for is refused" {
  stub uname 'echo aarch64'
  check
  [ "$status" = 1 ]
  [ "$output" = "check-node: this node is linux-arm64, the job's JAR holds native libraries of linux-x86_64: choose other instanceTypes. [IF-NODE-01]" ]
}

@test "a CPU without AVX is refused" {
  echo "flags : fpu sse4_2 avx2_like" >"$NODE_ROOT/proc/cpuinfo"
  check
  [ "$status" = 1 ]
  [ "$output" = "check-node: this node's CPU has no AVX, which TensorFlow needs: choose other instanceTypes. [IF-NODE-02]" ]
}

@test "a node with Java 8 alone is warned of: EMR installs its applications later" {
  stub java 'echo "openjdk version \"1.8.0_452\"" >&2'
  check
  [ "$status" = 0 ]
  [ "${lines[0]}" = "check-node: this node has no Java 17 yet: if the job fails, choose a releaseLabel of emr-7.0.0 or newer. [IF-NODE-03]" ]
}

@test "Java 17 beside an older default is found" {
  local jvm=$NODE_ROOT/usr/lib/jvm/java-17-amazon-corretto.x86_64/bin
  mkdir -p "$jvm"
  cp "$stubs/java" "$jvm/java"
  stub java 'echo "openjdk version \"1.8.0_452\"" >&2'
  check
  [ "$status" = 0 ]
}

@test "an old glibc is refused" {
  stub getconf 'echo glibc 2.26'
  check
  [ "$status" = 1 ]
  [[ "$output" = *"glibc 2.26, TensorFlow needs 2.34 or newer"* ]]
}

@test "glibc 2.100 is newer than 2.34" {
  stub getconf 'echo glibc 2.100'
  check
  [ "$status" = 0 ]
}

@test "a C library that is not glibc is refused" {
  stub getconf 'exit 1'
  check
  [ "$status" = 1 ]
  [[ "$output" = *"TensorFlow needs 2.34 or newer"* ]]
}

@test "a full disk is refused, and a higher demand" {
  check 20
  [ "$status" = 0 ]
  check 21
  [ "$status" = 1 ]
  [[ "$output" = *"has 20 GiB free on $NODE_ROOT/mnt, the job needs 21"* ]]
}

@test "a disk that is not there is refused" {
  stub df 'echo "df: no such file" >&2; exit 1'
  check
  [ "$status" = 1 ]
  [[ "$output" = *"has 0 GiB free"* ]]
}

@test "all that is wrong is said at once" {
  stub getconf 'echo glibc 2.26'
  stub java 'exit 127'
  check 100
  [ "$status" = 1 ]
  [ "${#lines[@]}" = 3 ]
}

@test "without a platform it says how it is used" {
  run "$scripts/check-node.sh"
  [ "$status" = 2 ]
  [[ "$output" = *"usage:"* ]]
}

@test "it changes nothing on the node" {
  find "$NODE_ROOT" | sort >"$BATS_TEST_TMPDIR/before"
  check
  find "$NODE_ROOT" | sort | diff "$BATS_TEST_TMPDIR/before" -
}
