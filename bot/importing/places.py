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
from models.database import Sessions
from models.member import Member, Membership, leave_channel, members_of
from models.upsert import insert_new
from models.workspace import Workspace, get_workspace

# The workspace of an export that does not say which it is from.
UNKNOWN_TEAM = "T-import"
# So many people in one transaction, and so many rows in one statement.
_TOGETHER = 200
_ROWS = 1000


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
    sessions: Sessions, export: Export, outcome: Outcome, now: datetime, *, installed: bool
) -> None:
    """Store the people of an export, and count those who are new or changed.

    In small transactions: a bot that runs beside the import must not wait long to write.
    """
    known = await _people(sessions, outcome.workspace_id)
    for start in range(0, len(export.people), _TOGETHER):
        async with sessions.begin() as session:
            for user in export.people[start : start + _TOGETHER]:
                there = known.get(user["id"])
                if there is None or not installed:
                    since = there["refreshed_at"] if there is not None else None
                    at_home = _at_home(user, export, outcome.workspace_id)
                    await store_person(session, outcome.workspace_id, at_home, since or now)
    after = await _people(sessions, outcome.workspace_id)
    outcome.people = len(export.people)
    outcome.new_people = len(after.keys() - known.keys())
    outcome.changed_people = sum(1 for each in known if after[each] != known[each])


def _at_home(user: dict[str, Any], export: Export, workspace_id: str) -> dict[str, Any]:
    """The export's own team is this workspace, whatever it was called there."""
    team = user.get("team_id") or export.team_id
    return {**user, "team_id": workspace_id if team == export.team_id else team}


async def _people(sessions: Sessions, workspace_id: str) -> dict[str, dict[str, Any]]:
    query = select(Member).where(Member.workspace_id == workspace_id)
    async with sessions() as session:
        return {member.id: _values(member) for member in await session.scalars(query)}


async def store_channels(
    sessions: Sessions, export: Export, outcome: Outcome, now: datetime, *, installed: bool
) -> None:
    """Store the channels of an export, switched off, and who is in them."""
    async with sessions() as session:
        known = {channel.id for channel in await list_channels(session, outcome.workspace_id)}
    for channel in export.channels:
        if channel.id not in known or not installed:
            async with sessions.begin() as session:
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
    for member in there - channel.members:
        await leave_channel(session, workspace_id, channel.id, member)
    place = {"workspace_id": workspace_id, "channel_id": channel.id, "since": now}
    rows = [{**place, "member_id": member} for member in sorted(channel.members - there)]
    for start in range(0, len(rows), _ROWS):
        key = ("workspace_id", "channel_id", "member_id")
        await insert_new(session, Membership, rows[start : start + _ROWS], key=key)


def _values(member: Member) -> dict[str, Any]:
    columns: Iterable[Any] = inspect(Member).column_attrs
    return {column.key: getattr(member, column.key) for column in columns}


def bots_of(export: Export) -> frozenset[str]:
    """The people of an export who are none."""
    return frozenset({"USLACKBOT", *(u["id"] for u in export.people if u.get("is_bot"))})
