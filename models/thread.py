"""Threads: is one ripe, when to look again, what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Index,
    String,
    and_,
    case,
    delete,
    exists,
    literal,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId, SlackTs, UtcDateTime
from models.message import Message
from models.upsert import upsert


class ThreadState(StrEnum):
    """What became of a thread."""

    OPEN = "open"  # talk goes on, or nobody has looked yet
    UNRIPE = "unripe"  # looked at: nothing to offer (new talk opens it again)
    OFFERED = "offered"  # an offer stands, or waits in the outbox
    CARDED = "carded"  # a card grew from it
    REFUSED = "refused"  # people said no: never again for this thread
    LET_GO = "let_go"  # offered, nobody answered, taken away


class Thread(OfWorkspace, Base):
    """One thread of a channel that is on."""

    __tablename__ = "thread"
    __table_args__ = (Index(None, "state", "look_at"),)

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default=ThreadState.OPEN)
    look_at: Mapped[datetime | None]
    last_ts: Mapped[str] = mapped_column(SlackTs, default="")
    ripeness: Mapped[float | None]
    positions: Mapped[list[Any]] = mapped_column(JSON, default=list)
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)
    looked_at: Mapped[datetime | None]


async def get_thread(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str
) -> Thread | None:
    """One thread, or None."""
    return await session.get(Thread, (workspace_id, channel_id, ts))


async def touch_thread(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    ts: str,
    *,
    last_ts: str,
    look_at: datetime,
) -> None:
    """New talk in a thread: look at it once it has been quiet until ``look_at``.

    What comes late (an edit, an event sent again) never brings the look forward.
    """
    key = {"workspace_id": workspace_id, "channel_id": channel_id, "ts": ts}
    await upsert(
        session,
        Thread,
        key=key,
        insert={
            "state": ThreadState.OPEN,
            "look_at": look_at,
            "last_ts": last_ts,
            "positions": [],
            "reasons": [],
        },
    )
    newer = (
        update(Thread)
        .where(
            Thread.workspace_id == workspace_id,
            Thread.channel_id == channel_id,
            Thread.ts == ts,
            Thread.last_ts < last_ts,
        )
        .values(last_ts=last_ts)
    )
    await session.execute(newer)
    later = case((Thread.look_at > look_at, Thread.look_at), else_=literal(look_at, UtcDateTime))
    await session.execute(
        update(Thread)
        .where(
            Thread.workspace_id == workspace_id,
            Thread.channel_id == channel_id,
            Thread.ts == ts,
            Thread.state.in_((ThreadState.OPEN, ThreadState.UNRIPE)),
        )
        .values(state=ThreadState.OPEN, look_at=later)
    )


async def due_threads(session: AsyncSession, now: datetime, *, limit: int = 20) -> list[Thread]:
    """Open threads that have been quiet long enough to be looked at."""
    query = (
        select(Thread)
        .where(Thread.state == ThreadState.OPEN, Thread.look_at <= now)
        .order_by(Thread.look_at)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def ripe_threads(
    session: AsyncSession, workspace_id: str, *, channel_id: str | None = None, limit: int = 10
) -> list[Thread]:
    """Threads that were found ripe and are not yet answered, ripest first."""
    query = select(Thread).where(
        Thread.workspace_id == workspace_id,
        Thread.ripeness >= 0.5,
        Thread.state.in_((ThreadState.OPEN, ThreadState.UNRIPE, ThreadState.OFFERED)),
    )
    if channel_id is not None:
        query = query.where(Thread.channel_id == channel_id)
    return list(await session.scalars(query.order_by(Thread.ripeness.desc()).limit(limit)))


async def set_thread_state(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, state: ThreadState
) -> None:
    """Record what became of a thread, making its row when talk was never read there."""
    await upsert(
        session,
        Thread,
        key={"workspace_id": workspace_id, "channel_id": channel_id, "ts": ts},
        insert={"last_ts": ts, "positions": [], "reasons": []},
        update={"state": state, "look_at": None},
    )


async def delete_threads_of(
    session: AsyncSession, workspace_id: str, *, channel_id: str | None = None
) -> None:
    """Delete the thread states of a channel, or of the whole workspace."""
    query = delete(Thread).where(Thread.workspace_id == workspace_id)
    if channel_id is not None:
        query = query.where(Thread.channel_id == channel_id)
    await session.execute(query)


async def offered_threads_of(
    session: AsyncSession,
    workspace_id: str,
    *,
    author_id: str | None = None,
    channel_id: str | None = None,
    ts: str | None = None,
) -> list[tuple[str, str]]:
    """(channel, thread) of standing offers whose thread holds such a message."""
    inside = and_(
        Message.workspace_id == Thread.workspace_id,
        Message.channel_id == Thread.channel_id,
        Message.thread_ts == Thread.ts,
    )
    query = (
        select(Thread.channel_id, Thread.ts)
        .join(Message, inside)
        .where(Thread.workspace_id == workspace_id, Thread.state == ThreadState.OFFERED)
        .distinct()
    )
    if author_id is not None:
        query = query.where(Message.author_id == author_id)
    if channel_id is not None:
        query = query.where(Message.channel_id == channel_id, Message.ts == ts)
    return [(row.channel_id, row.ts) for row in await session.execute(query)]


async def forget_settled_texts(session: AsyncSession) -> int:
    """Blank the texts of threads that were looked at and are not on offer; how many messages."""
    settled = exists(
        select(Thread.ts).where(
            Thread.workspace_id == Message.workspace_id,
            Thread.channel_id == Message.channel_id,
            Thread.ts == Message.thread_ts,
            Thread.state.not_in((ThreadState.OPEN, ThreadState.OFFERED)),
        )
    )
    statement = update(Message).where(Message.text.is_not(None), settled)
    result: Any = await session.execute(statement.values(text=None, text_until=None))
    return int(result.rowcount)
