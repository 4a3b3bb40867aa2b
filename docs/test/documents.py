"""The documents as they are read: fences, code within lines, and what a comment says of a fence."""

import dataclasses
import pathlib
import re

from markdown_it import MarkdownIt

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md")), *sorted(ROOT.glob("bench/*.md"))]
NOT_RUN = re.compile(r"<!-- not run: (.+) -->\s*")
MEASURES = "it measures, for half an hour and on an otherwise idle machine"


@dataclasses.dataclass(frozen=True)
class Fence:
    """A fenced block. `reason` says why it is not run; None when it is."""

    page: pathlib.Path
    line: int
    language: str
    code: str
    reason: str | None

    def __str__(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def fences(page):
    found, before = [], None
    for token in MarkdownIt().parse(page.read_text()):
        if token.type == "fence":
            comment = NOT_RUN.fullmatch(before.content) if before and before.type == "html_block" else None
            reason = comment.group(1) if comment else MEASURES if page.parent.name == "bench" else None
            found.append(Fence(page, token.map[0] + 1, token.info.strip(), token.content, reason))
        if token.type == "code_block":
            found.append(Fence(page, token.map[0] + 1, "indented", token.content, None))
        before = token
    return found


def all_fences(language):
    return [fence for page in PAGES for fence in fences(page) if fence.language == language]


def code_spans(page):
    """Code within lines, each with the line its paragraph begins at."""
    for token in MarkdownIt().enable("table").parse(page.read_text()):
        for child in token.children or []:
            if child.type == "code_inline":
                yield (token.map[0] + 1 if token.map else 0), child.content
