"""Links and paths in the documentation lead somewhere."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, Page, anchor, name_of, pages

# A path in backticks, perhaps with parts to be replaced: bot/<domain>/service.py, models/*.py.
PATH = re.compile(r"[\w.<>*-]+(?:/[\w.<>*-]+)*/?")
ENDS = (".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".cfg", ".html", ".css", ".js")
FOLDERS = {
    folder.name
    for folder in ROOT.iterdir()
    if folder.is_dir() and (not folder.name.startswith(".") or folder.name == ".github")
}
# What Slack or the operator has, not this repository.
ELSEWHERE = {"http.yaml", "many.yaml", "note.txt"}


def test_links_lead_to_files_and_headings(page: Page) -> None:
    for link in page.links:
        if "://" in link or link.startswith("mailto:"):
            continue
        target, _, heading = link.partition("#")
        there = (page.path.parent / target).resolve() if target else page.path
        assert there.exists(), link
        assert there.is_relative_to(ROOT), link
        if heading:
            assert heading in Page(there).anchors, link


def test_paths_in_backticks_exist(page: Page) -> None:
    for word in (word for code in page.inline for word in re.split(r"[\s,]+", code)):
        if not PATH.fullmatch(word) or word in ELSEWHERE:
            continue
        pattern = re.sub(r"<[^>]*>", "*", word).rstrip("/")
        first = word.split("/")[0]
        if "/" in word and first in FOLDERS:
            assert list(ROOT.glob(pattern)), word
        elif "/" not in word and word.endswith(ENDS):
            assert is_somewhere(pattern), word


def is_somewhere(name: str) -> bool:
    """Whether a file of this name is in the repository."""
    return any(ROOT.glob(name)) or any(
        found for folder in FOLDERS for found in (ROOT / folder).rglob(name)
    )


def test_anchors_are_made_as_github_makes_them() -> None:
    assert anchor("Where is …?") == "where-is-"
    assert anchor("`ba run --http`, and [HTTP](x.md)") == "ba-run---http-and-http"


@pytest.mark.parametrize(
    "other", [page for page in pages() if "docs/" in name_of(page)], ids=name_of
)
def test_every_page_is_reached_from_the_readme(other: Page) -> None:
    assert other.path in reached(), "no page links to it"


def reached() -> set[object]:
    """The pages that a reader finds who begins with the README; folders show what they hold."""
    found: set[object] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        if path.is_dir():
            waiting += path.glob("*.md")
        elif path.suffix == ".md" and path.exists():
            links = [link.partition("#")[0] for link in Page(path).links if "://" not in link]
            waiting += [(path.parent / link).resolve() for link in links if link]
    return found
