#!/usr/bin/env bats

load scratch

setup() {
  make_node
  cache=$NODE_ROOT/mnt/native
  # Fetches, and unpacks what JavaCPP would.
  stub aws 'echo jar >"$5"'
  unpacking='
    [ "$1" != -version ] || { echo "openjdk version \"17.0.15\"" >&2; exit; }
    for each; do
      case $each in -Dorg.bytedeco.javacpp.cachedir=*) touch "${each#*=}"/lib{jnitensorflow,jniopenblas,onnxruntime}.so ;; esac
    done'
  stub java "$unpacking"
}

warm_up() {
  run "$scripts/warm-up.sh" s3://code/job.jar "$cache" eu-west-1
}

@test "the libraries lie where the containers look" {
  warm_up
  [ "$status" = 0 ]
  [ "$output" = "warm-up: the native libraries are in $cache." ]
  calls | grep -q "^aws s3 cp --only-show-errors s3://code/job.jar $cache/.warm-up.* --region eu-west-1$"
  calls | grep "javacpp.cachedir=$cache " | grep -q "javacpp.cachedir.nosubdir=true"
}

@test "any user may write the cache and take its lock, whatever the umask" {
  umask 077
  warm_up
  [ "$(stat -c %a "$cache")" = 777 ]
  [ "$(stat -c %a "$cache/.lock")" = 666 ]
  [ "$(stat -c %a "$cache/libjnitensorflow.so")" = 644 ]
}

@test "nothing of the JAR is left behind" {
  warm_up
  [ "$(ls -A "$cache" | tr '\n' ' ')" = ".lock libjniopenblas.so libjnitensorflow.so libonnxruntime.so " ]
}

@test "done again it succeeds again" {
  warm_up
  warm_up
  [ "$status" = 0 ]
}

@test "where the disk belongs to root, the folder is made by sudo" {
  stub mkdir 'exit 1'
  stub sudo '"$@"'
  warm_up
  [ "$status" = 0 ]
  calls | grep -q "^sudo install -d -o $(id -un) $cache"
}

@test "a JAR that cannot be fetched is named, nothing stays, and the node goes on" {
  stub aws 'echo "An error occurred (403)" >&2; exit 1'
  warm_up
  [ "$status" = 0 ]
  [[ "$output" = *"warm-up: s3://code/job.jar cannot be fetched: check that the instance role may read it."* ]]
  [ "$(ls -A "$cache")" = .lock ]
}

@test "a library that cannot be linked is a readable reason" {
  stub java '
    [ "$1" != -version ] || { echo "openjdk version \"17.0.15\"" >&2; exit; }
    echo "Exception in thread main java.lang.UnsatisfiedLinkError: GLIBCXX_3.4.29 not found" >&2; exit 1'
  warm_up
  [ "$status" = 0 ]
  [ "${lines[0]}" = "warm-up: the native libraries cannot be loaded on this node: Exception in thread main java.lang.UnsatisfiedLinkError: GLIBCXX_3.4.29 not found [IF-NODE-06]" ]
}

@test "a JAR without libraries for this node is a readable reason" {
  stub java 'echo "openjdk version \"17.0.15\"" >&2'
  warm_up
  [ "$status" = 0 ]
  [[ "$output" = *"left no libjnitensorflow.so in $cache"* ]]
}

@test "a node without Java 17 is a readable reason" {
  stub java 'echo "openjdk version \"1.8.0_452\"" >&2'
  warm_up
  [ "$status" = 0 ]
  [ "${lines[0]}" = "warm-up: this node has no Java 17 yet: if the job fails, choose a releaseLabel of emr-7.0.0 or newer. [IF-NODE-03]" ]
  [ "${lines[1]}" = "warm-up: this node goes on without: its first container unpacks the libraries." ]
}

@test "without arguments it says how it is used" {
  run "$scripts/warm-up.sh"
  [ "$status" = 0 ]
  [[ "$output" = *"usage:"* ]]
}

@test "a disk that is full never fails the cluster" {
  stub mktemp 'echo "No space left on device" >&2; exit 1'
  warm_up
  [ "$status" = 0 ]
  [[ "$output" = *"this node goes on without"* ]]
}
