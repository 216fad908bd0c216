"""The spiral's ledger: every conversion of knowledge, in any direction, at any level."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, or_, select
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
        Index(None, "workspace_id", "source", "at"),
        Index(None, "workspace_id", "target", "at"),
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


async def conversions_of(
    session: AsyncSession, workspace_id: str, thing: str, *, limit: int
) -> list[Conversion]:
    """The conversions that a thing ("card:7") had a part in, the first ``limit``, oldest first."""
    query = (
        select(Conversion)
        .where(
            Conversion.workspace_id == workspace_id,
            or_(Conversion.source == thing, Conversion.target == thing),
        )
        .order_by(Conversion.at, Conversion.id)
        .limit(limit)
    )
    return list(await session.scalars(query))
