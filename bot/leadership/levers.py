"""Energizing a ba: one lever at a time, offered in ``/ba`` and in the digest, easily refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.service import require_member
from bot.errors import PersonError
from bot.leadership.levers_rules import (
    Lever,
    Refusal,
    Unwanted,
    in_turn,
    is_akin,
    items_left,
    read_refusal,
    turn_of,
)
from bot.texts import ba as ba_texts
from models.audience import Audience
from models.author import authors_of
from models.card import Card
from models.channel import Channel, get_channel, is_on
from models.lever import long_unchallenged, newest_cards, refuse_lever, refused_levers
from models.member import MuteSubject
from models.search import find_cards, words_on
from models.thanks import thanked_in

# A card older than this may be doubted for the sake of it.
OLD = timedelta(days=60)
# Cards younger than this say what a place is busy with now.
NEW = timedelta(days=120)
# So many authors, or fewer, are "the same few".
FEW = 2
# From so many cards on, a place's newest cards tell something about it.
LEAST_CARDS = 3
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Pulled:
    """One lever for a channel now: ``item`` is what a refusal names, the card what it is about.

    ``place`` is the id of the channel that the card comes from, where it may be named; ``question``
    chooses among wordings.
    """

    lever: Lever
    channel_id: str
    item: str
    card: Card | None = None
    place: str = ""
    question: int = 0
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a lever is looked for, for whom, when."""

    session: AsyncSession
    channel: Channel
    audience: Audience
    refused: set[tuple[str, str]]
    turn: int
    now: datetime


async def lever_for(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime, *, member_id: str = ""
) -> Pulled | None:
    """The lever that a channel is offered now, None when there is none to offer.

    It is the same all week, another one the next. Shown to a whole channel (the digest), or, with
    ``member_id``, to one of its people (``/ba``), whose own refusals count too. Cards are only ever
    those that every member of the channel may see.
    """
    channel = await get_channel(session, workspace_id, channel_id)
    if not is_on(channel) or not channel.is_member:
        return None
    subjects = [(str(MuteSubject.CHANNEL), channel_id)]
    if member_id:
        subjects.append((MuteSubject.PERSON, member_id))
    refused = await refused_levers(session, workspace_id, subjects, now)
    turn = turn_of(channel_id, now.date())
    audience = Audience(workspace_id, channel_id=channel_id)
    place = _Place(session, channel, audience, refused, turn, now)
    for lever in in_turn(turn, refused):
        pulled = await _FINDERS[lever](place)
        if pulled is not None and (lever, pulled.item) not in refused:
            return pulled
    return None


async def _chaos(place: _Place) -> Pulled | None:
    """A question to an old assumption that nobody ever doubted."""
    cards = await long_unchallenged(
        place.session, place.audience, place.channel.id, place.now - OLD
    )
    card = _first(Lever.CHAOS, cards, place)
    return None if card is None else _about(Lever.CHAOS, place, card)


async def _redundancy(place: _Place) -> Pulled | None:
    """One line that points to a card of another ba, never a copy."""
    newest = await newest_cards(
        place.session, place.audience, place.channel.id, place.now - NEW, limit=3
    )
    for own in newest:
        found = await find_cards(place.session, place.audience, own.title, limit=20)
        elsewhere = [card for card in found if card.channel_id != place.channel.id]
        others = [card for card in elsewhere if is_akin(words_on(own), words_on(card))]
        card = _first(Lever.REDUNDANCY, others, place)
        if card is not None:
            workspace_id = place.channel.workspace_id
            home = await get_channel(place.session, workspace_id, card.channel_id)
            named = home is not None and not home.is_private
            return _about(Lever.REDUNDANCY, place, card, home=card.channel_id if named else "")
    return None


async def _variety(place: _Place) -> Pulled | None:
    """Whose view is missing? Where cards come from inside alone, or from the same few."""
    newest = await newest_cards(place.session, place.audience, place.channel.id, place.now - NEW)
    if len(newest) < LEAST_CARDS:
        return None
    authors = set[str]().union(*(await authors_of(place.session, newest)).values())
    is_few = len(authors) <= FEW
    if not is_few and any(card.origin != "inside" for card in newest):
        return None
    card = _first(Lever.VARIETY, newest, place)
    return None if card is None else _about(Lever.VARIETY, place, card, is_few=is_few)


async def _care(place: _Place) -> Pulled | None:
    """Thanks, by whom and to whom; not where somebody was thanked this week anyway."""
    where = (place.session, place.channel.workspace_id, place.channel.id)
    if await thanked_in(*where, place.now - WEEK, place.now):
        return None
    return Pulled(Lever.CARE, place.channel.id, f"week-{place.turn}")


async def _autonomy(place: _Place) -> Pulled | None:
    """Everybody sets for themselves how the bot behaves towards them."""
    return Pulled(Lever.AUTONOMY, place.channel.id, f"week-{place.turn}")


_FINDERS: Mapping[Lever, Callable[[_Place], Awaitable[Pulled | None]]] = {
    Lever.CHAOS: _chaos,
    Lever.REDUNDANCY: _redundancy,
    Lever.VARIETY: _variety,
    Lever.CARE: _care,
    Lever.AUTONOMY: _autonomy,
}


def _first(lever: Lever, cards: Sequence[Card], place: _Place) -> Card | None:
    left = items_left(lever, [card.id for card in cards], place.refused)
    return next((card for card in cards if left and card.id == left[0]), None)


def _about(
    lever: Lever, place: _Place, card: Card, *, home: str = "", is_few: bool = False
) -> Pulled:
    item = f"card-{card.id}"
    return Pulled(lever, place.channel.id, item, card, home, place.turn, is_few)


async def refuse(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    member_id: str,
    value: str,
    now: datetime,
) -> Refusal:
    """Somebody refuses a lever, for themselves or (any member) for the channel; gives what.

    Raises PersonError for people who are not in the channel, and for what no menu of ours says.
    """
    refusal = read_refusal(value)
    if refusal is None:
        raise PersonError(ba_texts.PRESSED_NOTHING)
    is_channel = refusal.subject == MuteSubject.CHANNEL
    if is_channel:
        await require_member(session, workspace_id, channel_id, member_id)
    await refuse_lever(
        session,
        workspace_id,
        refusal.subject,
        channel_id if is_channel else member_id,
        refusal.lever,
        refusal.item if refusal.how == Unwanted.ONCE else "",
        until=now + WEEK if refusal.how == Unwanted.WEEK else None,
        by=member_id,
        at=now,
    )
    return refusal
