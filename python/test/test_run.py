"""Images to a run to pandas and numpy, and what is said when that cannot be."""

import json
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import time

import numpy
import pytest
from conftest import call
from PIL import Image

import image_features as imf


def test_a_run_has_what_was_asked_for(first):
    assert first.id == "first"
    assert first.manifest["options"]["components"] == 4
    assert first.manifest["counts"]["featurized"] == 15
    assert "<html" in pathlib.Path(first.page).read_text()


def test_the_newest_complete_run_is_opened_and_one_by_its_name(first):
    imf.run("photos", output="two", components=2, allow_untrained=True, run_id="older")
    imf.run("photos", output="two", components=3, allow_untrained=True, run_id="newer")
    assert imf.open("two").id == "newer"
    assert imf.open("two", "older").manifest["reduction"]["components"] == 2
    assert imf.open(pathlib.Path("two")).components()["pca_features"].map(len).unique().tolist() == [3]


def test_the_tables_are_pandas_and_paths_open(first):
    features, components = first.features(), first.components()
    assert len(features) == len(components) == 15
    assert set(features["path"]) == set(components["path"])
    assert sorted(features["label"].unique()) == sorted(os.listdir("photos"))
    for path in features["path"]:
        assert Image.open(path).convert("RGB").size == Image.open(path).size


def test_projecting_a_runs_features_gives_its_components(first):
    table = first.components().merge(first.features(), on="path")
    written = numpy.stack(table["pca_features"])
    for given in (table, table["features"], numpy.stack(table["features"])):
        assert abs(first.project(given) - written).max() < 1e-9
    assert abs(first.project(table["features"][0]) - written[0]).max() < 1e-9
    assert first.project(table.head(0)).shape == (0, 4)


def test_rejected_images_say_why(folder):
    mixed = folder / "mixed/one"
    mixed.mkdir(parents=True)
    for file in list((folder / "photos").glob("*/*"))[:8]:
        os.link(file, mixed / f"{file.parent.name}-{file.name}")
    (mixed / "broken.jpg").write_bytes(b"no image at all")
    run = imf.run("mixed", output="out-mixed", features_only=True, allow_untrained=True, max_rejected_fraction=0.5)
    [row] = run.rejected().to_dict("records")
    assert (row["reason"], row["length"]) == ("not_an_image", 15)
    assert row["path"].endswith("broken.jpg")
    with pytest.raises(imf.ImageFeaturesError, match="has no components") as failure:
        run.components()
    assert (failure.value.id, failure.value.exit_code) == ("IF-PY-08", 6)
    with pytest.raises(imf.ImageFeaturesError, match="has no model/projection.npz"):
        run.project(run.features())


def test_a_run_has_its_findings(first):
    assert list(first.findings()) == ["path", "kind", "score", "other_path", "label", "suggested_label", "message"]


def test_a_run_without_findings_says_so():
    run = imf.run("photos", output="out", allow_untrained=True, neighbours=0, features_only=True, run_id="none-found")
    with pytest.raises(imf.ImageFeaturesError, match="The run none-found has no findings") as failure:
        run.findings()
    assert failure.value.id == "IF-PY-08"


def test_switches_are_true_or_false_and_none_is_the_default():
    run = imf.run("photos", output="out", allow_untrained=True, csv=False, scaling="none", components=None)
    assert not pathlib.Path(run.address, "pca.tsv").exists()
    again = imf.run("photos", output="out", allow_untrained=True, no_csv=False, limit=10, run_id="with-tsv")
    assert pathlib.Path(again.address, "pca.tsv").exists()
    assert len(again.features()) == 10


def test_a_plan_writes_nothing():
    assert imf.plan("photos", output="nowhere")["images"]["images"] == 15
    assert imf.plan("photos", output="nowhere", cluster="m5.xlarge:4")["estimate"]["dollars"] is not None
    assert not os.path.exists("nowhere")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"componets": 4}, "There is no option 'componets' (did you mean 'components'?)."),
        ({"dry_run": True}, "There is no option 'dry_run'."),
        ({"nonsense_of_mine": 1}, "There is no option 'nonsense_of_mine'."),
    ],
)
def test_an_option_that_does_not_exist_is_refused_before_anything_starts(options, sentence):
    with pytest.raises(imf.ImageFeaturesError) as failure:
        imf.run("photos", output="out", **options)
    assert failure.value.sentence == sentence
    assert (failure.value.id, failure.value.exit_code) == ("IF-ARG-01", 2)


def test_a_failure_is_the_programs_sentence_id_and_exit_code():
    with pytest.raises(imf.ImageFeaturesError) as failure:
        imf.run("no-photos", output="out", allow_untrained=True)
    assert failure.value.sentence == "There is no 'no-photos'; name the folder that holds the images."
    assert (failure.value.id, failure.value.exit_code) == ("IF-IN-01", 3)
    assert str(failure.value).endswith("[IF-IN-01]")
    assert pickle.loads(pickle.dumps(failure.value)).exit_code == 3
    with pytest.raises(imf.ImageFeaturesError) as failure:
        imf.run("photos", output="out", components="many")
    assert (failure.value.id, failure.value.exit_code) == ("IF-ARG-03", 2)


def test_what_is_not_there_cannot_be_opened(first):
    for output, run_id, sentence in (
        ("no-output", None, "There is no complete run under no-output: name another output, or make a run first."),
        ("out", "third", "There is no complete run in out/runs/third: its folder has no manifest.json."),
    ):
        with pytest.raises(imf.ImageFeaturesError) as failure:
            imf.open(output, run_id)
        assert failure.value.sentence.startswith(sentence)
        assert (failure.value.id, failure.value.exit_code) == ("IF-RUN-10", 6)
    os.makedirs("damaged/runs/it")
    pathlib.Path("damaged/latest.json").write_text('{"run_id": "it"')
    with pytest.raises(imf.ImageFeaturesError) as failure:
        imf.open("damaged")
    assert failure.value.id == "IF-RUN-12"


def test_a_notebook_shows_what_the_program_says(capsys):
    imf.run("photos", output="out", components=2, allow_untrained=True)
    said = capsys.readouterr()
    assert "image-features: " in said.err and "(1 of " in said.err
    assert said.out == ""


def test_an_interrupted_call_ends_the_program_and_keeps_its_name(folder):
    code = "import image_features as imf; imf.run('photos', output='broken off', allow_untrained=True)"
    process = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True, start_new_session=True)
    said = process.stderr.readline()
    while "of " not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    process.send_signal(signal.SIGINT)
    said += process.stderr.read()
    assert process.wait() != 0
    assert "KeyboardInterrupt" in said and "image-features: Interrupted" in said
    assert not list(folder.glob("broken off/runs/*/manifest.json"))


def test_the_console_script_is_the_same_program(first):
    done = call("runs", "--output", "out", "--json")
    assert "first" in [run["run_id"] for run in json.loads(done.stdout)["result"]["runs"]]
    done = call("compare", "--output", "out", "first", "first")
    assert done.returncode == 0, done.stderr
    done = call("validate", "--output", "out", "--run-id", "first")
    assert done.returncode == 0, done.stderr
    done = call("run", "--images", "nothing", "--output", "out", "--allow-untrained")
    assert done.returncode == 3 and "[IF-IN-01]" in done.stderr
    done = call("run", "--images", "photos", "--output", "out", "--allow-untrained", IMAGE_FEATURES_MASTER="mars")
    assert done.returncode == 2 and "[IF-JVM-07]" in done.stderr


def test_executors_of_their_own_find_spark_and_the_job():
    master = {"IMAGE_FEATURES_MASTER": "local-cluster[1,1,2048]"}
    done = call("run", "--images", "photos", "--output", "spread", "--allow-untrained", "--features-only", **master)
    assert done.returncode == 0, done.stderr
    assert len(imf.open("spread").features()) == 15


def test_the_first_run_leaves_an_archive_of_classes_though_the_packaged_java_has_none(first):
    cache = pathlib.Path(os.environ["HOME"], ".cache/image-features")
    for _ in range(120):
        if list(cache.glob("*.jsa")):
            return
        time.sleep(1)
    raise AssertionError(f"no archive of classes in {sorted(cache.iterdir())}")
