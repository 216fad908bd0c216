"""Stories: what came of using a card, shared by the one who used it; evidence for or against."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.upsert import upsert


class Stance(StrEnum):
    """Which way a story speaks."""

    FOR = "for"
    AGAINST = "against"


class Story(OfWorkspace, Base):
    """A practice entry that its owner shared: a copy, so that the log itself stays private."""

    __tablename__ = "story"
    __table_args__ = (
        Index(None, "workspace_id", "card_id", "at"),
        Index(None, "workspace_id", "at"),
        Index(None, "workspace_id", "member_id"),
        Index("uq_story_key", "workspace_id", "unique_key", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    unique_key: Mapped[str] = mapped_column(String(200))
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    member_id: Mapped[str] = mapped_column(SlackId)
    stance: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


async def put_story(
    session: AsyncSession,
    *,
    workspace_id: str,
    key: str,
    card_id: int,
    member_id: str,
    stance: str,
    words: str,
    at: datetime,
) -> None:
    """Share a story, once per key; sharing it again changes its words."""
    await upsert(
        session,
        Story,
        key={"workspace_id": workspace_id, "unique_key": key},
        insert={"card_id": card_id, "member_id": member_id, "at": at},
        update={"stance": stance, "words": words},
    )


async def get_story(session: AsyncSession, workspace_id: str, key: str) -> Story | None:
    """The story with this key, or None."""
    query = select(Story).where(Story.workspace_id == workspace_id, Story.unique_key == key)
    found: Story | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def stories_of(
    session: AsyncSession, workspace_id: str, card_id: int, *, most: int = 2
) -> list[Story]:
    """The newest stories about a card, at most ``most`` of each stance, "for" first."""
    found: list[Story] = []
    for stance in (Stance.FOR, Stance.AGAINST):
        query = (
            select(Story)
            .where(
                Story.workspace_id == workspace_id,
                Story.card_id == card_id,
                Story.stance == stance,
            )
            .order_by(Story.at.desc(), Story.id.desc())
            .limit(most)
        )
        found += await session.scalars(query)
    return found


async def stories_by(session: AsyncSession, workspace_id: str, member_id: str) -> list[Story]:
    """What somebody shared, oldest first."""
    query = select(Story).where(Story.workspace_id == workspace_id, Story.member_id == member_id)
    return list(await session.scalars(query.order_by(Story.id)))


async def delete_stories_by(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Take back what somebody shared."""
    await session.execute(
        delete(Story).where(Story.workspace_id == workspace_id, Story.member_id == member_id)
    )
