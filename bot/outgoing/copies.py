"""Which messages show which cards, so that a card that may not be shown any more can be taken away.

Every kind that names its cards in its payload ("card": id, "cards": [ids]) is remembered.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.gateway import Sent
from models.audience import Audience
from models.outbox import Outbox, put
from models.search import existing_cards, list_cards
from models.share import note_copies


def cards_in(payload: Mapping[str, Any]) -> list[int]:
    """Ids of the cards that a payload names."""
    many = payload.get("cards")
    ids = [payload.get("card"), *(many if isinstance(many, list) else [])]
    return [int(each) for each in ids if isinstance(each, int | str) and str(each).isdecimal()]


async def remember_copies(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """A message was sent: remember which cards it shows, or take it away when it came too late."""
    ids = cards_in(row.payload)
    if not ids or not sent.ts:
        return
    there = await existing_cards(session, row.workspace_id, ids)
    await note_copies(session, row.workspace_id, sent.channel_id, sent.ts, there)
    shown = set(ids)
    if row.channel_id and not row.channel_id.startswith("D"):
        here = Audience(row.workspace_id, channel_id=row.channel_id)
        there = {card.id for card in await list_cards(session, here, ids=ids, limit=len(ids))}
    if shown - there:
        await take_away(session, row.workspace_id, sent.channel_id, sent.ts, now)


async def take_away(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, now: datetime
) -> None:
    """Have one of the bot's messages deleted in Slack, once."""
    await put(
        session,
        workspace_id=workspace_id,
        kind="withdraw",
        key=f"withdraw:copy:{channel_id}:{ts}",
        channel_id=channel_id,
        payload={"channel": channel_id, "ts": ts},
        now=now,
    )
