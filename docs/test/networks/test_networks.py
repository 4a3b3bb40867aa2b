"""Networks of Keras as ONNX files: the program's features against those that Keras computes of Pillow's pixels."""

import json
import os
import pathlib
import re
import subprocess

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy
import pandas
import pytest
import tensorflow
import tf2onnx
from PIL import Image
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "job/bin/image-features"
GOLDEN = ROOT.parent / "shared/golden/images"

# Of the standard deviation of all features, and of a vector.
FURTHEST = 1e-3
LEAST_COSINE = 0.99999

FILTERS = {
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
IMAGENET = {"mean": [0.485, 0.456, 0.406], "deviation": [0.229, 0.224, 0.225]}
LEVELS = {"divisor": 1, "mean": [0, 0, 0], "deviation": [1, 1, 1]}


@pytest.fixture(scope="session")
def images(tmp_path_factory):
    if GOLDEN.is_dir():
        return GOLDEN
    print(f"{GOLDEN} is not there: drawn pictures stand in for it")
    folder = tmp_path_factory.mktemp("images") / "drawn"
    program("generate", "--to", folder, "--classes", 8, "--per-class", 5)
    return folder


def program(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def shaken(network):
    """Batch norms that do something: a network fresh from Keras has a mean of 0 and a variance of 1."""
    random = numpy.random.default_rng(3)
    for layer in network.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            gamma, beta, mean, variance = layer.get_weights()
            layer.set_weights(
                [
                    gamma * random.uniform(0.7, 1.3, gamma.shape),
                    beta + random.normal(0, 0.1, beta.shape),
                    mean + random.normal(0, 0.1, mean.shape),
                    variance * random.uniform(0.5, 1.5, variance.shape),
                ]
            )
    return network


def application(name):
    keras.utils.set_random_seed(7)
    return shaken(getattr(keras.applications, name)(include_top=False, weights=None, pooling="avg", input_shape=(224, 224, 3)))


class ClassToken(keras.layers.Layer):
    """The token that stands for the whole image, before the others, and the places of all."""

    def build(self, shape):
        self.token = self.add_weight(shape=(1, 1, shape[-1]), initializer="random_normal")
        self.places = self.add_weight(shape=(1, shape[1] + 1, shape[-1]), initializer="random_normal")

    def call(self, tokens):
        first = keras.ops.repeat(self.token, keras.ops.shape(tokens)[0], axis=0)
        return keras.ops.concatenate([first, tokens], axis=1) + self.places


def vision_transformer(side=96, patch=16, width=64, heads=4, blocks=3):
    """Dosovitskiy et al., 2020, small; its output has a vector for each token."""
    keras.utils.set_random_seed(7)
    pixels = keras.Input((side, side, 3))
    tokens = keras.layers.Conv2D(width, patch, strides=patch)(pixels)
    tokens = ClassToken()(keras.layers.Reshape((-1, width))(tokens))
    for _ in range(blocks):
        normal = keras.layers.LayerNormalization()(tokens)
        tokens = tokens + keras.layers.MultiHeadAttention(heads, width // heads)(normal, normal)
        inner = keras.layers.Dense(4 * width, activation="gelu")(keras.layers.LayerNormalization()(tokens))
        tokens = tokens + keras.layers.Dense(width)(inner)
    return keras.Model(pixels, keras.layers.LayerNormalization()(tokens))


def gelu(features, approximate=False, name=None):
    return 0.5 * features * (1 + tensorflow.math.erf(features * 2**-0.5))


def exported(network, file, monkeypatch):
    """tf2onnx knows neither the operator of TensorFlow's gelu nor functions compiled by XLA, and takes constants for inputs."""
    function = tensorflow.function
    monkeypatch.setattr(tensorflow, "function", lambda called=None, jit_compile=None, **other: function(called, **other))
    monkeypatch.setattr(tensorflow.nn, "gelu", gelu)
    shape = tensorflow.TensorSpec((1, *network.input_shape[1:]), tensorflow.float32)
    traced = function(network).get_concrete_function(shape)
    frozen = convert_variables_to_constants_v2(traced, aggressive_inlining=True)
    tf2onnx.convert.from_graph_def(
        frozen.graph.as_graph_def(),
        input_names=[frozen.inputs[0].name],
        output_names=[frozen.outputs[0].name],
        opset=17,
        output_path=str(file),
    )
    monkeypatch.undo()
    return file


def pixels(path, said, height, width):
    """What `said` asks for, by Pillow and numpy."""
    image = Image.open(path).convert("RGB")
    if said["resize"] == "squash":
        image = image.resize((width, height), FILTERS[said["filter"]])
    else:
        short = said.get("shortest_edge") or int(min(height, width) / said["crop_fraction"])
        long = int(short * max(image.size) / min(image.size))
        size = (short, long) if image.width <= image.height else (long, short)
        image = image.resize(size, FILTERS[said["filter"]])
        halve = (lambda odd: odd // 2) if said.get("crop_margin") == "down" else (lambda odd: round(odd / 2))
        left, top = halve(image.width - width), halve(image.height - height)
        image = image.crop((left, top, left + width, top + height))
    numbers = numpy.asarray(image, numpy.float32) / numpy.float32(said.get("divisor", 255))
    numbers = (numbers - numpy.float32(said["mean"])) / numpy.float32(said["deviation"])
    return numbers[..., ::-1] if said.get("channels") == "bgr" else numbers


def features(output):
    (run,) = (output / "runs").iterdir()
    table = pandas.read_parquet(run / "features")
    return table.path.tolist(), numpy.stack(table.features.to_numpy())


def assert_equal(ours, theirs):
    furthest = numpy.abs(ours - theirs).max() / theirs.std()
    cosine = (ours * theirs).sum(1) / numpy.linalg.norm(ours, axis=1) / numpy.linalg.norm(theirs, axis=1)
    print(f"{ours.shape[1]} features, furthest {furthest:.1e} of their deviation, cosine {cosine.min():.8f}")
    assert furthest <= FURTHEST
    assert cosine.min() >= LEAST_COSINE


CASES = {
    "ResNet50, squashed, blue first": (
        lambda: application("ResNet50"),
        {"resize": "squash", "filter": "bicubic", **LEVELS, "mean": [123.68, 116.779, 103.939], "channels": "bgr"},
        None,
    ),
    "EfficientNetV2B0, centre of a larger image, bilinear": (
        lambda: application("EfficientNetV2B0"),
        {"resize": "shortest-edge", "shortest_edge": 255, "filter": "bilinear", **LEVELS},
        None,
    ),
    "ConvNeXtTiny, centre by a fraction, Lanczos": (
        lambda: application("ConvNeXtTiny"),
        {"resize": "shortest-edge", "crop_fraction": 0.9, "crop_margin": "down", "filter": "lanczos", **LEVELS},
        None,
    ),
    "a vision transformer, first token": (
        vision_transformer,
        {"resize": "shortest-edge", "shortest_edge": 96, "filter": "bicubic", **IMAGENET},
        ("cls", lambda tokens: tokens[:, 0]),
    ),
    "a vision transformer, mean of the tokens": (
        vision_transformer,
        {"resize": "squash", "filter": "lanczos", **IMAGENET},
        ("mean", lambda tokens: tokens.mean(1)),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_features_are_those_of_keras(case, images, tmp_path, monkeypatch):
    build, said, pooling = CASES[case]
    network = build()
    file = exported(network, tmp_path / "network.onnx", monkeypatch)
    file.with_suffix(".json").write_text(json.dumps(said))
    program(
        *("run", "--images", images, "--output", tmp_path / "out", "--network", file, "--features-only"),
        *("--neighbours", 0, *(("--pooling", pooling[0]) if pooling else ())),
    )
    paths, ours = features(tmp_path / "out")
    height, width = network.input_shape[1:3]
    batch = numpy.stack([pixels(path, said, height, width) for path in paths])
    theirs = network.predict(batch, batch_size=8, verbose=0)
    assert_equal(ours, pooling[1](theirs) if pooling else theirs)


def test_the_example_of_the_document_runs_whole(images, tmp_path):
    """Export, run, incremental run, new images with the earlier components; then validated."""
    page = (ROOT / "docs/networks.md").read_text()
    (example,) = re.findall(r"```python\n(import keras.*?)```", page, re.DOTALL)
    assert 'weights="imagenet"' in example
    script = tmp_path / "export.py"
    script.write_text(example.replace('weights="imagenet"', "weights=None"))
    subprocess.run([os.sys.executable, script], cwd=tmp_path, check=True)
    network = ("--network", tmp_path / "resnet50.onnx", "--preprocessing", "keras-caffe", "--output", tmp_path / "out")
    program("run", "--images", images, *network, "--run-id", "first", "--components", 10)
    program("run", "--images", images, *network, "--run-id", "second", "--components", 10, "--incremental")
    program("run", "--images", images, *network, "--run-id", "third", "--fit-from", "first")
    runs = tmp_path / "out/runs"
    manifest = json.loads((runs / "second/manifest.json").read_text())
    assert manifest["reduction"]["dimension"] == 2048
    assert manifest["counts"]["reused"] == manifest["counts"]["featurized"]
    assert (runs / "third/report.html").stat().st_size > 10_000
    components = [pandas.read_parquet(runs / run / "pca").set_index("path").pca_features for run in ("first", "third")]
    numpy.testing.assert_array_equal(*(numpy.stack(each.sort_index()) for each in components))
    for run in ("first", "second", "third"):
        program("validate", "--output", tmp_path / "out", "--run-id", run)
