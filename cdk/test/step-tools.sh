#!/usr/bin/env bash
# Installs what test-step and test-destroy have in common, for .ci/run, which runs them beside one another.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

use_step_tools
install_python_tools
