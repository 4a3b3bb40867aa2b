"""Runs that are complete: their tables as pandas', their fit for numpy."""

from __future__ import annotations

import functools
import io
import json
import os
from typing import TYPE_CHECKING, Any, cast

from image_features.failure import ImageFeaturesError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd


class Run:
    """
    A complete run, on a disk or at an address such as ``s3://bucket/out/runs/first``.

    >>> import image_features as imf
    >>> run = imf.open("out")
    >>> run.manifest["counts"]["featurized"]
    15
    >>> run.features().columns.tolist()
    ['path', 'label', 'features']
    """

    def __init__(self, address: str | os.PathLike[str]) -> None:
        """
        :param address: the run's folder, ``OUTPUT/runs/RUN-ID``
        :raises ImageFeaturesError: when there is no complete run
        """
        self.address: str = _plain(address)
        """The run's folder: a path, or an address."""
        self._manifest = _json(f"{self.address}/manifest.json")
        if self._manifest is None:
            raise ImageFeaturesError(
                f"There is no complete run in {self.address}: its folder has no manifest.json. Name another;"
                " 'image-features runs' lists them.",
                "IF-RUN-10",
                6,
            )

    @property
    def manifest(self) -> dict[str, Any]:
        """What docs/outputs.md says of manifest.json."""
        return cast("dict[str, Any]", self._manifest)

    @property
    def id(self) -> str:
        """The run's name."""
        return cast(str, self.manifest["run_id"])

    @property
    def page(self) -> str:
        """Path or address of the run's page, one file for a browser."""
        return f"{self.address}/report.html"

    def features(self) -> pd.DataFrame:
        """
        A row an image: ``path``, ``label``, ``features``, an array of 1,280 numbers of 32 bits.

        >>> import image_features as imf
        >>> imf.open("out").features()["features"][0].shape
        (1280,)
        """
        return self._table("features")

    def components(self) -> pd.DataFrame:
        """
        A row an image: ``path``, ``label``, ``reconstruction_error``, ``error_quantile``, ``pca_features``.

        >>> import image_features as imf, numpy
        >>> table = imf.open("out").components()
        >>> numpy.stack(table["pca_features"]).shape
        (15, 4)

        A path opens as it is, but for an image in a tar:

        >>> from PIL import Image
        >>> Image.open(table["path"][0]).format
        'JPEG'
        """
        return self._table("pca", "components")

    def neighbours(self) -> pd.DataFrame:
        """
        A row an image: ``path``, ``label``, and the nearest images, the nearest first, with their distances.

        The columns are ``cosine_neighbours`` and ``cosine_distances`` by the features, ``euclidean_neighbours`` and
        ``euclidean_distances`` by the components, and ``map_x`` and ``map_y``, where the image lies on the map.

        >>> import image_features as imf
        >>> len(imf.open("out").neighbours()["cosine_neighbours"][0])
        10
        """
        self._require_neighbours()
        return self._table("neighbours")

    def rejected(self) -> pd.DataFrame:
        """A row for each image without features: ``path``, ``label``, ``length``, ``reason``, ``message``."""
        return self._table("rejected")

    def findings(self) -> pd.DataFrame:
        """
        What the images tell of the set, such as copies and suspect labels.

        A row a finding: ``path``, ``kind``, ``score``, ``other_path``, ``label``, ``suggested_label``, ``message``. A run
        with ``neighbours=0`` has none.

        >>> import image_features as imf
        >>> list(imf.open("out").findings())[:3]
        ['path', 'kind', 'score']
        """
        self._require_neighbours()
        return self._table("findings")

    def _require_neighbours(self) -> None:
        left_out = (self.manifest.get("neighbours") or {}).get("left_out")
        if left_out:
            raise ImageFeaturesError(left_out, "IF-PY-08", 6)

    def project(self, features: pd.DataFrame | pd.Series[Any] | npt.ArrayLike) -> npt.NDArray[np.float64]:
        """
        The components of any images' features, by this run's scaling and components.

        :param features: a row an image and a column a feature; or a table with a column ``features`` such as
            `features` gives, or that column
        :return: a row an image and a column a component; of one image's features alone, its components

        >>> import image_features as imf
        >>> run = imf.open("out")
        >>> run.project(run.features()).shape
        (15, 4)
        """
        import numpy as np
        import pandas as pd

        if isinstance(features, pd.DataFrame):
            features = features["features"]
        if isinstance(features, pd.Series):
            features = np.stack(list(features)) if len(features) else np.empty((0, len(self._fit["mean"])))
        scaled = (np.asarray(features, dtype=np.float64) - self._fit["mean"]) / self._fit["scale"]
        return scaled @ self._fit["components"].T

    @functools.cached_property
    def _fit(self) -> dict[str, npt.NDArray[np.float64]]:
        import numpy as np

        content = _read(f"{self.address}/model/projection.npz")
        if content is None:
            raise self._without("model/projection.npz")
        with np.load(io.BytesIO(content)) as arrays:
            return dict(arrays)

    def _table(self, folder: str, called: str | None = None) -> pd.DataFrame:
        import pandas as pd

        try:
            table = pd.read_parquet(f"{self.address}/{self.manifest.get('folders', {}).get(folder, folder)}")
        except FileNotFoundError:
            raise self._without(called or folder) from None
        if self.manifest["format"] == 1:
            table["path"] = table["path"].str.removeprefix("file:")
        return table

    def _without(self, what: str) -> ImageFeaturesError:
        return ImageFeaturesError(
            f"The run {self.id} has no {what}: it was made without them. Make one that has them, under another run_id.",
            "IF-PY-08",
            6,
        )

    def __repr__(self) -> str:
        return f"Run({self.address!r})"


def open_run(output: str | os.PathLike[str], run_id: str | None = None) -> Run:
    """
    Opens a complete run of an output: the newest, or the one of that name.

    :param output: folder or address that runs were put into; addresses such as ``s3://bucket/out`` are read with
        fsspec and its package for that store (``pip install 'image-features[s3]'``)
    :param run_id: its name; unset: the newest
    :raises ImageFeaturesError: when there is no such run

    >>> import image_features as imf
    >>> newest = imf.open("out")
    >>> imf.open("out", newest.id)
    Run('out/runs/...')
    """
    output = _plain(output)
    if run_id is None:
        latest = _json(f"{output}/latest.json")
        if latest is None:
            raise ImageFeaturesError(
                f"There is no complete run under {output}: name another output, or make a run first.", "IF-RUN-10", 6
            )
        run_id = latest["run_id"]
    return Run(f"{output}/runs/{run_id}")


def _plain(address: str | os.PathLike[str]) -> str:
    """As Python's libraries write it: a path without scheme, S3 under its usual name."""
    text = os.fspath(address)
    if text.startswith("file:"):
        text = "/" + text.removeprefix("file:").lstrip("/")
    if text.startswith("s3a://"):
        text = "s3://" + text.removeprefix("s3a://")
    return text.rstrip("/") or "/"


def _json(address: str) -> dict[str, Any] | None:
    content = _read(address)
    try:
        return None if content is None else json.loads(content)
    except ValueError as failure:
        raise ImageFeaturesError(
            f"The file {address} is damaged ({failure}): make the run again under another --run-id.", "IF-RUN-12", 6
        ) from failure


def _read(address: str) -> bytes | None:
    """A file's content; None when there is none."""
    try:
        if "://" not in address:
            with open(address, "rb") as file:
                return file.read()
        import fsspec

        with fsspec.open(address, "rb") as file:
            return cast(bytes, file.read())
    except FileNotFoundError:
        return None
    except ImportError as failure:
        raise ImageFeaturesError(
            f"{address} is read with fsspec and its package for that store ({failure}): run"
            " 'pip install \"image-features[s3]\"' for S3.",
            "IF-PY-09",
            6,
        ) from failure
    except Exception as failure:
        # Each store has exceptions of its own, of no common kind.
        raise ImageFeaturesError(
            f"The output {address} cannot be reached: {failure}. Check its address and your rights to it.",
            "IF-OUT-02",
            6,
        ) from failure
