"""Which theme of the vision is a card of? Proposed from words; when in doubt, none. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.search import words_in

_WORD = re.compile(r"\w+", re.UNICODE)
_ENDING = re.compile(r"(ings?|ie[sd]|ed|es|e|s|y)$")
# Scripts without spaces between words: there, a word of a theme is looked for inside the text.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
# A theme's word in a card's name says more than one in its text.
NAME_WEIGHT, TEXT_WEIGHT = 2.0, 1.0
# So much must speak for a theme, and so much more for it than for any other.
LEAST, AHEAD = 2.0, 1.0
REASON_WORDS = 4


@dataclass(frozen=True, slots=True)
class Themed:
    """A theme as rules see it. ``parent_id``: what it is a part of."""

    id: int
    name: str
    words: tuple[str, ...]
    parent_id: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The theme that a card seems to be of (None: no telling), and the words that say so."""

    theme_id: int | None = None
    words: tuple[str, ...] = ()


def stem(word: str) -> str:
    """A word without its ending, in lower case: "orders", "ordering" and "ordered" are one."""
    lower = word.lower()
    bare = _ENDING.sub("", lower)
    return bare if len(bare) > 2 else lower


def terms_of(theme: Themed) -> dict[tuple[str, ...], str]:
    """What stands for a theme: its name's words and its own, as stems, with how they are written.

    A word of several ("waiting time") must be found as a whole.
    """
    telling = words_in(theme.name)
    named = [
        each
        for each in _WORD.findall(theme.name)
        if each.lower() in telling or _UNSPACED.search(each)
    ]
    terms: dict[tuple[str, ...], str] = {}
    for word in (*theme.words, *named):
        stems = tuple(stem(each) for each in _WORD.findall(word))
        if stems:
            terms.setdefault(stems, word.lower())
    return terms


def propose(title: str, text: str, themes: Sequence[Themed]) -> Proposal:
    """The theme of a card, from its name and its other words; no theme when that is not clear.

    Each word of a theme counts once, and less the more themes share it. A part of a theme and the
    theme itself do not compete: first the whole that is ahead of every other, then its part.
    """
    name, rest = _Heard.of(title), _Heard.of(text)
    terms = {theme.id: terms_of(theme) for theme in themes}
    families = {theme.id: _family(theme, themes) for theme in themes}
    sharing: dict[tuple[str, ...], set[int]] = {}
    for theme in themes:
        for term in terms[theme.id]:
            sharing.setdefault(term, set()).add(families[theme.id])
    scores: dict[int, dict[tuple[str, ...], float]] = {
        theme.id: {
            term: weight / len(sharing[term])
            for term, written in terms[theme.id].items()
            if (weight := _weight(term, written, name, rest))
        }
        for theme in themes
    }
    whole = _by_family(scores, families)
    ranked = sorted(whole, key=lambda each: (-sum(whole[each].values()), each))
    if not ranked:
        return Proposal()
    best = sum(whole[ranked[0]].values())
    second = sum(whole[ranked[1]].values()) if len(ranked) > 1 else 0.0
    if best < LEAST or best - second < AHEAD:
        return Proposal()
    chosen = _member(ranked[0], scores, families)
    found = whole[ranked[0]]
    said = sorted(found, key=lambda term: (-found[term], term))[:REASON_WORDS]
    spelt = {term: written for each in terms.values() for term, written in each.items()}
    return Proposal(chosen, tuple(spelt[term] for term in said))


def _by_family(
    scores: Mapping[int, Mapping[tuple[str, ...], float]], families: Mapping[int, int]
) -> dict[int, dict[tuple[str, ...], float]]:
    whole: dict[int, dict[tuple[str, ...], float]] = {}
    for theme_id, found in scores.items():
        whole.setdefault(families[theme_id], {}).update(found)
    return whole


def _member(
    family: int,
    scores: Mapping[int, Mapping[tuple[str, ...], float]],
    families: Mapping[int, int],
) -> int:
    """The part that is ahead of all other parts, else the whole."""
    parts = [each for each, whole in families.items() if whole == family and each != family]
    parts.sort(key=lambda each: (-sum(scores[each].values()), each))
    if not parts or not scores[parts[0]]:
        return family
    first = sum(scores[parts[0]].values())
    other = sum(scores[parts[1]].values()) if len(parts) > 1 else 0.0
    return parts[0] if first > other else family


def _family(theme: Themed, themes: Iterable[Themed]) -> int:
    known = {each.id for each in themes}
    return theme.parent_id if theme.parent_id in known and theme.parent_id else theme.id


@dataclass(frozen=True, slots=True)
class _Heard:
    """A text as its stems in order, and as it is written (for scripts without spaces)."""

    stems: tuple[str, ...]
    written: str

    @classmethod
    def of(cls, text: str) -> _Heard:
        return cls(tuple(stem(word) for word in _WORD.findall(text)), text.lower())

    def has(self, term: tuple[str, ...], written: str) -> bool:
        if _UNSPACED.search(written):
            return written in self.written
        length = len(term)
        return any(
            self.stems[start : start + length] == term
            for start in range(len(self.stems) - length + 1)
        )


def _weight(term: tuple[str, ...], written: str, name: _Heard, rest: _Heard) -> float:
    if name.has(term, written):
        return NAME_WEIGHT
    return TEXT_WEIGHT if rest.has(term, written) else 0.0
