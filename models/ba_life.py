"""The life of ba: the stage of each channel, and sudden meetings that were told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import String, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId, SlackTs
from models.channel import Channel, Stage
from models.message import Message
from models.upsert import insert_once, upsert


class Closing:
    """Why a ba is closed, as stored in place of a reason."""

    PERSON, END, ARCHIVED = "person", "end", "archived"
    LASTING = frozenset({PERSON, END})


class BaLife(OfWorkspace, Base):
    """Since when a channel is in its stage, why, and who closed it ("": nobody).

    The stage itself stands on the channel, where what the bot may do is decided.
    """

    __tablename__ = "ba_life"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    since: Mapped[datetime]
    looked_at: Mapped[datetime]
    heard_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(SlackId, default="")
    closed_at: Mapped[datetime | None]


class BaBurst(OfWorkspace, Base):
    """A sudden meeting that was told to those in it. Who they were is not kept."""

    __tablename__ = "ba_burst"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    first_ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    thread_ts: Mapped[str] = mapped_column(SlackTs, default="")
    at: Mapped[datetime]


@dataclass(frozen=True, slots=True)
class Word:
    """When and where somebody said something; never what. For the rules of life and bursts."""

    channel_id: str
    thread_ts: str
    ts: str
    at: datetime
    author_id: str


async def words_since(
    session: AsyncSession,
    workspace_id: str,
    since: datetime,
    *,
    channel_id: str | None = None,
    authors: Collection[str] | None = None,
    limit: int = 2_000,
) -> list[Word]:
    """Who spoke when since a time, newest first, at most ``limit``: of a channel, or of people."""
    query = select(
        Message.channel_id, Message.thread_ts, Message.ts, Message.posted_at, Message.author_id
    ).where(
        Message.workspace_id == workspace_id,
        Message.posted_at >= since,
        Message.is_deleted.is_(False),
        Message.author_id != "",
    )
    if channel_id is not None:
        query = query.where(Message.channel_id == channel_id)
    if authors is not None:
        query = query.where(Message.author_id.in_(set(authors)))
    rows = await session.execute(query.order_by(Message.posted_at.desc()).limit(limit))
    return [Word(*row) for row in rows]


async def first_word(session: AsyncSession, workspace_id: str, channel_id: str) -> datetime | None:
    """When the oldest message that is known of a channel was said; None when none is."""
    # In the order of its index: the least of all would be looked for among all.
    query = (
        select(Message.posted_at)
        .where(
            Message.workspace_id == workspace_id,
            Message.channel_id == channel_id,
            Message.is_deleted.is_(False),
        )
        .order_by(Message.posted_at)
        .limit(1)
    )
    found: datetime | None = await session.scalar(query)
    return found


async def get_life(session: AsyncSession, workspace_id: str, channel_id: str) -> BaLife | None:
    """What is known of a channel's life, or None."""
    key = (workspace_id, channel_id)
    return await session.get(BaLife, key, populate_existing=True)


async def note_life(
    session: AsyncSession,
    channel: Channel,
    stage: Stage,
    reason: str,
    *,
    now: datetime,
    closed_by: str = "",
) -> bool:
    """Remember the stage of a channel and why; True when it is another one than before."""
    is_new = channel.stage != stage
    await session.execute(
        update(Channel)
        .where(Channel.workspace_id == channel.workspace_id, Channel.id == channel.id)
        .values(stage=stage)
    )
    changed = {"reason": reason[:500], "looked_at": now, "heard_at": _heard(channel)}
    if is_new:
        closed_at = now if stage == Stage.CLOSED else None
        changed |= {"since": now, "closed_by": closed_by, "closed_at": closed_at}
    await upsert(
        session,
        BaLife,
        key={"workspace_id": channel.workspace_id, "channel_id": channel.id},
        insert={"since": now, "closed_by": "", "closed_at": None},
        update=changed,
    )
    return is_new


def _heard(channel: Channel) -> datetime | None:
    return datetime.fromtimestamp(float(channel.last_ts), UTC) if channel.last_ts else None


async def lives_of(session: AsyncSession, workspace_id: str) -> dict[str, BaLife]:
    """What is known of the lives of a workspace's channels, by channel."""
    query = select(BaLife).where(BaLife.workspace_id == workspace_id)
    return {life.channel_id: life for life in await session.scalars(query)}


async def note_burst(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    first_ts: str,
    thread_ts: str,
    at: datetime,
) -> bool:
    """Note that a sudden meeting is being told; False when it was before."""
    row = {
        "workspace_id": workspace_id,
        "channel_id": channel_id,
        "first_ts": first_ts,
        "thread_ts": thread_ts,
        "at": at,
    }
    return await insert_once(session, BaBurst, row, key=("workspace_id", "channel_id", "first_ts"))


async def bursts_since(
    session: AsyncSession, workspace_id: str, channel_id: str, since: datetime
) -> list[BaBurst]:
    """The sudden meetings of a channel that were told since a time."""
    query = select(BaBurst).where(
        BaBurst.workspace_id == workspace_id,
        BaBurst.channel_id == channel_id,
        BaBurst.at >= since,
    )
    return list(await session.scalars(query.order_by(BaBurst.at)))


async def forget_lives(
    session: AsyncSession, workspace_id: str, *, channel_id: str | None = None
) -> None:
    """Forget what was told of a channel's life (or, with none, of the whole workspace's).

    Its purpose and end date are somebody's words and stay, as cards do.
    """
    for table in (BaLife, BaBurst):
        query = delete(table).where(table.workspace_id == workspace_id)
        if channel_id is not None:
            query = query.where(table.channel_id == channel_id)
        await session.execute(query)
