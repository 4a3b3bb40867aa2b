"""Where the program keeps what it fetches and lays out; the launcher looks in the same folder."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from image_features.failure import ImageFeaturesError


def cache() -> Path:
    """The folder, which is made and can be written."""
    home = os.environ.get("HOME") or "/tmp"
    folder = Path(os.environ.get("XDG_CACHE_HOME") or f"{home}/.cache") / "image-features"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # The mode does not tell: the disk may be mounted read-only.
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError as failure:
        raise unwritable(folder, failure) from failure


def unwritable(folder: Path, failure: OSError) -> ImageFeaturesError:
    """The failure that a folder of the cache cannot be written."""
    return ImageFeaturesError(
        f"the cache {folder} cannot be written ({failure.strerror or failure}): make room or give this account"
        " permission, or name another folder with XDG_CACHE_HOME.",
        "IF-PY-04",
        1,
    )
