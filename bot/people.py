"""People and memberships as Slack has them: stored from its payloads, fetched when stale."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outgoing.kinds import Kind, Making, Outgoing
from bot.outgoing.rules import Drop
from bot.slack.gateway import Gateway, SlackRefused
from models.channel import ensure_channel
from models.database import Sessions
from models.member import Member, get_member, replace_members
from models.outbox import Outbox
from models.upsert import upsert


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
            "tz": tz if tz in available_timezones() else "UTC",
            "is_guest": bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
            "is_admin": bool(user.get("is_admin") or user.get("is_owner")),
            "is_bot": bool(user.get("is_bot")),
            "is_foreign": bool(user.get("is_stranger"))
            or str(user.get("team_id") or workspace_id) != workspace_id,
            "is_deleted": bool(user.get("deleted")),
            "refreshed_at": now,
        },
    )


async def fetch_person(
    sessions: Sessions, gateway: Gateway, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Fetch somebody from Slack unless they are known already."""
    async with sessions.begin() as session:
        known = await get_member(session, workspace_id, member_id)
    if known is not None and known.refreshed_at is not None:
        return
    data = await gateway.query("users.info", user=member_id)
    async with sessions.begin() as session:
        await store_person(session, workspace_id, data.get("user") or {}, now)


async def fetch_channel(
    sessions: Sessions, gateway: Gateway, workspace_id: str, channel_id: str, now: datetime
) -> None:
    """Fetch a channel's facts and its members, and the people among them who are not known."""
    data = await gateway.query("conversations.info", channel=channel_id)
    info = data.get("channel") or {}
    members = [
        str(member)
        async for member in gateway.pages("conversations.members", "members", channel=channel_id)
    ]
    async with sessions.begin() as session:
        await ensure_channel(
            session,
            workspace_id,
            channel_id,
            name=str(info.get("name") or "")[:255],
            is_private=bool(info.get("is_private")),
            is_shared=bool(info.get("is_ext_shared")),
            is_archived=bool(info.get("is_archived")),
            is_member=bool(info.get("is_member")),
        )
        await replace_members(session, workspace_id, channel_id, members, now)
    for member in members:
        await fetch_person(sessions, gateway, workspace_id, member, now)


async def make_refresh(making: Making, row: Outbox) -> Outgoing:
    """Fetch a channel: something owed to Slack rather than said to people."""
    channel_id = str(row.payload["channel"])
    try:
        await fetch_channel(
            making.sessions, making.gateway, row.workspace_id, channel_id, making.now
        )
    except SlackRefused as refused:
        return Drop(refused.code)
    return Drop("fetched")


KINDS = (Kind("refresh_channel", make_refresh),)
