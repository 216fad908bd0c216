"""Whether a channel's cards are used: counts and times, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import Audience, may_see
from models.card import Card
from models.practice import Answer, Practice, Review

USES = (Answer.USED, Answer.WORKED, Answer.FAILED)


@dataclass(frozen=True, slots=True)
class CardUse:
    """When a card was written, and when it was first used (None: never yet)."""

    written_at: datetime
    first_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Nudged:
    """Of a channel's cards: people who practise, questions answered, left open, and stopped."""

    people: int
    answered: int
    unanswered: int
    stopped: int


async def card_uses(session: AsyncSession, workspace_id: str, channel_id: str) -> list[CardUse]:
    """The channel's own cards that all of it may see, each with its first use."""
    audience = Audience(workspace_id, channel_id=channel_id)
    used = and_(
        Practice.workspace_id == Card.workspace_id,
        Practice.card_id == Card.id,
        Practice.answer.in_(USES),
    )
    query = (
        select(Card.created_at, func.min(Practice.at))
        .outerjoin(Practice, used)
        .where(may_see(audience), Card.channel_id == channel_id)
        .group_by(Card.id, Card.created_at)
    )
    return [CardUse(written, first) for written, first in await session.execute(query)]


async def nudged(session: AsyncSession, workspace_id: str, channel_id: str) -> Nudged:
    """How questions about the channel's cards were taken."""
    theirs = select(Card.id).where(
        Card.workspace_id == workspace_id, Card.channel_id == channel_id, Card.scope != "person"
    )
    stopped = func.count().filter(Review.is_active.is_(False))
    reviews = select(
        func.count(func.distinct(Review.member_id)),
        func.coalesce(func.sum(Review.unanswered), 0),
        stopped,
    ).where(Review.workspace_id == workspace_id, Review.card_id.in_(theirs))
    people, unanswered, stops = (await session.execute(reviews)).one()
    answers = select(func.count()).where(
        Practice.workspace_id == workspace_id, Practice.card_id.in_(theirs)
    )
    answered = int(await session.scalar(answers) or 0)
    return Nudged(int(people), answered, int(unanswered), int(stops))
