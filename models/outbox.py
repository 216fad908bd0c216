"""The durable outbox: everything the bot starts by itself, and what it owes somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId, SlackTs
from models.thread import Thread, ThreadState
from models.upsert import insert_once


class OutboxState(StrEnum):
    """Where a send stands."""

    WAITING = "waiting"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class Outbox(OfWorkspace, Base):
    """One thing to say or to do in Slack, due at a time, done once.

    ``channel_id`` is where it goes (for a direct message, "" and ``member_id`` alone).
    ``payload`` holds references, not people's words, except what waits to be answered.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("uq_outbox_key", "workspace_id", "unique_key", unique=True),
        Index(None, "state", "due_at"),
        Index(None, "workspace_id", "channel_id", "state", "sent_at"),
        Index(None, "workspace_id", "member_id", "state", "sent_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(32))
    unique_key: Mapped[str] = mapped_column(String(200))
    channel_id: Mapped[str] = mapped_column(SlackId, default="")
    member_id: Mapped[str] = mapped_column(SlackId, default="")
    thread_ts: Mapped[str] = mapped_column(SlackTs, default="")
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    is_unasked: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    claimed_until: Mapped[datetime | None]
    in_doubt: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(16), default=OutboxState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    sent_channel: Mapped[str] = mapped_column(SlackId, default="")
    sent_ts: Mapped[str] = mapped_column(SlackTs, default="")


async def put(
    session: AsyncSession,
    *,
    workspace_id: str,
    kind: str,
    key: str,
    now: datetime,
    channel_id: str = "",
    member_id: str = "",
    thread_ts: str = "",
    payload: dict[str, Any] | None = None,
    due_at: datetime | None = None,
    expires_at: datetime | None = None,
    is_unasked: bool = False,
) -> bool:
    """Leave something in the outbox, once per key; False when the key was there already."""
    row = {
        "workspace_id": workspace_id,
        "kind": kind,
        "unique_key": key,
        "channel_id": channel_id,
        "member_id": member_id,
        "thread_ts": thread_ts,
        "payload": payload or {},
        "is_unasked": is_unasked,
        "in_doubt": False,
        "attempts": 0,
        "state": OutboxState.WAITING,
        "reason": "",
        "sent_channel": "",
        "sent_ts": "",
        "due_at": due_at or now,
        "expires_at": expires_at,
        "created_at": now,
    }
    return await insert_once(session, Outbox, row, key=("workspace_id", "unique_key"))


async def due_rows(session: AsyncSession, now: datetime, *, limit: int) -> list[int]:
    """Ids of the rows that are due and that nobody is sending, soonest first."""
    query = (
        select(Outbox.id)
        .where(
            Outbox.state == OutboxState.WAITING,
            Outbox.due_at <= now,
            or_(Outbox.claimed_until.is_(None), Outbox.claimed_until <= now),
        )
        .order_by(Outbox.due_at, Outbox.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def claim_row(
    session: AsyncSession, row_id: int, *, now: datetime, lease: timedelta
) -> Outbox | None:
    """Claim one row for sending; None when somebody else has it.

    A claim that ran out was somebody's who died while sending: the row is in doubt from then on.
    """
    statement = (
        update(Outbox)
        .where(
            Outbox.id == row_id,
            Outbox.state == OutboxState.WAITING,
            or_(Outbox.claimed_until.is_(None), Outbox.claimed_until <= now),
        )
        .values(
            claimed_until=now + lease,
            in_doubt=or_(Outbox.in_doubt, Outbox.claimed_until.is_not(None)),
        )
        .returning(Outbox)
        .execution_options(populate_existing=True)
    )
    found: Outbox | None = await session.scalar(statement)
    return found


async def renew_claim(session: AsyncSession, row: Outbox, until: datetime) -> bool:
    """Keep a claimed row until a time; False when it is another sender's by now, or unwanted."""
    statement = update(Outbox).where(
        Outbox.id == row.id,
        Outbox.state == OutboxState.WAITING,
        Outbox.claimed_until == row.claimed_until,
    )
    result: Any = await session.execute(statement.values(claimed_until=until))
    if result.rowcount != 1:
        return False
    row.claimed_until = until
    return True


async def settle_row(
    session: AsyncSession,
    row_id: int,
    state: OutboxState,
    *,
    reason: str = "",
    sent_at: datetime | None = None,
    sent_channel: str = "",
    sent_ts: str = "",
    claim: datetime | None = None,
) -> bool:
    """A row is done with: sent, dropped for a reason, or failed. What waited in it is blanked.

    ``claim``: until when the row was claimed (no two claims end alike). False: it is no longer.
    """
    values: dict[str, Any] = {
        "state": state,
        "reason": reason[:200],
        "payload": {},
        "claimed_until": None,
        "sent_at": sent_at,
        "sent_channel": sent_channel,
        "sent_ts": sent_ts,
    }
    return await _change(session, row_id, claim, values)


async def set_payload(session: AsyncSession, row_id: int, payload: dict[str, Any]) -> None:
    """Replace what a row carries."""
    await session.execute(update(Outbox).where(Outbox.id == row_id).values(payload=payload))


async def postpone_row(
    session: AsyncSession,
    row_id: int,
    due_at: datetime,
    *,
    reason: str = "",
    failed: bool = False,
    in_doubt: bool = False,
    claim: datetime | None = None,
) -> bool:
    """Try a row again later. ``failed`` counts; ``in_doubt``: Slack may have taken it.

    ``claim`` and what is given back: as in ``settle_row``.
    """
    values: dict[str, Any] = {
        "due_at": due_at,
        "claimed_until": None,
        "in_doubt": in_doubt,
        "reason": reason[:200],
    }
    if failed:
        values["attempts"] = Outbox.attempts + 1
    return await _change(session, row_id, claim, values)


async def _change(
    session: AsyncSession, row_id: int, claim: datetime | None, values: Mapping[str, Any]
) -> bool:
    statement = update(Outbox).where(Outbox.id == row_id)
    if claim is not None:
        statement = statement.where(Outbox.claimed_until == claim)
    result: Any = await session.execute(statement.values(**values))
    return int(result.rowcount) == 1


async def row_by_key(session: AsyncSession, workspace_id: str, key: str) -> Outbox | None:
    """The row with this key, or None."""
    query = select(Outbox).where(Outbox.workspace_id == workspace_id, Outbox.unique_key == key)
    found: Outbox | None = await session.scalar(query)
    return found


async def drop_waiting(
    session: AsyncSession,
    workspace_id: str,
    *,
    reason: str,
    kinds: Sequence[str] | None = None,
    channel_id: str | None = None,
    member_id: str | None = None,
    is_unasked: bool | None = None,
) -> None:
    """Drop what waits for a channel or a person: it is no longer wanted."""
    statement = update(Outbox).where(
        Outbox.workspace_id == workspace_id, Outbox.state == OutboxState.WAITING
    )
    if kinds is not None:
        statement = statement.where(Outbox.kind.in_(kinds))
    if channel_id is not None:
        statement = statement.where(Outbox.channel_id == channel_id)
    if member_id is not None:
        statement = statement.where(Outbox.member_id == member_id)
    if is_unasked is not None:
        statement = statement.where(Outbox.is_unasked.is_(is_unasked))
    await session.execute(statement.values(state=OutboxState.DROPPED, reason=reason, payload={}))


async def doubt_waiting(session: AsyncSession, now: datetime) -> None:
    """After a restore: what was due may have been sent since the backup: it is looked up first."""
    await session.execute(
        update(Outbox)
        .where(Outbox.state == OutboxState.WAITING, Outbox.due_at <= now)
        .values(in_doubt=True)
    )


async def standing_offers(
    session: AsyncSession, *, before: datetime, limit: int = 50
) -> list[Outbox]:
    """Offers sent before a time that nobody has answered, oldest first."""
    answered = and_(
        Thread.workspace_id == Outbox.workspace_id,
        Thread.channel_id == Outbox.channel_id,
        Thread.ts == Outbox.thread_ts,
    )
    query = (
        select(Outbox)
        .join(Thread, answered)
        .where(
            Outbox.kind == "offer",
            Outbox.state == OutboxState.SENT,
            Outbox.sent_at < before,
            Thread.state == ThreadState.OFFERED,
        )
        .order_by(Outbox.sent_at)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def outbox_health(
    session: AsyncSession, workspace_id: str | None, now: datetime
) -> tuple[int, datetime | None, int]:
    """(rows due, since when the oldest is, rows that failed), of one workspace or (None) all."""
    whose = () if workspace_id is None else (Outbox.workspace_id == workspace_id,)
    due = select(func.count(), func.min(Outbox.due_at)).where(
        Outbox.state == OutboxState.WAITING, Outbox.due_at <= now, *whose
    )
    count, oldest = (await session.execute(due)).one()
    failed = select(func.count()).where(Outbox.state == OutboxState.FAILED, *whose)
    return int(count), oldest, int(await session.scalar(failed) or 0)
