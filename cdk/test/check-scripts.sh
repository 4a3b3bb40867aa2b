#!/usr/bin/env bash
# Runs ShellCheck on every script of the repository; tests in bats quote scripts, which it cannot see
# through.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

install_python_tools
cd "$root"
mapfile -t scripts < <(git ls-files --cached --others --exclude-standard | while read -r file; do
  case $file in
    *.sh | *.bash) echo "$file" ;;
    *) [ ! -f "$file" ] || ! head -n 1 -- "$file" | grep -aqE '^#!.*\bbash$' || echo "$file" ;;
  esac
done)
"$venv/bin/shellcheck" --external-sources "${scripts[@]}"
echo "shellcheck: nothing in ${#scripts[@]} scripts"
