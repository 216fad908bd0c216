"""Dated snapshots of what is known: which card was of which theme and kind.

No count is stored. A snapshot keeps one line per card, and is counted when somebody looks, through
``models.audience``: so a map counts exactly what its reader may see, and a card that was erased is
in no snapshot either.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.audience import Audience, may_see
from models.base import Base, BigId, OfWorkspace
from models.card import Card, CardStatus
from models.theme import CardTheme, Theme
from models.upsert import insert_once


class AssetSnapshot(OfWorkspace, Base):
    """What was known in a period ("2026-W10"); ``at`` is when it was looked at."""

    __tablename__ = "asset_snapshot"
    __table_args__ = (Index("uq_asset_snapshot", "workspace_id", "period", unique=True),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    period: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]


class AssetPlace(Base):
    """One card in one snapshot: its theme then (None: none), and its kind."""

    __tablename__ = "asset_place"
    __table_args__ = (Index(None, "card_id"),)

    snapshot_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("asset_snapshot.id", ondelete="CASCADE"), primary_key=True
    )
    card_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("theme.id", ondelete="SET NULL"))
    asset_kind: Mapped[str] = mapped_column(String(16))


@dataclass(frozen=True, slots=True)
class Placed:
    """A card that somebody may see, as it is now: of which theme and kind, and since when."""

    card_id: int
    theme_id: int | None
    asset_kind: str
    channel_id: str
    created_at: datetime
    is_retired: bool


async def placed_now(session: AsyncSession, audience: Audience) -> list[Placed]:
    """Every card that this audience may see, retired ones too, oldest first."""
    query = (
        select(Card.id, Theme.id, Card.asset_kind, Card.channel_id, Card.created_at, Card.status)
        .outerjoin(CardTheme, CardTheme.card_id == Card.id)
        .outerjoin(Theme, and_(Theme.id == CardTheme.theme_id, Theme.is_active.is_(True)))
        .where(may_see(audience))
        .order_by(Card.id)
    )
    return [
        Placed(card_id, theme_id, kind, channel_id, created_at, status == CardStatus.RETIRED)
        for card_id, theme_id, kind, channel_id, created_at, status in await session.execute(query)
    ]


async def count_cells(
    session: AsyncSession, audience: Audience
) -> dict[tuple[int | None, str], int]:
    """How many cards that this audience may see are of each theme (None: of none) and kind.

    Retired cards are not counted.
    """
    query = (
        select(Theme.id, Card.asset_kind, func.count())
        .select_from(Card)
        .outerjoin(CardTheme, CardTheme.card_id == Card.id)
        .outerjoin(Theme, and_(Theme.id == CardTheme.theme_id, Theme.is_active.is_(True)))
        .where(may_see(audience), Card.status != CardStatus.RETIRED)
        .group_by(Theme.id, Card.asset_kind)
    )
    return {(theme, kind): cards for theme, kind, cards in await session.execute(query)}


async def placed_at(
    session: AsyncSession, audience: Audience, snapshot_id: int
) -> dict[int, tuple[int | None, str]]:
    """(theme, kind) by card in a snapshot, of the cards that this audience may see now."""
    query = (
        select(AssetPlace.card_id, AssetPlace.theme_id, AssetPlace.asset_kind)
        .join(AssetSnapshot, AssetSnapshot.id == AssetPlace.snapshot_id)
        .join(Card, Card.id == AssetPlace.card_id)
        .where(
            AssetPlace.snapshot_id == snapshot_id,
            AssetSnapshot.workspace_id == audience.workspace_id,
            may_see(audience),
        )
    )
    return {card: (theme, kind) for card, theme, kind in await session.execute(query)}


async def take_snapshot(
    session: AsyncSession, workspace_id: str, period: str, at: datetime
) -> bool:
    """Keep what is known in a period, once; False when it was kept before, or nothing is known."""
    any_card = select(Card.id).where(Card.workspace_id == workspace_id).limit(1)
    if await session.scalar(any_card) is None:
        return False
    row = {"workspace_id": workspace_id, "period": period, "at": at}
    if not await insert_once(session, AssetSnapshot, row, key=("workspace_id", "period")):
        return False
    query = select(AssetSnapshot.id).where(
        AssetSnapshot.workspace_id == workspace_id, AssetSnapshot.period == period
    )
    snapshot_id = await session.scalar(query)
    cards = (
        select(literal(snapshot_id), Card.id, Theme.id, Card.asset_kind)
        .outerjoin(CardTheme, CardTheme.card_id == Card.id)
        .outerjoin(Theme, and_(Theme.id == CardTheme.theme_id, Theme.is_active.is_(True)))
        .where(Card.workspace_id == workspace_id, Card.status != CardStatus.RETIRED)
    )
    columns = ["snapshot_id", "card_id", "theme_id", "asset_kind"]
    await session.execute(insert(AssetPlace).from_select(columns, cards))
    return True


async def list_snapshots(
    session: AsyncSession, workspace_id: str, *, limit: int = 400
) -> list[AssetSnapshot]:
    """A workspace's snapshots, newest first. Their dates tell nothing about cards."""
    query = select(AssetSnapshot).where(AssetSnapshot.workspace_id == workspace_id)
    return list(await session.scalars(query.order_by(AssetSnapshot.at.desc()).limit(limit)))


async def has_period(session: AsyncSession, workspace_id: str, period: str) -> bool:
    """Whether a period's snapshot was taken."""
    taken = exists(
        select(AssetSnapshot.id).where(
            AssetSnapshot.workspace_id == workspace_id, AssetSnapshot.period == period
        )
    )
    return bool(await session.scalar(select(taken)))


async def drop_snapshots(session: AsyncSession, ids: Collection[int]) -> None:
    """Forget some snapshots, with what is in them."""
    await session.execute(delete(AssetPlace).where(AssetPlace.snapshot_id.in_(set(ids))))
    await session.execute(delete(AssetSnapshot).where(AssetSnapshot.id.in_(set(ids))))
