"""Threads: is one ripe, when to look again, what became of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    Index,
    String,
    and_,
    case,
    delete,
    exists,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId, SlackTs
from models.message import Message
from models.upsert import insert_for, upsert


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
    __table_args__ = (
        Index(None, "state", "look_at"),
        Index(None, "workspace_id", "channel_id", "last_ts"),
    )

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


class NewTalk(NamedTuple):
    """New talk in a thread: its newest time stamp, and when (UTC) to look at the thread."""

    workspace_id: str
    channel_id: str
    ts: str
    last_ts: str
    look_at: datetime


async def touch_threads(session: AsyncSession, talk: Iterable[NewTalk]) -> None:
    """New talk in threads, each once: look at each once it has been quiet until ``look_at``.

    What comes late (an edit, an event sent again) never brings the look forward.
    """
    begun = {"state": ThreadState.OPEN, "positions": [], "reasons": []}
    rows = [{**each._asdict(), **begun} for each in sorted(talk)]
    if not rows:
        return
    statement = insert_for(session, Thread)
    new = statement.excluded
    # No IN: a statement for many rows cannot expand one.
    undecided = (Thread.state == ThreadState.OPEN) | (Thread.state == ThreadState.UNRIPE)
    statement = statement.on_conflict_do_update(
        index_elements=("workspace_id", "channel_id", "ts"),
        set_={
            "last_ts": case((Thread.last_ts < new.last_ts, new.last_ts), else_=Thread.last_ts),
            "state": case((undecided, ThreadState.OPEN), else_=Thread.state),
            "look_at": case(
                (~undecided | (Thread.look_at > new.look_at), Thread.look_at), else_=new.look_at
            ),
        },
    )
    await session.execute(statement, rows)


async def due_threads(session: AsyncSession, now: datetime, *, limit: int = 20) -> list[Thread]:
    """Open threads that have been quiet long enough to be looked at."""
    query = (
        select(Thread)
        .where(Thread.state == ThreadState.OPEN, Thread.look_at <= now)
        .order_by(Thread.look_at)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def thread_states(
    session: AsyncSession, workspace_id: str, channel_id: str, stamps: Collection[str]
) -> dict[str, str]:
    """What became of some threads of a channel, by time stamp; unknown ones are absent."""
    query = select(Thread.ts, Thread.state).where(
        Thread.workspace_id == workspace_id,
        Thread.channel_id == channel_id,
        Thread.ts.in_(set(stamps)),
    )
    return {row.ts: row.state for row in await session.execute(query)}


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
