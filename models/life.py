"""The life of a card beside its words: why it stands as it does, when to look at it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    and_,
    exists,
    func,
    select,
    union,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models.audience import Audience, may_see
from models.author import CardAuthor
from models.base import Base, BigId, OfWorkspace, SlackId, SlackTs
from models.card import Card, CardStatus
from models.link import CardLink, LinkKind
from models.practice import Practice
from models.thread import Thread, ThreadState
from models.upsert import upsert


class CardLife(OfWorkspace, Base):
    """Where a card stands and why; when its authors are asked whether it is still true.

    ``round`` counts the times they were asked; ``heard_ts`` is the newest talk in its thread that
    was looked at since it was made; ``was_contested`` stays once somebody contested it.
    """

    __tablename__ = "card_life"
    __table_args__ = (Index(None, "review_at"),)

    card_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="CASCADE"), primary_key=True
    )
    status_by: Mapped[str] = mapped_column(SlackId, default="")
    status_why: Mapped[str] = mapped_column(String(500), default="")
    status_at: Mapped[datetime | None]
    review_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    round: Mapped[int] = mapped_column(default=0)
    heard_ts: Mapped[str] = mapped_column(SlackTs, default="")
    was_contested: Mapped[bool] = mapped_column(default=False)


async def get_life(session: AsyncSession, card_id: int) -> CardLife | None:
    """A card's life, or None when nobody asked about it yet."""
    return await session.get(CardLife, card_id)


async def lives_of(session: AsyncSession, card_ids: Collection[int]) -> dict[int, CardLife]:
    """The lives of cards by the card's id; without those nobody asked about yet."""
    query = select(CardLife).where(CardLife.card_id.in_(card_ids))
    return {life.card_id: life for life in await session.scalars(query)}


async def begin_life(
    session: AsyncSession, workspace_id: str, card_id: int, *, review_at: datetime, heard_ts: str
) -> CardLife:
    """A card's life, begun now unless it was before."""
    await upsert(
        session,
        CardLife,
        key={"card_id": card_id},
        insert={
            "workspace_id": workspace_id,
            "status_by": "",
            "status_why": "",
            "review_at": review_at,
            "round": 0,
            "heard_ts": heard_ts,
            "was_contested": False,
        },
    )
    found = await session.get(CardLife, card_id, populate_existing=True)
    assert found is not None
    return found


async def cards_without_life(session: AsyncSession, *, limit: int = 200) -> list[Card]:
    """Cards whose life has not begun. For bookkeeping: shows nobody anything."""
    begun = exists(select(CardLife.card_id).where(CardLife.card_id == Card.id))
    return list(await session.scalars(select(Card).where(~begun).order_by(Card.id).limit(limit)))


async def due_lives(
    session: AsyncSession, now: datetime, *, limit: int = 100
) -> list[tuple[Card, CardLife]]:
    """Cards that are to be looked at again, longest due first; retired ones rest.

    For bookkeeping: what is shown of them goes through an audience.
    """
    query = (
        select(Card, CardLife)
        .join(CardLife, CardLife.card_id == Card.id)
        .where(CardLife.review_at <= now, Card.status != CardStatus.RETIRED)
        .order_by(CardLife.review_at)
        .limit(limit)
    )
    return [(card, life) for card, life in await session.execute(query)]


async def talked_on(
    session: AsyncSession, quiet_since: str, *, limit: int = 20
) -> list[tuple[Card, CardLife, Thread]]:
    """Cards in whose thread people went on talking, and stopped before ``quiet_since`` (a ts).

    For bookkeeping: what is shown of them goes through an audience.
    """
    its_thread = and_(
        Thread.workspace_id == Card.workspace_id,
        Thread.channel_id == Card.channel_id,
        Thread.ts == Card.thread_ts,
    )
    query = (
        select(Card, CardLife, Thread)
        .join(CardLife, CardLife.card_id == Card.id)
        .join(Thread, its_thread)
        .where(
            Thread.state == ThreadState.CARDED,
            Thread.last_ts > CardLife.heard_ts,
            Thread.last_ts <= quiet_since,
            Card.status != CardStatus.RETIRED,
        )
        .order_by(Thread.last_ts)
        .limit(limit)
    )
    return [(card, life, thread) for card, life, thread in await session.execute(query)]


async def unchallenged_of(
    session: AsyncSession, workspace_id: str, member_id: str, *, least: int, limit: int = 5
) -> list[int]:
    """Ids of somebody's own cards with at least ``least`` uses and nothing ever said against them.

    For the author of these cards; what is shown of them goes through an audience.
    """
    mine = aliased(Card)
    begun = select(mine.id).where(mine.workspace_id == workspace_id, mine.author_id == member_id)
    named = select(CardAuthor.card_id).where(
        CardAuthor.workspace_id == workspace_id, CardAuthor.member_id == member_id
    )
    own = and_(Card.workspace_id == workspace_id, Card.id.in_(union(begun, named)))
    return list(await session.scalars(_unchallenged(own, least).limit(limit)))


async def unchallenged_for(
    session: AsyncSession, audience: Audience, *, least: int, limit: int = 5
) -> list[int]:
    """Ids of the cards that this audience may see with at least ``least`` uses and no doubt."""
    query = _unchallenged(may_see(audience), least).limit(limit)
    return list(await session.scalars(query))


def _unchallenged(which: ColumnElement[bool], least: int) -> Select[int]:
    """Ids of cards that are much used, and against which nothing was ever said; most used first."""
    uses = func.count(Practice.id)
    against = aliased(Practice)
    failed = exists(
        select(against.id).where(
            against.workspace_id == Card.workspace_id,
            against.card_id == Card.id,
            against.answer == "failed",
        )
    )
    contested = exists(
        select(CardLife.card_id).where(
            CardLife.card_id == Card.id, CardLife.was_contested.is_(True)
        )
    )
    doubted = exists(
        select(CardLink.id).where(
            CardLink.target_id == Card.id, CardLink.kind == LinkKind.CHALLENGES
        )
    )
    resting = (CardStatus.RETIRED, CardStatus.CONTESTED)
    return (
        select(Card.id)
        .join(
            Practice,
            and_(Practice.workspace_id == Card.workspace_id, Practice.card_id == Card.id),
        )
        .where(
            which,
            Card.status.not_in(resting),
            Practice.answer.in_(("used", "worked")),
            ~failed,
            ~contested,
            ~doubted,
        )
        .group_by(Card.id)
        .having(uses >= least)
        .order_by(uses.desc(), Card.id)
    )


async def challenged_ever(session: AsyncSession, card_ids: Collection[int]) -> set[int]:
    """Which of these cards somebody contested at any time, or challenged with a card of its own."""
    wanted = set(card_ids)
    contested = select(CardLife.card_id).where(
        CardLife.card_id.in_(wanted), CardLife.was_contested.is_(True)
    )
    doubted = select(CardLink.target_id).where(
        CardLink.target_id.in_(wanted), CardLink.kind == LinkKind.CHALLENGES
    )
    return set(await session.scalars(contested)) | set(await session.scalars(doubted))
