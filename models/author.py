"""Who put a card into words, besides the one who began it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, Index, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.card import Card
from models.upsert import insert_new


class CardAuthor(OfWorkspace, Base):
    """Somebody who wrote on a card, or was named by those who did."""

    __tablename__ = "card_author"
    __table_args__ = (Index(None, "workspace_id", "member_id"),)

    card_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    since: Mapped[datetime]


async def add_authors(
    session: AsyncSession,
    workspace_id: str,
    card_id: int,
    people: Iterable[str],
    *,
    now: datetime,
) -> None:
    """Name people as a card's authors; naming somebody twice is once."""
    rows = [
        {"workspace_id": workspace_id, "card_id": card_id, "member_id": person, "since": now}
        for person in sorted(set(people))
    ]
    await insert_new(session, CardAuthor, rows, key=("card_id", "member_id"))


async def remove_authors(session: AsyncSession, card_id: int, people: Collection[str]) -> None:
    """No longer name people as a card's authors."""
    await session.execute(
        delete(CardAuthor).where(
            CardAuthor.card_id == card_id, CardAuthor.member_id.in_(set(people))
        )
    )


async def authors_of(session: AsyncSession, cards: Collection[Card]) -> dict[int, set[str]]:
    """Who put each card into words, by card: who began it, and all who were named since."""
    found = {card.id: {card.author_id} if card.author_id else set() for card in cards}
    query = select(CardAuthor.card_id, CardAuthor.member_id).where(
        CardAuthor.card_id.in_(list(found))
    )
    for row in await session.execute(query):
        found[row.card_id].add(row.member_id)
    return found
