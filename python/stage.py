"""
Puts what the package takes from the program's build into python/target, for hatchling:

    python3 python/stage.py JAR PLATFORM

The launcher, the JARs of Hadoop with its client for S3, what the release's JAR is, and the list of options
as the program prints it.
"""

import hashlib
import json
import keyword
import os
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[1]
TARGET = ROOT / "python/target"
# Which Maven's list of Spark's JARs has beside those of PySpark.
S3_GROUPS = ("org/apache/hadoop", "software/amazon", "org/reactivestreams")
TYPES = {"switch": "bool", "integer": "int", "number": "float", "text": "str"}


def main(jar, platform):
    shutil.rmtree(TARGET, ignore_errors=True)
    (TARGET / "built/jars").mkdir(parents=True)
    stage_launcher()
    stage_hadoop()
    (TARGET / "built/job.json").write_text(json.dumps(facts(jar, platform), indent=2) + "\n")
    asked = [ROOT / "job/bin/image-features", "options"]
    options = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    (TARGET / "options.py").write_text(module(options["run"]))


def stage_launcher():
    folder = TARGET / "built/launcher"
    (folder / "bin").mkdir(parents=True)
    shutil.copy(ROOT / "job/bin/image-features", folder / "bin")
    shutil.copytree(ROOT / "job/conf", folder / "conf")


def stage_hadoop():
    files = (ROOT / "job/target/spark.classpath").read_text().strip().split(os.pathsep)
    found = [file for file in files if any(f"/{group}/" in file for group in S3_GROUPS)]
    assert any("hadoop-aws" in file for file in found), f"there is no hadoop-aws in {files}"
    for file in found:
        shutil.copy(file, TARGET / "built/jars")


def facts(jar, platform):
    """What the package knows of the JAR that it will fetch."""
    pom = xml.etree.ElementTree.parse(ROOT / "pom.xml").getroot()
    version, url = (pom.find(f"{{*}}{name}").text for name in ("version", "url"))
    content = pathlib.Path(jar).read_bytes()
    return {
        "name": f"image-features-job-{version}-{platform}.jar",
        "version": version,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "releases": f"{url}/releases/download/v{version}",
    }


def module(options):
    """The options as Python's types, which editors and type checkers read, and as data."""
    lines = [
        '"""The options of `run` in this release, made from the program\'s own list."""',
        "",
        "from typing import Any, Literal, TypedDict",
        "",
        "",
        "class RunOptions(TypedDict, total=False):",
        '    """The arguments of `image_features.run`; those left out have the program\'s defaults."""',
    ]
    for name, option in options.items():
        if name not in ("images", "output", "json", "dry-run", "cluster"):
            lines += field(name, option, option["description"])
            if name.startswith("no-"):
                lines += field(option["opposite"][2:], option, f"False is {option['names'][-1]}.")
    return "\n".join([*lines, "", "", f"RUN: dict[str, dict[str, Any]] = {options!r}", ""])


def field(name, option, description):
    name = name.replace("-", "_")
    assert name.isidentifier() and not keyword.iskeyword(name), name
    kind = f"Literal[{', '.join(map(repr, option['values']))}]" if option["values"] else TYPES[option["type"]]
    return ["", f"    {name}: {kind} | None", f"    {description!r}"]


if __name__ == "__main__":
    main(*sys.argv[1:])
