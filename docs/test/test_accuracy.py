"""The accuracies of neighbours in a manifest are scikit-learn's for the same vectors, each image left out once."""

import json
import os
import subprocess

import numpy
import pandas
import pytest
from sklearn.metrics import accuracy_score, balanced_accuracy_score, recall_score
from sklearn.neighbors import KNeighborsClassifier

from conftest import ONE_COMPILER, SHARED
from documents import ROOT

IMAGES = SHARED / "data/fruits-360-sample"
WEIGHTS = SHARED / "models/mobilenet_v2_imagenet_1.0_224_no_top.h5"


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    if not IMAGES.is_dir() or not WEIGHTS.is_file():
        pytest.skip(f"{IMAGES} or {WEIGHTS} is not there")
    return tmp_path_factory.mktemp("output")


@pytest.fixture(scope="module")
def run(output):
    return made(output, "all", "--variance", "1")


def made(output, name, *options):
    command = [ROOT / "job/bin/image-features", "run", "--images", IMAGES, "--output", output, "--model", WEIGHTS]
    # Images whose features an earlier run has made are not read again: it is what comes after that is compared.
    plain = ["--quiet", "--thumbnails", "0", "--incremental"]
    java = {**os.environ, "IMAGE_FEATURES_JAVA_OPTS": ONE_COMPILER}
    subprocess.run([*command, "--run-id", name, *plain, *options], env=java, check=True, timeout=600)
    return output / "runs" / name


def manifest(run):
    return json.loads((run / "manifest.json").read_text())


def table(run, name):
    return pandas.read_parquet(run / name).sort_values("path")


def vectors(run, space):
    if space["vectors"] == "features":
        return numpy.stack(table(run, "features")["features"])
    if space["vectors"] == "map":
        return table(run, "neighbours")[["map_x", "map_y"]].to_numpy()
    return numpy.stack(table(run, "pca")["pca_features"])[:, : space["dimensions"]]


def predicted(matrix, labels, neighbours, cosine):
    """Of no vectors scikit-learn predicts those that it was given, each without itself."""
    classifier = KNeighborsClassifier(neighbours, algorithm="brute", metric="cosine" if cosine else "euclidean")
    return classifier.fit(matrix, labels).predict(None)


def assert_same(space, matrix, labels):
    cosine = space["vectors"] == "features"
    for neighbours in (1, 5):
        told = predicted(matrix, labels, neighbours, cosine)
        assert space[f"top{neighbours}"] == pytest.approx(accuracy_score(labels, told), abs=1e-12), space
        balanced = balanced_accuracy_score(labels, told)
        assert space[f"balanced_top{neighbours}"] == pytest.approx(balanced, abs=1e-12), space


def test_every_space_has_the_accuracies_of_scikit_learn(run):
    accuracy = manifest(run)["neighbours"]["accuracy"]
    labels = table(run, "features")["label"].to_numpy()
    features = numpy.stack(table(run, "features")["features"])
    # Copies have no vote, and scikit-learn knows of none.
    assert len(numpy.unique(features, axis=0)) == len(features) == accuracy["judged"]
    names = [(space["vectors"], space["dimensions"]) for space in accuracy["measured"]]
    components = [("components", count) for count in (2, 10, 50, 100, 200, manifest(run)["reduction"]["components"])]
    assert components[-1][1] > 200
    assert names == [("features", 1280), *components, ("map", 2)]
    for space in accuracy["measured"]:
        assert_same(space, vectors(run, space), labels)


def test_every_label_has_the_accuracy_of_scikit_learn(run):
    labels = table(run, "features")["label"].to_numpy()
    told = predicted(numpy.stack(table(run, "features")["features"]), labels, 1, cosine=True)
    names = numpy.unique(labels)
    recalls = dict(zip(names, recall_score(labels, told, labels=names, average=None), strict=True))
    by_label = manifest(run)["neighbours"]["accuracy"]["by_label"]
    assert {name: label["top1"] for name, label in by_label.items()} == pytest.approx(recalls)
    for name, label in by_label.items():
        others = pandas.Series(told[(labels == name) & (told != name)]).value_counts()
        assert label["taken_for"] == others.to_dict(), name


def test_the_components_chosen_are_the_fewest_that_scikit_learn_would_choose(output, run):
    chosen = made(output, "auto", "--components", "auto", "--neighbours", "0")
    labels = table(run, "pca")["label"].to_numpy()
    matrix = numpy.stack(table(run, "pca")["pca_features"])
    reduction = manifest(chosen)["reduction"]
    tried = reduction["chosen_by"]["measured"]
    assert [each["dimensions"] for each in tried] == [2, 5, 10, 20, 50, 100, 200, matrix.shape[1]]
    for space in tried:
        assert_same(space, matrix[:, : space["dimensions"]], labels)
    enough = [each["dimensions"] for each in tried if tried[-1]["top1"] - each["top1"] < 0.005]
    assert reduction["components"] == enough[0] == len(table(chosen, "pca")["pca_features"].iloc[0])
