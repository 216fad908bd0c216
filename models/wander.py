"""Wandering about: who wants to meet somebody of another ba, and who met whom in which round."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.channel import Channel, Level
from models.member import Member, Membership, full_member
from models.upsert import insert_once, upsert


class Wanderer(OfWorkspace, Base):
    """Somebody wants to be paired, every ``weeks`` weeks. ``out_round``: when they last sat out.

    Who begins counts as having sat out the round before.
    """

    __tablename__ = "wanderer"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    weeks: Mapped[int]
    since: Mapped[datetime]
    out_round: Mapped[int]


class WanderRound(OfWorkspace, Base):
    """A week's pairs were made; the row keeps it once, across restarts and processes."""

    __tablename__ = "wander_round"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class Meeting(OfWorkspace, Base):
    """Two people were proposed to each other; ``one_id`` < ``two_id``."""

    __tablename__ = "meeting"
    __table_args__ = (
        Index("uq_meeting", "workspace_id", "round", "one_id", unique=True),
        Index(None, "workspace_id", "two_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    round: Mapped[int]
    one_id: Mapped[str] = mapped_column(String(64))
    two_id: Mapped[str] = mapped_column(String(64))


async def begin_wandering(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    *,
    weeks: int,
    out_round: int,
    now: datetime,
) -> None:
    """Somebody wants to be paired; asking again changes how often."""
    await upsert(
        session,
        Wanderer,
        key={"workspace_id": workspace_id, "member_id": member_id},
        insert={"since": now, "out_round": out_round},
        update={"weeks": weeks},
    )


async def stop_wandering(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Somebody no longer wants to be paired. Whom they met stays, so that nobody meets twice."""
    await session.execute(
        delete(Wanderer).where(
            Wanderer.workspace_id == workspace_id, Wanderer.member_id == member_id
        )
    )


async def forget_wandering(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Delete that somebody wandered, and whom they met."""
    await stop_wandering(session, workspace_id, member_id)
    await session.execute(
        delete(Meeting).where(
            Meeting.workspace_id == workspace_id,
            or_(Meeting.one_id == member_id, Meeting.two_id == member_id),
        )
    )


async def get_wanderer(session: AsyncSession, workspace_id: str, member_id: str) -> Wanderer | None:
    """How somebody wanders, None when they do not."""
    return await session.get(Wanderer, (workspace_id, member_id), populate_existing=True)


async def wanderers(session: AsyncSession, workspace_id: str) -> list[Wanderer]:
    """Those who want to be paired and may be: full members who are still there, by id."""
    query = (
        select(Wanderer)
        .join(
            Member,
            (Member.workspace_id == Wanderer.workspace_id) & (Member.id == Wanderer.member_id),
        )
        .where(Wanderer.workspace_id == workspace_id, full_member())
        .order_by(Wanderer.member_id)
    )
    return list(await session.scalars(query))


async def claim_round(session: AsyncSession, workspace_id: str, number: int, now: datetime) -> bool:
    """Take a week's round to pair it; False when it was paired already, by whomever."""
    row = {"workspace_id": workspace_id, "number": number, "at": now}
    return await insert_once(session, WanderRound, row, key=("workspace_id", "number"))


async def has_round(session: AsyncSession, workspace_id: str, number: int) -> bool:
    """Whether a week's pairs were made."""
    return await session.get(WanderRound, (workspace_id, number)) is not None


async def meetings_of(session: AsyncSession, workspace_id: str) -> list[Meeting]:
    """Who met whom, oldest first. For pairing; nobody is shown it."""
    query = select(Meeting).where(Meeting.workspace_id == workspace_id)
    return list(await session.scalars(query.order_by(Meeting.round, Meeting.id)))


async def get_meeting(session: AsyncSession, workspace_id: str, meeting_id: int) -> Meeting | None:
    """One meeting, or None."""
    query = select(Meeting).where(Meeting.workspace_id == workspace_id, Meeting.id == meeting_id)
    found: Meeting | None = await session.scalar(query)
    return found


async def ba_of_all(
    session: AsyncSession, workspace_id: str, member_ids: set[str]
) -> dict[str, set[str]]:
    """The channels that are on and that each of these people is in."""
    query = (
        select(Membership.member_id, Membership.channel_id)
        .join(
            Channel,
            (Channel.workspace_id == Membership.workspace_id)
            & (Channel.id == Membership.channel_id),
        )
        .where(Membership.workspace_id == workspace_id, Channel.level != Level.OFF)
    )
    found: dict[str, set[str]] = {member: set() for member in member_ids}
    for row in await session.execute(query):
        if row.member_id in found:
            found[row.member_id].add(row.channel_id)
    return found
