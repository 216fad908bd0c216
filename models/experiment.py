"""Experiments: what a card makes somebody expect, by when, and what came."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId


class Outcome(StrEnum):
    """What became of a prediction."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    GIVEN_UP = "given_up"


class Experiment(OfWorkspace, Base):
    """A card's prediction: what is expected, by when, how it will be seen; later, what came.

    ``number`` is the predicted number (None: none) and ``sign`` how it is meant: "about", "least"
    or "most". ``asked`` counts the reminders that were planned.
    """

    __tablename__ = "experiment"
    __table_args__ = (
        Index(None, "state", "ask_at"),
        Index(None, "workspace_id", "card_id"),
        Index(None, "workspace_id", "made_by"),
        Index(None, "workspace_id", "told_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    made_by: Mapped[str] = mapped_column(SlackId)
    expected: Mapped[str] = mapped_column(Text)
    seen_by: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[float | None]
    sign: Mapped[str] = mapped_column(String(8), default="about")
    due_at: Mapped[datetime]
    ask_at: Mapped[datetime]
    asked: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(16), default=Outcome.OPEN)
    came: Mapped[str] = mapped_column(Text, default="")
    came_number: Mapped[float | None]
    told_by: Mapped[str] = mapped_column(SlackId, default="")
    told_at: Mapped[datetime | None]
    made_at: Mapped[datetime]


async def add_experiment(session: AsyncSession, experiment: Experiment) -> Experiment:
    """Store a prediction; gives it back with its id."""
    session.add(experiment)
    await session.flush()
    return experiment


async def lock_experiment(
    session: AsyncSession, workspace_id: str, experiment_id: int
) -> Experiment | None:
    """One experiment, held until the transaction ends. Whether its card may be seen: ask."""
    query = select(Experiment).where(
        Experiment.workspace_id == workspace_id, Experiment.id == experiment_id
    )
    query = query.execution_options(populate_existing=True)
    found: Experiment | None = await session.scalar(query.with_for_update())
    return found


async def due_experiments(
    session: AsyncSession, now: datetime, *, limit: int = 100
) -> list[Experiment]:
    """Open predictions whose time has come to ask, soonest first; held by this transaction."""
    query = (
        select(Experiment)
        .where(Experiment.state == Outcome.OPEN, Experiment.ask_at <= now)
        .order_by(Experiment.ask_at, Experiment.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(await session.scalars(query))


async def experiments_of(
    session: AsyncSession, workspace_id: str, card_id: int, *, limit: int = 5
) -> list[Experiment]:
    """A card's predictions, newest first. For whoever may see the card."""
    query = (
        select(Experiment)
        .where(Experiment.workspace_id == workspace_id, Experiment.card_id == card_id)
        .order_by(Experiment.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def open_experiments(
    session: AsyncSession, workspace_id: str, card_ids: Sequence[int]
) -> list[Experiment]:
    """The open predictions of these cards, soonest due first."""
    query = (
        select(Experiment)
        .where(
            Experiment.workspace_id == workspace_id,
            Experiment.card_id.in_(card_ids),
            Experiment.state == Outcome.OPEN,
        )
        .order_by(Experiment.due_at, Experiment.id)
    )
    return list(await session.scalars(query))


async def experiments_by(
    session: AsyncSession, workspace_id: str, member_id: str
) -> list[Experiment]:
    """What somebody predicted, oldest first."""
    query = select(Experiment).where(
        Experiment.workspace_id == workspace_id, Experiment.made_by == member_id
    )
    return list(await session.scalars(query.order_by(Experiment.id)))
