"""Concept cards, their revisions, and the drafts from which they grow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId, SlackTs


class CardStatus(StrEnum):
    """Knowledge is justified belief: how far a card's belief is justified by now."""

    CONJECTURE = "conjecture"
    TESTED = "tested"
    ENDORSED = "endorsed"
    CONTESTED = "contested"
    RETIRED = "retired"


# What a person writes on a card, in the form's order: what, then how it is like, then how it works.
CARD_FIELDS = (
    "title",
    "statement",
    "metaphor",
    "analogy",
    "model",
    "applies_when",
    "not_this",
)


class Card(OfWorkspace, Base):
    """A concept card: something a team knows, put into words that others can act on."""

    __tablename__ = "card"
    __table_args__ = (
        Index(None, "workspace_id", "channel_id", "id"),
        Index(None, "workspace_id", "author_id"),
        Index(None, "workspace_id", "channel_id", "thread_ts"),
        Index(None, "workspace_id", "updated_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    channel_id: Mapped[str] = mapped_column(SlackId)
    thread_ts: Mapped[str] = mapped_column(SlackTs, default="")
    author_id: Mapped[str] = mapped_column(SlackId)
    title: Mapped[str] = mapped_column(String(200))
    statement: Mapped[str] = mapped_column(Text, default="")
    metaphor: Mapped[str] = mapped_column(Text, default="")
    analogy: Mapped[str] = mapped_column(Text, default="")
    model: Mapped[str] = mapped_column(Text, default="")
    applies_when: Mapped[str] = mapped_column(Text, default="")
    not_this: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[list[Any]] = mapped_column(JSON, default=list)
    asset_kind: Mapped[str] = mapped_column(String(16), default="conceptual")
    asset_reason: Mapped[str] = mapped_column(String(500), default="")
    status: Mapped[str] = mapped_column(String(16), default=CardStatus.CONJECTURE)
    scope: Mapped[str] = mapped_column(String(16), default="channel")
    origin: Mapped[str] = mapped_column(String(32), default="inside")
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    posted_ts: Mapped[str] = mapped_column(SlackTs, default="")
    permalink: Mapped[str] = mapped_column(String(500), default="")


class Revision(OfWorkspace, Base):
    """What a card said at one time, who changed it and why."""

    __tablename__ = "revision"

    card_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    by: Mapped[str] = mapped_column(SlackId)
    at: Mapped[datetime]
    why: Mapped[str] = mapped_column(String(500), default="")
    fields: Mapped[dict[str, Any]] = mapped_column(JSON)


class Draft(OfWorkspace, Base):
    """A card somebody began to write: nothing a person typed is lost when they are interrupted.

    A draft of a change has the card, and the revision from which the change began (else None, 0).
    ``saved_view`` is the form that saved it last, so that two open forms do not overwrite it.
    ``quotes`` say which fields hold whose words: they go when their message or author does.
    """

    __tablename__ = "draft"
    __table_args__ = (
        Index(None, "workspace_id", "author_id", "updated_at"),
        Index(None, "workspace_id", "channel_id"),
        Index(None, "card_id"),
        Index(None, "updated_at"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    author_id: Mapped[str] = mapped_column(SlackId)
    channel_id: Mapped[str] = mapped_column(SlackId, default="")
    thread_ts: Mapped[str] = mapped_column(SlackTs, default="")
    fields: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    evidence: Mapped[list[Any]] = mapped_column(JSON, default=list)
    quotes: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    updated_at: Mapped[datetime]
    card_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    base_revision: Mapped[int] = mapped_column(default=0, server_default="0")
    saved_view: Mapped[str] = mapped_column(SlackId, default="", server_default="")


async def add_card(session: AsyncSession, card: Card, *, why: str) -> Card:
    """Store a new card with its first revision; gives the card back with its id."""
    session.add(card)
    await session.flush()
    session.add(_revision(card, by=card.author_id, at=card.created_at, why=why))
    return card


async def revise_card(
    session: AsyncSession, card: Card, fields: Mapping[str, Any], *, by: str, at: datetime, why: str
) -> Card:
    """Set fields on a card as a new revision."""
    for name, value in fields.items():
        setattr(card, name, value)
    card.revision += 1
    card.updated_at = at
    session.add(_revision(card, by=by, at=at, why=why))
    return card


def _revision(card: Card, *, by: str, at: datetime, why: str) -> Revision:
    kept = (*CARD_FIELDS, "asset_kind", "status", "scope", "origin")
    return Revision(
        workspace_id=card.workspace_id,
        card_id=card.id,
        number=card.revision,
        by=by,
        at=at,
        why=why,
        fields={name: getattr(card, name) for name in kept},
    )


async def save_draft(session: AsyncSession, draft: Draft) -> Draft:
    """Store a draft and give it back with its id."""
    session.add(draft)
    await session.flush()
    return draft


async def get_draft(
    session: AsyncSession, workspace_id: str, author_id: str, draft_id: int, *, hold: bool = False
) -> Draft | None:
    """Somebody's own draft, or None; nobody else's. ``hold``: until the transaction ends."""
    query = select(Draft).where(
        Draft.workspace_id == workspace_id, Draft.author_id == author_id, Draft.id == draft_id
    )
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: Draft | None = await session.scalar(query)
    return found


async def drafts_of(
    session: AsyncSession, workspace_id: str, author_id: str, *, limit: int = 10
) -> list[Draft]:
    """Somebody's own drafts, newest first."""
    query = (
        select(Draft)
        .where(Draft.workspace_id == workspace_id, Draft.author_id == author_id)
        .order_by(Draft.updated_at.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def drop_draft(
    session: AsyncSession, workspace_id: str, author_id: str, draft_id: int
) -> None:
    """Delete somebody's own draft."""
    await session.execute(
        delete(Draft).where(
            Draft.workspace_id == workspace_id, Draft.author_id == author_id, Draft.id == draft_id
        )
    )


async def get_revision(session: AsyncSession, card_id: int, number: int) -> Revision | None:
    """One revision of a card, or None. Ask for the card through an audience first."""
    return await session.get(Revision, (card_id, number))


async def list_revisions(
    session: AsyncSession, card_id: int, *, limit: int = 10, offset: int = 0
) -> list[Revision]:
    """A card's revisions, newest first. Ask for the card through an audience first."""
    query = (
        select(Revision)
        .where(Revision.card_id == card_id)
        .order_by(Revision.number.desc())
        .limit(limit)
        .offset(offset)
    )
    return list(await session.scalars(query))


async def lock_card(session: AsyncSession, card_id: int) -> Card | None:
    """A card as it is now, held until the transaction ends, so that no change is overwritten.

    Ask for the card through an audience first.
    """
    query = select(Card).where(Card.id == card_id).with_for_update()
    found: Card | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def draft_of_change(
    session: AsyncSession, workspace_id: str, author_id: str, card_id: int
) -> Draft | None:
    """Somebody's own unfinished change of a card, or None."""
    query = (
        select(Draft)
        .where(
            Draft.workspace_id == workspace_id,
            Draft.author_id == author_id,
            Draft.card_id == card_id,
        )
        .order_by(Draft.id.desc())
        .limit(1)
    )
    found: Draft | None = await session.scalar(query)
    return found


async def forget_drafts(session: AsyncSession, before: datetime) -> None:
    """Delete the drafts that nobody touched since a time."""
    await session.execute(delete(Draft).where(Draft.updated_at < before))
