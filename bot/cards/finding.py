"""Finding cards: words and filters as typed, pages, corrected words, who has lived it, gaps."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.origins import Origin
from bot.errors import PersonError
from bot.seci.types import AssetKind
from bot.slack.blocks import said
from bot.texts import finding as texts
from models.audience import Audience
from models.card import Card, CardStatus
from models.channel import channels_named
from models.member import members_named, names_of
from models.pointer import lived_by
from models.question import note_question
from models.search import Filters, find_cards, words_beginning, words_of
from models.words import is_common

PAGE = 5
QUERY_MOST = 400
PAGES_MOST = 200
# Under so many hits the words may be misspelt.
FEW = 3
# How like a word on a card a word must be to be a slip of it (difflib's ratio, 0 to 1).
NEAR = 0.8
# How many letters a slip has in common with the word that was meant, at its beginning: by these
# the index finds what may be meant ("reset" is no slip of "greet").
BEGINNING = 2
# Talk that is about a card shares so many words with it, at least.
SHARED_LEAST = 3
_FILTER = re.compile(r"(?<!\S)(kind|status|origin|in|by):(<[^>]*>|\S+)", re.IGNORECASE)
_ID = re.compile(r"<[#@]([A-Z0-9]+)(\|[^>]*)?>")
_ENDING = re.compile(r"(ings?|ed|es|s)$")
_NOTHING = "-"  # no id of Slack's: a filter that keeps no card


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed: the words, and the filters among them by name."""

    words: str
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of cards, best first. ``corrected`` maps misspelt words to those looked for."""

    cards: Sequence[Card]
    page: int = 0
    has_next: bool = False
    corrected: Mapping[str, str] = field(default_factory=dict)
    lived: Mapping[int, Sequence[str]] = field(default_factory=dict)
    is_noted: bool = False


def parse_query(typed: str) -> Asked:
    """Split what was typed into words and ``kind: status: origin: in: by:`` filters."""
    typed = typed[:QUERY_MOST]
    filters = {each[1].lower(): each[2] for each in _FILTER.finditer(typed)}
    return Asked(" ".join(_FILTER.sub(" ", typed).split()), filters)


def correct_words(words: Sequence[str], vocabulary: Collection[str]) -> dict[str, str]:
    """Words that stand on no card, each with the nearest one that does, if one is near.

    ``vocabulary``: what stands on cards, at least all that begins as one of the words does.
    """
    near = {}
    for word in filter(_may_be_slip, words):
        alike = sorted(each for each in vocabulary if each[:BEGINNING] == word[:BEGINNING])
        if _stem(word) in map(_stem, alike):
            continue
        likely = [each for each in alike if abs(len(each) - len(word)) <= 1 and not is_common(each)]
        best = difflib.get_close_matches(word, likely, n=1, cutoff=NEAR)
        if best:
            near[word] = best[0]
    return near


def _may_be_slip(typed: str) -> bool:
    return len(typed) >= 4 and not is_common(typed)


def _stem(word: str) -> str:
    return _ENDING.sub("", word)


def answers(words: Sequence[str], card_words: Collection[str]) -> bool:
    """Whether a card answers words that were looked for: it has most of them, and at least one."""
    stems = {_stem(word) for word in card_words}
    have = sum(_stem(word) in stems for word in words)
    return bool(words) and have * 3 >= len(words) * 2


def is_about(words: Collection[str], title: Collection[str], card_words: Collection[str]) -> bool:
    """Whether some talk is about a card: it has most of its title, and more of its words."""
    said = {_stem(word) for word in words}
    named = {_stem(word) for word in title}
    shared = said & {_stem(word) for word in card_words}
    return bool(named) and 2 * len(said & named) > len(named) and len(shared) >= SHARED_LEAST


async def search(session: AsyncSession, audience: Audience, typed: str, *, page: int = 0) -> Found:
    """A page of what this audience may see. Raises PersonError for a filter nobody knows."""
    asked = parse_query(typed)
    page = min(max(page, 0), PAGES_MOST)
    filters = await _filters(session, audience.workspace_id, asked.filters)
    words, corrected = asked.words, dict[str, str]()
    cards = await _page(session, audience, words, filters, page)
    if len(cards) < FEW if page == 0 else not cards:
        looked_for = words_of(words)
        beginnings = {word[:BEGINNING] for word in looked_for if _may_be_slip(word)}
        vocabulary = await words_beginning(session, audience, beginnings)
        corrected = correct_words(looked_for, vocabulary)
        if corrected:
            meant = " ".join(corrected.get(word, word) for word in looked_for)
            better = await _page(session, audience, meant, filters, page)
            cards, corrected = (better, corrected) if better else (cards, {})
    shown = cards[:PAGE]
    lived = await lived_names(session, audience.workspace_id, [card.id for card in shown])
    return Found(shown, page, len(cards) > PAGE, corrected, lived)


async def find_or_note(
    session: AsyncSession, audience: Audience, typed: str, *, channel_id: str, now: datetime
) -> Found:
    """The first page; when there is nothing, the words are noted as a gap, without a name."""
    found = await search(session, audience, typed)
    words = words_of(parse_query(typed).words)
    if found.cards or not words:
        return found
    await note_question(
        session,
        workspace_id=audience.workspace_id,
        channel_id=channel_id,
        words=" ".join(words),
        at=now,
    )
    return replace(found, is_noted=True)


async def _page(
    session: AsyncSession, audience: Audience, words: str, filters: Filters, page: int
) -> list[Card]:
    return await find_cards(
        session, audience, words, filters=filters, limit=PAGE + 1, offset=page * PAGE
    )


async def lived_names(
    session: AsyncSession, workspace_id: str, card_ids: Sequence[int]
) -> dict[int, list[str]]:
    """Names of those who agreed to be found, alphabetically, escaped, for each card."""
    people = await lived_by(session, workspace_id, card_ids)
    everybody = {person for each in people.values() for person in each}
    names = await names_of(session, workspace_id, everybody)
    return {
        card: [said(names[person], 80) for person in each if names.get(person)]
        for card, each in people.items()
    }


async def _filters(session: AsyncSession, workspace_id: str, given: Mapping[str, str]) -> Filters:
    return Filters(
        asset_kind=_one_of(given, "kind", AssetKind),
        status=_one_of(given, "status", CardStatus),
        origin=_one_of(given, "origin", Origin),
        channel_id=await _channel(session, workspace_id, given.get("in", "")),
        author_id=await _person(session, workspace_id, given.get("by", "")),
    )


def _one_of(
    given: Mapping[str, str], name: str, known: type[AssetKind] | type[CardStatus] | type[Origin]
) -> str:
    value = given.get(name, "").lower()
    if value and value not in set(known):
        names = ", ".join(known)
        raise PersonError(texts.UNKNOWN_VALUE.format(name=name, value=said(value, 40), known=names))
    return value


async def _channel(session: AsyncSession, workspace_id: str, typed: str) -> str:
    """A channel's id as Slack or a person writes it; one that nobody knows keeps no card."""
    found = _ID.match(typed)
    if found or not typed:
        return found[1] if found else ""
    ids = await channels_named(session, workspace_id, typed.lstrip("#").lower())
    return ids[0] if ids else _NOTHING


async def _person(session: AsyncSession, workspace_id: str, typed: str) -> str:
    found = _ID.match(typed)
    if found or not typed:
        return found[1] if found else ""
    ids = await members_named(session, workspace_id, typed.lstrip("@"))
    return ids[0] if ids else _NOTHING
