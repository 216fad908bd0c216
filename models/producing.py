"""What a channel's knowledge producers look after: ripe threads, cards that need a look, gaps."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import Audience, may_see
from models.card import Card, CardStatus, Draft
from models.life import CardLife
from models.question import Question
from models.thread import Thread, ThreadState

# Ripe, and nobody has made a card or said no; an offer that nobody answered waits here.
_WAITING = (ThreadState.OPEN, ThreadState.UNRIPE, ThreadState.OFFERED, ThreadState.LET_GO)


async def waiting_threads(
    session: AsyncSession,
    workspace_id: str,
    channel_ids: Collection[str],
    since: datetime,
    *,
    limit: int,
) -> list[Thread]:
    """Ripe threads of some channels that were looked at since a time, ripest first."""
    query = (
        select(Thread)
        .where(
            Thread.workspace_id == workspace_id,
            Thread.channel_id.in_(set(channel_ids)),
            Thread.ripeness >= 0.5,
            Thread.state.in_(_WAITING),
            Thread.looked_at >= since,
        )
        .order_by(Thread.ripeness.desc(), Thread.ts.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def own_drafts_in(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    channel_ids: Collection[str],
    *,
    limit: int,
) -> list[Draft]:
    """Somebody's own drafts for some channels, newest first; nobody else's."""
    query = (
        select(Draft)
        .where(
            Draft.workspace_id == workspace_id,
            Draft.author_id == member_id,
            Draft.channel_id.in_(set(channel_ids)),
        )
        .order_by(Draft.updated_at.desc(), Draft.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def stale_cards(
    session: AsyncSession,
    audience: Audience,
    channel_ids: Collection[str],
    before: datetime,
    *,
    limit: int,
) -> list[Card]:
    """Cards of some channels that nobody changed, judged or confirmed since a time, oldest first.

    Only what this audience may see; not contested or retired ones.
    """
    quiet = (CardLife.confirmed_at, CardLife.status_at)
    query = (
        select(Card)
        .outerjoin(CardLife, CardLife.card_id == Card.id)
        .where(
            may_see(audience),
            Card.channel_id.in_(set(channel_ids)),
            Card.status.not_in((CardStatus.CONTESTED, CardStatus.RETIRED)),
            Card.updated_at < before,
            *(or_(column.is_(None), column < before) for column in quiet),
        )
        .order_by(Card.updated_at, Card.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def contested_cards(
    session: AsyncSession, audience: Audience, channel_ids: Collection[str], *, limit: int
) -> list[Card]:
    """Contested cards of some channels, as far as this audience may see them, newest first."""
    query = (
        select(Card)
        .where(
            may_see(audience),
            Card.channel_id.in_(set(channel_ids)),
            Card.status == CardStatus.CONTESTED,
        )
        .order_by(Card.updated_at.desc(), Card.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def gaps_in(
    session: AsyncSession, workspace_id: str, channel_ids: Collection[str], *, limit: int
) -> list[str]:
    """What people looked for in vain in some channels, without names, newest first."""
    query = (
        select(Question.words)
        .where(
            Question.workspace_id == workspace_id,
            Question.channel_id.in_(set(channel_ids)),
            Question.answered_by.is_(None),
        )
        .group_by(Question.words)
        .order_by(func.max(Question.at).desc(), Question.words)
        .limit(limit)
    )
    return list(await session.scalars(query))
