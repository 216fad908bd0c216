"""Once a week, whatever happens: the coming digests stand in the outbox. Nothing here commits."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.digest import rules
from bot.digest.gathering import DIGEST
from bot.digest.rules import Due
from bot.outgoing.rules import Hours
from bot.settings import Settings
from bot.spiral.scope import ON
from models.channel import Channel, get_channel, list_channels
from models.digest import chosen_channel
from models.outbox import OutboxState, put, row_by_key
from models.workspace import list_workspaces

DIGEST_ALL = "digest_all"


async def schedule(session: AsyncSession, now: datetime, settings: Settings) -> int:
    """Put every listening channel's coming digest, and the organization's, into the outbox.

    Gives how many were put or moved. Looking twice, from two processes or after a restart, puts
    nothing twice: the key names the week.
    """
    put_or_moved = 0
    for workspace in await list_workspaces(session):
        for channel in await list_channels(session, workspace.id, levels=ON):
            if not channel.is_archived:
                due = due_of(channel, now, settings)
                put_or_moved += await _schedule(session, channel, DIGEST, due, channel.id, now)
        chosen = await get_channel(
            session, workspace.id, await chosen_channel(session, workspace.id)
        )
        if chosen is not None and chosen.level in ON and not chosen.is_archived:
            due = due_of(chosen, now, settings)
            put_or_moved += await _schedule(session, chosen, DIGEST_ALL, due, "", now)
    return put_or_moved


async def _schedule(
    session: AsyncSession, channel: Channel, kind: str, due: Due, keyed: str, now: datetime
) -> bool:
    key = due.key(keyed)
    row = await row_by_key(session, channel.workspace_id, key)
    if row is None:
        return await put(
            session,
            workspace_id=channel.workspace_id,
            kind=kind,
            key=key,
            now=now,
            channel_id=channel.id,
            due_at=due.at,
            expires_at=due.until,
            is_unasked=True,
        )
    if due.at == now or row.state not in (OutboxState.WAITING, OutboxState.DROPPED):
        return False
    is_same = row.due_at == due.at and row.channel_id == channel.id
    if row.state == OutboxState.WAITING and is_same:
        return False
    # Not due yet, so the sender has not looked at it: the channel's zone or the setting has changed
    # since, or the channel was switched off (which drops what waits) and on again.
    row.state, row.reason, row.channel_id = OutboxState.WAITING, "", channel.id
    row.due_at, row.expires_at = due.at, due.until
    return True


def due_of(channel: Channel, now: datetime, settings: Settings) -> Due:
    """A channel's next digest."""
    zone = ZoneInfo(channel.tz)
    return rules.next_due(
        now, zone, settings.digest_weekday, settings.digest_hour, hours_of(settings)
    )


def hours_of(settings: Settings) -> Hours:
    """When unasked things may be sent."""
    return Hours(settings.day_begins, settings.day_ends, settings.working_days)
