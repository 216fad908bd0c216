"""When the app is removed from a workspace: what is kept of talk goes at once; cards stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from models.channel import Level, ensure_channel, list_channels
from models.correction import delete_corrections_of
from models.inbox import drop_channel_events
from models.message import delete_messages_of
from models.outbox import drop_waiting
from models.thread import delete_threads_of
from models.workspace import get_workspace


async def leave_workspace(session: AsyncSession, workspace_id: str, now: datetime) -> None:
    """Delete talk and what waits to be said, switch every channel off, note when it was."""
    await delete_corrections_of(session, workspace_id)
    await delete_messages_of(session, workspace_id)
    await delete_threads_of(session, workspace_id)
    await drop_waiting(session, workspace_id, reason="the app was removed")
    for channel in await list_channels(session, workspace_id):
        await ensure_channel(session, workspace_id, channel.id, level=Level.OFF, is_member=False)
        await drop_channel_events(session, workspace_id, channel.id)
    workspace = await get_workspace(session, workspace_id)
    if workspace is not None:
        workspace.uninstalled_at = now
