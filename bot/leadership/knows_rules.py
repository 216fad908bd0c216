"""Who knows about something, and why: pure rules over what was looked up within an audience."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from models.search import words_in

# At most so many themes are remembered from one message, the longest words first.
THEMES_MOST = 5
# At most so many people are named, so many cards or channels for each reason.
PEOPLE_MOST = 12
WHY_MOST = 3

_ABOUT = re.compile(
    r"^(?:please[, ]+)?"
    r"(?:(?:does|do)\s+(?:any(?:body|one)|some(?:body|one))\s+(?:here\s+)?know"
    r"(?:\s+(?:anything|something|more|much))?\s+about"
    r"|who\s+(?:here\s+|else\s+)?(?:knows?|can\s+tell\s+(?:me|us))"
    r"(?:\s+(?:anything|something|more|most|much|a\s+lot))?\s+about"
    r"|who\s+(?:here\s+)?has\s+(?:any\s+|some\s+)?experience\s+(?:with|of|in|on)"
    r"|whom?\s+(?:can|could|should|may)\s+(?:i|we|one)\s+ask\s+about)\s+"
    r"(?P<what>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_ENDING = re.compile(r"(ings?|ed|es|s)$")


def asked_about(question: str) -> str | None:
    """What "who knows about …?" asks about, or None for any other question."""
    found = _ABOUT.match(question.strip())
    if found is None:
        return None
    return found["what"].strip(" ?!.…\t\n") or None


def stem(word: str) -> str:
    """A word without its ending, so that "ovens" and "oven" are one theme."""
    return _ENDING.sub("", word)


def themes_in(text: str, vocabulary: Collection[str]) -> dict[str, str]:
    """The words of a text that stand on cards anyway, with their stems; nothing else of it.

    ``vocabulary`` are the words of the cards that the people of the place may see: what a team has
    no card on (somebody's own sorrows) never becomes a theme.
    """
    known = {stem(word) for word in vocabulary}
    found = [word for word in words_in(text) if len(word) > 3 and stem(word) in known]
    longest = sorted(found, key=lambda word: (-len(word), word))[:THEMES_MOST]
    return {word: stem(word) for word in sorted(longest)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What ties people to the words that were looked for, by person: ids of cards or channels."""

    wrote: Mapping[str, Collection[int]]
    helped: Mapping[str, Collection[int]]
    used: Mapping[str, Collection[int]]
    lived: Mapping[str, Collection[int]]
    told: Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Knower:
    """Somebody who knows, and why: ids of cards and channels, bounded, in a fixed order."""

    member_id: str
    wrote: tuple[int, ...] = ()
    helped: tuple[int, ...] = ()
    used: tuple[int, ...] = ()
    lived: tuple[int, ...] = ()
    told: tuple[str, ...] = ()


def knowers(
    names: Mapping[str, str], agreed: Collection[str], evidence: Evidence
) -> tuple[list[Knower], bool]:
    """People with the reasons why, alphabetically by name; and whether more were left out.

    Only those who agreed to be found; for cards that somebody wants to be found for, that itself
    is the agreement. People without a name are left out. Nothing is counted or weighed.
    """
    willing = set(agreed)
    people = {
        person
        for each in (evidence.wrote, evidence.helped, evidence.used, evidence.told)
        for person, why in each.items()
        if why and person in willing
    } | {person for person, cards in evidence.lived.items() if cards}
    named = sorted(
        (person for person in people if names.get(person, "").strip()),
        key=lambda person: (names[person].casefold(), person),
    )
    return [_knower(person, person in willing, evidence) for person in named[:PEOPLE_MOST]], len(
        named
    ) > PEOPLE_MOST


def _knower(person: str, is_willing: bool, evidence: Evidence) -> Knower:
    lived = _some(evidence.lived, person)
    if not is_willing:
        return Knower(person, lived=lived)
    wrote = _some(evidence.wrote, person)
    helped = tuple(card for card in _some(evidence.helped, person) if card not in wrote)
    told = tuple(sorted(evidence.told.get(person, ()))[:WHY_MOST])
    return Knower(person, wrote, helped, _some(evidence.used, person), lived, told)


def _some(found: Mapping[str, Collection[int]], person: str) -> tuple[int, ...]:
    return tuple(sorted(found.get(person, ()))[:WHY_MOST])
