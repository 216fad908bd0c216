"""Roles that people take in a channel of their own accord, and leave when they like.

Nonaka, Toyama and Konno (2000): knowledge producers in the middle; leadership is distributed.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, String, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId
from models.channel import Channel
from models.member import Member, Membership, in_order
from models.upsert import insert_once


class RoleName(StrEnum):
    """What somebody may be in a channel. A second role goes here."""

    PRODUCER = "producer"


class Role(OfWorkspace, Base):
    """Somebody took a role in a channel. It counts while they are a member there."""

    __tablename__ = "role"
    __table_args__ = (Index(None, "workspace_id", "member_id"),)

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    since: Mapped[datetime]


_KEY = ("workspace_id", "channel_id", "member_id", "name")


async def take_role(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    member_id: str,
    now: datetime,
    *,
    name: RoleName = RoleName.PRODUCER,
) -> bool:
    """Somebody takes a role in a channel; False when they held it already."""
    row = {
        "workspace_id": workspace_id,
        "channel_id": channel_id,
        "member_id": member_id,
        "name": name,
        "since": now,
    }
    return await insert_once(session, Role, row, key=_KEY)


async def leave_role(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    *,
    channel_id: str | None = None,
    name: RoleName = RoleName.PRODUCER,
) -> bool:
    """Somebody leaves a role in a channel, or (None) everywhere; False when they held none."""
    mine = [
        Role.workspace_id == workspace_id,
        Role.member_id == member_id,
        Role.name == name,
    ]
    if channel_id is not None:
        mine.append(Role.channel_id == channel_id)
    held = await session.scalar(select(func.count()).select_from(Role).where(*mine))
    await session.execute(delete(Role).where(*mine))
    return bool(held)


def _is_here() -> ColumnElement[bool]:
    """The role's holder is in the channel now."""
    return and_(
        Membership.workspace_id == Role.workspace_id,
        Membership.channel_id == Role.channel_id,
        Membership.member_id == Role.member_id,
    )


async def producers_of(session: AsyncSession, workspace_id: str, channel_id: str) -> list[str]:
    """Ids of a channel's knowledge producers, alphabetically by name.

    Who left the channel or the workspace is none any more; who comes back is one again.
    """
    query = (
        select(Member.id, Member.name)
        .select_from(Role)
        .join(Membership, _is_here())
        .join(Member, and_(Member.workspace_id == Role.workspace_id, Member.id == Role.member_id))
        .where(
            Role.workspace_id == workspace_id,
            Role.channel_id == channel_id,
            Role.name == RoleName.PRODUCER,
            Member.is_deleted.is_(False),
        )
    )
    return in_order((row.id, row.name) for row in await session.execute(query))


async def produced_by(session: AsyncSession, workspace_id: str, member_id: str) -> list[Channel]:
    """The channels, by name, that somebody is a knowledge producer of and the bot is in."""
    query = (
        select(Channel)
        .join(Role, and_(Role.workspace_id == Channel.workspace_id, Role.channel_id == Channel.id))
        .join(Membership, _is_here())
        .where(
            Role.workspace_id == workspace_id,
            Role.member_id == member_id,
            Role.name == RoleName.PRODUCER,
            Channel.is_member.is_(True),
            Channel.is_archived.is_(False),
        )
        .order_by(Channel.name, Channel.id)
    )
    return list(await session.scalars(query))
