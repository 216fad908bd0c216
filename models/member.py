"""People: members of a workspace, of channels, and what they do not want to hear."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Select, String, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.among import Among
from models.base import Base, OfWorkspace, SlackId
from models.upsert import insert_new, upsert

# SQLite takes at most 32,766 values in one statement.
CHUNK = 10_000


class Member(OfWorkspace, Base):
    """A person of a workspace, as far as the bot needs to know them."""

    __tablename__ = "member"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    tz: Mapped[str] = mapped_column(String(64), default="UTC")
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_foreign: Mapped[bool] = mapped_column(default=False)
    is_deleted: Mapped[bool] = mapped_column(default=False)
    refreshed_at: Mapped[datetime | None]
    opted_out_at: Mapped[datetime | None]

    @property
    def is_full(self) -> bool:
        """What ``full_member`` asks for, of somebody who is loaded already."""
        return not (self.is_guest or self.is_foreign or self.is_bot or self.is_deleted)


class Membership(OfWorkspace, Base):
    """Somebody is in a channel."""

    __tablename__ = "membership"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    since: Mapped[datetime]


class MuteSubject(StrEnum):
    """Who does not want it: a person, a whole channel, or (an administrator) all of a workspace."""

    PERSON = "person"
    CHANNEL = "channel"
    WORKSPACE = "workspace"


class Mute(OfWorkspace, Base):
    """Something that the bot starts by itself is unwanted: until a time, or for good (None)."""

    __tablename__ = "mute"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime | None]
    set_by: Mapped[str] = mapped_column(SlackId)
    set_at: Mapped[datetime]


def full_member() -> ColumnElement[bool]:
    """The condition on Member rows for full members: no guest, not foreign, no bot, not gone."""
    not_full = (Member.is_guest, Member.is_foreign, Member.is_bot, Member.is_deleted)
    return and_(*(each.is_(False) for each in not_full))


def is_full_member(workspace_id: str, member_id: str) -> ColumnElement[bool]:
    """Whether somebody is a full member, as a condition in any query."""
    them = (Member.workspace_id == workspace_id, Member.id == member_id)
    return select(Member.id).where(*them, full_member()).exists()


async def get_member(session: AsyncSession, workspace_id: str, member_id: str) -> Member | None:
    """One person, or None."""
    return await session.get(Member, (workspace_id, member_id))


async def known_members(
    session: AsyncSession, workspace_id: str, member_ids: Iterable[str] | None = None
) -> set[str]:
    """Those of some people (None: of all) whose name, zone and role were fetched from Slack."""
    query = select(Member.id).where(
        Member.workspace_id == workspace_id, Member.refreshed_at.is_not(None)
    )
    if member_ids is not None:
        query = query.where(Member.id.in_(set(member_ids)))
    return set(await session.scalars(query))


async def names_of(
    session: AsyncSession, workspace_id: str, member_ids: Iterable[str]
) -> dict[str, str]:
    """Display names by id, for those that are known."""
    query = select(Member.id, Member.name).where(
        Member.workspace_id == workspace_id, Member.id.in_(set(member_ids))
    )
    return {row.id: row.name for row in await session.execute(query)}


@functools.cache
def _opted_out_query() -> Select[str, str]:
    # Built once: for each group of events, building it would cost more than asking it.
    return select(Member.workspace_id, Member.id).where(
        Among(Member.workspace_id, "workspaces"),
        Among(Member.id, "people"),
        Member.opted_out_at.is_not(None),
    )


def opted_out(
    session: Session | Connection, keys: Collection[tuple[str, str]]
) -> set[tuple[str, str]]:
    """Which of these (workspace, person) keys do not want to be read.

    Synchronous for the inbox's writer; elsewhere ``await session.run_sync(opted_out, keys)``.
    """
    if not keys:
        return set()
    asked = {
        "workspaces": list({workspace for workspace, _ in keys}),
        "people": list({person for _, person in keys}),
    }
    rows = session.execute(_opted_out_query(), asked)
    return {(row.workspace_id, row.id) for row in rows} & set(keys)


async def set_opted_out(
    session: AsyncSession, workspace_id: str, member_id: str, at: datetime | None
) -> None:
    """Record that somebody does (None) or does not want to be read from now on."""
    await upsert(
        session,
        Member,
        key={"workspace_id": workspace_id, "id": member_id},
        update={"opted_out_at": at},
    )


async def replace_members(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    members: Collection[str],
    now: datetime,
) -> None:
    """Make a channel's membership exactly these people."""
    here = (Membership.workspace_id == workspace_id, Membership.channel_id == channel_id)
    known = set(await session.scalars(select(Membership.member_id).where(*here)))
    gone = sorted(known - set(members))
    for start in range(0, len(gone), CHUNK):
        chunk = gone[start : start + CHUNK]
        await session.execute(delete(Membership).where(*here, Membership.member_id.in_(chunk)))
    came = [
        {"workspace_id": workspace_id, "channel_id": channel_id, "member_id": m, "since": now}
        for m in sorted(set(members) - known)
    ]
    await insert_new(session, Membership, came, key=("workspace_id", "channel_id", "member_id"))


async def join_channel(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str, now: datetime
) -> None:
    """Somebody joined a channel; joining twice is one membership."""
    await upsert(
        session,
        Membership,
        key={"workspace_id": workspace_id, "channel_id": channel_id, "member_id": member_id},
        insert={"since": now},
    )


async def leave_channel(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str
) -> None:
    """Somebody left a channel."""
    await session.execute(
        delete(Membership).where(
            Membership.workspace_id == workspace_id,
            Membership.channel_id == channel_id,
            Membership.member_id == member_id,
        )
    )


async def channels_of(session: AsyncSession, workspace_id: str, member_id: str) -> set[str]:
    """The channels that somebody is in, as far as the bot knows."""
    query = select(Membership.channel_id).where(
        Membership.workspace_id == workspace_id, Membership.member_id == member_id
    )
    return set(await session.scalars(query))


async def members_of(session: AsyncSession, workspace_id: str, channel_id: str) -> set[str]:
    """The people in a channel, as far as the bot knows."""
    query = select(Membership.member_id).where(
        Membership.workspace_id == workspace_id, Membership.channel_id == channel_id
    )
    return set(await session.scalars(query))


async def mute(
    session: AsyncSession,
    workspace_id: str,
    subject: MuteSubject,
    subject_id: str,
    kind: str,
    *,
    until: datetime | None,
    by: str,
    now: datetime,
) -> None:
    """Mute a kind of message ("all": every kind), until a time or for good (None)."""
    key = {"workspace_id": workspace_id, "subject": subject, "subject_id": subject_id, "kind": kind}
    await upsert(session, Mute, key=key, update={"until": until, "set_by": by, "set_at": now})


async def unmute(
    session: AsyncSession, workspace_id: str, subject: MuteSubject, subject_id: str
) -> None:
    """Take back every mute of a person, a channel or a workspace."""
    await session.execute(
        delete(Mute).where(
            Mute.workspace_id == workspace_id,
            Mute.subject == subject,
            Mute.subject_id == subject_id,
        )
    )


async def muted_kinds(
    session: AsyncSession,
    workspace_id: str,
    subject: MuteSubject,
    subject_ids: Collection[str],
    now: datetime,
) -> dict[str, set[str]]:
    """The kinds muted at this time, by person or channel."""
    query = select(Mute.subject_id, Mute.kind).where(
        Mute.workspace_id == workspace_id,
        Mute.subject == subject,
        Mute.subject_id.in_(set(subject_ids)),
        or_(Mute.until.is_(None), Mute.until > now),
    )
    found: dict[str, set[str]] = {}
    for row in await session.execute(query):
        found.setdefault(row.subject_id, set()).add(row.kind)
    return found


async def members_named(session: AsyncSession, workspace_id: str, name: str) -> list[str]:
    """Ids of the people with a display name, however it is written."""
    query = select(Member.id).where(
        Member.workspace_id == workspace_id, func.lower(Member.name) == name.lower()
    )
    return list(await session.scalars(query.order_by(Member.id)))


def in_order(people: Iterable[tuple[str, str]]) -> list[str]:
    """Ids of (id, name) pairs, alphabetically by name: alike on every database."""
    return [each for each, _ in sorted(people, key=lambda pair: (pair[1].casefold(), pair[0]))]


async def known_names(session: AsyncSession, workspace_id: str) -> dict[str, str]:
    """Every known display name of a workspace, by id."""
    query = select(Member.id, Member.name).where(
        Member.workspace_id == workspace_id, Member.name != ""
    )
    return {row.id: row.name for row in await session.execute(query)}


async def count_mutes(session: AsyncSession, now: datetime) -> dict[str, int]:
    """How many refusals are in force in all workspaces, by subject."""
    query = (
        select(Mute.subject, func.count())
        .where(or_(Mute.until.is_(None), Mute.until > now))
        .group_by(Mute.subject)
    )
    found = {str(subject): int(count) for subject, count in await session.execute(query)}
    return {str(subject): found.get(subject, 0) for subject in MuteSubject}
