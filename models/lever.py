"""What energizes a ba, and who did not want which of it: for once, for a week, for good."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.audience import Audience, may_see
from models.base import Base, OfWorkspace, SlackId
from models.card import Card, CardStatus
from models.life import CardLife
from models.link import CardLink, LinkKind
from models.upsert import upsert


class LeverRefusal(OfWorkspace, Base):
    """A lever is not wanted by a person or a channel, until a time or for good (None).

    ``item`` is the one thing that was refused ("card:7"), or "" for the lever as a whole.
    """

    __tablename__ = "lever_refusal"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    lever: Mapped[str] = mapped_column(String(16), primary_key=True)
    item: Mapped[str] = mapped_column(String(80), primary_key=True)
    until: Mapped[datetime | None]
    by: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime]


async def refuse_lever(
    session: AsyncSession,
    workspace_id: str,
    subject: str,
    subject_id: str,
    lever: str,
    item: str,
    *,
    until: datetime | None,
    by: str,
    at: datetime,
) -> None:
    """A lever (``item`` ""), or one thing it showed, is not wanted until a time or for good."""
    key = {
        "workspace_id": workspace_id,
        "subject": subject,
        "subject_id": subject_id,
        "lever": lever,
        "item": item[:80],
    }
    await upsert(session, LeverRefusal, key=key, update={"until": until, "by": by, "at": at})


async def refused_levers(
    session: AsyncSession, workspace_id: str, subjects: Collection[tuple[str, str]], now: datetime
) -> set[tuple[str, str]]:
    """(lever, item) that any of these (subject, id) do not want now."""
    theirs = [
        and_(LeverRefusal.subject == subject, LeverRefusal.subject_id == subject_id)
        for subject, subject_id in subjects
    ]
    if not theirs:
        return set()
    query = select(LeverRefusal.lever, LeverRefusal.item).where(
        LeverRefusal.workspace_id == workspace_id,
        or_(*theirs),
        or_(LeverRefusal.until.is_(None), LeverRefusal.until > now),
    )
    return {(row.lever, row.item) for row in await session.execute(query)}


async def forget_refusals(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Somebody's own refusals go; those they made for a channel stay, without their name."""
    await session.execute(
        delete(LeverRefusal).where(
            LeverRefusal.workspace_id == workspace_id,
            LeverRefusal.subject == "person",
            LeverRefusal.subject_id == member_id,
        )
    )


async def long_unchallenged(
    session: AsyncSession, audience: Audience, channel_id: str, before: datetime, *, limit: int = 20
) -> list[Card]:
    """A channel's cards that were written before a time and that nobody ever doubted, oldest first.

    Only what this audience may see.
    """
    contested = select(CardLife.card_id).where(
        CardLife.workspace_id == audience.workspace_id, CardLife.was_contested.is_(True)
    )
    doubted = select(CardLink.target_id).where(
        CardLink.workspace_id == audience.workspace_id, CardLink.kind == LinkKind.CHALLENGES
    )
    query = (
        select(Card)
        .where(
            may_see(audience),
            Card.channel_id == channel_id,
            Card.created_at < before,
            Card.status.not_in((CardStatus.CONTESTED, CardStatus.RETIRED)),
            Card.id.not_in(contested),
            Card.id.not_in(doubted),
        )
        .order_by(Card.created_at, Card.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def newest_cards(
    session: AsyncSession, audience: Audience, channel_id: str, since: datetime, *, limit: int = 50
) -> list[Card]:
    """A channel's cards since a time, newest first, as far as this audience may see them."""
    query = (
        select(Card)
        .where(
            may_see(audience),
            Card.channel_id == channel_id,
            Card.created_at >= since,
            Card.status != CardStatus.RETIRED,
        )
        .order_by(Card.created_at.desc(), Card.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))
