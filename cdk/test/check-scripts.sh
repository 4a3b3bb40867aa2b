#!/usr/bin/env bash
# Runs ShellCheck on every script of the repository, and looks for what the bash of macOS (3.2) does not
# know, and hadolint on the Dockerfile; tests in bats quote scripts, which none can see through.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

install_python_tools
cd "$root"
is_script() {
  case $1 in
    *.sh | *.bash) return 0 ;;
  esac
  [ -f "$1" ] && head -n 1 -- "$1" | grep -aqE '^#!.*\bbash$'
}

scripts=()
while read -r file; do
  ! is_script "$file" || scripts+=("$file")
done < <(git ls-files --cached --others --exclude-standard)
"$venv/bin/shellcheck" --external-sources "${scripts[@]}"
"$venv/bin/python" cdk/test/old_bash.py "${scripts[@]}"
"$venv/bin/hadolint" job/dist/Dockerfile
echo "shellcheck, hadolint, and what bash 3.2 does not know: nothing in ${#scripts[@]} scripts"
