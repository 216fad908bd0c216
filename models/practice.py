"""Practice: who tries which card, when to ask next, and what they answered."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.outbox import Outbox, OutboxState
from models.upsert import upsert


class Answer(StrEnum):
    """What somebody says about a card they practise."""

    USED = "used"
    NOT_YET = "not_yet"
    WORKED = "worked"
    FAILED = "failed"


class Review(OfWorkspace, Base):
    """Somebody practises a card: the schedule of when to ask next (py-fsrs's card as JSON)."""

    __tablename__ = "review"
    __table_args__ = (
        Index(None, "is_active", "due_at"),
        Index("uq_review_person_card", "workspace_id", "member_id", "card_id", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    member_id: Mapped[str] = mapped_column(SlackId)
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    schedule: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    started_at: Mapped[datetime]
    is_active: Mapped[bool] = mapped_column(default=True)
    round: Mapped[int] = mapped_column(default=0)
    unanswered: Mapped[int] = mapped_column(default=0)


class Practice(OfWorkspace, Base):
    """One entry of somebody's private practice log; words are theirs unless they share them."""

    __tablename__ = "practice"
    __table_args__ = (
        Index(None, "workspace_id", "card_id", "at"),
        Index(None, "workspace_id", "at"),
        Index(None, "workspace_id", "member_id", "at"),
        Index("uq_practice_key", "workspace_id", "unique_key", unique=True),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    unique_key: Mapped[str] = mapped_column(String(200))
    member_id: Mapped[str] = mapped_column(SlackId)
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    answer: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


async def start_review(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    *,
    schedule: dict[str, Any],
    due_at: datetime,
    now: datetime,
) -> None:
    """Somebody wants to try a card; trying it again wakes a stopped schedule."""
    await upsert(
        session,
        Review,
        key={"workspace_id": workspace_id, "member_id": member_id, "card_id": card_id},
        insert={"schedule": schedule, "started_at": now, "round": 0},
        update={"is_active": True, "due_at": due_at, "unanswered": 0},
    )


async def get_review(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int
) -> Review | None:
    """Somebody's schedule for a card, or None."""
    query = select(Review).where(
        Review.workspace_id == workspace_id,
        Review.member_id == member_id,
        Review.card_id == card_id,
    )
    found: Review | None = await session.scalar(query)
    return found


async def reviews_of(
    session: AsyncSession, workspace_id: str, member_id: str, *, limit: int = 20
) -> list[Review]:
    """What somebody practises now, soonest due first."""
    query = (
        select(Review)
        .where(
            Review.workspace_id == workspace_id,
            Review.member_id == member_id,
            Review.is_active.is_(True),
        )
        .order_by(Review.due_at)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def due_reviews(session: AsyncSession, now: datetime, *, limit: int = 200) -> list[Review]:
    """Active schedules that are due, soonest first, and all else that is due of the same people.

    Held by this transaction: another process takes others.
    """
    is_due = (Review.is_active.is_(True), Review.due_at <= now)
    first = select(Review).where(*is_due).order_by(Review.due_at, Review.id).limit(limit)
    found = list(await session.scalars(first.with_for_update(skip_locked=True)))
    people: dict[str, set[str]] = {}
    for review in found:
        people.setdefault(review.workspace_id, set()).add(review.member_id)
    for workspace_id, members in people.items() if len(found) == limit else ():
        theirs = select(Review).where(
            Review.workspace_id == workspace_id, Review.member_id.in_(members), *is_due
        )
        known = {review.id for review in found}
        others = await session.scalars(theirs.with_for_update(skip_locked=True))
        found += [review for review in others if review.id not in known]
    return found


async def log_practice(
    session: AsyncSession,
    *,
    workspace_id: str,
    member_id: str,
    card_id: int,
    key: str,
    answer: str,
    at: datetime,
    words: str = "",
) -> None:
    """Write an answer into the private log, once per key; later words complete it."""
    await upsert(
        session,
        Practice,
        key={"workspace_id": workspace_id, "unique_key": key},
        insert={"member_id": member_id, "card_id": card_id, "at": at},
        update={"answer": answer, "words": words},
    )


async def count_answers(
    session: AsyncSession, workspace_id: str, card_ids: Collection[int]
) -> dict[int, dict[str, int]]:
    """How often each answer was given about these cards; nobody is named."""
    query = (
        select(Practice.card_id, Practice.answer, func.count())
        .where(Practice.workspace_id == workspace_id, Practice.card_id.in_(set(card_ids)))
        .group_by(Practice.card_id, Practice.answer)
    )
    counts: dict[int, dict[str, int]] = {}
    for card_id, answer, number in await session.execute(query):
        counts.setdefault(card_id, {})[answer] = number
    return counts


async def lock_review(
    session: AsyncSession, workspace_id: str, member_id: str, review_id: int
) -> Review | None:
    """Somebody's own schedule, held until the transaction ends; None for anybody else's."""
    query = select(Review).where(
        Review.workspace_id == workspace_id,
        Review.member_id == member_id,
        Review.id == review_id,
    )
    found: Review | None = await session.scalar(query.with_for_update())
    return found


async def stop_reviews(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Stop everything that somebody practises; what they logged stays theirs."""
    mine = (Review.workspace_id == workspace_id, Review.member_id == member_id)
    await session.execute(update(Review).where(*mine).values(is_active=False))


async def get_practice(session: AsyncSession, workspace_id: str, key: str) -> Practice | None:
    """The log's entry with this key, or None."""
    query = (
        select(Practice)
        .where(Practice.workspace_id == workspace_id, Practice.unique_key == key)
        .execution_options(populate_existing=True)
    )
    found: Practice | None = await session.scalar(query)
    return found


async def people_with_waiting(
    session: AsyncSession, kind: str, member_ids: Collection[str]
) -> set[tuple[str, str]]:
    """Which of these people a direct message of a kind is waiting for: (workspace, person)."""
    query = select(Outbox.workspace_id, Outbox.member_id).where(
        Outbox.state == OutboxState.WAITING,
        Outbox.kind == kind,
        Outbox.channel_id == "",
        Outbox.member_id.in_(set(member_ids)),
    )
    return {(row.workspace_id, row.member_id) for row in await session.execute(query)}


async def log_of(session: AsyncSession, workspace_id: str, member_id: str) -> list[Practice]:
    """Somebody's whole practice log, oldest first; for them alone."""
    query = select(Practice).where(
        Practice.workspace_id == workspace_id, Practice.member_id == member_id
    )
    return list(await session.scalars(query.order_by(Practice.at, Practice.id)))


async def delete_log_of(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Delete what somebody practised and answered."""
    for model in (Practice, Review):
        await session.execute(
            delete(model).where(model.workspace_id == workspace_id, model.member_id == member_id)
        )
