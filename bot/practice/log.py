"""Somebody's practice log: theirs to take with them, and theirs to erase. Nothing here commits."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.refresh import refresh_card
from bot.practice.paths import LESSON
from bot.practice.rules import NUDGE
from bot.practice.sharing import TOLD
from models.audience import Audience
from models.audit import record_audit
from models.card import Card
from models.experiment import experiments_by
from models.outbox import OutboxState, drop_waiting, put, row_by_key
from models.practice import delete_log_of, log_of, reviews_of
from models.rhythm import delete_rhythm, get_rhythm
from models.search import list_cards
from models.story import delete_stories_by, stories_by

MOST = 10_000


async def export_log(session: AsyncSession, workspace_id: str, member_id: str) -> bytes | None:
    """Everything somebody practised, as JSON (UTF-8); None when there is nothing.

    Titles only of cards that they may still see.
    """
    entries = await log_of(session, workspace_id, member_id)
    stories = await stories_by(session, workspace_id, member_id)
    predictions = await experiments_by(session, workspace_id, member_id)
    reviews = await reviews_of(session, workspace_id, member_id, limit=MOST)
    if not (entries or stories or predictions or reviews):
        return None
    ids = {entry.card_id for entry in entries} | {story.card_id for story in stories}
    ids |= {each.card_id for each in predictions} | {review.card_id for review in reviews}
    audience = Audience(workspace_id, member_id=member_id)
    cards = await list_cards(session, audience, ids=sorted(ids), limit=MOST)
    titles = {card.id: card.title for card in cards}
    rhythm = await get_rhythm(session, workspace_id, member_id)
    log: dict[str, Any] = {
        "log": [
            {**_of(each.card_id, titles), "at": _iso(each.at), "answer": each.answer,
             "words": each.words}
            for each in entries
        ],
        "practised_now": [
            {**_of(each.card_id, titles), "since": _iso(each.started_at), "next": _iso(each.due_at)}
            for each in reviews
        ],
        "shared": [
            {**_of(each.card_id, titles), "at": _iso(each.at), "stance": each.stance,
             "words": each.words}
            for each in stories
        ],
        "predictions": [
            {**_of(each.card_id, titles), "made": _iso(each.made_at), "by": _iso(each.due_at),
             "expected": each.expected, "seen_by": each.seen_by, "number": each.number,
             "outcome": each.state, "came": each.came}
            for each in predictions
        ],
    }  # fmt: skip
    if rhythm is not None:
        log["times"] = {"begins": rhythm.begins, "ends": rhythm.ends, "days": rhythm.days}
    return json.dumps(log, ensure_ascii=False, indent=2).encode()


def _of(card_id: int, titles: dict[int, str]) -> dict[str, Any]:
    return {"card": card_id, "title": titles.get(card_id, "")}


def _iso(at: datetime) -> str:
    return at.isoformat()


async def erase_log(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Erase what somebody practised, answered, wrote, shared and set; their cards stay.

    Predictions are part of their cards and stay, like the cards; what was shared goes off them.
    """
    stories = await stories_by(session, workspace_id, member_id)
    shared = {story.card_id for story in stories}
    for story in stories:
        await _unsay(session, workspace_id, f"{TOLD}:{story.unique_key}", now)
    practised = {entry.card_id for entry in await log_of(session, workspace_id, member_id)}
    await delete_stories_by(session, workspace_id, member_id)
    await delete_log_of(session, workspace_id, member_id)
    await delete_rhythm(session, workspace_id, member_id)
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=member_id,
        action="erase_practice",
        subject=member_id,
        at=now,
    )
    for card in await _shown(session, workspace_id, shared | practised):
        await refresh_card(session, card, key=f"erased:{now.timestamp()}", now=now)
    await drop_waiting(
        session,
        workspace_id,
        reason="they want no more",
        kinds=[NUDGE, LESSON],
        channel_id="",
        member_id=member_id,
    )


async def _unsay(session: AsyncSession, workspace_id: str, key: str, now: datetime) -> None:
    """Take the post away with which a channel heard of a story; one that waits is dropped."""
    row = await row_by_key(session, workspace_id, key)
    if row is not None and row.state == OutboxState.SENT:
        await put(
            session,
            workspace_id=workspace_id,
            kind="withdraw",
            key=f"withdraw:{key}",
            channel_id=row.channel_id,
            thread_ts=row.thread_ts,
            payload={"channel": row.sent_channel, "ts": row.sent_ts},
            now=now,
        )


async def _shown(session: AsyncSession, workspace_id: str, ids: set[int]) -> list[Card]:
    """Cards whose posts must be brought up to date, whoever may see them now."""
    found = [await session.get(Card, card_id) for card_id in sorted(ids)]
    return [card for card in found if card is not None and card.workspace_id == workspace_id]
