"""Who and where: an export's workspace, people and channels, stored without undoing newer facts.

What Slack told the running bot is newer than any export: in a workspace where the bot is installed
only people and channels that it did not know are added.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.importing.export import ChannelFacts, Export
from bot.importing.outcome import Outcome
from bot.people import store_person
from models.channel import ensure_channel, list_channels
from models.member import Member, members_of, replace_members
from models.upsert import insert_new
from models.workspace import Workspace, get_workspace

# The workspace of an export that does not say which it is from.
UNKNOWN_TEAM = "T-import"


async def store_workspace(session: AsyncSession, workspace_id: str, now: datetime) -> bool:
    """Make sure of the workspace; True when the bot is installed there.

    An imported workspace counts as uninstalled: no job looks at it, so nothing is ever posted.
    """
    known = await get_workspace(session, workspace_id)
    if known is not None:
        return known.uninstalled_at is None
    row = {
        "id": workspace_id,
        "name": "import",
        "bot_user_id": "",
        "installed_at": now,
        "uninstalled_at": now,
    }
    await insert_new(session, Workspace, [row], key=("id",))
    return False


async def store_people(
    session: AsyncSession, export: Export, outcome: Outcome, now: datetime, *, installed: bool
) -> None:
    """Store the people of an export, and count those who are new or changed."""
    query = select(Member).where(Member.workspace_id == outcome.workspace_id)
    known = {member.id: member for member in await session.scalars(query)}
    before = {member_id: _values(member) for member_id, member in known.items()}
    for user in export.people:
        there = known.get(user["id"])
        if there is not None and installed:
            continue
        # The export's own team is this workspace, whatever it was called there.
        team = user.get("team_id") or export.team_id
        at_home = {**user, "team_id": outcome.workspace_id if team == export.team_id else team}
        since = there.refreshed_at if there is not None else None
        await store_person(session, outcome.workspace_id, at_home, since or now)
    session.expire_all()
    after = {member.id: _values(member) for member in await session.scalars(query)}
    outcome.people = len(export.people)
    outcome.new_people = len(after.keys() - before.keys())
    outcome.changed_people = sum(1 for each in before if after[each] != before[each])


async def store_channels(
    session: AsyncSession, export: Export, outcome: Outcome, now: datetime, *, installed: bool
) -> None:
    """Store the channels of an export, switched off, and who is in them."""
    known = {channel.id for channel in await list_channels(session, outcome.workspace_id)}
    for channel in export.channels:
        if channel.id not in known or not installed:
            await _store_channel(session, outcome.workspace_id, channel, now)
    outcome.channels = len(export.channels)
    outcome.new_channels = len({channel.id for channel in export.channels} - known)


async def _store_channel(
    session: AsyncSession, workspace_id: str, channel: ChannelFacts, now: datetime
) -> None:
    await ensure_channel(
        session,
        workspace_id,
        channel.id,
        name=channel.name,
        is_private=channel.is_private,
        is_archived=channel.is_archived,
        is_shared=channel.is_shared,
    )
    there = await members_of(session, workspace_id, channel.id)
    if there != channel.members:
        await replace_members(session, workspace_id, channel.id, channel.members, now)


def _values(member: Member) -> dict[str, Any]:
    columns: Iterable[Any] = inspect(Member).column_attrs
    return {column.key: getattr(member, column.key) for column in columns}


def bots_of(export: Export) -> frozenset[str]:
    """The people of an export who are none."""
    return frozenset({"USLACKBOT", *(u["id"] for u in export.people if u.get("is_bot"))})
