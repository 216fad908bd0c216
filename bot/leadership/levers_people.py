"""Levers between people: asking a missing view in, and thanks. Always by somebody's own press."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.service import require_member
from bot.errors import PersonError
from bot.leadership.knows import ask_once, who_knows
from bot.leadership.knows_rules import Knower
from bot.texts import ba as ba_texts
from bot.texts import levers as texts
from models.audience import Audience
from models.card import Card
from models.member import MuteSubject, get_member, members_of, mute, names_of
from models.outbox import put
from models.search import get_card
from models.thanks import Thanks, add_thanks

ASKED_IN_KIND, THANKED_KIND = "asked_in", "thanked"
WORDS_MOST = 300
LIVES = timedelta(days=14)
# A good moment to ask whether somebody may be named: the day after they were thanked.
AFTER_THANKS = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Askable:
    """Whom somebody may ask in about a card, alphabetically; the cards that the reasons name."""

    channel_id: str
    card: Card
    people: Sequence[Knower]
    names: Mapping[str, str]
    cards: Mapping[int, Card]


async def whom_to_ask(
    session: AsyncSession, workspace_id: str, channel_id: str, asker: str, card_id: int
) -> Askable:
    """People from outside a channel who know about a card, may see it, and agreed to be asked.

    Raises PersonError for people who are not in the channel or may not see the card.
    """
    await require_member(session, workspace_id, channel_id, asker)
    card = await get_card(session, Audience(workspace_id, member_id=asker), card_id)
    if card is None:
        raise PersonError(ba_texts.PRESSED_NOTHING)
    known = await who_knows(session, workspace_id, asker, card.title)
    inside = await members_of(session, workspace_id, channel_id)
    people = []
    for each in known.people:
        theirs = Audience(workspace_id, member_id=each.member_id)
        if each.member_id in inside or await get_card(session, theirs, card_id) is None:
            continue
        people.append(each)
    names = await names_of(session, workspace_id, [each.member_id for each in people])
    return Askable(channel_id, card, people, names, known.cards)


async def no_more_thanks(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Somebody does not want to be told of thanks, until they end their pauses."""
    who = (session, workspace_id, MuteSubject.PERSON, member_id)
    await mute(*who, THANKED_KIND, until=None, by=member_id, now=now)


async def ask_in(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    asker: str,
    card_id: int,
    invited: str,
    words: str,
    now: datetime,
) -> None:
    """Somebody asks one of these people; each is asked by them about a card once.

    Raises PersonError when that person no longer wants to be asked, or never could be.
    """
    askable = await whom_to_ask(session, workspace_id, channel_id, asker, card_id)
    if invited not in {each.member_id for each in askable.people}:
        raise PersonError(texts.ASKED_GONE)
    await put(
        session,
        workspace_id=workspace_id,
        kind=ASKED_IN_KIND,
        key=f"{ASKED_IN_KIND}:{card_id}:{asker}:{invited}",
        member_id=invited,
        payload={"card": card_id, "by": asker, "words": words.strip()[:WORDS_MOST]},
        is_unasked=True,
        expires_at=now + LIVES,
        now=now,
    )


async def thank(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    by: str,
    people: Collection[str],
    words: str,
    now: datetime,
    *,
    card_id: int | None = None,
) -> None:
    """Somebody in a channel thanks others, perhaps for a card that they may see.

    Those are told, with the words; the channel's digest may name them, without.
    Raises PersonError for people who are not in the channel, and for thanks to oneself or nobody.
    """
    await require_member(session, workspace_id, channel_id, by)
    if not set(people) - {by}:
        raise PersonError(texts.THANK_NOT_SELF)
    if card_id is not None:
        me = Audience(workspace_id, member_id=by)
        card_id = card_id if await get_card(session, me, card_id) is not None else None
    for person in sorted(set(people) - {by}):
        member = await get_member(session, workspace_id, person)
        if member is None or member.is_deleted or member.is_bot:
            raise PersonError(texts.THANK_UNKNOWN)
        thanks = Thanks(
            workspace_id=workspace_id,
            channel_id=channel_id,
            from_id=by,
            to_id=person,
            card_id=card_id,
            words=" ".join(words.split())[:WORDS_MOST],
            at=now,
        )
        await add_thanks(session, thanks)
        await put(
            session,
            workspace_id=workspace_id,
            kind=THANKED_KIND,
            key=f"{THANKED_KIND}:{thanks.id}",
            member_id=person,
            payload={"thanks": thanks.id},
            is_unasked=True,
            expires_at=now + LIVES,
            now=now,
        )
        await ask_once(session, workspace_id, person, now, due_at=now + AFTER_THANKS)
