"""Ba that somebody built: their purpose, who was asked into them, when they end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.ba_life import BaLife
from models.base import Base, BigId, OfWorkspace, SlackId, SlackTs
from models.member import Member, Membership
from models.upsert import insert_new


class BuiltState(StrEnum):
    """Whether a ba that somebody built goes on."""

    OPEN = "open"
    ENDED = "ended"


class AskedState(StrEnum):
    """What somebody who was asked into a ba answered."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class BaBuilt(OfWorkspace, Base):
    """A ba that somebody built in a channel (or, ``in_thread``, in a thread of it), with an end.

    ``root_ts`` is the post with its purpose. ``ends_at`` is UTC.
    """

    __tablename__ = "ba_built"
    __table_args__ = (
        Index(None, "state", "ends_at"),
        Index(None, "workspace_id", "channel_id", "state"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    channel_id: Mapped[str] = mapped_column(SlackId)
    purpose: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(SlackId)
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    in_thread: Mapped[bool] = mapped_column(default=False)
    root_ts: Mapped[str] = mapped_column(SlackTs, default="")
    state: Mapped[str] = mapped_column(String(16), default=BuiltState.OPEN)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(SlackId, default="")


class BaAsked(OfWorkspace, Base):
    """Somebody was asked into a ba that was built."""

    __tablename__ = "ba_asked"
    __table_args__ = (Index(None, "workspace_id", "member_id"),)

    ba_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("ba_built.id", ondelete="CASCADE"), primary_key=True
    )
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default=AskedState.ASKED)
    at: Mapped[datetime]


async def add_built(session: AsyncSession, built: BaBuilt, people: Collection[str]) -> BaBuilt:
    """Store a ba that somebody builds, and whom they ask; gives it back with its id."""
    session.add(built)
    await session.flush()
    rows = [
        {
            "workspace_id": built.workspace_id,
            "ba_id": built.id,
            "member_id": person,
            "state": AskedState.ASKED,
            "at": built.made_at,
        }
        for person in sorted(set(people))
    ]
    await insert_new(session, BaAsked, rows, key=("ba_id", "member_id"))
    return built


async def get_built(session: AsyncSession, workspace_id: str, ba_id: int) -> BaBuilt | None:
    """One ba that was built, held until the transaction ends; or None."""
    query = select(BaBuilt).where(BaBuilt.workspace_id == workspace_id, BaBuilt.id == ba_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    found: BaBuilt | None = await session.scalar(query)
    return found


async def open_built(
    session: AsyncSession, workspace_id: str, channel_id: str
) -> Sequence[BaBuilt]:
    """The ba that were built in a channel and go on, oldest first."""
    query = select(BaBuilt).where(
        BaBuilt.workspace_id == workspace_id,
        BaBuilt.channel_id == channel_id,
        BaBuilt.state == BuiltState.OPEN,
    )
    return list(await session.scalars(query.order_by(BaBuilt.id)))


async def due_built(session: AsyncSession, now: datetime, *, limit: int = 50) -> list[BaBuilt]:
    """Built ba whose end date came, held by this transaction."""
    query = (
        select(BaBuilt)
        .where(BaBuilt.state == BuiltState.OPEN, BaBuilt.ends_at <= now)
        .order_by(BaBuilt.ends_at, BaBuilt.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(await session.scalars(query))


async def get_asked(session: AsyncSession, ba_id: int, member_id: str) -> BaAsked | None:
    """What somebody was asked, or None; nobody else's."""
    return await session.get(BaAsked, (ba_id, member_id), populate_existing=True)


async def invitable(
    session: AsyncSession, workspace_id: str, channel_id: str, people: Collection[str]
) -> dict[str, str]:
    """Names by id of those who may be asked into a ba in a channel.

    Not bots, not those who left or want to be left alone; guests and people of other
    organizations only where they are members already.
    """
    inside = select(Membership.member_id).where(
        Membership.workspace_id == workspace_id, Membership.channel_id == channel_id
    )
    restricted = Member.is_guest.is_(True) | Member.is_foreign.is_(True)
    query = select(Member.id, Member.name).where(
        Member.workspace_id == workspace_id,
        Member.id.in_(set(people)),
        Member.is_bot.is_(False),
        Member.is_deleted.is_(False),
        Member.opted_out_at.is_(None),
        ~restricted | Member.id.in_(inside),
    )
    return {row.id: row.name for row in await session.execute(query)}


async def built_by(session: AsyncSession, workspace_id: str, member_id: str) -> list[BaBuilt]:
    """What somebody built, over or not."""
    query = select(BaBuilt).where(
        BaBuilt.workspace_id == workspace_id, BaBuilt.made_by == member_id
    )
    return list(await session.scalars(query.order_by(BaBuilt.id)))


async def forget_builder(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Delete what somebody built, and their name where they were asked, or ended or closed one."""
    for table, column in ((BaAsked, BaAsked.member_id), (BaBuilt, BaBuilt.made_by)):
        await session.execute(
            delete(table).where(table.workspace_id == workspace_id, column == member_id)
        )
    await session.execute(
        update(BaBuilt)
        .where(BaBuilt.workspace_id == workspace_id, BaBuilt.ended_by == member_id)
        .values(ended_by="")
    )
    await session.execute(
        update(BaLife)
        .where(BaLife.workspace_id == workspace_id, BaLife.closed_by == member_id)
        .values(closed_by="")
    )
