"""Pointers to people: who agreed to be found for what a card is about.

For what stays tacit, the card says who has lived it (socialization). Opt in, per card.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.member import Member
from models.upsert import insert_once


class PeoplePointer(OfWorkspace, Base):
    """Somebody has lived what a card is about, and agreed to be found for it."""

    __tablename__ = "people_pointer"

    card_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    at: Mapped[datetime]


async def point_to_me(
    session: AsyncSession, workspace_id: str, card_id: int, member_id: str, at: datetime
) -> bool:
    """Somebody agrees to be found for a card; False when they had already."""
    row = {"workspace_id": workspace_id, "card_id": card_id, "member_id": member_id, "at": at}
    return await insert_once(session, PeoplePointer, row, key=("card_id", "member_id"))


async def point_no_more(
    session: AsyncSession, workspace_id: str, member_id: str, *, card_id: int | None = None
) -> None:
    """Somebody no longer wants to be found: for one card, or (None) for any."""
    statement = delete(PeoplePointer).where(
        PeoplePointer.workspace_id == workspace_id, PeoplePointer.member_id == member_id
    )
    if card_id is not None:
        statement = statement.where(PeoplePointer.card_id == card_id)
    await session.execute(statement)


async def lived_by(
    session: AsyncSession, workspace_id: str, card_ids: Collection[int]
) -> dict[int, list[str]]:
    """Ids of those who agreed to be found, alphabetically by name, for each card that has some.

    People who left the workspace or opted out are not named.
    """
    query = (
        select(PeoplePointer.card_id, PeoplePointer.member_id)
        .join(
            Member,
            (Member.workspace_id == PeoplePointer.workspace_id)
            & (Member.id == PeoplePointer.member_id),
        )
        .where(
            PeoplePointer.workspace_id == workspace_id,
            PeoplePointer.card_id.in_(set(card_ids)),
            Member.is_deleted.is_(False),
            Member.opted_out_at.is_(None),
        )
        .order_by(Member.name, Member.id)
    )
    found: dict[int, list[str]] = {}
    for row in await session.execute(query):
        found.setdefault(row.card_id, []).append(row.member_id)
    return found
