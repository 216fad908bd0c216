"""Instead of one more card that says the same: add the conversation to the card that exists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.refresh import refresh_card
from bot.cards.rights import is_editor, seen_card
from bot.cards.service import withdraw_offer
from bot.errors import PersonError
from bot.texts import card_life as texts
from models.card import Card, Draft, drop_draft, lock_card, revise_card
from models.channel import get_channel
from models.conversion import ScopeLevel, record_conversion
from models.outbox import put
from models.thread import ThreadState, set_thread_state

EVIDENCE_MOST = 50


async def addable(session: AsyncSession, draft: Draft, cards: Sequence[Card]) -> frozenset[int]:
    """To which of these cards the draft's thread may be added, by their ids.

    Only people of a card's own channel change it; and what was said in a private channel is not
    pointed to from a card that lives elsewhere.
    """
    if not draft.thread_ts:
        return frozenset()
    is_private = await _is_private(session, draft)
    found = set()
    for card in cards:
        stays = card.channel_id == draft.channel_id or not is_private
        if stays and await is_editor(session, card, draft.author_id):
            found.add(card.id)
    return frozenset(found)


async def leave_thread(session: AsyncSession, draft: Draft) -> None:
    """The draft's card will live in another channel: its thread's people are not asked, and what
    was said in a private channel is not pointed to from elsewhere.
    """
    draft.thread_ts = ""
    if await _is_private(session, draft):
        draft.evidence = []


async def _is_private(session: AsyncSession, draft: Draft) -> bool:
    channel = await get_channel(session, draft.workspace_id, draft.channel_id)
    return channel is None or channel.is_private


async def add_thread(session: AsyncSession, draft: Draft, card_id: int, now: datetime) -> Card:
    """Add a draft's thread to a card as evidence, as a revision; the draft is done with.

    Raises PersonError when the card cannot be seen or changed by the draft's author.
    """
    seen = await seen_card(session, draft.workspace_id, draft.author_id, card_id)
    if seen.id not in await addable(session, draft, [seen]):
        raise PersonError(texts.EDITORS)
    card = await lock_card(session, card_id)
    if card is None:
        raise PersonError(texts.NO_CARD)
    new = _new_evidence(card, draft)
    if not new:
        raise PersonError(texts.ADDED_ALREADY)
    await revise_card(
        session,
        card,
        {"evidence": [*card.evidence, *new][:EVIDENCE_MOST]},
        by=draft.author_id,
        at=now,
        why=texts.ADDED_WHY,
    )
    await _spread(session, card, draft, now)
    await drop_draft(session, draft.workspace_id, draft.author_id, draft.id)
    return card


def _new_evidence(card: Card, draft: Draft) -> list[dict[str, str]]:
    """Where the thread said it, else where it began, without what stands on the card already."""
    offered = draft.evidence or [{"channel": draft.channel_id, "ts": draft.thread_ts}]
    known = {(each.get("channel"), each.get("ts")) for each in card.evidence}
    return [dict(each) for each in offered if (each.get("channel"), each.get("ts")) not in known]


async def _spread(session: AsyncSession, card: Card, draft: Draft, now: datetime) -> None:
    """What follows: the ledger, the thread's state, a word in the thread, the card's post."""
    place = (draft.workspace_id, draft.channel_id, draft.thread_ts)
    key = f"added:{card.id}:{draft.channel_id}:{draft.thread_ts}"
    await record_conversion(
        session,
        workspace_id=card.workspace_id,
        channel_id=card.channel_id,
        key=key,
        mode="externalization",
        source=f"thread:{draft.channel_id}:{draft.thread_ts}",
        target=f"card:{card.id}",
        level=ScopeLevel.GROUP,
        at=now,
    )
    await set_thread_state(session, *place, ThreadState.CARDED)
    await withdraw_offer(session, *place, now)
    await put(
        session,
        workspace_id=card.workspace_id,
        kind="added_to_card",
        key=key,
        channel_id=draft.channel_id,
        thread_ts=draft.thread_ts,
        payload={"card": card.id},
        now=now,
    )
    await refresh_card(session, card, key=f"revision:{card.revision}", now=now)
