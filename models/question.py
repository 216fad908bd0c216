"""Questions that no card answered: gaps, noted without names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.audience import Audience, may_read
from models.base import Base, BigId, OfWorkspace, SlackId


class Question(OfWorkspace, Base):
    """The words that somebody looked for in vain; nobody's name, not even theirs.

    ``channel_id`` is "" for a question asked in private: then nobody's channel may show it.
    """

    __tablename__ = "question"
    __table_args__ = (Index(None, "workspace_id", "answered_by", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    channel_id: Mapped[str] = mapped_column(SlackId, default="")
    words: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    answered_by: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="SET NULL")
    )
    answered_at: Mapped[datetime | None]


async def note_question(
    session: AsyncSession, *, workspace_id: str, channel_id: str, words: str, at: datetime
) -> Question:
    """Note a question that found nothing; the same words asked there again are noted once."""
    query = select(Question).where(
        Question.workspace_id == workspace_id,
        Question.channel_id == channel_id,
        Question.words == words[:500],
        Question.answered_by.is_(None),
    )
    known: Question | None = await session.scalar(query.limit(1))
    if known is not None:
        known.at = at
        return known
    question = Question(workspace_id=workspace_id, channel_id=channel_id, words=words[:500], at=at)
    session.add(question)
    await session.flush()
    return question


async def open_questions(
    session: AsyncSession, workspace_id: str, *, channel_id: str | None = None, limit: int = 200
) -> Sequence[Question]:
    """Questions that no card has answered yet, newest first; of one channel when given."""
    query = select(Question).where(
        Question.workspace_id == workspace_id, Question.answered_by.is_(None)
    )
    if channel_id is not None:
        query = query.where(Question.channel_id == channel_id)
    return list(await session.scalars(query.order_by(Question.id.desc()).limit(limit)))


async def get_question(
    session: AsyncSession, workspace_id: str, question_id: int
) -> Question | None:
    """One question, or None."""
    query = select(Question).where(
        Question.workspace_id == workspace_id, Question.id == question_id
    )
    found: Question | None = await session.scalar(query)
    return found


async def questions_for(
    session: AsyncSession, audience: Audience, *, limit: int = 10
) -> list[Question]:
    """Open questions asked where this audience may read, newest first.

    Never one that was asked in private: nobody knows who may be shown it.
    """
    query = (
        select(Question)
        .where(
            Question.workspace_id == audience.workspace_id,
            Question.answered_by.is_(None),
            Question.channel_id != "",
            may_read(audience, Question.channel_id),
        )
        .order_by(Question.at.desc(), Question.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def drop_question(session: AsyncSession, question: Question) -> None:
    """Nobody needs an answer: the question is forgotten."""
    await session.delete(question)


def answer_question(question: Question, card_id: int, at: datetime) -> None:
    """A card answers it: the gap is closed, until the card is erased."""
    question.answered_by, question.answered_at = card_id, at
