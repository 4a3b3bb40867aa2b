"""What the tests of the installed package share: a folder with pictures, and a run of them."""

import os
import pathlib
import subprocess
import sys
import time

import pytest

import image_features as imf

PROGRAM = pathlib.Path(sys.executable).parent / "image-features"


def call(*arguments, **variables):
    """The console script, with other environment variables; one that is None is taken away."""
    environment = {name: value for name, value in {**os.environ, **variables}.items() if value is not None}
    return subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="session", autouse=True)
def folder(tmp_path_factory):
    """The working folder: photos/ has three classes of five pictures each, and out/ a run of them."""
    folder = tmp_path_factory.mktemp("images to components")
    os.chdir(folder)
    done = call("generate", "--to", "photos", "--classes", "3", "--per-class", "5")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session", autouse=True)
def first(folder):
    """The run that examples open."""
    return imf.run("photos", output="out", components=4, allow_untrained=True, run_id="first")


@pytest.fixture(scope="module")
def bucket(folder, first):
    address = "http://127.0.0.1:5000"
    with open(folder / "moto.log", "w+") as log:
        server = subprocess.Popen([os.environ["MOTO_SERVER"], "-H", "127.0.0.1", "-p", "5000"], stderr=log)
        while "Running on" not in (folder / "moto.log").read_text():
            assert server.poll() is None, "moto has ended"
            time.sleep(0.2)
    java = "-XX:TieredStopAtLevel=1 -Dspark.hadoop.fs.s3a.path.style.access=true"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        patch.setenv("AWS_ENDPOINT_URL", address)
        region = "-Dspark.hadoop.fs.s3a.endpoint.region=us-east-1"
        patch.setenv("IMAGE_FEATURES_JAVA_OPTS", f"{java} {region} -Dspark.hadoop.fs.s3a.endpoint={address}")
        import s3fs

        store = s3fs.S3FileSystem()
        store.mkdir("bucket")
        store.put("photos/", "bucket/photos", recursive=True)
        yield "s3://bucket"
    server.terminate()
    server.wait()
