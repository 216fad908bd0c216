"""The week's snapshot of what is known, and what follows from it. Nothing here commits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.leadership.asset_rules import period_of, to_thin_out
from bot.leadership.gaps import sweep_hanging
from bot.settings import Settings
from models.asset_map import drop_snapshots, has_period, list_snapshots, take_snapshot
from models.workspace import list_workspaces


async def sweep_snapshots(session: AsyncSession, settings: Settings, now: datetime) -> int:
    """Take this week's snapshot of each workspace once, however often and wherever this runs.

    With it, people on whom alone something hangs are owed a word. Weeks begin on Monday in the
    installation's own time zone. Older snapshots are thinned out to one a month. Gives how many
    were taken.
    """
    taken, period = 0, period_of(now.astimezone(settings.zone))
    for workspace in await list_workspaces(session):
        if await has_period(session, workspace.id, period):
            continue
        if not await take_snapshot(session, workspace.id, period, now):
            continue
        taken += 1
        await sweep_hanging(session, workspace.id, now)
        kept = [(each.id, each.at) for each in await list_snapshots(session, workspace.id)]
        await drop_snapshots(session, to_thin_out(kept, now))
    return taken
