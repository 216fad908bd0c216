"""One card's story: how it came to be, step by step, through which modes, levels and people.

Only of people who did it in the open or agreed to be found; nobody's own practice has a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.lineage import lineage_of, lineage_words
from bot.cards.linking import Linker, require_card
from bot.cards.render import card_name
from bot.spiral.rules import card_in
from bot.texts import spiral as texts
from models.audience import BEYOND, ORGANIZATION, PERSON
from models.author import authors_of
from models.card import Card
from models.conversion import Conversion, conversions_of
from models.experiment import experiments_of
from models.link import LinkKind
from models.member import names_of
from models.pointer import lived_by
from models.search import list_cards
from models.story import stories_of

STEPS_MOST = 200
STORIES_MOST = 20
_LEVEL_OF = {PERSON: "person", ORGANIZATION: "organization", BEYOND: "beyond"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the journey: when (None where the day is nobody's business), mode, what it was.

    ``words`` are ready as mrkdwn.
    """

    at: datetime | None
    mode: str
    words: str


@dataclass(frozen=True, slots=True)
class Journey:
    """A card's story as one person may see it. Names are alphabetical, as people wrote them."""

    card: Card
    stops: Sequence[Stop]
    level: str
    authors: Sequence[str]
    told: Sequence[str]
    lived: Sequence[str]
    lineage: Sequence[str]


async def gather_journey(session: AsyncSession, who: Linker, card_id: int) -> Journey:
    """Collect a card's story; raises PersonError when they may not see the card."""
    card = await require_card(session, who.audience, card_id)
    rows = await conversions_of(session, who.workspace_id, f"card:{card.id}", limit=STEPS_MOST)
    others = await _others(session, who, card, rows)
    outcomes = {
        each.id: each.state
        for each in await experiments_of(session, who.workspace_id, card.id, limit=STEPS_MOST)
    }
    rows = [row for row in rows if _named(row) - {card.id} <= set(others)]
    lineage = await lineage_of(session, who.audience, card, depth=1)
    stories = await stories_of(session, who.workspace_id, card.id, most=STORIES_MOST)
    lived = (await lived_by(session, who.workspace_id, [card.id])).get(card.id, [])
    authors = (await authors_of(session, [card]))[card.id]
    told = {story.member_id for story in stories}
    names = await names_of(session, who.workspace_id, {*authors, *told, *lived})
    return Journey(
        card,
        merged([_stop(row, card, others, outcomes) for row in rows]),
        _LEVEL_OF.get(card.scope, "group"),
        _by_name(authors, names),
        _by_name(told, names),
        _by_name(lived, names),
        lineage_words(lineage, card_name),
    )


def _by_name(people: Iterable[str], names: Mapping[str, str]) -> list[str]:
    known = {names[person] for person in people if names.get(person, "").strip()}
    return sorted(known, key=lambda name: (name.casefold(), name))


def _named(row: Conversion) -> set[int]:
    return {card for end in (row.source, row.target) if (card := card_in(end)) is not None}


async def _others(
    session: AsyncSession, who: Linker, card: Card, rows: Sequence[Conversion]
) -> dict[int, Card]:
    """The other cards on the way, as far as this person may see them."""
    ids = sorted({each for row in rows for each in _named(row)} - {card.id})
    if not ids:
        return {}
    seen = await list_cards(session, who.audience, ids=ids, limit=len(ids))
    return {each.id: each for each in seen}


def _stop(
    row: Conversion, card: Card, others: Mapping[int, Card], outcomes: Mapping[int, str]
) -> Stop:
    act, _, rest = row.unique_key.partition(":")
    if act == "practice":
        return Stop(None, row.mode, texts.TRIED)
    if act == "link":
        return Stop(row.at, row.mode, _linked(rest, card, others))
    if act == "experiment":
        state = outcomes.get(int(rest), "") if rest.isdecimal() else ""
        return Stop(row.at, row.mode, texts.RESULTS.get(state, texts.RESULT))
    if act == "promote":
        scope = rest.rpartition(":")[2]
        return Stop(row.at, row.mode, texts.PROMOTED.get(scope, texts.PLAIN[row.mode]))
    if act == "card" and row.source.startswith("thread:"):
        return Stop(row.at, row.mode, texts.BORN_IN_TALK.format(channel=card.channel_id))
    return Stop(row.at, row.mode, texts.ACTS.get(act, texts.PLAIN.get(row.mode, row.mode)))


def _linked(rest: str, card: Card, others: Mapping[int, Card]) -> str:
    """``rest`` is "kind:source:target" of the link."""
    kind, source, target = [*rest.split(":"), "", ""][:3]
    other = target if source == str(card.id) else source
    found = others.get(int(other)) if other.isdecimal() else None
    sentences = texts.LINKED_FROM if source == str(card.id) else texts.LINKED_TO
    if found is None or kind not in set(LinkKind):
        return texts.PLAIN["combination"]
    return sentences[kind].format(card=card_name(found))


def merged(stops: Sequence[Stop]) -> list[Stop]:
    """Tries that follow on one another are one stop, so that no day tells who it was. Pure."""
    found: list[Stop] = []
    tried = 0
    for stop in [*stops, None]:
        if stop is not None and stop.at is None:
            tried += 1
            continue
        if tried:
            found.append(Stop(None, "internalization", texts.tried(tried)))
            tried = 0
        if stop is not None:
            found.append(stop)
    return found


def way_of(stops: Sequence[Stop]) -> list[str]:
    """The modes that the card went through, in order, each change once. Pure."""
    way: list[str] = []
    for stop in stops:
        if not way or way[-1] != stop.mode:
            way.append(stop.mode)
    return way
