"""The documentation as the tests read it: its links, its headings, its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^ *```[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)|src=\"([^\"]+)\"", re.MULTILINE)
HEADING = re.compile(r"^#+ +(.*?)(?: +#+)?$", re.MULTILINE)
# Where a command ends within a line: the next one, a comment, what is done with its output.
AFTER = re.compile(r"\s+(?:&&|\|\|?|>|<)\s*|\s+#.*$")
BEFORE = re.compile(r"^(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?")


@dataclass(frozen=True)
class Page:
    """A page of the documentation."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def prose(self) -> str:
        """The page without its blocks of code."""
        return FENCE.sub("", self.text)

    @property
    def links(self) -> list[str]:
        """What it links to, as written."""
        return ["".join(found) for found in LINK.findall(self.prose)]

    @property
    def anchors(self) -> set[str]:
        """The anchors of its headings, as GitHub makes them."""
        found: dict[str, int] = {}
        for title in HEADING.findall(self.prose):
            slug = anchor(title)
            found[slug] = found.get(slug, 0) + 1
        more = {f"{slug}-{n}" for slug, count in found.items() for n in range(1, count)}
        return set(found) | more

    @property
    def inline(self) -> list[str]:
        """What stands in backticks."""
        return INLINE.findall(self.prose)

    @property
    def commands(self) -> list[list[str]]:
        """Every command that it shows, without what stands before its name, as words."""
        lines = [line.strip() for block in FENCE.findall(self.text) for line in block.splitlines()]
        parts = [part for line in [*lines, *self.inline] for part in AFTER.split(line)]
        return [BEFORE.sub("", part).split() for part in parts if part.strip()]

    def shown(self, program: str) -> list[list[str]]:
        """What it gives to a program, as words."""
        return [words[1:] for words in self.commands if words and words[0] == program]


def anchor(title: str) -> str:
    """A heading's anchor."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).replace("`", "").lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def pages() -> list[Page]:
    """All that is written for people to read."""
    globs = ("*.md", "docs/**/*.md", ".github/**/*.md", ".github/**/*.yml")
    others = ("playground/API.md", "training/corpus/README.md", "bot/seci/model/model_card.md")
    found = {path for pattern in globs for path in ROOT.glob(pattern)}
    return [Page(path) for path in sorted(found | {ROOT / other for other in others})]


def name_of(page: Page) -> str:
    """For the names of tests."""
    return page.path.relative_to(ROOT).as_posix()
