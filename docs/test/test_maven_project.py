"""The library as Maven artifacts: what a repository asks of them, and a project that uses them."""

import pathlib
import re
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pyspark
import pytest
from documents import ROOT, fences

PAGE = ROOT / "docs/library.md"
JAVA, DEPENDENCY = (
    next(fence for fence in fences(PAGE) if fence.language == language) for language in ("java", "xml")
)
SPARK = pyspark.__path__[0]
GROUP = "io/github/imagefeatures"
MODULES = ["image-features-pixels", "image-features-network", "image-features-spark"]
PARENTS = ["image-features", "image-features-job-parent"]
# What https://central.sonatype.org/publish/requirements/ asks of each POM, beside signatures.
REQUIRED = ["name", "description", "url", "licenses/license/url", "developers/developer/name", "scm/connection", "scm/url"]
PROJECT = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>featurize</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    {dependency}
    <dependency>
      <groupId>org.apache.spark</groupId>
      <artifactId>spark-mllib_2.12</artifactId>
      <version>{spark}</version>
      <scope>provided</scope>
    </dependency>
  </dependencies>
  <build><plugins>{plugins}</plugins></build>
</project>
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """A local repository of Maven with the artifacts in it: this machine's own, of which it has a copy, stays as it is."""
    own = pathlib.Path(maven("help:evaluate", "-q", "-DforceStdout", "-Dexpression=settings.localRepository").strip())
    copy = tmp_path_factory.mktemp("maven") / "repository"

    def take(source, target):
        if source.endswith((".jar", ".pom")):
            pathlib.Path(target).symlink_to(source)
        else:
            shutil.copy2(source, target)

    ours = shutil.ignore_patterns("imagefeatures")
    shutil.copytree(own, copy, copy_function=take, ignore=ours)
    maven("-q", "-Partifacts", "-pl", "job/spark", "-am", "install", "-DskipTests", "-Dmdep.analyze.skip", f"-Dmaven.repo.local={copy}")
    yield copy
    shutil.rmtree(copy)


def maven(*words, folder=ROOT):
    done = subprocess.run(["mvn", "-B", *words], cwd=folder, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
    # Maven ends with a change of colour, whatever it is told.
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


def version():
    return re.search(r"^  <version>(.+)</version>$", (ROOT / "pom.xml").read_text(), re.MULTILINE).group(1)


def plugin(name):
    """A plugin of the version that this project builds with."""
    return re.search(rf"<artifactId>{name}</artifactId>\s*<version>(.+?)</version>", (ROOT / "pom.xml").read_text()).group(1)


def test_each_artifact_has_sources_and_javadoc_and_is_thin(repository):
    for module in MODULES:
        file = repository / GROUP / module / version() / f"{module}-{version()}"
        names = {kind: zipfile.ZipFile(f"{file}{kind}.jar").namelist() for kind in ("", "-sources", "-javadoc")}
        classes = [name for name in names[""] if name.endswith(".class")]
        assert classes and all(name.startswith(GROUP) for name in classes)
        sources = [name for name in names["-sources"] if name.endswith(".java")]
        assert {re.sub(r"\.java$", "", name) for name in sources} >= {
            name.removesuffix(".class") for name in classes if "$" not in name
        }
        assert "index.html" in names["-javadoc"]
    assert f"{GROUP}/ml/ImageFeaturizer.html" in names["-javadoc"]


def test_each_pom_says_what_maven_central_asks_for(repository):
    space = {"": "http://maven.apache.org/POM/4.0.0"}
    for module in [*PARENTS, *MODULES]:
        said = set()
        parent = module
        while parent:
            [file] = (repository / GROUP / parent / version()).glob("*.pom")
            pom = ElementTree.parse(file)
            # Name and description are a POM's own, the rest may be its parent's.
            said |= {each for each in REQUIRED if pom.find(each, space) is not None and (parent == module or each not in REQUIRED[:2])}
            parent = pom.findtext("parent/artifactId", namespaces=space)
        assert said == set(REQUIRED), module


def test_a_project_of_its_own_builds_with_the_artifact_and_runs_the_example(repository, checkouts, tmp_path):
    checkout = checkouts(PAGE)
    checkout.run_once(next(fence for fence in fences(PAGE) if fence.language == "sh"))
    source = tmp_path / "src/main/java/Featurize.java"
    source.parent.mkdir(parents=True)
    source.write_text(JAVA.code)
    plugins = "".join(
        f"<plugin><artifactId>{name}</artifactId><version>{plugin(name)}</version></plugin>"
        for name in ("maven-compiler-plugin", "maven-resources-plugin", "maven-surefire-plugin", "maven-jar-plugin")
    )
    pom = PROJECT.format(dependency=DEPENDENCY.code, spark=pyspark.__version__, plugins=plugins)
    (tmp_path / "pom.xml").write_text(pom)
    listing = f"org.apache.maven.plugins:maven-dependency-plugin:{plugin('maven-dependency-plugin')}:build-classpath"
    classpath = ("-DincludeScope=runtime", f"-Dmdep.outputFile={tmp_path / 'classpath'}")
    maven("-q", "package", listing, *classpath, f"-Dmaven.repo.local={repository}", folder=tmp_path)
    jars = (tmp_path / "classpath").read_text().replace(":", ",")
    if not [*checkout.folder.glob("models/*.h5")]:
        pytest.skip("there are no weights; the project was built")
    done = checkout.run(
        f"SPARK_HOME={SPARK} {SPARK}/bin/spark-submit --master 'local[2]' --conf spark.ui.enabled=false"
        f" --class Featurize --jars {jars} {tmp_path}/target/featurize-1.jar"
    )
    assert " pca_features|" in done, done
    assert [*(checkout.folder / "table").glob("*.parquet")]
    assert (checkout.folder / "featurizer/weights.h5").is_file()
