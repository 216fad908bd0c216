"""How cards hang together: the paths that the spiral took from card to card.

Nonaka, Toyama and Konno (2000): combination "combining different bodies of explicit knowledge",
and "the breakdown of concepts"; the spiral's next turn grows from what was there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.card import Card
from models.upsert import insert_once


class LinkKind(StrEnum):
    """What a link says, read from ``source_id`` to ``target_id``. Another kind goes here.

    * combines: the source is a guide that takes the target in
    * breaks_down: the source was broken down, the target is one of its parts
    * relates: either has to do with the other; stored with the lower id as the source
    * challenges: the source says that the target may not hold
    * grew_from: the source grew from the target
    """

    COMBINES = "combines"
    BREAKS_DOWN = "breaks_down"
    RELATES = "relates"
    CHALLENGES = "challenges"
    GREW_FROM = "grew_from"


# Kinds in which the source is the younger one, so that the path in time runs target → source.
YOUNGER_SOURCE = frozenset({LinkKind.COMBINES, LinkKind.CHALLENGES, LinkKind.GREW_FROM})


class CardLink(OfWorkspace, Base):
    """One link between two cards, who made it, when, and why. Shows nobody either card."""

    __tablename__ = "card_link"
    __table_args__ = (
        Index("uq_card_link", "kind", "source_id", "target_id", unique=True),
        Index(None, "source_id"),
        Index(None, "target_id"),
        Index(None, "workspace_id", "at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(16))
    source_id: Mapped[int] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    target_id: Mapped[int] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    why: Mapped[str] = mapped_column(String(500), default="")
    by: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime]


async def link_cards(
    session: AsyncSession,
    *,
    workspace_id: str,
    kind: LinkKind,
    source_id: int,
    target_id: int,
    by: str,
    at: datetime,
    why: str = "",
) -> bool:
    """Link two cards; False when they are linked so already, or are one and the same.

    The caller has asked ``models.search.get_card`` for both: a link is no way to see a card.
    """
    if source_id == target_id:
        return False
    if kind == LinkKind.RELATES:
        source_id, target_id = sorted((source_id, target_id))
    row = {
        "workspace_id": workspace_id,
        "kind": kind,
        "source_id": source_id,
        "target_id": target_id,
        "why": why[:500],
        "by": by,
        "at": at,
    }
    return await insert_once(session, CardLink, row, key=("kind", "source_id", "target_id"))


async def links_of(
    session: AsyncSession, workspace_id: str, card_ids: Collection[int], *, limit: int = 200
) -> list[CardLink]:
    """Links that begin or end at some cards, oldest first. For bookkeeping: ids, no words."""
    ids = set(card_ids)
    query = (
        select(CardLink)
        .where(
            CardLink.workspace_id == workspace_id,
            or_(CardLink.source_id.in_(ids), CardLink.target_id.in_(ids)),
        )
        .order_by(CardLink.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def links_between(
    session: AsyncSession, workspace_id: str, card_ids: Collection[int]
) -> list[CardLink]:
    """Links with both ends among some cards, oldest first."""
    query = select(CardLink).where(CardLink.workspace_id == workspace_id).order_by(CardLink.id)
    ids = set(card_ids)
    links = await session.scalars(query)
    return [link for link in links if link.source_id in ids and link.target_id in ids]


async def linked_cards(session: AsyncSession, card: Card) -> list[Card]:
    """The cards at the other ends of a card's links. For bookkeeping: shows nobody anything."""
    links = await links_of(session, card.workspace_id, [card.id])
    ends = {end for link in links for end in (link.source_id, link.target_id)} - {card.id}
    return list(await session.scalars(select(Card).where(Card.id.in_(ends)).order_by(Card.id)))


async def blank_linker(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Delete the links that somebody made: they erase what they contributed."""
    await session.execute(
        delete(CardLink).where(CardLink.workspace_id == workspace_id, CardLink.by == member_id)
    )
