"""The spiral's ledger: every conversion of knowledge, in any direction, at any level."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.upsert import insert_new


class ScopeLevel(StrEnum):
    """Through which level the spiral moves: person, group, organization, beyond."""

    PERSON = "person"
    GROUP = "group"
    ORGANIZATION = "organization"
    BEYOND = "beyond"


class Conversion(OfWorkspace, Base):
    """One conversion: knowledge in ``source`` became knowledge in ``target``.

    ``unique_key`` names the act, so that a retried one is recorded once.
    """

    __tablename__ = "conversion"
    __table_args__ = (
        Index(None, "workspace_id", "channel_id", "at"),
        Index("uq_conversion_key", "workspace_id", "unique_key", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    unique_key: Mapped[str] = mapped_column(String(200))
    mode: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(String(120))
    target: Mapped[str] = mapped_column(String(120))
    level: Mapped[str] = mapped_column(String(16))
    channel_id: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime]


async def record_conversion(
    session: AsyncSession,
    *,
    workspace_id: str,
    channel_id: str,
    key: str,
    mode: str,
    source: str,
    target: str,
    level: str,
    at: datetime,
) -> None:
    """Record a conversion once per key. A source or target reads "card:7" or "person"."""
    row = {
        "workspace_id": workspace_id,
        "channel_id": channel_id,
        "unique_key": key,
        "mode": mode,
        "source": source,
        "target": target,
        "level": level,
        "at": at,
    }
    await insert_new(session, Conversion, [row], key=("workspace_id", "unique_key"))


async def count_conversions(
    session: AsyncSession, workspace_id: str, channel_id: str, since: datetime, until: datetime
) -> dict[str, int]:
    """How many conversions of each mode a channel had in a span of time."""
    query = (
        select(Conversion.mode, func.count())
        .where(
            Conversion.workspace_id == workspace_id,
            Conversion.channel_id == channel_id,
            Conversion.at >= since,
            Conversion.at < until,
        )
        .group_by(Conversion.mode)
    )
    return dict((await session.execute(query)).all())
