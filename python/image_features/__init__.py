"""
Folders of images in, features and principal components out.

`run` makes a run and `open` opens one that is there; both give a `Run`, whose tables are pandas':

>>> import image_features as imf
>>> run = imf.open("out")
>>> run.components().columns[:2].tolist()
['path', 'label']

`ImageFeaturizer` is a stage for PySpark's pipelines. PySpark is imported when it is first used.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from image_features.failure import ImageFeaturesError
    from image_features.featurizer import ImageFeaturizer, ImageFeaturizerReader
    from image_features.installation import jar
    from image_features.program import plan, run
    from image_features.runs import Run
    from image_features.runs import open_run as open

__all__ = ["ImageFeaturesError", "ImageFeaturizer", "ImageFeaturizerReader", "Run", "jar", "open", "plan", "run"]

_HOMES = {
    "ImageFeaturesError": ("failure", "ImageFeaturesError"),
    "ImageFeaturizer": ("featurizer", "ImageFeaturizer"),
    "ImageFeaturizerReader": ("featurizer", "ImageFeaturizerReader"),
    "Run": ("runs", "Run"),
    "jar": ("installation", "jar"),
    "open": ("runs", "open_run"),
    "plan": ("program", "plan"),
    "run": ("program", "run"),
}


def __getattr__(name: str) -> object:
    """Imports what is asked for, and what it needs, when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'image_features' has no attribute {name!r}")
    module, inside = _HOMES[name]
    value = getattr(importlib.import_module(f"image_features.{module}"), inside)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


# PySpark looks for the Python class of a stage that it loads, say of a PipelineModel, in a module of
# the name of the stage's Java package. No module of that name can be on a path: io is Python's own.
sys.modules["io.github.imagefeatures.ml"] = sys.modules[__name__]
