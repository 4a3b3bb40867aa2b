import functools
import json
import os
import shutil
import subprocess

import pytest

from documents import ROOT, fences

SHARED = ROOT.parent / "shared"
# Java's second compiler takes a quarter of the processors' time of a small run, for nothing, and so do threads that
# collect garbage beside one another a twentieth.
ONE_COMPILER = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:-UseParallelGC -XX:+UseSerialGC"

# For runs whose tables are asked for, and not their pictures and neighbours.
PLAIN = "--quiet --thumbnails 0 --neighbours 0"


def link_or_copy(built, copy):
    """The archive of classes fits the very files that it was made from, not copies of them."""
    try:
        os.link(built, copy)
    except OSError:
        shutil.copy2(built, copy)


class Checkout:
    """A fresh copy of the checkout, with the job as it is built here and pictures in photos/."""

    def __init__(self, folder, photos=None):
        """Pictures come from another copy's photos/, which holds the same, or are picked where there is none yet."""
        self.folder = folder
        self.done = {}
        folder.mkdir()
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        files = subprocess.run(listed, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        for name in filter(None, files.split("\0")):
            if (ROOT / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, folder / name)
        (folder / "job/target").mkdir()
        for pattern in ("image-features-job-*.jar*", "image-features.jsa", "*.classpath"):
            for built in (ROOT / "job/target").glob(pattern):
                link_or_copy(built, folder / "job/target" / built.name)
        if SHARED.is_dir() and not (folder.parent / "shared").exists():
            (folder.parent / "shared").symlink_to(SHARED)
        models = ROOT if [*ROOT.glob("models/*.h5")] else SHARED
        for beside in (models / "models", ROOT / ".venv"):
            if beside.is_dir():
                (folder / beside.name).symlink_to(beside)
        shutil.copytree(ROOT / "job/target/spark-jars", folder / "job/target/spark-jars", copy_function=link_or_copy)
        # Some commands ask git for the files.
        subprocess.run("git init -q && git add .", shell=True, cwd=folder, check=True)
        if photos:
            shutil.copytree(photos, folder / "photos")
        else:
            self.pick_photos()

    def pick_photos(self):
        sample = SHARED / "data/fruits-360-sample"
        if sample.is_dir():
            self.run(f"job/bin/image-features sample --from {sample} --to photos --classes 20 --per-class 3")
        else:
            print(f"{sample} is not there: drawn pictures stand in for it")
            self.run("job/bin/image-features generate --to photos --classes 12 --per-class 5")

    def run_once(self, block):
        """What a block of the documents prints, which runs here when it is first asked for."""
        if block not in self.done:
            self.done[block] = self.run(block.code)
        return self.done[block]

    def run(self, script):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=self.folder,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=900,
        )
        assert done.returncode == 0, f"exit code {done.returncode} of\n{script}\n{done.stdout}"
        return done.stdout

    def environment(self):
        outside = ("AWS_", "IMAGE_FEATURES_", "MAKE", "MFLAGS")
        variables = {name: value for name, value in os.environ.items() if not name.startswith(outside)}
        variables["IMAGE_FEATURES_JAVA_OPTS"] = variables["SPARK_SUBMIT_OPTS"] = ONE_COMPILER
        if not [*ROOT.glob("models/*.h5"), *SHARED.glob("models/*.h5")]:
            # Where they cannot be downloaded either, random ones will do: it is commands that are tried.
            variables["IMAGE_FEATURES_ALLOW_UNTRAINED"] = "true"
        return variables


@pytest.fixture(scope="session")
def checkouts(tmp_path_factory):
    """The copy in which the commands of a page run: one for each page."""
    made = {}

    def of(page):
        if page not in made:
            photos = next((other.folder / "photos" for other in made.values()), None)
            made[page] = Checkout(tmp_path_factory.mktemp(page.stem) / "image-features", photos)
        return made[page]

    yield of
    for checkout in made.values():
        shutil.rmtree(checkout.folder.parent)


@pytest.fixture(scope="session")
def spark(checkouts):
    """The session of all tests that use PySpark: the job's JAR in it, its JVM in the copy of library.md."""
    from pyspark.sql import SparkSession

    [jar] = (ROOT / "job/target").glob("image-features-job-*.jar")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    before = os.getcwd()
    os.environ["SPARK_SUBMIT_OPTS"] = ONE_COMPILER
    os.chdir(checkouts(ROOT / "docs/library.md").folder)
    session = builder.config("spark.jars", str(jar)).getOrCreate()
    os.chdir(before)
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def run(checkouts):
    """The folder of a run of photos/: of the one that docs/outputs.md makes, or one with another scaling."""
    page = ROOT / "docs/outputs.md"
    checkout = checkouts(page)

    @functools.cache
    def folder(scaling):
        if scaling == "standard":
            checkout.run_once(next(block for block in fences(page) if block.language == "sh"))
            latest = json.loads((checkout.folder / "output/latest.json").read_text())
            return checkout.folder / "output/runs" / latest["run_id"]
        checkout.run(
            f"job/bin/image-features run {PLAIN} --scaling {scaling} --images photos --output saved --run-id {scaling}"
        )
        return checkout.folder / "saved/runs" / scaling

    return folder
