#!/usr/bin/env bash
# Runs actionlint on the workflows, ShellCheck on their scripts with it, and checks what they promise.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

version=1.7.12
actionlint=$root/.venv/bin/actionlint-$version

install_python_tools
if [ ! -x "$actionlint" ]; then
  command -v go >/dev/null || fail "actionlint is a Go module: install Go 1.24 or newer."
  work=$(mktemp -d)
  trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT
  GOBIN=$work GOFLAGS=-modcacherw go install "github.com/rhysd/actionlint/cmd/actionlint@v$version" >"$work/log" 2>&1 ||
    fail "actionlint cannot be built: $(tail -n 3 "$work/log")"
  mkdir -p "$(dirname "$actionlint")"
  mv "$work/actionlint" "$actionlint"
fi
"$actionlint" -shellcheck "$venv/bin/shellcheck" "$root"/.github/workflows/*.yml
"$venv/bin/python" "$root/cdk/test/check_workflows.py" "$root"
"$venv/bin/check-jsonschema" --quiet --builtin-schema vendor.dependabot "$root/.github/dependabot.yml"
echo "actionlint: nothing"
