"""Thanks with attribution: who thanks whom, for what. Told by name, never counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.member import Member, in_order


class Thanks(OfWorkspace, Base):
    """Somebody thanked somebody, in a channel, perhaps for a card; ``words`` are theirs."""

    __tablename__ = "thanks"
    __table_args__ = (
        Index(None, "workspace_id", "channel_id", "at"),
        Index(None, "workspace_id", "to_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    channel_id: Mapped[str] = mapped_column(SlackId)
    from_id: Mapped[str] = mapped_column(SlackId)
    to_id: Mapped[str] = mapped_column(SlackId)
    card_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("card.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]


async def add_thanks(session: AsyncSession, thanks: Thanks) -> Thanks:
    """Keep thanks; gives them back with their id."""
    session.add(thanks)
    await session.flush()
    return thanks


async def get_thanks(session: AsyncSession, workspace_id: str, thanks_id: int) -> Thanks | None:
    """One word of thanks, or None."""
    query = select(Thanks).where(Thanks.workspace_id == workspace_id, Thanks.id == thanks_id)
    found: Thanks | None = await session.scalar(query)
    return found


async def thanked_in(
    session: AsyncSession, workspace_id: str, channel_id: str, since: datetime, until: datetime
) -> list[str]:
    """Ids of those who were thanked in a channel in a span of time, alphabetically, each once.

    Not of people who left, or who want nothing of theirs read.
    """
    query = (
        select(Member.id, Member.name)
        .join(Thanks, (Thanks.workspace_id == Member.workspace_id) & (Thanks.to_id == Member.id))
        .where(
            Thanks.workspace_id == workspace_id,
            Thanks.channel_id == channel_id,
            Thanks.at >= since,
            Thanks.at < until,
            Member.is_deleted.is_(False),
            Member.opted_out_at.is_(None),
        )
        .distinct()
    )
    return in_order((row.id, row.name) for row in await session.execute(query))


async def thanked_for(
    session: AsyncSession, workspace_id: str, card_ids: Collection[int]
) -> dict[str, set[int]]:
    """Who was thanked for which of these cards, by person. Ask for the cards first."""
    query = (
        select(Thanks.to_id, Thanks.card_id)
        .where(Thanks.workspace_id == workspace_id, Thanks.card_id.in_(set(card_ids)))
        .distinct()
    )
    found: dict[str, set[int]] = {}
    for row in await session.execute(query):
        found.setdefault(row.to_id, set()).add(row.card_id)
    return found


async def forget_thanks(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Delete the thanks that somebody gave and got."""
    await session.execute(
        delete(Thanks).where(
            Thanks.workspace_id == workspace_id,
            or_(Thanks.from_id == member_id, Thanks.to_id == member_id),
        )
    )
