# shellcheck shell=bash
# Sourced: a virtual environment with the checkers, the pinned CDK command line, an emulator of AWS,
# a synth from small stand-ins in the place of what a build makes, and one process for all synths of a test.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/.venv/cdk
cdk=$root/cdk/node_modules/.bin/cdk
requirements=$root/cdk/test/requirements.txt

fail() {
  echo "$(basename "$0"): $1" >&2
  exit 1
}

install_python_tools() {
  if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    python3 -c 'import ensurepip, venv' || fail "Python 3 with venv is needed: install python3-venv."
    "$root/.ci/python-environment" python3 "$venv" "$requirements"
    cp "$requirements" "$venv/requirements.txt"
  fi
}

# From here on, with what is installed: an emulator with AWS's own command line and Spark beside it.
use_step_tools() {
  venv=$root/.venv/step
  requirements=$root/cdk/test/step/requirements.txt
}

install_tools() {
  install_python_tools
  install_cdk
  "$root/cdk/bin/build-app"
}

install_cdk() {
  [ -x "$cdk" ] || (cd "$root/cdk" && npm ci --silent --no-audit --no-fund)
}

# Starts the emulator, whose log goes into a folder, and points the AWS tools to it. The caller's trap
# calls stop_emulator.
start_emulator() {
  local folder=$1 port
  export AWS_ACCESS_KEY_ID=emulator AWS_SECRET_ACCESS_KEY=emulator AWS_SESSION_TOKEN=emulator
  # The emulator knows EMR in this region only.
  export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1 AWS_EC2_METADATA_DISABLED=true
  export CDK_DISABLE_VERSION_CHECK=1 JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION=18,20
  unset AWS_PROFILE
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$venv/bin/python" "$root/cdk/test/emulator.py" -H 127.0.0.1 -p "$port" >"$folder/server.log" 2>&1 &
  emulator=$!
  # The SDK puts a bucket's name in front of the host, which only localhost takes.
  export AWS_ENDPOINT_URL=http://localhost:$port
  for _ in $(seq 100); do
    curl -s -o "$folder/started" "$AWS_ENDPOINT_URL/moto-api/" && return
    sleep 0.2
  done
  fail "the emulator does not start: $(tail -n 3 "$folder/server.log")"
}

# Removes the folder, too, unless KEEP_WORK names it.
stop_emulator() {
  [ -z "${emulator:-}" ] || kill "$emulator" 2>/dev/null || true
  stop_shared_app
  [ -n "${KEEP_WORK:-}" ] || rm -rf "$1"
}

# Classes and libraries of the app.
app_classpath() {
  cat "$root/cdk/target/app/classpath"
}

# Starts the app once for all commands of a checkout or of a folder of lay_out_app: where they name $shared_app
# with --app it synthesizes for them. Of the ten seconds of a synth nine are its start. The caller's trap calls
# stop_shared_app.
# usage: start_shared_app CHECKOUT FOLDER, which takes its port and what it says
start_shared_app() {
  local checkout=$1 folder=$2
  rm -f "$folder/app.port"
  mkdir -p "$folder/app.tmp"
  (cd "$checkout" && exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "-Djava.io.tmpdir=$folder/app.tmp" -cp "$(app_classpath)" \
    "$root/cdk/test/app/SharedApp.java" "$folder/app.port") >"$folder/app.log" 2>&1 &
  shared_app_process=$!
  # shellcheck disable=SC2034 # for those that source this
  shared_app="$root/cdk/test/app/shared $folder/app.port"
  until [ -f "$folder/app.port" ]; do
    kill -0 "$shared_app_process" 2>/dev/null || fail "the shared app does not start: $(tail -n 3 "$folder/app.log")"
    sleep 0.2
  done
}

stop_shared_app() {
  [ -z "${shared_app_process:-}" ] || kill "$shared_app_process" 2>/dev/null || true
}

# A folder from which the command line deploys the app, with stand-ins beside it.
lay_out_app() {
  local folder=$1
  mkdir -p "$folder"/{job/target,run-outcome/target,models,build/samples/red,bootstrap-scripts,tmp}
  printf weights >"$folder/models/weights.h5"
  printf picture >"$folder/build/samples/red/1.png"
  printf '#!/bin/bash\n' | tee "$folder"/bootstrap-scripts/{check-node,fonts,warm-up,unpack-images}.sh >/dev/null
  "$venv/bin/python" - "$folder" <<'PYTHON'
import json, sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(folder + "/job/target/image-features-job-0.jar", "w") as jar:
    jar.writestr("org/tensorflow/internal/c_api/linux-x86_64/libtensorflow_cc.so.2", "")
with zipfile.ZipFile(folder + "/run-outcome/target/run-outcome-0.jar", "w") as jar:
    jar.writestr("io/github/imagefeatures/outcome/OutcomeHandler.class", "")
PYTHON
  "$venv/bin/python" - "$root/cdk.json" "$folder/cdk.json" \
    "java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir=$folder/tmp -cp $(app_classpath) io.github.imagefeatures.cdk.PipelineApp" <<'PYTHON'
import json, sys
settings = json.load(open(sys.argv[1]))
del settings["build"]
settings["app"] = sys.argv[3]
json.dump(settings, open(sys.argv[2], "w"))
PYTHON
}

# Copies the checkout into a folder as it is now, committed or not, without what is built.
# usage: copy_checkout FOLDER [OPTION OF TAR...]
copy_checkout() {
  mkdir -p "$1"
  (cd "$root" && git ls-files -z --cached --others --exclude-standard | tar -c --null -T -) |
    tar -x -C "$1" "${@:2}"
}
