#!/usr/bin/env bash
# Installs what the tests of deployments use, for .ci/run, which runs some of them beside one another.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/tools.sh"

install_cdk
install_python_tools
use_step_tools
install_python_tools
