"""Cards on the move: pointers shared to another ba, and where copies of a card stand in Slack."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId, SlackTs
from models.upsert import insert_new, insert_once


class ShareState(StrEnum):
    """Whether the author was asked, agreed, or did not."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class CardShare(OfWorkspace, Base):
    """Somebody wants a card pointed to in another channel (the field counsellor's step).

    A card whose scope is "beyond" may be seen where it was shared with consent.
    """

    __tablename__ = "card_share"
    __table_args__ = (
        Index("uq_card_share", "card_id", "channel_id", unique=True),
        Index(None, "channel_id", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    card_id: Mapped[int] = mapped_column(BigId, ForeignKey("card.id", ondelete="CASCADE"))
    channel_id: Mapped[str] = mapped_column(SlackId)
    by: Mapped[str] = mapped_column(SlackId)
    state: Mapped[str] = mapped_column(String(16), default=ShareState.ASKED)
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class CardCopy(OfWorkspace, Base):
    """A message of the bot that shows a card: to be taken away when the card may not be shown.

    ``again`` is the outbox kind that makes the message anew without the card; "": it goes whole.
    """

    __tablename__ = "card_copy"
    __table_args__ = (Index(None, "card_id"),)

    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    card_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="CASCADE"), primary_key=True
    )
    again: Mapped[str] = mapped_column(String(32), default="", server_default="")


async def ask_share(
    session: AsyncSession,
    *,
    workspace_id: str,
    card_id: int,
    channel_id: str,
    by: str,
    state: ShareState,
    at: datetime,
) -> CardShare:
    """Note that somebody wants a card shared; asked for once per channel. Gives the row."""
    row = {
        "workspace_id": workspace_id,
        "card_id": card_id,
        "channel_id": channel_id,
        "by": by,
        "state": state,
        "at": at,
    }
    await insert_once(session, CardShare, row, key=("card_id", "channel_id"))
    query = select(CardShare).where(
        CardShare.card_id == card_id, CardShare.channel_id == channel_id
    )
    found = await session.scalar(query.execution_options(populate_existing=True))
    assert found is not None
    return found


async def get_share(session: AsyncSession, workspace_id: str, share_id: int) -> CardShare | None:
    """One share, or None."""
    query = select(CardShare).where(
        CardShare.workspace_id == workspace_id, CardShare.id == share_id
    )
    found: CardShare | None = await session.scalar(query)
    return found


async def drop_shares(
    session: AsyncSession,
    workspace_id: str,
    *,
    card_id: int | None = None,
    by: str | None = None,
) -> None:
    """Forget the shares of a card, or those that somebody asked for."""
    statement = delete(CardShare).where(CardShare.workspace_id == workspace_id)
    if card_id is not None:
        statement = statement.where(CardShare.card_id == card_id)
    if by is not None:
        statement = statement.where(CardShare.by == by)
    await session.execute(statement)


async def note_copies(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    ts: str,
    card_ids: Collection[int],
    *,
    again: str = "",
) -> None:
    """A message that shows some cards was posted; ``again`` as in ``CardCopy``."""
    place = {"workspace_id": workspace_id, "channel_id": channel_id, "ts": ts, "again": again}
    rows = [{**place, "card_id": card_id} for card_id in sorted(set(card_ids))]
    await insert_new(session, CardCopy, rows, key=("channel_id", "ts", "card_id"))


async def copies_of(session: AsyncSession, workspace_id: str, card_id: int) -> list[CardCopy]:
    """The bot's messages that show a card."""
    query = select(CardCopy).where(
        CardCopy.workspace_id == workspace_id, CardCopy.card_id == card_id
    )
    return list(await session.scalars(query.order_by(CardCopy.channel_id, CardCopy.ts)))


async def drop_copy(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    ts: str,
    *,
    card_id: int | None = None,
) -> None:
    """A message that showed cards is gone, or shows one of them no longer."""
    statement = delete(CardCopy).where(
        CardCopy.workspace_id == workspace_id,
        CardCopy.channel_id == channel_id,
        CardCopy.ts == ts,
    )
    if card_id is not None:
        statement = statement.where(CardCopy.card_id == card_id)
    await session.execute(statement)
