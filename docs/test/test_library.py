"""The library from PySpark and Scala: the examples of docs/library.md, and what its wrapper promises."""

import subprocess
import sys

import numpy
import pyspark
import pytest
from documents import ROOT, fences
from pyspark.ml import PipelineModel
from pyspark.ml.functions import vector_to_array

sys.path.insert(0, str(ROOT / "python"))
from image_features import ImageFeaturizer

SPARK = pyspark.__path__[0]
PAGE = ROOT / "docs/library.md"
EXAMPLES = [fence for fence in fences(PAGE) if fence.language == "python"]
SCALA = next(fence for fence in fences(PAGE) if fence.language == "scala")


@pytest.fixture(scope="module")
def checkout(checkouts):
    """The checkout of the page, in which its commands have left a run and its pipeline."""
    checkout = checkouts(PAGE)
    checkout.run_once(next(fence for fence in fences(PAGE) if fence.language == "sh"))
    if not [*checkout.folder.glob("models/*.h5")]:
        found = subprocess.run(
            ["job/bin/image-features", "model"], cwd=checkout.folder, env=checkout.environment(), capture_output=True
        )
        if found.returncode:
            pytest.skip(f"there are no weights, and none can be downloaded: {found.stderr.decode()}")
    return checkout


@pytest.fixture
def images(spark, checkout):
    source = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    return source.load(str(checkout.folder / "photos"))


def test_the_examples_work_as_they_are_copied(spark, checkout, monkeypatch):
    monkeypatch.chdir(checkout.folder)
    names = {}
    for example in EXAMPLES:
        exec(compile(example.code, str(example), "exec"), names)
    photos = len([*checkout.folder.glob("photos/*/*")])
    assert spark.read.parquet("rows").where("rejection is null").count() == photos
    right = names["predicted"].where("prediction = index").count()
    print(f"{right} of {photos} images are predicted as they were labelled")
    assert right > photos / 2


def test_the_example_for_spark_shell_works(checkout):
    [jar] = (checkout.folder / "job/target").glob("image-features-job-*.jar")
    done = subprocess.run(
        [f"{SPARK}/bin/spark-shell", "--master", "local[2]", "--conf", "spark.ui.enabled=false", "--jars", str(jar)],
        input=SCALA.code + "\nsys.exit(0)\n",
        cwd=checkout.folder,
        env={**checkout.environment(), "SPARK_HOME": SPARK},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    print(done.stdout)
    assert done.returncode == 0
    # The shell continues after a statement that fails.
    assert "rror:" not in done.stdout and "Exception" not in done.stdout
    assert " features|" in done.stdout and " pca_features|" in done.stdout


def test_the_exported_pipeline_makes_what_the_run_wrote(spark, checkout, images):
    model = PipelineModel.load(str(checkout.folder / "pipeline"))
    assert isinstance(model.stages[0], ImageFeaturizer)
    made = model.transform(images).select(
        "path", vector_to_array("features_vector").alias("features"), vector_to_array("pca_features").alias("components")
    )
    folder = checkout.folder / "output/runs/first"
    features = spark.read.parquet(str(folder / "features")).select("path", "features")
    written = spark.read.parquet(str(folder / "pca")).join(features, "path")
    written = {row["path"]: row for row in written.collect()}
    rows = made.collect()
    assert len(rows) == len(written)
    for row in rows:
        expected = written[row["path"].removeprefix("file:")]
        assert numpy.array_equal(row["features"], expected["features"])
        assert abs(numpy.array(row["components"]) - expected["pca_features"]).max() < 1e-9


def test_the_wrapper_has_the_params_and_defaults_of_the_java_class(spark):
    featurizer = ImageFeaturizer()
    java = featurizer._java_obj
    assert {param.name: param.doc for param in featurizer.params} == {
        param.name(): param.doc() for param in java.params()
    }
    for param in featurizer.params:
        name = param.name[0].upper() + param.name[1:]
        assert getattr(featurizer, f"get{name}")() == getattr(java, f"get{name}")()
        assert featurizer.hasDefault(param) == java.hasDefault(java.getParam(param.name))


def test_every_param_reaches_the_java_class_and_comes_back_from_a_saved_one(spark, tmp_path, checkout, images):
    params = {
        "inputCol": "content",
        "outputCol": "numbers",
        "rejectionCol": "why",
        "outputType": "array",
        "handleInvalid": "skip",
        "batchSize": 2,
        "maxBytes": 2**32,
        "maxPixels": 10,
        "resampling": "pillow-12",
        "orientation": "exif",
        "untrainedSeed": 5,
    }
    featurizer = ImageFeaturizer(**params)
    assert featurizer.transform(images).columns[-2:] == ["numbers", "why"]
    assert featurizer.transform(images).count() == 0
    featurizer.setHandleInvalid("keep").save(str(tmp_path / "featurizer"))
    loaded = ImageFeaturizer.load(str(tmp_path / "featurizer"))
    assert loaded.uid == featurizer.uid
    assert loaded.extractParamMap() == featurizer.extractParamMap()
    reasons = {row["why"]["reason"] for row in loaded.transform(images).select("why").collect()}
    assert reasons == {"too_large"}
    assert loaded.copy({loaded.maxPixels: 10**8}).transform(images).where("why is null").count() == images.count()


def test_an_onnx_file_is_asked_for_with_all_that_belongs_to_it(spark, images):
    params = {"networkSha256": "0" * 64, "preprocessing": "siglip", "networkOutput": "seen", "pooling": "cls"}
    featurizer = ImageFeaturizer(network="none.onnx", **params)
    with pytest.raises(Exception, match="There is no network file none.onnx"):
        featurizer.transform(images)
    java = featurizer._java_obj
    assert {name: java.getOrDefault(java.getParam(name)) for name in params} == params


def test_saved_weights_are_loaded_from_the_folder(spark, tmp_path, checkout):
    [weights, *_] = (checkout.folder / "models").glob("*.h5")
    ImageFeaturizer(weights=str(weights)).write().save(str(tmp_path / "featurizer"))
    loaded = ImageFeaturizer.load(str(tmp_path / "featurizer"))
    assert loaded.getWeights() == str(tmp_path / "featurizer/weights.h5")
    assert len(loaded.getWeightsSha256()) == 64
