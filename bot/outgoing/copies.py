"""Which messages show which cards, so that a card that may not be shown any more can be taken away.

Every kind that names its cards in its payload ("card": id, "cards": [ids]) is remembered. A kind
that chooses its cards while it is made says so with ``shows``. "again" in the payload names the
kind that makes the message anew without a card that went; without it the message goes whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.gateway import Sent
from models.audience import Audience
from models.database import Sessions
from models.outbox import Outbox, put, set_payload
from models.search import existing_cards, list_cards
from models.share import CardCopy, drop_copy, note_copies


def cards_in(payload: Mapping[str, Any]) -> list[int]:
    """Ids of the cards that a payload names."""
    many = payload.get("cards")
    ids = [payload.get("card"), *(many if isinstance(many, list) else [])]
    return [int(each) for each in ids if isinstance(each, int | str) and str(each).isdecimal()]


def shows(row: Outbox, card_ids: Iterable[int], *, again: str = "") -> None:
    """Note on a row that is being made which cards its message shows."""
    row.payload = {**row.payload, "cards": sorted(set(card_ids)), "again": again}


async def keep_shown(sessions: Sessions, row: Outbox) -> None:
    """Store what ``shows`` noted before anything is sent: the send's answer may be lost."""
    if inspect(row).attrs.payload.history.has_changes():
        async with sessions.begin() as session:
            await set_payload(session, row.id, row.payload)


async def remember_copies(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """A message was sent: remember which cards it shows, or take it away when it came too late."""
    ids = cards_in(row.payload)
    if not ids or not sent.ts:
        return
    there = await existing_cards(session, row.workspace_id, ids)
    again = str(row.payload.get("again") or "")
    place = (row.workspace_id, sent.channel_id, sent.ts)
    await note_copies(session, *place, there, again=again)
    shown = set(ids)
    if row.channel_id and not row.channel_id.startswith("D"):
        here = Audience(row.workspace_id, channel_id=row.channel_id)
        there = {card.id for card in await list_cards(session, here, ids=ids, limit=len(ids))}
    if shown - there:
        await _withdraw(session, *place, again, now)


async def withdraw_copy(session: AsyncSession, copy: CardCopy, now: datetime) -> None:
    """A card may not be shown where a message shows it: that is made anew, or goes."""
    place = (copy.workspace_id, copy.channel_id, copy.ts)
    await _withdraw(session, *place, copy.again, now)
    await drop_copy(session, *place, card_id=copy.card_id if copy.again else None)


async def _withdraw(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, again: str, now: datetime
) -> None:
    if again:
        await make_again(session, workspace_id, channel_id, ts, again, now)
    else:
        await take_away(session, workspace_id, channel_id, ts, now)


async def make_again(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, kind: str, now: datetime
) -> None:
    """Have one of the bot's messages made anew by an outbox kind; once for all that is due now."""
    await put(
        session,
        workspace_id=workspace_id,
        kind=kind,
        key=f"{kind}:{channel_id}:{ts}:{now.timestamp()}",
        channel_id=channel_id,
        payload={"channel": channel_id, "ts": ts},
        now=now,
    )


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
