"""People and memberships as Slack has them: stored from its payloads, fetched when stale."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Mapping, Sequence, Set
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.service import note_facts
from bot.outgoing.kinds import Kind, Making, Outgoing
from bot.outgoing.rules import Drop
from bot.slack.gateway import Gateway, SlackRefused
from models.channel import ensure_channel, get_channel
from models.database import Sessions
from models.member import Member, get_member, known_members, members_of, replace_members
from models.outbox import Outbox, put
from models.upsert import upsert

# Up to so many unknown people are asked for one by one.
FEW = 20
# So many people are stored in one transaction: others wait for it.
TOGETHER = 200


async def store_person(
    session: AsyncSession, workspace_id: str, user: Mapping[str, Any], now: datetime
) -> None:
    """Store what the bot needs of a Slack user object: name, time zone, role."""
    if not isinstance(user.get("id"), str):
        return
    profile = user.get("profile")
    profile = profile if isinstance(profile, Mapping) else {}
    name = (
        profile.get("display_name")
        or profile.get("real_name")
        or user.get("real_name")
        or user.get("name")
    )
    tz = str(user.get("tz") or "")
    await upsert(
        session,
        Member,
        key={"workspace_id": workspace_id, "id": user["id"]},
        update={
            "name": str(name or "").replace("\x00", "")[:255],
            "tz": tz if tz in _zones() else "UTC",
            "is_guest": bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            "is_admin": bool(user.get("is_admin") or user.get("is_owner")),
            "is_bot": bool(user.get("is_bot")),
            "is_foreign": bool(user.get("is_stranger"))
            or str(user.get("team_id") or workspace_id) != workspace_id,
            "is_deleted": bool(user.get("deleted")),
            "refreshed_at": now,
        },
    )


@functools.cache
def _zones() -> Set[str]:
    """Names of time zones; looking them up walks a folder of hundreds of files."""
    return frozenset(available_timezones())


async def fetch_person(
    sessions: Sessions, gateway: Gateway, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Fetch somebody from Slack unless they are known already."""
    async with sessions.begin() as session:
        known = await get_member(session, workspace_id, member_id)
    if known is None or known.refreshed_at is None:
        await refetch_person(sessions, gateway, workspace_id, member_id, now)


async def refetch_person(
    sessions: Sessions, gateway: Gateway, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Fetch somebody from Slack as they are now."""
    data = await gateway.query("users.info", user=member_id)
    async with sessions.begin() as session:
        await store_person(session, workspace_id, data.get("user") or {}, now)


async def fetch_channel(
    sessions: Sessions, gateway: Gateway, workspace_id: str, channel_id: str, now: datetime
) -> list[str]:
    """Fetch a channel's facts and who is in it; gives the members' ids."""
    data = await gateway.query("conversations.info", channel=channel_id)
    info = data.get("channel") or {}
    members = [
        str(member)
        async for member in gateway.pages("conversations.members", "members", channel=channel_id)
    ]
    async with sessions.begin() as session:
        await note_facts(session, workspace_id, channel_id, info, now)
        await ensure_channel(
            session, workspace_id, channel_id, is_member=bool(info.get("is_member"))
        )
        await replace_members(session, workspace_id, channel_id, members, now)
    return members


async def fetch_all(
    sessions: Sessions, gateway: Gateway, workspace_id: str, channel_id: str, now: datetime
) -> None:
    """Fetch a channel, who is in it, and those of them who are not known."""
    members = await fetch_channel(sessions, gateway, workspace_id, channel_id, now)
    await fetch_people(sessions, gateway, workspace_id, members, now)


async def fetch_people(
    sessions: Sessions, gateway: Gateway, workspace_id: str, people: Sequence[str], now: datetime
) -> None:
    """Fetch those of some people who are not known: one by one, or (many) from the whole list."""
    async with sessions.begin() as session:
        known = await known_members(session, workspace_id, people)
    await refetch_people(sessions, gateway, workspace_id, set(people) - known, now)


async def refetch_people(
    sessions: Sessions, gateway: Gateway, workspace_id: str, people: Set[str], now: datetime
) -> None:
    """Fetch people as they are now: one by one, or (many) from the whole list."""
    if len(people) <= FEW:
        for person in sorted(people):
            await refetch_person(sessions, gateway, workspace_id, person, now)
        return
    users = [
        user
        async for user in gateway.pages("users.list", "members", team_id=workspace_id)
        if user.get("id") in people
    ]
    for start in range(0, len(users), TOGETHER):
        async with sessions.begin() as session:
            for user in users[start : start + TOGETHER]:
                await store_person(session, workspace_id, user, now)


async def fetch_membership(
    sessions: Sessions,
    gateway: Gateway,
    workspace_id: str,
    channel_id: str,
    member_id: str,
    now: datetime,
) -> None:
    """Make sure that somebody, and whether they are in a channel, is known before it matters.

    Asks Slack only when they are not known to be in it.
    """
    await fetch_person(sessions, gateway, workspace_id, member_id, now)
    async with sessions.begin() as session:
        if member_id in await members_of(session, workspace_id, channel_id):
            return
        channel = await get_channel(session, workspace_id, channel_id)
    if channel is not None and channel.is_member:
        await fetch_channel(sessions, gateway, workspace_id, channel_id, now)


async def owe_refresh(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    *,
    key: str,
    now: datetime,
    due_at: datetime | None = None,
) -> None:
    """Have a channel's facts and members fetched from Slack, once per key, at a time or now."""
    await put(
        session,
        workspace_id=workspace_id,
        kind="refresh_channel",
        key=f"refresh:{channel_id}:{key}",
        payload={"channel": channel_id},
        now=now,
        due_at=due_at,
    )


async def owe_person(
    session: AsyncSession, workspace_id: str, member_id: str, *, key: str, now: datetime
) -> None:
    """Have somebody fetched from Slack as they are, once per key."""
    await put(
        session,
        workspace_id=workspace_id,
        kind="refresh_person",
        key=f"refresh_person:{member_id}:{key}",
        payload={"person": member_id},
        now=now,
    )


async def make_refresh(making: Making, row: Outbox) -> Outgoing:
    """Fetch a channel: something owed to Slack rather than said to people."""
    place = (making.sessions, making.gateway, row.workspace_id)
    return await _fetched(fetch_all(*place, str(row.payload["channel"]), making.now))


async def make_refresh_person(making: Making, row: Outbox) -> Outgoing:
    """Fetch somebody: owed to Slack, too."""
    place = (making.sessions, making.gateway, row.workspace_id)
    return await _fetched(refetch_person(*place, str(row.payload["person"]), making.now))


async def _fetched(fetching: Awaitable[None]) -> Drop:
    try:
        await fetching
    except SlackRefused as refused:
        return Drop(refused.code)
    return Drop("fetched")


KINDS = (
    Kind("refresh_channel", make_refresh),
    Kind("refresh_person", make_refresh_person),
)
