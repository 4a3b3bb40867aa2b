"""Every kind of failure has an id, and docs/troubleshooting.md its cure under that id."""

import re

from documents import ROOT

ID = r"IF-[A-Z0-9]+-\d{2}"
ENUM = ROOT / "job/network/src/main/java/io/github/imagefeatures/failure/FailureId.java"
PAGE = (ROOT / "docs/troubleshooting.md").read_text()
SOURCES = [
    *ROOT.glob("*/src/main/java/**/*.java"),
    *ROOT.glob("job/*/src/main/java/**/*.java"),
    *ROOT.glob("cdk/bin/*"),
    *ROOT.glob("bootstrap-scripts/*.sh"),
    ROOT / "job/bin/image-features",
    *ROOT.glob("python/image_features/*.py"),
]


def test_each_id_of_the_program_is_documented_once_and_no_other_is():
    said = {found for source in SOURCES for found in re.findall(ID, source.read_text())}
    assert len(said) > 80, said
    assert sorted(re.findall(rf'<a id="({ID})"></a>', PAGE)) == sorted(said)


def test_an_id_stands_for_one_kind_of_failure_that_the_program_knows():
    kinds = dict(re.findall(rf'^  ([A-Z0-9_]+)\("({ID})"\)', ENUM.read_text(), re.MULTILINE))
    assert len(set(kinds.values())) == len(kinds), "an id is given twice"
    used = {name for source in SOURCES for name in re.findall(r"\bFailureId\.([A-Z0-9_]+)", source.read_text())}
    assert set(kinds) == used


def test_what_the_page_says_of_an_id_stands_below_its_anchor():
    for quoted in re.findall(r"^> .*", PAGE, re.MULTILINE):
        if anchor := re.search(rf'<a id="({ID})">', quoted):
            assert quoted.endswith(f"[{anchor.group(1)}]"), quoted
