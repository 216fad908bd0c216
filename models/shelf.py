"""Whole shelves of cards, for exporting and importing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, literal, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import Audience, may_see
from models.card import Card, Revision

# SQLite takes at most 32,766 values in one statement.
CHUNK = 10_000


async def visible_cards(
    session: AsyncSession, audience: Audience, *, most: int = 10_000
) -> list[Card]:
    """All cards that an audience may see, newest first."""
    query = select(Card).where(may_see(audience)).order_by(Card.id.desc()).limit(most)
    return list(await session.scalars(query))


async def all_cards(session: AsyncSession, workspace_id: str) -> list[Card]:
    """Every card of a workspace, newest first: for whoever has the database in hand."""
    query = select(Card).where(Card.workspace_id == workspace_id).order_by(Card.id.desc())
    return list(await session.scalars(query))


async def revisions_of_cards(session: AsyncSession, ids: Sequence[int]) -> list[Revision]:
    """Every revision of some cards, oldest first. The caller may see the cards."""
    found: list[Revision] = []
    for start in range(0, len(ids), CHUNK):
        query = select(Revision).where(Revision.card_id.in_(ids[start : start + CHUNK]))
        found += await session.scalars(query.order_by(Revision.card_id, Revision.number))
    return found


async def find_same(
    session: AsyncSession, workspace_id: str, author_id: str, created_at: datetime, title: str
) -> int | None:
    """The id of a card with this author, time and title, or None."""
    query = select(Card.id).where(
        Card.workspace_id == workspace_id,
        Card.author_id == author_id,
        Card.created_at == created_at,
        Card.title == title,
    )
    found: int | None = await session.scalar(query.limit(1))
    return found


async def count_on(session: AsyncSession) -> None:
    """After cards came with their own numbers: PostgreSQL's counter goes on behind the highest."""
    if session.get_bind().dialect.name != "postgresql":
        return
    highest = select(func.coalesce(func.max(Card.id), literal(1))).scalar_subquery()
    await session.execute(
        select(func.setval(text("pg_get_serial_sequence('card', 'id')"), highest))
    )
