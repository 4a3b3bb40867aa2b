"""Names within the documents' lines are names of something that is there."""

import re

import pytest
from documents import PAGES, ROOT, code_spans, fences
from test_commands import makefiles, options, options_of, setting_names

LANGUAGES = {"sh", "python", "java", "scala", "xml", "text", "json", "yaml", "properties"}
ROOMS = ("bench", "bootstrap-scripts", "cdk", "docs", "job", "python", "run-outcome", ".ci", ".github")
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pages
def test_every_block_says_what_it_is(page):
    for fence in fences(page):
        assert fence.language in LANGUAGES, f"{fence}: '{fence.language}' is none of {sorted(LANGUAGES)}"
        assert fence.language != "text" or not re.search(r"^\$ |^make ", fence.code, re.MULTILINE), (
            f"{fence}: commands belong into a sh block, which is run"
        )


@pages
def test_every_make_target_exists(page):
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefiles(), re.MULTILINE))
    for line, code in code_spans(page):
        if match := re.match(r"make ([a-z][a-z -]*)", code):
            assert set(match.group(1).split()) <= targets, f"{page.name}:{line}: {code}"


def test_every_make_target_is_explained():
    joined = makefiles().replace("\\\n", " ")
    phony = {name for line in re.findall(r"^\.PHONY:(.*)", joined, re.MULTILINE) for name in line.split()}
    explained = set(re.findall(r"`make ([a-z-]+)`", (ROOT / "docs/contributing.md").read_text()))
    assert phony - {"help", "rebuild", "tools"} == explained


@pages
def test_every_option_exists(page):
    known = set().union(*map(options_of, options()))
    for line, code in code_spans(page):
        if match := re.match(r"--[a-z][a-z0-9-]*", code):
            assert match.group() in known, f"{page.name}:{line}: {code}"


@pages
def test_every_command_exists(page):
    for line, code in code_spans(page):
        if match := re.match(r"(?:job/bin/)?image-features ([a-z]\S*)", code):
            assert match.group(1) in options(), f"{page.name}:{line}: {code}"


@pages
def test_every_path_in_the_checkout_exists(page):
    for line, code in code_spans(page):
        if re.fullmatch(rf"(?:{'|'.join(map(re.escape, ROOMS))})/[\w./-]+", code) and "/target/" not in code:
            assert (ROOT / code).exists() or "node_modules" in code, f"{page.name}:{line}: {code}"


def test_every_class_is_in_the_room_that_the_page_names():
    page = (ROOT / "docs/architecture.md").read_text()
    named = re.findall(r"`([A-Z]\w+)(?:\.(\w+))?` in `([a-z.]+)`", page)
    assert named
    for name, member, room in named:
        files = list(ROOT.glob(f"job/*/src/main/java/io/github/imagefeatures/{room.replace('.', '/')}/{name}.java"))
        assert files, f"{name} is not in {room}"
        assert not member or re.search(rf"\b{member}\b", files[0].read_text()), f"{name} has no {member}"


def test_the_table_of_settings_has_every_setting():
    page = (ROOT / "docs/running-on-aws.md").read_text()
    table = page.split("## Every setting")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == setting_names()
