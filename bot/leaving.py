"""When the app is removed from a workspace: tokens and talk go at once, cards after a while."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from models.audit import record_audit
from models.channel import Level, ensure_channel, list_channels
from models.database import Sessions
from models.installation import delete_installation, newest_install
from models.purge import purge_talk, purge_workspace
from models.turns import take_turn, talk_of
from models.workspace import get_workspace, is_outdated, left_before, workspaces_of

log = logging.getLogger(__name__)


async def leave(
    session: AsyncSession,
    workspace_id: str,
    *,
    organization_id: str = "",
    happened_at: datetime,
    now: datetime,
) -> Sequence[str]:
    """The app was removed, or its token revoked; the ids of the workspaces that were left.

    ``organization_id``: of an organization that had it for all its workspaces, else "". A removal
    older than the newest proof that the app works there (it was installed again) changes nothing.
    """
    if organization_id:
        installed = await newest_install(session, None, organization_id)
        if is_outdated(installed, happened_at):
            log.info("a removal from %s is older than its install: ignored", organization_id)
            return []
        served = await workspaces_of(session, organization_id)
    else:
        found = await get_workspace(session, workspace_id)
        served = [] if found is None else [found]
    left = []
    for workspace in served:
        if is_outdated(workspace.working_at, happened_at):
            log.info("a removal from %s is older than its install: ignored", workspace.id)
            continue
        await leave_workspace(session, workspace.id, now)
        left.append(workspace.id)
    if organization_id and len(left) == len(served):
        await delete_installation(session, None, organization_id)
    return left


async def leave_workspace(session: AsyncSession, workspace_id: str, now: datetime) -> None:
    """Delete tokens, talk and what waits to be said, switch every channel off, note when."""
    await take_turn(session, talk_of(workspace_id))
    await delete_installation(session, workspace_id)
    await purge_talk(session, workspace_id)
    for channel in await list_channels(session, workspace_id):
        await ensure_channel(session, workspace_id, channel.id, level=Level.OFF, is_member=False)
    workspace = await get_workspace(session, workspace_id)
    if workspace is not None:
        workspace.uninstalled_at = now
    await record_audit(
        session, workspace_id=workspace_id, by="", action="remove", subject=workspace_id, at=now
    )


async def forget_left(sessions: Sessions, now: datetime, grace: timedelta) -> int:
    """Delete all that is left of workspaces that have been gone for ``grace``; how many."""
    async with sessions.begin() as session:
        gone = await left_before(session, now - grace)
    for workspace_id in gone:
        # Each in a transaction of its own: they may be large.
        async with sessions.begin() as session:
            workspace = await get_workspace(session, workspace_id)
            if workspace is None or workspace.uninstalled_at is None:
                continue  # it came back
            rows = await purge_workspace(session, workspace_id)
        log.info("workspace %s: %d rows deleted after its grace", workspace_id, rows)
    return len(gone)
