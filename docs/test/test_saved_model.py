"""The model that a run saves, loaded by PySpark, against what the run itself wrote."""

import numpy
import pandas
import pytest
from pyspark.ml import PipelineModel
from pyspark.ml.functions import array_to_vector, vector_to_array
from pyspark.sql.functions import col

from documents import ROOT

# Values are some tens at most; two ways of adding 1,280 products differ by some 1e-13.
TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def others(checkouts):
    """The folder of a run of other images, which has their features alone."""
    checkout = checkouts(ROOT / "docs/outputs.md")
    checkout.run(
        "job/bin/image-features generate --to others --classes 4 --per-class 5;"
        " job/bin/image-features run --quiet --features-only --images others --output saved --run-id others"
    )
    return checkout.folder / "saved/runs/others"


def vectors(spark, folder):
    features = spark.read.parquet(str(folder / "features"))
    return features.withColumn("features_vector", array_to_vector("features"))


def by_path(rows):
    return {row["path"]: numpy.array(row["values"]) for row in rows}


@pytest.mark.parametrize("scaling", ["standard", "none"])
def test_the_saved_model_makes_the_components_that_the_run_wrote(scaling, spark, run):
    folder = run(scaling)
    model = PipelineModel.load(str(folder / "model"))
    output = model.stages[-1].getOutputCol()
    made = model.transform(vectors(spark, folder)).select("path", vector_to_array(output).alias("values"))
    written = spark.read.parquet(str(folder / "pca")).select("path", col("pca_features").alias("values"))
    made, written = by_path(made.collect()), by_path(written.collect())
    assert made.keys() == written.keys() and len(made) > 20
    furthest = max(abs(made[path] - written[path]).max() for path in made)
    print(f"{scaling}: {len(made)} images, furthest apart {furthest:.1e}")
    assert furthest < TOLERANCE


@pytest.mark.parametrize("scaling", ["standard", "none"])
def test_the_saved_model_transforms_images_that_it_was_not_fitted_on(scaling, spark, run, others):
    model = PipelineModel.load(str(run(scaling) / "model"))
    pca = model.stages[-1]
    new = vectors(spark, others)
    made = model.transform(new).select("path", vector_to_array(pca.getOutputCol()).alias("values"))
    made = by_path(made.collect())
    features = by_path(new.select("path", col("features").alias("values")).collect())
    components = pca.pc.toArray()
    for path, row in features.items():
        if scaling == "standard":
            scaler = model.stages[0]
            std = scaler.std.toArray()
            row = numpy.where(std == 0, 0, (row - scaler.mean.toArray()) / numpy.where(std == 0, 1, std))
        assert abs(row @ components - made[path]).max() < TOLERANCE
    assert len(made) == 20


@pytest.mark.parametrize("scaling", ["standard", "none"])
def test_the_arrays_for_numpy_make_the_components_that_the_run_wrote(scaling, run):
    folder = run(scaling)
    fit = numpy.load(folder / "model/projection.npz")
    table = pandas.merge(*(pandas.read_parquet(folder / each) for each in ("features", "pca")), on=["path", "label"])
    made = (numpy.stack(table["features"]) - fit["mean"]) / fit["scale"] @ fit["components"].T
    assert abs(made - numpy.stack(table["pca_features"])).max() < TOLERANCE
    explained = pandas.read_csv(folder / "variance.csv", float_precision="round_trip")["explained_variance"]
    assert numpy.array_equal(fit["explained_variance"], explained[: len(fit["components"])])
