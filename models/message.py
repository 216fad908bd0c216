"""Messages: what was read of each; the text only while it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId, SlackTs
from models.upsert import insert_for


class Message(OfWorkspace, Base):
    """One message: its features and reading, and its text until ``text_until``.

    A deleted message stays as a textless tombstone, so that a late original stays dead.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index(None, "workspace_id", "channel_id", "thread_ts", "ts"),
        Index(None, "workspace_id", "channel_id", "posted_at"),
        Index(None, "text_until"),
        Index(None, "workspace_id", "author_id"),
    )

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    thread_ts: Mapped[str] = mapped_column(SlackTs)
    author_id: Mapped[str] = mapped_column(SlackId, default="")
    posted_at: Mapped[datetime]
    edited_ts: Mapped[str] = mapped_column(SlackTs, default="")
    is_deleted: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str | None] = mapped_column(Text)
    text_until: Mapped[datetime | None]
    mode: Mapped[str | None] = mapped_column(String(16))
    confident: Mapped[bool] = mapped_column(default=False)
    scores: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    cues: Mapped[list[Any]] = mapped_column(JSON, default=list)
    length: Mapped[int] = mapped_column(default=0)
    links: Mapped[int] = mapped_column(default=0)
    mentions: Mapped[int] = mapped_column(default=0)
    files: Mapped[int] = mapped_column(default=0)


KEY = ("workspace_id", "channel_id", "ts")


async def store_messages(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert messages or update them where the edit is newer; tombstones stay as they are.

    Commutative: any order of original, edits and deletion leaves the same row.
    """
    if not rows:
        return
    statement = insert_for(session, Message)
    changed = {
        name: statement.excluded[name] for name in rows[0] if name not in (*KEY, "posted_at")
    }
    statement = statement.on_conflict_do_update(
        index_elements=KEY,
        set_=changed,
        where=(Message.is_deleted.is_(False)) & (statement.excluded.edited_ts > Message.edited_ts),
    )
    await session.execute(statement, [dict(row) for row in rows])


async def bury_message(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    ts: str,
    *,
    thread_ts: str,
    at: datetime,
) -> None:
    """Leave a textless tombstone where a message was deleted, known or not."""
    blank: dict[str, Any] = {
        "is_deleted": True,
        "text": None,
        "text_until": None,
        "mode": None,
        "confident": False,
        "scores": {},
        "cues": [],
        "author_id": "",
        "thread_ts": thread_ts,
        "edited_ts": "",
        "length": 0,
        "links": 0,
        "mentions": 0,
        "files": 0,
    }
    statement = insert_for(session, Message).values(
        workspace_id=workspace_id,
        channel_id=channel_id,
        ts=ts,
        posted_at=at,
        **blank,
    )
    await session.execute(statement.on_conflict_do_update(index_elements=KEY, set_=blank))


async def get_message(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str
) -> Message | None:
    """One message, or None."""
    return await session.get(Message, (workspace_id, channel_id, ts))


async def thread_messages(
    session: AsyncSession, workspace_id: str, channel_id: str, thread_ts: str, *, limit: int = 200
) -> list[Message]:
    """A thread's living messages, oldest first, the first ``limit`` of them."""
    query = (
        select(Message)
        .where(
            Message.workspace_id == workspace_id,
            Message.channel_id == channel_id,
            Message.thread_ts == thread_ts,
            Message.is_deleted.is_(False),
        )
        .order_by(Message.ts)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def hold_messages(
    session: AsyncSession, workspace_id: str, channel_id: str, stamps: Sequence[str]
) -> dict[str, Message]:
    """Messages by their ts as they are now, tombstones too; nobody changes them until we commit."""
    query = (
        select(Message)
        .where(
            Message.workspace_id == workspace_id,
            Message.channel_id == channel_id,
            Message.ts.in_(stamps),
        )
        .order_by(Message.ts)
        .with_for_update(read=True)
        .execution_options(populate_existing=True)
    )
    return {message.ts: message for message in await session.scalars(query)}


async def texts_before(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    thread_ts: str,
    ts: str,
    *,
    limit: int = 3,
) -> list[tuple[str, str]]:
    """Author and text of up to ``limit`` messages before ``ts`` in its thread, oldest first."""
    query = (
        select(Message.author_id, Message.text)
        .where(
            Message.workspace_id == workspace_id,
            Message.channel_id == channel_id,
            Message.thread_ts == thread_ts,
            Message.ts < ts,
            Message.text.is_not(None),
        )
        .order_by(Message.ts.desc())
        .limit(limit)
    )
    rows = [(row.author_id, row.text) for row in await session.execute(query)]
    return rows[::-1]


async def recent_messages(
    session: AsyncSession, workspace_id: str, channel_id: str, since: datetime, *, limit: int = 2000
) -> list[Message]:
    """A channel's living messages since a time, newest first, at most ``limit``."""
    query = (
        select(Message)
        .where(
            Message.workspace_id == workspace_id,
            Message.channel_id == channel_id,
            Message.posted_at >= since,
            Message.is_deleted.is_(False),
        )
        .order_by(Message.posted_at.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def held_stamps(
    session: AsyncSession, workspace_id: str, channel_id: str, since: str
) -> set[str]:
    """Time stamps after ``since`` of a channel's messages that we have, tombstones too."""
    query = select(Message.ts).where(
        Message.workspace_id == workspace_id, Message.channel_id == channel_id, Message.ts > since
    )
    return set(await session.scalars(query))


async def held_replies(
    session: AsyncSession, workspace_id: str, channel_id: str, since: str
) -> dict[str, int]:
    """How many living replies we have to each thread of a channel that began after ``since``."""
    query = (
        select(Message.thread_ts, func.count())
        .where(
            Message.workspace_id == workspace_id,
            Message.channel_id == channel_id,
            Message.thread_ts > since,
            Message.thread_ts != Message.ts,
            Message.is_deleted.is_(False),
        )
        .group_by(Message.thread_ts)
    )
    return {thread_ts: int(count) for thread_ts, count in await session.execute(query)}


async def forget_texts(session: AsyncSession, now: datetime) -> int:
    """Blank the texts whose time is over; how many were blanked."""
    statement = update(Message).where(Message.text_until <= now)
    result: Any = await session.execute(statement.values(text=None, text_until=None))
    return int(result.rowcount)


async def delete_messages_of(
    session: AsyncSession,
    workspace_id: str,
    *,
    author_id: str | None = None,
    channel_id: str | None = None,
) -> None:
    """Delete all messages of a person or of a channel (or, with neither, of the workspace)."""
    query = delete(Message).where(Message.workspace_id == workspace_id)
    if author_id is not None:
        query = query.where(Message.author_id == author_id)
    if channel_id is not None:
        query = query.where(Message.channel_id == channel_id)
    await session.execute(query)


async def count_messages_of(session: AsyncSession, workspace_id: str, author_id: str) -> int:
    """How many messages of a person are still known."""
    query = select(func.count()).where(
        Message.workspace_id == workspace_id, Message.author_id == author_id
    )
    return int(await session.scalar(query) or 0)
