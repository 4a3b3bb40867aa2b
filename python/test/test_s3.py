"""Images and runs on S3, of which moto has one on this machine."""

import numpy
import pytest

import image_features as imf


def test_a_run_from_s3_to_s3_is_opened_there(bucket, first):
    made = imf.run(f"{bucket}/photos", output=f"{bucket}/out", components=4, allow_untrained=True)
    run = imf.open(f"{bucket}/out")
    assert run.id == made.id and run.address.startswith(f"{bucket}/out/runs/")
    assert run.page == f"{run.address}/report.html"
    table = run.components().merge(run.features(), on="path")
    assert len(table) == 15
    assert abs(run.project(table) - numpy.stack(table["pca_features"])).max() < 1e-9
    assert len(run.rejected()) == 0
    assert len(run.findings()) == sum(run.manifest["findings"].values())


def test_s3_says_what_is_not_there(bucket):
    with pytest.raises(imf.ImageFeaturesError) as failure:
        imf.open(f"{bucket}/nothing")
    assert failure.value.id == "IF-RUN-10"
    with pytest.raises(imf.ImageFeaturesError) as failure:
        imf.run("s3a://bucket/none", output=f"{bucket}/out", allow_untrained=True)
    assert (failure.value.id, failure.value.exit_code) == ("IF-IN-01", 3)


def test_a_store_that_does_not_answer_is_one_sentence(bucket, monkeypatch):
    import s3fs

    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(imf.ImageFeaturesError, match="cannot be reached") as failure:
        imf.open(f"{bucket}/out")
    assert (failure.value.id, failure.value.exit_code) == ("IF-OUT-02", 6)
    s3fs.S3FileSystem.clear_instance_cache()


def test_a_store_without_its_package_is_one_sentence():
    with pytest.raises(imf.ImageFeaturesError, match="is read with fsspec and its package") as failure:
        imf.open("gs://bucket/out")
    assert (failure.value.id, failure.value.exit_code) == ("IF-PY-09", 6)
