"""What `image-features export` writes, opened by what it is for. NumPy and FAISS open theirs in docs/outputs.md itself."""

import io
import json
import re

import numpy
import pandas
import pytest
from PIL import Image
from tensorboard.backend.event_processing.data_provider import MultiplexerDataProvider
from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer
from tensorboard.plugins.base_plugin import TBContext
from tensorboard.plugins.projector.projector_plugin import ProjectorPlugin
from werkzeug.test import Client

from documents import ROOT, fences

PAGE = ROOT / "docs/outputs.md"


@pytest.fixture(scope="module")
def checkout(checkouts):
    checkout = checkouts(PAGE)
    blocks = [fence for fence in fences(PAGE) if fence.language == "sh" and not fence.reason]
    checkout.run_once(blocks[0])
    checkout.run_once(next(block for block in blocks if "image-features export " in block.code))
    return checkout.folder


@pytest.fixture(scope="module")
def run(checkout):
    """The tables of the run, in the order of an export's rows."""
    folder = checkout / "output/runs" / json.loads((checkout / "output/latest.json").read_text())["run_id"]
    tables = (pandas.read_parquet(folder / name) for name in ("pca", "neighbours"))
    both = next(tables).merge(next(tables), on=["path", "label"])
    return both.sort_values("path", key=lambda paths: paths.str.encode("utf-8"), ignore_index=True)


@pytest.fixture(scope="module")
def projector(checkout):
    """Answers as TensorBoard's projector does to its page."""
    logs = str(checkout / "exported/logs")
    events = EventMultiplexer().AddRunsFromDirectory(logs)
    plugin = ProjectorPlugin(TBContext(logdir=logs, data_provider=MultiplexerDataProvider(events, logs)))

    def ask(route, **query):
        answer = Client(plugin.get_plugin_apps()[route]).get("/", query_string=query)
        assert answer.status_code == 200, answer.text
        return answer

    return ask


def test_the_projector_of_tensorboard_shows_components_names_and_pictures(projector, run):
    [log] = projector("/runs").json
    [embedding] = projector("/info", run=log).json["embeddings"]
    name = {"run": log, "name": embedding["tensorName"]}
    numbers = numpy.frombuffer(projector("/tensor", **name, num_rows=100000).data, numpy.float32).reshape(len(run), -1)
    kept = numpy.stack(run["pca_features"])[:, :50]
    assert numbers.shape == kept.shape and numpy.allclose(numbers, kept, rtol=1e-6, atol=0)
    header, *rows = projector("/metadata", **name, num_rows=100000).text.splitlines()
    assert header.split("\t") == ["label", "path", "split"]
    assert [row.split("\t")[:2] for row in rows] == run[["label", "path"]].to_numpy().tolist()

    sprite = Image.open(io.BytesIO(projector("/sprite_image", **name).data))
    width, height = embedding["sprite"]["singleImageDim"]
    assert max(sprite.size) <= 8192
    for i, path in enumerate(run["path"]):
        left, top = i * width % sprite.width, i * width // sprite.width * height
        tile = sprite.crop((left, top, left + width, top + height))
        picture = Image.open(path).convert("RGB")
        picture.thumbnail((width, height), Image.Resampling.BOX)
        white = Image.new("RGB", (width, height), "white")
        white.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
        apart = numpy.asarray(tile, float) - numpy.asarray(white, float)
        assert abs(apart).mean() < 8, path


def test_embedding_atlas_finds_the_columns_that_its_options_name(checkout, run):
    page = PAGE.read_text()
    options = dict(re.findall(r"--(\w+) (\w+)", re.search(r"^embedding-atlas .*$", page, re.MULTILINE)[0]))
    # As its command does: pandas reads the file, and rows count from 0.
    table = pandas.read_parquet(checkout / "exported/atlas/images.parquet")
    assert set(options.values()) | {"label", "split"} == set(table.columns)
    assert table["path"].tolist() == run["path"].tolist()
    assert numpy.array_equal(table[[options["x"], options["y"]]].to_numpy(), run[["map_x", "map_y"]].to_numpy())
    nearest = numpy.stack([row["ids"] for row in table[options["neighbors"]]])
    assert table["path"].to_numpy()[nearest].tolist() == numpy.stack(run["cosine_neighbours"]).tolist()
    distances = numpy.stack([row["distances"] for row in table[options["neighbors"]]])
    assert numpy.array_equal(distances, numpy.stack(run["cosine_distances"]))
    assert all(Image.open(io.BytesIO(image)).format == "JPEG" for image in table[options["image"]])
