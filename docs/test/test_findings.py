"""The table of docs/findings.md: what the program and cleanlab's Datalab find of planted faults."""

import os
import subprocess

import numpy
import pandas
import pytest

from conftest import ONE_COMPILER, SHARED
from documents import ROOT

ARCHIVE = SHARED / "data/fruits-360-bench-5000.tar"
WEIGHTS = SHARED / "models/mobilenet_v2_imagenet_1.0_224_no_top.h5"
PAGE = ROOT / "docs/findings.md"
BEGIN = "<!-- findings: made by make test-findings DOCS=1 -->\n"
END = "<!-- end of findings -->\n"

# What is planted, the kind that should find it, and Datalab's kind.
ROWS = [
    ("20 copies of files", ["copied"], "exact_duplicate", None),
    ("20 copies, twice as large", ["enlarged"], "near_duplicate", "near_duplicate"),
    ("20 copies, compressed again (JPEG, quality 80)", ["recompressed"], "near_duplicate", "near_duplicate"),
    ("5 copies as PNG", ["other format"], "same_picture", None),
    ("5 copies under another label", ["two labels"], "label_conflict", None),
    ("5 copies in another split", ["two splits"], "split_leak", None),
    ("20 photographs moved to another label", ["relabelled"], "suspect_label", "label"),
    (
        "9 drawn patterns and 3 of one colour among fruit",
        ["foreign", "nearly_black", "nearly_white", "one_colour"],
        "outlier",
        "outlier",
    ),
    ("a black picture", ["nearly_black"], "nearly_black", None),
    ("a white picture", ["nearly_white"], "nearly_white", None),
    ("a picture of one colour", ["one_colour"], "one_colour", None),
]

# A copy is planted as well, and so is what it was made of: both are right in a pair.
COPIES = ("copied", "enlarged", "recompressed", "two labels", "two splits", "other format")


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    if not ARCHIVE.is_file() or not WEIGHTS.is_file():
        pytest.skip(f"{ARCHIVE} or {WEIGHTS} is not there")
    from planted import Planted

    return Planted(ARCHIVE, tmp_path_factory.mktemp("planted") / "photographs")


@pytest.fixture(scope="module")
def run(planted, tmp_path_factory):
    output = tmp_path_factory.mktemp("output")
    command = [ROOT / "job/bin/image-features", "run", "--images", planted.folder, "--output", output]
    options = ["--model", WEIGHTS, "--run-id", "planted", "--labels", planted.labels, "--components", "50"]
    java = {**os.environ, "IMAGE_FEATURES_JAVA_OPTS": ONE_COMPILER}
    subprocess.run([*command, *options, "--quiet", "--thumbnails", "0"], env=java, check=True, timeout=600)
    return output / "runs/planted"


def below(paths, folder):
    return [os.path.relpath(path, folder) if isinstance(path, str) else None for path in paths]


def found(run, planted):
    """By kind the findings, each a tuple of one or two paths."""
    table = pandas.read_parquet(run / "findings")
    paths = zip(below(table["path"], planted.folder), below(table["other_path"], planted.folder), strict=True)
    by_kind = {}
    for kind, pair in zip(table["kind"], paths, strict=True):
        by_kind.setdefault(kind, []).append(tuple(path for path in pair if path))
    return by_kind


def found_by_datalab(run, planted):
    from cleanlab import Datalab

    table = pandas.read_parquet(run / "features")
    paths = below(table["path"], planted.folder)
    lab = Datalab({"label": table["label"].tolist()}, label_name="label", verbosity=0)
    lab.find_issues(
        features=numpy.stack(table["features"]), issue_types={"label": {}, "outlier": {}, "near_duplicate": {}}
    )
    by_kind = {}
    for kind in ("label", "outlier", "near_duplicate"):
        issues = lab.get_issues(kind)
        marked = numpy.flatnonzero(issues[f"is_{kind}_issue"])
        if kind == "near_duplicate":
            sets = issues["near_duplicate_sets"]
            pairs = {tuple(sorted((i, j))) for i in marked for j in sets.iloc[i]}
            by_kind[kind] = [(paths[i], paths[j]) for i, j in sorted(pairs)]
        else:
            by_kind[kind] = [(paths[i],) for i in marked]
    return by_kind


def found_by_distance(run, planted, distance=0.2):
    """Pairs as near as FiftyOne's compute_near_duplicates takes for near-duplicates."""
    table = pandas.read_parquet(run / "neighbours")
    pairs = set()
    for path, others, distances in zip(
        table["path"], table["cosine_neighbours"], table["cosine_distances"], strict=True
    ):
        near = [other for other, apart in zip(others, distances, strict=True) if apart <= distance]
        pairs |= {tuple(sorted(below((path, other), planted.folder))) for other in near}
    return sorted(pairs)


def scored(findings, wanted, right):
    """Recall of what was planted, and which of the findings name something that was planted."""
    named = {path for finding in findings for path in finding}
    hits = sum(1 for finding in findings if any(path in right for path in finding))
    return f"{len(wanted & named)} of {len(wanted)}", f"{hits} of {len(findings)}"


def table(planted, ours, theirs, near):
    lines = [
        "| planted | kind | found | findings of the kind that are planted | found by Datalab | its findings that are planted "
        "| found within 0.2 | its findings that are planted |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    copies = set().union(*(planted.faults[fault] for fault in COPIES))
    for words, faults, kind, datalab in ROWS:
        wanted = set().union(*(planted.faults[fault] for fault in faults))
        right = copies if kind == "near_duplicate" else wanted
        if kind in ("exact_duplicate", "suspect_label"):
            right = wanted | planted.faults["two labels"]
        if kind == "exact_duplicate":
            right |= planted.faults["two splits"]
        cells = scored(ours.get(kind, []), wanted, right)
        cells += scored(theirs.get(datalab, []), wanted, right) if datalab else ("does not look", "")
        cells += scored(near, wanted, right) if kind == "near_duplicate" else ("does not look", "")
        lines.append("| " + " | ".join((words, f"`{kind}`", *cells)) + " |")
    return "\n".join(lines) + "\n"


def test_the_table_of_planted_faults_is_what_is_found(planted, run):
    ours = found(run, planted)
    made = table(planted, ours, found_by_datalab(run, planted), found_by_distance(run, planted))
    print(made)
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    _, after = rest.split(END)
    if os.environ.get("DOCS") == "1":
        PAGE.write_text(before + BEGIN + made + END + after)
    else:
        assert text == before + BEGIN + made + END + after, "run 'make test-findings DOCS=1'"
