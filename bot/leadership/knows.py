"""Who knows about …? Answered with people who agreed to be found; and asking them, once.

Socialization leaves no words: for what stays tacit the bot remembers only who has lived it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.finding import answers
from bot.leadership.knows_rules import Evidence, Knower, knowers, stem, themes_in
from models.audience import Audience
from models.author import authors_of
from models.card import Card
from models.channel import Level, list_channels
from models.knowing import (
    FindState,
    agreed_to_be_found,
    get_findable,
    heard,
    set_findable,
    users_of,
    worth_asking,
)
from models.lived import forget_themes, lived_themes, remember_themes, themes_of, told_lately
from models.member import channels_of, get_member, members_of, names_of
from models.outbox import put
from models.pointer import lived_by, point_no_more
from models.question import note_question
from models.search import find_cards, list_cards, visible_words, words_of, words_on
from models.thanks import thanked_for
from models.workspace import list_workspaces

ASK_KIND = "found_ask"
# Cards that are looked at for one question.
CARDS_MOST = 20
# How long the question whether somebody may be named waits for a good hour.
ASK_LIVES = timedelta(days=14)
# What was told is looked at once it has settled (edits, late deliveries), and for a day.
SETTLED = timedelta(minutes=5)
LATELY = timedelta(days=1)
TOLD = 500


@dataclass(frozen=True, slots=True)
class Known:
    """Who knows, alphabetically; the cards that the reasons name, by id; are there more people?"""

    people: Sequence[Knower]
    cards: Mapping[int, Card]
    has_more: bool = False
    is_noted: bool = False


async def who_knows(session: AsyncSession, workspace_id: str, asker: str, typed: str) -> Known:
    """People who know about some words and agreed to be named, with reasons the asker may see."""
    words = words_of(typed)
    me = Audience(workspace_id, member_id=asker)
    found = await find_cards(session, me, typed, limit=CARDS_MOST)
    cards = {card.id: card for card in found if answers(words, words_on(card))}
    evidence = await _evidence(session, workspace_id, asker, words, cards)
    agreed = {each.member_id for each in await agreed_to_be_found(session, workspace_id)}
    near = await _near(session, workspace_id, asker)
    everybody = agreed | set(evidence.lived)
    allowed = (everybody if near is None else everybody & near) - {asker}
    names = await names_of(session, workspace_id, allowed)
    people, has_more = knowers(names, agreed, evidence)
    return Known(people, cards, has_more)


async def _evidence(
    session: AsyncSession,
    workspace_id: str,
    asker: str,
    words: Sequence[str],
    cards: Mapping[int, Card],
) -> Evidence:
    wrote: dict[str, set[int]] = {}
    helped: dict[str, set[int]] = {}
    for card_id, people in (await authors_of(session, list(cards.values()))).items():
        for person in people:
            began = cards[card_id].author_id == person
            (wrote if began else helped).setdefault(person, set()).add(card_id)
    for person, thanked in (await thanked_for(session, workspace_id, cards)).items():
        helped.setdefault(person, set()).update(thanked)
    lived = await lived_by(session, workspace_id, cards)
    stems = {stem(word) for word in words}
    return Evidence(
        wrote=wrote,
        helped=helped,
        used=_by_person(await users_of(session, workspace_id, cards)),
        lived=_by_person(lived),
        told=await lived_themes(session, workspace_id, asker, stems),
    )


def _by_person(by_card: Mapping[int, Collection[str]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for card_id, people in by_card.items():
        for person in people:
            found.setdefault(person, set()).add(card_id)
    return found


async def _near(session: AsyncSession, workspace_id: str, asker: str) -> set[str] | None:
    """Whom somebody may be told of: anybody (None), or for guests the people of their channels."""
    member = await get_member(session, workspace_id, asker)
    if member is not None and member.is_full:
        return None
    near: set[str] = set()
    for channel_id in await channels_of(session, workspace_id, asker):
        near |= await members_of(session, workspace_id, channel_id)
    return near


async def who_or_note(
    session: AsyncSession,
    workspace_id: str,
    asker: str,
    typed: str,
    *,
    channel_id: str,
    now: datetime,
) -> Known:
    """Like ``who_knows``; when there is neither person nor card, the words are noted as a gap."""
    known = await who_knows(session, workspace_id, asker, typed)
    words = words_of(typed)
    if known.people or known.cards or not words:
        return known
    await note_question(
        session, workspace_id=workspace_id, channel_id=channel_id, words=" ".join(words), at=now
    )
    return Known((), {}, is_noted=True)


async def agree(session: AsyncSession, workspace_id: str, member_id: str, now: datetime) -> None:
    """Somebody may be named from now on; what they say from now on may be looked at."""
    await set_findable(session, workspace_id, member_id, FindState.AGREED, now)


async def refuse(session: AsyncSession, workspace_id: str, member_id: str, now: datetime) -> bool:
    """Somebody is named to nobody from now on, for no card either; what was kept for it goes.

    Whether they had agreed before.
    """
    known = await get_findable(session, workspace_id, member_id)
    had_agreed = known is not None and known.state == FindState.AGREED
    await set_findable(session, workspace_id, member_id, FindState.REFUSED, now)
    await forget_themes(session, workspace_id, member_id=member_id)
    await point_no_more(session, workspace_id, member_id)
    return had_agreed


async def forget_theme(
    session: AsyncSession, workspace_id: str, member_id: str, word: str, now: datetime
) -> None:
    """Somebody does not want to be found for a theme that they told of."""
    await forget_themes(session, workspace_id, member_id=member_id, word=word)
    await heard(session, workspace_id, [member_id], now)


@dataclass(frozen=True, slots=True)
class Mine:
    """What the bot would say of somebody: have they agreed, and which themes did they tell of?"""

    is_agreed: bool
    themes: Sequence[str]


async def what_of_me(session: AsyncSession, workspace_id: str, member_id: str) -> Mine:
    """What the bot would say of somebody; for them alone."""
    known = await get_findable(session, workspace_id, member_id)
    is_agreed = known is not None and known.state == FindState.AGREED
    return Mine(is_agreed, await themes_of(session, workspace_id, member_id))


async def ask_once(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    now: datetime,
    *,
    card_id: int | None = None,
    due_at: datetime | None = None,
) -> bool:
    """A good moment: ask somebody whether they may be named, unless they were asked before."""
    member = await get_member(session, workspace_id, member_id)
    if member is None or member.opted_out_at is not None:
        return False
    if await get_findable(session, workspace_id, member_id) is not None:
        return False
    await set_findable(session, workspace_id, member_id, FindState.ASKED, now)
    return await put(
        session,
        workspace_id=workspace_id,
        kind=ASK_KIND,
        key=f"{ASK_KIND}:{member_id}",
        member_id=member_id,
        payload={} if card_id is None else {"card": card_id},
        is_unasked=True,
        due_at=due_at,
        expires_at=now + ASK_LIVES,
        now=now,
    )


async def ask_authors(session: AsyncSession, now: datetime) -> int:
    """Ask people whose card somebody else used by now; how many were asked."""
    asked = 0
    for workspace_id, member_id, card_id in await worth_asking(session):
        asked += await ask_once(session, workspace_id, member_id, now, card_id=card_id)
    return asked


async def card_for(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int
) -> Card | None:
    """The card that helped, if its author may (still) see it."""
    me = Audience(workspace_id, member_id=member_id)
    found = await list_cards(session, me, ids=[card_id], limit=1)
    return found[0] if found else None


async def hear_what_was_lived(session: AsyncSession, now: datetime) -> int:
    """Remember themes of what people who agreed told from experience; how many messages had any.

    Of a message, only words that stand on cards which its whole channel may see.
    """
    found = 0
    for workspace in await list_workspaces(session):
        agreed = [each.member_id for each in await agreed_to_be_found(session, workspace.id)]
        levels = (Level.LISTENING, Level.OFFERING)
        channels = [c.id for c in await list_channels(session, workspace.id, levels=levels)]
        if not agreed or not channels:
            continue
        until, words = now - SETTLED, dict[str, frozenset[str]]()
        told = await told_lately(session, workspace.id, channels, now - LATELY, until, limit=TOLD)
        for message in told:
            if message.channel_id not in words:
                here = Audience(workspace.id, channel_id=message.channel_id)
                words[message.channel_id] = await visible_words(session, here)
            themes = themes_in(message.text or "", words[message.channel_id])
            place = (message.channel_id, message.ts)
            await remember_themes(session, workspace.id, message.author_id, *place, themes)
            found += bool(themes)
        await heard(
            session, workspace.id, agreed, told[-1].posted_at if len(told) == TOLD else until
        )
    return found
