"""Corrections: what people say a message really does with knowledge, and what was learned from it.

No words are kept: a correction holds the scores and cue names that were read, and the right mode.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId, SlackTs
from models.message import Message
from models.upsert import upsert


class Correction(OfWorkspace, Base):
    """One message was read wrongly (or rightly): the last word of a person counts."""

    __tablename__ = "correction"
    __table_args__ = (Index(None, "workspace_id", "at"),)

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    read_mode: Mapped[str] = mapped_column(String(16))
    mode: Mapped[str] = mapped_column(String(16))
    scores: Mapped[dict[str, Any]] = mapped_column(JSON)
    cues: Mapped[list[Any]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime]


class Learned(OfWorkspace, Base):
    """What a workspace's corrections taught, how much it helps, and whether it is switched on."""

    __tablename__ = "learned"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    adaptation: Mapped[str] = mapped_column(Text)
    is_on: Mapped[bool]
    is_allowed: Mapped[bool] = mapped_column(default=True)
    learned_from: Mapped[int]
    before: Mapped[float]
    after: Mapped[float]
    at: Mapped[datetime]


async def correct_message(
    session: AsyncSession, message: Message, mode: str, *, by: str, at: datetime
) -> None:
    """Record what a message really does, and read it so from now on."""
    await upsert(
        session,
        Correction,
        key={
            "workspace_id": message.workspace_id,
            "channel_id": message.channel_id,
            "ts": message.ts,
        },
        insert={
            "read_mode": message.mode or "none",
            "scores": message.scores,
            "cues": message.cues,
        },
        update={"mode": mode, "by": by, "at": at},
    )
    message.mode, message.confident = mode, True


async def corrections_of(session: AsyncSession, workspace_id: str) -> list[Correction]:
    """A workspace's own corrections, oldest first."""
    query = select(Correction).where(Correction.workspace_id == workspace_id)
    return list(await session.scalars(query.order_by(Correction.at, Correction.ts)))


async def count_corrections(session: AsyncSession, workspace_id: str) -> int:
    """How many corrections a workspace has."""
    query = select(func.count()).where(Correction.workspace_id == workspace_id)
    return int(await session.scalar(query) or 0)


async def get_learned(session: AsyncSession, workspace_id: str) -> Learned | None:
    """What a workspace has learned, or None."""
    return await session.get(Learned, workspace_id)


async def store_learned(
    session: AsyncSession,
    workspace_id: str,
    *,
    adaptation: str,
    is_on: bool,
    learned_from: int,
    before: float,
    after: float,
    at: datetime,
) -> None:
    """Store what was learned. Whether people allow it stays as they set it."""
    await upsert(
        session,
        Learned,
        key={"workspace_id": workspace_id},
        insert={"is_allowed": True},
        update={
            "adaptation": adaptation,
            "is_on": is_on,
            "learned_from": learned_from,
            "before": before,
            "after": after,
            "at": at,
        },
    )


async def allow_learning(session: AsyncSession, workspace_id: str, allowed: bool) -> None:
    """Switch what was learned off, or let it be used again."""
    await session.execute(
        update(Learned).where(Learned.workspace_id == workspace_id).values(is_allowed=allowed)
    )


async def adaptation_in_use(session: AsyncSession, workspace_id: str) -> str | None:
    """The adaptation to read a workspace's messages with, as JSON; None to read as shipped."""
    query = select(Learned.adaptation).where(
        Learned.workspace_id == workspace_id,
        Learned.is_on.is_(True),
        Learned.is_allowed.is_(True),
    )
    found: str | None = await session.scalar(query)
    return found


async def delete_corrections_of(
    session: AsyncSession,
    workspace_id: str,
    *,
    channel_id: str | None = None,
    author_id: str | None = None,
    ts: str | None = None,
) -> None:
    """Delete corrections of a channel (or of one message in it), or of somebody's messages.

    Call before the messages themselves go: they tell whose a correction is.
    """
    query = delete(Correction).where(Correction.workspace_id == workspace_id)
    if channel_id is not None:
        query = query.where(Correction.channel_id == channel_id)
    if ts is not None:
        query = query.where(Correction.ts == ts)
    if author_id is not None:
        theirs = exists(
            select(Message.ts).where(
                Message.workspace_id == Correction.workspace_id,
                Message.channel_id == Correction.channel_id,
                Message.ts == Correction.ts,
                Message.author_id == author_id,
            )
        )
        query = query.where(theirs)
    await session.execute(query)
