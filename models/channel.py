"""Channels: the ba the bot listens to, and what it may do in each."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeGuard

from sqlalchemy import JSON, Connection, Index, Select, String, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.among import Among
from models.base import Base, OfWorkspace, SlackId
from models.upsert import upsert


class Level(StrEnum):
    """How much the bot does in a channel: nothing, read, or read and offer."""

    OFF = "off"
    LISTENING = "listening"
    OFFERING = "offering"


class Kind(StrEnum):
    """The four kinds of ba (Nonaka, Toyama and Konno, 2000)."""

    ORIGINATING = "originating"
    DIALOGUING = "dialoguing"
    SYSTEMIZING = "systemizing"
    EXERCISING = "exercising"


class Stage(StrEnum):
    """Where a ba is in its life (Nonaka, Toyama and Konno, 2000)."""

    FORMING = "forming"
    ACTIVE = "active"
    DORMANT = "dormant"
    CLOSED = "closed"


class Channel(OfWorkspace, Base):
    """A Slack channel as a ba."""

    __tablename__ = "channel"
    __table_args__ = (Index(None, "level"),)

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    is_private: Mapped[bool] = mapped_column(default=False)
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_archived: Mapped[bool] = mapped_column(default=False)
    is_member: Mapped[bool] = mapped_column(default=False)
    level: Mapped[str] = mapped_column(String(16), default=Level.OFF)
    kind: Mapped[str | None] = mapped_column(String(16))
    kind_scores: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kind_reason: Mapped[str] = mapped_column(String(500), default="")
    kind_at: Mapped[datetime | None]
    told_kind: Mapped[str | None] = mapped_column(String(16))
    pinned_kind: Mapped[str | None] = mapped_column(String(16))
    pinned_by: Mapped[str | None] = mapped_column(SlackId)
    switched_by: Mapped[str | None] = mapped_column(SlackId)
    switched_at: Mapped[datetime | None]
    invited_by: Mapped[str | None] = mapped_column(SlackId)
    introduced_at: Mapped[datetime | None]
    tz: Mapped[str] = mapped_column(String(64), default="UTC")
    last_ts: Mapped[str | None] = mapped_column(String(32))
    # Up to where Slack's history holds nothing that we missed.
    caught_up_ts: Mapped[str | None] = mapped_column(String(32))
    # Where it is in its life (models/ba_life.py); "": nobody looked yet.
    stage: Mapped[str] = mapped_column(String(16), default="", server_default="")

    @property
    def conduct_kind(self) -> str | None:
        """The kind that decides how the bot behaves: the pinned one, else the derived one."""
        return self.pinned_kind or self.kind

    @property
    def is_silent(self) -> bool:
        """Whether the bot starts nothing at all there: off, archived, or a ba that was closed."""
        return self.level == Level.OFF or self.is_archived or self.stage == Stage.CLOSED


def is_on(channel: Channel | None) -> TypeGuard[Channel]:
    """Whether the bot knows a channel and was switched on there, to read or to offer."""
    return channel is not None and channel.level != Level.OFF


async def get_channel(session: AsyncSession, workspace_id: str, channel_id: str) -> Channel | None:
    """One channel, or None when the bot has never met it."""
    return await session.get(Channel, (workspace_id, channel_id))


async def ensure_channel(
    session: AsyncSession, workspace_id: str, channel_id: str, **facts: Any
) -> Channel:
    """The channel's row, made when it is not there (switched off); ``facts`` are set on it."""
    await upsert(
        session,
        Channel,
        key={"workspace_id": workspace_id, "id": channel_id},
        insert={"level": Level.OFF, "kind_scores": {}},
        update=facts,
    )
    query = select(Channel).where(Channel.workspace_id == workspace_id, Channel.id == channel_id)
    found = await session.scalar(query.execution_options(populate_existing=True))
    assert found is not None
    return found


@functools.cache
def _levels_query() -> Select[str, str, str]:
    # Built once: for each group of events, building it would cost more than asking it.
    return select(Channel.workspace_id, Channel.id, Channel.level).where(
        Among(Channel.workspace_id, "workspaces"),
        Among(Channel.id, "channels"),
    )


def levels_of(
    session: Session | Connection, keys: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """Levels of the channels with these (workspace, channel) keys; unknown channels are absent.

    Synchronous for the inbox's writer; elsewhere ``await session.run_sync(levels_of, keys)``.
    """
    if not keys:
        return {}
    asked = {
        "workspaces": list({workspace for workspace, _ in keys}),
        "channels": list({channel for _, channel in keys}),
    }
    rows = session.execute(_levels_query(), asked)
    found = {(row.workspace_id, row.id): row.level for row in rows}
    return {key: found[key] for key in keys if key in found}


async def list_channels(
    session: AsyncSession,
    workspace_id: str,
    *,
    levels: Sequence[str] | None = None,
    ids: Collection[str] | None = None,
) -> list[Channel]:
    """A workspace's channels by name; of certain levels, or among certain ones, when given."""
    query = select(Channel).where(Channel.workspace_id == workspace_id)
    if levels is not None:
        query = query.where(Channel.level.in_(levels))
    if ids is not None:
        query = query.where(Channel.id.in_(set(ids)))
    return list(await session.scalars(query.order_by(Channel.name, Channel.id)))


async def move_channel(
    session: AsyncSession, workspace_id: str, channel_id: str, last_ts: str
) -> None:
    """Remember the newest message seen in a channel."""
    await session.execute(
        update(Channel)
        .where(
            Channel.workspace_id == workspace_id,
            Channel.id == channel_id,
            (Channel.last_ts.is_(None)) | (Channel.last_ts < last_ts),
        )
        .values(last_ts=last_ts)
    )


async def mark_caught_up(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str
) -> None:
    """Remember up to where nothing of a channel is missing."""
    await session.execute(
        update(Channel)
        .where(
            Channel.workspace_id == workspace_id,
            Channel.id == channel_id,
            Channel.caught_up_ts.is_(None) | (Channel.caught_up_ts < ts),
        )
        .values(caught_up_ts=ts)
    )


async def channels_named(session: AsyncSession, workspace_id: str, name: str) -> list[str]:
    """Ids of the channels with a name. For bookkeeping: tells nobody that a channel is there."""
    query = select(Channel.id).where(Channel.workspace_id == workspace_id, Channel.name == name)
    return list(await session.scalars(query.order_by(Channel.id)))


async def forget_kind(session: AsyncSession, workspace_id: str, channel_id: str) -> None:
    """Forget what was derived of a channel's kind from its talk; what is pinned stays."""
    await session.execute(
        update(Channel)
        .where(Channel.workspace_id == workspace_id, Channel.id == channel_id)
        .values(kind=None, kind_scores={}, kind_reason="", kind_at=None, told_kind=None)
    )
