"""Names the wheel after the platform whose natives the job's JAR has, of which it knows the SHA-256."""

import os

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# TensorFlow's library wants glibc 2.34, and macOS 11 is the first on ARM.
TAGS = {
    "linux-x86_64": "manylinux_2_34_x86_64",
    "linux-arm64": "manylinux_2_34_aarch64",
    "macosx-arm64": "macosx_11_0_arm64",
}


class PlatformTag(BuildHookInterface):
    def initialize(self, version, build_data):
        build_data["tag"] = f"py3-none-{TAGS[os.environ['PLATFORM']]}"
