#!/usr/bin/env bash
# EMR bootstrap action: stops the cluster before it costs an hour when a node cannot run the job.
# That Java 17 is missing is only said: EMR may install it with its applications, after this.
#
#   check-node.sh PLATFORM [DISK [GIB]]
#
#   PLATFORM   of the native libraries in the job's JAR: linux-x86_64 or linux-arm64
#   DISK       folder on the disk that Spark and the native libraries use; /mnt
#   GIB        what must be free there; 10
#
# NODE_ROOT, for tests, stands before the paths of /proc and of the Java installations.
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 3 ]; then
  echo "check-node: usage: check-node.sh linux-x86_64|linux-arm64 [DISK [GIB]]" >&2
  exit 2
fi
platform=$1
disk=${2:-/mnt}
gib=${3:-10}
root=${NODE_ROOT:-}
wrong=0

# The id of the kind of failure, and a sentence.
no() {
  echo "check-node: $2 [$1]" >&2
  wrong=1
}

check_platform() {
  local machine
  machine=$(uname -m)
  case $machine in
    x86_64) machine=linux-x86_64 ;;
    aarch64) machine=linux-arm64 ;;
  esac
  [ "$machine" = "$platform" ] ||
    no IF-NODE-01 "this node is $machine, the job's JAR holds native libraries of $platform: choose other instanceTypes."
}

# TensorFlow's library for x86-64 is built with AVX; without it, it dies of an illegal instruction.
check_cpu() {
  [ "$platform" != linux-x86_64 ] || grep -qw avx "$root/proc/cpuinfo" ||
    no IF-NODE-02 "this node's CPU has no AVX, which TensorFlow needs: choose other instanceTypes."
}

check_java() {
  local java
  for java in "$root"/usr/lib/jvm/{jre-17,java-17*}/bin/java java; do
    if [[ $("$java" -version 2>&1) =~ version\ \"17[.\"] ]]; then
      return
    fi
  done
  echo "check-node: this node has no Java 17 yet: if the job fails, choose a releaseLabel of emr-7.0.0 or newer. [IF-NODE-03]" >&2
}

# The native libraries ask for symbols of 2.34.
check_glibc() {
  local version
  version=$(getconf GNU_LIBC_VERSION 2>/dev/null | cut -d ' ' -f 2) || version=0
  printf '%s\n' 2.34 "$version" | sort -V -C ||
    no IF-NODE-04 "this node has glibc $version, TensorFlow needs 2.34 or newer: choose a releaseLabel of emr-7.0.0 or newer."
}

check_disk() {
  local free
  free=$(df -Pk "$disk" 2>/dev/null | awk 'NR == 2 { print int($4 / 1048576) }') || free=0
  [ "${free:-0}" -ge "$gib" ] ||
    no IF-NODE-05 "this node has ${free:-0} GiB free on $disk, the job needs $gib: choose instanceTypes with more storage."
}

check_platform
check_cpu
check_java
check_glibc
check_disk
[ "$wrong" = 0 ] || exit 1
echo "check-node: this node can run the job."
