"""Sharing a practice entry: evidence on the card, news for its ba, perhaps a new card.

What one person found out by doing goes back to the ba the card came from: the spiral's next turn
(Nonaka and Takeuchi, 1995, on cross-levelling of knowledge). Nothing here commits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.refresh import refresh_card
from bot.cards.service import GREW_FROM, Beginning, begin_draft
from bot.errors import PersonError
from bot.practice.rules import Nudge
from bot.seci.types import Mode
from bot.texts import practice as practice_texts
from bot.texts import sharing as texts
from models.audience import Audience
from models.card import Card, Draft
from models.conversion import ScopeLevel, record_conversion
from models.member import members_of
from models.outbox import put
from models.practice import Answer, Practice, get_practice
from models.search import get_card
from models.story import Stance, get_story, put_story

TOLD = "practice_told"
WORDS_MOST = 1000
STANCES: Mapping[str, Stance] = {
    Answer.USED: Stance.FOR,
    Answer.WORKED: Stance.FOR,
    Answer.FAILED: Stance.AGAINST,
}


@dataclass(frozen=True, slots=True)
class Sharing:
    """What may be shared: the entry, the card it is about, what it would say."""

    entry: Practice
    card: Card
    stance: Stance


async def to_share(
    session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge
) -> Sharing:
    """Somebody's own entry that they may share. Raises PersonError."""
    entry = await get_practice(session, workspace_id, nudge.key)
    if entry is None or entry.member_id != member_id or entry.answer not in STANCES:
        raise PersonError(texts.NOTHING_TO_SHARE)
    card = await get_card(session, Audience(workspace_id, member_id=member_id), entry.card_id)
    if card is None:
        raise PersonError(practice_texts.NO_CARD)
    return Sharing(entry, card, STANCES[entry.answer])


async def share(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    nudge: Nudge,
    words: str,
    stance: Stance,
    now: datetime,
) -> Card:
    """Share a practice entry in these words; gives the card it is about. Raises PersonError.

    The private log keeps its own words. Sharing again changes the story; its ba hears of it once.
    """
    card = (await to_share(session, workspace_id, member_id, nudge)).card
    told = words.replace("\x00", "").strip()[:WORDS_MOST]
    if not told:
        raise PersonError(texts.WORDS_NEEDED)
    await put_story(
        session,
        workspace_id=workspace_id,
        key=nudge.key,
        card_id=card.id,
        member_id=member_id,
        stance=stance,
        words=told,
        at=now,
    )
    await record_conversion(
        session,
        workspace_id=workspace_id,
        channel_id=card.channel_id,
        key=f"story:{nudge.key}",
        mode=Mode.EXTERNALIZATION,
        source="person",
        target=f"card:{card.id}",
        level=ScopeLevel.GROUP,
        at=now,
    )
    await refresh_card(session, card, key=f"story:{nudge.key}:{now.timestamp()}", now=now)
    await put(
        session,
        workspace_id=workspace_id,
        kind=TOLD,
        key=f"{TOLD}:{nudge.key}",
        channel_id=card.channel_id,
        thread_ts=card.thread_ts or card.posted_ts,
        payload={"story": nudge.key},
        now=now,
        is_unasked=True,
    )
    return card


async def grow(
    session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge, now: datetime
) -> Draft:
    """Begin a draft from a story that was shared; it grows from the story's card."""
    card = (await to_share(session, workspace_id, member_id, nudge)).card
    story = await get_story(session, workspace_id, nudge.key)
    if story is None:
        raise PersonError(texts.NOTHING_TO_SHARE)
    here = member_id in await members_of(session, workspace_id, card.channel_id)
    home = card.channel_id if here else ""  # else the form asks where it belongs
    draft = await begin_draft(
        session,
        Beginning(workspace_id, member_id, home),
        fields={"statement": story.words, "applies_when": card.applies_when},
        evidence=(),
        asset_kind=card.asset_kind,
        asset_reason="",
        now=now,
    )
    draft.fields = {**draft.fields, GREW_FROM: str(card.id)}
    return draft
