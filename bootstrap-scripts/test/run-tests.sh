#!/usr/bin/env bash
# Checks and tests the bootstrap scripts: ShellCheck, then every *.bats beside this file. Names of
# test files as arguments run those alone. Installs both tools from Debian when root may.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

missing=()
for tool in bats shellcheck; do
  command -v "$tool" >/dev/null || missing+=("$tool")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "run-tests: ${missing[*]} missing: install the packages of that name." >&2
    exit 1
  fi
  apt-get update -q >/dev/null
  DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi

shellcheck "$here"/../*.sh "$here"/*.sh
shellcheck --shell=bash "$here"/scratch.bash
cd "$here"
if [ $# -gt 0 ]; then
  exec bats "$@"
fi
exec bats .
