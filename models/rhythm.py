"""When somebody wants to be asked (their own hours and days), and the paths they are led along."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.upsert import upsert


class Rhythm(OfWorkspace, Base):
    """Somebody's own times: local hours [begins, ends), days (0 is Monday), away until (UTC)."""

    __tablename__ = "rhythm"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    begins: Mapped[int]
    ends: Mapped[int]
    days: Mapped[list[Any]] = mapped_column(JSON)
    away_until: Mapped[datetime | None]


class Path(OfWorkspace, Base):
    """A newcomer is led through a channel's cards, one at a time. ``shown`` are cards' ids."""

    __tablename__ = "path"
    __table_args__ = (
        Index(None, "is_active", "due_at"),
        Index("uq_path_person_channel", "workspace_id", "member_id", "channel_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    member_id: Mapped[str] = mapped_column(SlackId)
    channel_id: Mapped[str] = mapped_column(SlackId)
    shown: Mapped[list[Any]] = mapped_column(JSON, default=list)
    due_at: Mapped[datetime]
    unanswered: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[datetime]


async def get_rhythm(session: AsyncSession, workspace_id: str, member_id: str) -> Rhythm | None:
    """Somebody's own times, None when they set none."""
    return await session.get(Rhythm, (workspace_id, member_id), populate_existing=True)


async def set_rhythm(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    *,
    begins: int,
    ends: int,
    days: Collection[int],
    away_until: datetime | None,
) -> None:
    """Store somebody's own times."""
    values = {"begins": begins, "ends": ends, "days": sorted(days), "away_until": away_until}
    key = {"workspace_id": workspace_id, "member_id": member_id}
    await upsert(session, Rhythm, key=key, update=values)


async def start_path(
    session: AsyncSession, workspace_id: str, member_id: str, channel_id: str, now: datetime
) -> Path:
    """Begin to lead somebody through a channel's cards, or go on where they stopped."""
    await upsert(
        session,
        Path,
        key={"workspace_id": workspace_id, "member_id": member_id, "channel_id": channel_id},
        insert={"shown": [], "started_at": now},
        update={"is_active": True, "due_at": now, "unanswered": 0},
    )
    query = select(Path).where(
        Path.workspace_id == workspace_id,
        Path.member_id == member_id,
        Path.channel_id == channel_id,
    )
    return (
        await session.scalars(query.execution_options(populate_existing=True).with_for_update())
    ).one()


async def lock_path(
    session: AsyncSession, workspace_id: str, member_id: str, path_id: int
) -> Path | None:
    """Somebody's own path, held until the transaction ends."""
    query = select(Path).where(
        Path.workspace_id == workspace_id, Path.member_id == member_id, Path.id == path_id
    )
    query = query.execution_options(populate_existing=True)
    found: Path | None = await session.scalar(query.with_for_update())
    return found


async def due_paths(session: AsyncSession, now: datetime, *, limit: int = 100) -> list[Path]:
    """Paths whose next card is due, soonest first; held by this transaction."""
    query = (
        select(Path)
        .where(Path.is_active.is_(True), Path.due_at <= now)
        .order_by(Path.due_at, Path.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(await session.scalars(query))


async def delete_rhythm(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Forget somebody's own times and paths."""
    for model in (Rhythm, Path):
        await session.execute(
            delete(model).where(model.workspace_id == workspace_id, model.member_id == member_id)
        )


async def away_now(
    session: AsyncSession, workspace_id: str, member_ids: Collection[str], now: datetime
) -> dict[str, datetime]:
    """Which of these people are away, and until when."""
    query = select(Rhythm.member_id, Rhythm.away_until).where(
        Rhythm.workspace_id == workspace_id,
        Rhythm.member_id.in_(set(member_ids)),
        Rhythm.away_until > now,
    )
    return {row.member_id: row.away_until for row in await session.execute(query)}
