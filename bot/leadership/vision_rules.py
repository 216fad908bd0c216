"""The vision's own laws: what an answer and a theme may be, and two changes put together. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cards.rules import clean_line
from models.vision import QUESTIONS

ANSWER_MOST, ABOUT_MOST, NAME_MOST, WORD_MOST = 1000, 500, 60, 40
WORDS_MOST = 30
# A vision that points everywhere points nowhere; and the map must fit a phone.
THEMES_MOST, PARTS_MOST = 12, 6
_BETWEEN = re.compile(r"[,;\n、，]+")


@dataclass(frozen=True, slots=True)
class Merged:
    """``fields`` hold what goes together (mine, where they clash); ``clashes`` hold theirs."""

    fields: dict[str, str] = field(default_factory=dict)
    clashes: dict[str, str] = field(default_factory=dict)


def clean_answer(text: str) -> str:
    """An answer as it is kept: trimmed, bounded, without control characters."""
    lines = [clean_line(line, ANSWER_MOST) for line in text.replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip()[:ANSWER_MOST].rstrip()


def clean_answers(values: Mapping[str, Any]) -> dict[str, str]:
    """All five answers, each "" where nothing was said."""
    return {name: clean_answer(str(values.get(name) or "")) for name in QUESTIONS}


def clean_words(text: str) -> list[str]:
    """The words of a theme, each once, in the order in which they were written."""
    words = (clean_line(each, WORD_MOST).lower() for each in _BETWEEN.split(text))
    return list(dict.fromkeys(word for word in words if word))[:WORDS_MOST]


def read_part(line: str) -> tuple[str, list[str]]:
    """A theme's name, and behind the first colon its words: ("", []) where no name stands."""
    name, _, words = line.partition(":")
    return clean_line(name, NAME_MOST), clean_words(words)


def merge(
    names: Sequence[str],
    base: Mapping[str, str],
    theirs: Mapping[str, str],
    mine: Mapping[str, str],
) -> Merged:
    """Put two changes together, field by field; nothing of either is left out silently."""
    merged = Merged()
    for name in names:
        old, other, own = (str(each.get(name) or "") for each in (base, theirs, mine))
        if own in (other, old):
            merged.fields[name] = other  # I left it alone, or we agree
        else:
            merged.fields[name] = own
            if other != old:
                merged.clashes[name] = other
    return merged


def is_full(themes: Sequence[int | None], parent_id: int | None, more: int) -> bool:
    """Whether ``more`` themes do not fit. ``themes`` are the parents of the active ones."""
    beside = sum(parent == parent_id for parent in themes)
    return beside + more > (THEMES_MOST if parent_id is None else PARTS_MOST)
