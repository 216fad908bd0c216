"""The knowledge vision, edition by edition: nothing that somebody wrote into it is lost.

Nonaka, Toyama and Konno (2000), part 4: a knowledge vision answers "what are we?", "what should we
create?", "how can we do it?", "why are we doing this?" and "where are we going?".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId
from models.upsert import insert_once

# The paper's five questions, in its order.
QUESTIONS = ("are", "create", "how", "why", "where")


class Vision(OfWorkspace, Base):
    """One edition: all answers and all themes as they were from ``at`` on, who changed it and why.

    ``themes`` are plain values (id, name, about, words, parent) of the active themes.
    """

    __tablename__ = "vision"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    by: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(300), default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    themes: Mapped[list[Any]] = mapped_column(JSON, default=list)


async def newest_vision(session: AsyncSession, workspace_id: str) -> Vision | None:
    """The vision as it is now, or None."""
    query = select(Vision).where(Vision.workspace_id == workspace_id)
    query = query.order_by(Vision.number.desc()).limit(1)
    found: Vision | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def get_vision(session: AsyncSession, workspace_id: str, number: int) -> Vision | None:
    """One edition, or None."""
    return await session.get(Vision, (workspace_id, number))


async def list_visions(
    session: AsyncSession, workspace_id: str, *, limit: int = 10, offset: int = 0
) -> list[Vision]:
    """Editions, newest first."""
    query = select(Vision).where(Vision.workspace_id == workspace_id)
    query = query.order_by(Vision.number.desc()).limit(limit).offset(offset)
    return list(await session.scalars(query))


async def edition_now(session: AsyncSession, workspace_id: str) -> int:
    """The number of the newest edition; 0 when there is none."""
    query = select(func.max(Vision.number)).where(Vision.workspace_id == workspace_id)
    return int(await session.scalar(query) or 0)


async def add_vision(
    session: AsyncSession,
    workspace_id: str,
    number: int,
    *,
    answers: Mapping[str, str],
    themes: Sequence[Mapping[str, Any]],
    by: str,
    why: str,
    at: datetime,
) -> bool:
    """Store an edition; False when somebody else stored one with this number first."""
    row = {
        "workspace_id": workspace_id,
        "number": number,
        "by": by,
        "at": at,
        "why": why[:300],
        "answers": dict(answers),
        "themes": [dict(each) for each in themes],
    }
    return await insert_once(session, Vision, row, key=("workspace_id", "number"))


async def nameless_visions(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Take somebody's name from the editions that they made; the words are the organization's."""
    await session.execute(
        update(Vision)
        .where(Vision.workspace_id == workspace_id, Vision.by == member_id)
        .values(by="")
    )
