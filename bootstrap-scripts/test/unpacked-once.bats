#!/usr/bin/env bats
# The warm-up for real: TensorFlow's and OpenBLAS' own libraries, unpacked by JavaCPP, loaded by two JVMs that
# stand for a driver and an executor: other users than the warm-up's, with JARs of other names.

load scratch

repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}

# The version that the build takes, of whatever else the repository holds.
version() {
  sed -n "s:.*<$1.version>\(.*\)</$1.version>.*:\1:p" "$scripts/../pom.xml"
}

setup() {
  local maven=$repository/org
  architecture=$(uname -m | sed s/aarch64/arm64/)
  tensorflow=$maven/tensorflow/tensorflow-core-native/$(version tensorflow)/tensorflow-core-native-$(version tensorflow)
  openblas=$maven/bytedeco/openblas/$(version openblas)/openblas-$(version openblas)
  javacpp=$(version openblas)
  javacpp=${javacpp##*-}
  natives=$tensorflow-linux-$architecture.jar
  [ -f "$natives" ] || skip "TensorFlow's libraries for this machine are not in $repository: build the job first"
  libraries=(
    "$tensorflow.jar"
    "$maven/bytedeco/javacpp/$javacpp/javacpp-$javacpp.jar"
    "$openblas.jar"
    "$openblas-linux-$architecture.jar"
    "$repository/info/picocli/picocli/$(version picocli)/picocli-$(version picocli).jar"
  )
  stubs=$BATS_TEST_TMPDIR/stubs
  cache=$BATS_TEST_TMPDIR/native
  mkdir "$stubs"
  chmod a+rx "$BATS_TEST_TMPDIR" "$BATS_RUN_TMPDIR" "$(dirname "$BATS_TEST_TMPDIR")"
  PATH=$stubs:$PATH
}

# A JAR that holds the class path alone, so that no 200 MB are packed: its libraries lie beside it,
# under names that begin with its own.
make_jar() {
  local jar=$BATS_TEST_TMPDIR/$1.jar each path=()
  for each in "$natives" "${libraries[@]}"; do
    ln "$each" "$BATS_TEST_TMPDIR/$1-${each##*/}" 2>/dev/null || cp "$each" "$BATS_TEST_TMPDIR/$1-${each##*/}"
    path+=("file:$BATS_TEST_TMPDIR/$1-${each##*/}")
  done
  # A line of a manifest ends after 72 bytes and goes on after a space.
  { echo "Class-Path: ${path[*]}" | fold -b -w 70 | sed '2,$s/^/ /'; } >"$BATS_TEST_TMPDIR/manifest"
  jar cfm "$jar" "$BATS_TEST_TMPDIR/manifest"
  chmod a+r "$BATS_TEST_TMPDIR/$1"*.jar
  echo "$jar"
}

# container JAR CLASS: what a container of YARN's does to load libraries; as another user where we may.
container() {
  local as=()
  [ "$(id -u)" != 0 ] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
  HOME=/nonexistent TF_CPP_MIN_LOG_LEVEL=3 "${as[@]}" java -Xmx256m -XX:TieredStopAtLevel=1 \
    -Dorg.bytedeco.javacpp.cachedir="$cache" -Dorg.bytedeco.javacpp.cachedir.nosubdir=true \
    -Dorg.bytedeco.javacpp.logger.debug=true -cp "$1" \
    picocli.AutoComplete "$2" 2>&1
}

# All that unpacking would change: names, inodes, sizes, times, of the folder itself, too.
state() {
  find "$cache" -printf '%P %y %i %s %T@ %C@ %l\n' | sort
}

@test "nothing is unpacked twice, whatever YARN calls the JAR" {
  printf '#!/bin/sh\ncp "%s" "$5"\n' "$(make_jar image-features-job)" >"$stubs/aws"
  chmod +x "$stubs/aws"
  "$scripts/warm-up.sh" s3://code/job.jar "$cache"
  state >"$BATS_TEST_TMPDIR/warm"
  grep -q '^libtensorflow_cc.so.2 f ' "$BATS_TEST_TMPDIR/warm"
  grep -q '^libopenblas.so.0 f ' "$BATS_TEST_TMPDIR/warm"

  for jar in __app__ filecache_17; do
    made=$(make_jar "$jar")
    for class in org.tensorflow.internal.c_api.global.tensorflow org.bytedeco.openblas.global.openblas; do
      container "$made" "$class" >>"$BATS_TEST_TMPDIR/log"
      state | diff "$BATS_TEST_TMPDIR/warm" -
    done
  done

  # They did load from there.
  [ "$(grep -c "Loading $cache/libjnitensorflow.so" "$BATS_TEST_TMPDIR/log")" = 2 ]
  [ "$(grep -c "Loading $cache/libjniopenblas.so" "$BATS_TEST_TMPDIR/log")" = 2 ]
  ! grep -qE "Extracting|Locking" "$BATS_TEST_TMPDIR/log"
}
