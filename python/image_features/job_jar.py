"""
The job's JAR: too large for a package index, so that it is fetched once from the project's release.

What counts is the SHA-256 that the package carries from its build. A download has its name when it is whole
and the right one, and not before.
"""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import http.client
import json
import os
import sys
import urllib.request
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from image_features.cache import cache, unwritable
from image_features.failure import ImageFeaturesError

BUILT = Path(__file__).parent / "built"
BLOCK = 1 << 20


@dataclasses.dataclass(frozen=True)
class Job:
    """The JAR that this package was built with."""

    name: str
    """Of the file in the release."""
    version: str
    sha256: str
    bytes: int
    releases: str
    """The address of the release's files."""


def job() -> Job:
    """The JAR that belongs to this package."""
    try:
        return Job(**json.loads((BUILT / "job.json").read_text()))
    except FileNotFoundError:
        raise ImageFeaturesError(
            f"{BUILT.parent} is the source of a package and not an installed one: run 'make wheel' in its checkout and"
            " install what that makes.",
            "IF-PY-01",
            1,
        ) from None


def fetched(job: Job) -> Path:
    """The JAR on this machine: the one that is named, the one in the cache, or else the release's."""
    if named := os.environ.get("IMAGE_FEATURES_JAR"):
        return _named(Path(named).absolute(), job)
    file = cache() / "jars" / job.sha256[:16] / f"image-features-job-{job.version}.jar"
    try:
        if not _is_there(file, job):
            file.parent.mkdir(parents=True, exist_ok=True)
            # A process beside this one waits, and then finds the JAR.
            with (file.parent / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not _is_there(file, job):
                    _fetch(job, file)
    except OSError as failure:
        raise unwritable(file.parent, failure) from failure
    return file


def _is_there(file: Path, job: Job) -> bool:
    return file.is_file() and file.stat().st_size == job.bytes


def _named(file: Path, job: Job) -> Path:
    try:
        with file.open("rb") as content:
            sha256 = _sha256(iter(lambda: content.read(BLOCK), b""))
    except OSError as failure:
        raise ImageFeaturesError(
            f"IMAGE_FEATURES_JAR is '{file}', which cannot be read ({failure.strerror}): name the release's file"
            f" {job.name}, or unset it, and that file is fetched.",
            "IF-PY-05",
            2,
        ) from failure
    _require_the_right_one(str(file), sha256, job)
    return file


def _fetch(job: Job, file: Path) -> None:
    folder = os.environ.get("IMAGE_FEATURES_RELEASES") or job.releases
    if "://" not in folder:
        folder = Path(folder).absolute().as_uri()
    address = f"{folder.rstrip('/')}/{job.name}"
    part = file.with_suffix(".part")
    print(f"image-features: fetching {address}, {job.bytes / 1e6:.0f} MB, this once", file=sys.stderr, flush=True)
    try:
        with part.open("wb") as written:
            sha256 = _sha256(_written(_told(_blocks(address), job.bytes), written))
        _require_the_right_one(address, sha256, job)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def _blocks(address: str) -> Iterator[bytes]:
    """What is at an address; what keeps it from coming is a failure of the address, not of the disk."""
    try:
        with urllib.request.urlopen(address, timeout=60) as content:
            have, whole = 0, content.headers.get("Content-Length")
            while block := content.read(BLOCK):
                have += len(block)
                yield block
            if whole and have < int(whole):
                raise http.client.IncompleteRead(b"", int(whole) - have)
    except (OSError, ValueError, http.client.HTTPException) as failure:
        raise ImageFeaturesError(
            f"{address} cannot be fetched ({getattr(failure, 'reason', failure)}): connect this machine to the"
            " network, or name the release's folder or mirror with IMAGE_FEATURES_RELEASES, or the file with IMAGE_FEATURES_JAR.",
            "IF-PY-06",
            1,
        ) from failure


def _told(blocks: Iterable[bytes], whole: int) -> Iterator[bytes]:
    """Says on a terminal how far it is."""
    have = 0
    for block in blocks:
        have += len(block)
        if sys.stderr.isatty():
            print(f"\r{have / 1e6:.0f} of {whole / 1e6:.0f} MB ", end="", file=sys.stderr, flush=True)
        yield block
    if sys.stderr.isatty():
        print(file=sys.stderr)


def _written(blocks: Iterable[bytes], file: BinaryIO) -> Iterator[bytes]:
    for block in blocks:
        file.write(block)
        yield block


def _sha256(blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def _require_the_right_one(place: str, sha256: str, job: Job) -> None:
    if sha256 != job.sha256:
        raise ImageFeaturesError(
            f"{place} is not the JAR that this package was built with (SHA-256 {sha256}, not {job.sha256}): take the"
            f" file {job.name} of the release {job.version}.",
            "IF-PY-07",
            1,
        )
