"""What docs/outputs.md says of a run's folder and manifest is what a run leaves."""

import json
import re

import pytest
from documents import ROOT, fences

PAGE = ROOT / "docs/outputs.md"
# Whose entries are a run's own: options by name, stages, products, reasons, tables.
MAPS = {"options", "folders", "versions", "seconds", "counts.rejected_by_reason", "input.skipped_suffixes", "reduction.cumulative_by_count",
        "neighbours.accuracy.by_label", "findings"}
# Made only when a run fails.
NOT_ALWAYS = {"failure.json"}


@pytest.fixture(scope="module")
def output(checkouts):
    checkout = checkouts(PAGE)
    checkout.run_once(next(fence for fence in fences(PAGE) if fence.language == "sh"))
    return checkout.folder / "output"


@pytest.fixture(scope="module")
def run(output):
    return output / "runs" / json.loads((output / "latest.json").read_text())["run_id"]


def test_the_folder_of_a_run_is_as_described(run):
    listing = next(fence.code for fence in fences(PAGE) if fence.language == "text")
    described = set(re.findall(r"^  ([\w.]+)/?  ", listing, re.MULTILINE))
    there = {file.name for file in run.iterdir() if not file.name.startswith((".", "_"))}
    assert there == described - NOT_ALWAYS


def test_the_fields_of_the_manifest_are_as_described(run):
    fields = set(flat(json.loads((run / "manifest.json").read_text())))
    section = PAGE.read_text().split("## manifest.json")[1].split("\n## ")[0]
    described = set()
    for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE):
        prefix = ""
        for name in re.findall(r"`([\w.]+)`", row):
            described.add(name if "." in name else prefix + name)
            prefix = name.rpartition(".")[0] + "." if "." in name else prefix
    assert fields == described


def flat(value, name=""):
    for key, each in value.items():
        if isinstance(each, dict) and name + key not in MAPS:
            yield from flat(each, f"{name}{key}.")
        else:
            yield name + key
