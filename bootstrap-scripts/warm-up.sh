#!/usr/bin/env bash
# EMR bootstrap action: unpacks the job's native libraries (0.8 GB) once per node, where otherwise
# each container unpacks them again. A node on which this fails is slower, and nothing else: whatever
# goes wrong here is said, and the exit code is 0, because any other would end the cluster.
#
#   warm-up.sh JAR_S3_URI CACHE_DIR [REGION]
#
# Driver and executors must run with these two settings, too; YARN gives the JAR another name in
# each container, and without nosubdir JavaCPP's cache would go by that name:
#
#   -Dorg.bytedeco.javacpp.cachedir=CACHE_DIR -Dorg.bytedeco.javacpp.cachedir.nosubdir=true
#
# A container takes an unpacked library when length and time are those in the JAR. JavaCPP reads that
# time in the JVM's own time zone, so no JVM here may set user.timezone alone.
#
# NODE_ROOT, for tests, stands before the paths of the Java installations.
set -euo pipefail
umask 022

# The id of the kind of failure, and a sentence.
fail() {
  echo "warm-up: $2 [$1]" >&2
  exit 1
}

scratch=
finish() {
  local code=$?
  rm -rf ${scratch:+"$scratch"}
  [ "$code" = 0 ] || echo "warm-up: this node goes on without: its first container unpacks the libraries." >&2
  exit 0
}
trap finish EXIT

[ $# -eq 2 ] || [ $# -eq 3 ] || fail IF-NODE-12 "usage: warm-up.sh JAR_S3_URI CACHE_DIR [REGION]"
jar_uri=$1
cache=$2
region=${3:-}
root=${NODE_ROOT:-}

find_java() {
  local java
  for java in "$root"/usr/lib/jvm/{jre-17,java-17*}/bin/java java; do
    if [[ $("$java" -version 2>&1) =~ version\ \"17[.\"] ]]; then
      echo "$java"
      return
    fi
  done
  fail IF-NODE-03 "this node has no Java 17 yet: if the job fails, choose a releaseLabel of emr-7.0.0 or newer."
}

# JavaCPP passes over a cache folder that its user cannot write, and locks a file in it to unpack.
# YARN's user does not exist yet, so everybody may; only the job runs here.
make_cache() {
  mkdir -p "$cache" 2>/dev/null || sudo install -d -o "$(id -un)" "$cache" ||
    fail IF-NODE-08 "the folder $cache cannot be made: name one on a disk of the node."
  chmod 0777 "$cache"
  touch "$cache/.lock"
  chmod 0666 "$cache/.lock"
}

# picocli's AutoComplete is a main class in the JAR that loads the class it is given and ends with 0
# whatever that class is; a library that cannot be linked ends it with 1.
# usage: load JAR CLASS
load() {
  TF_CPP_MIN_LOG_LEVEL=3 "$java" -Xmx256m -XX:TieredStopAtLevel=1 \
    -Dorg.bytedeco.javacpp.cachedir="$cache" -Dorg.bytedeco.javacpp.cachedir.nosubdir=true \
    -cp "$1" picocli.AutoComplete "$2" \
    >"$scratch/log" 2>&1 ||
    fail IF-NODE-06 "the native libraries cannot be loaded on this node: $(grep -m 1 -E 'Error|Exception|SIG' "$scratch/log" || tail -n 1 "$scratch/log")"
}

java=$(find_java)
make_cache
scratch=$(mktemp -d "$cache/.warm-up.XXXXXX")

aws s3 cp --only-show-errors "$jar_uri" "$scratch/job.jar" ${region:+--region "$region"} ||
  fail IF-NODE-09 "$jar_uri cannot be fetched: check that the instance role may read it."

# JavaCPP finishes its links when it loads for the second time; after that it leaves all as it is.
for class in org.tensorflow.internal.c_api.global.tensorflow org.bytedeco.openblas.global.openblas; do
  load "$scratch/job.jar" "$class"
  load "$scratch/job.jar" "$class"
done
load "$scratch/job.jar" io.github.imagefeatures.network.onnx.UnpackedLibraries
for library in libjnitensorflow.so libjniopenblas.so libonnxruntime.so; do
  [ -f "$cache/$library" ] ||
    fail IF-NODE-07 "the job's JAR left no $library in $cache: does it hold the libraries of this node's architecture?"
done
echo "warm-up: the native libraries are in $cache."
