"""What is looked at again and again: ba whose day came, stages of life, sudden meetings."""

from __future__ import annotations

from datetime import datetime

from bot.ba.building import end_due
from bot.ba.bursts import notice_bursts
from bot.ba.life import refresh_life, stale_channels
from models.channel import get_channel
from models.database import Sessions


async def watch_lives(sessions: Sessions, now: datetime) -> int:
    """End what is due, and read the lives of the channels where that is due; how many of these.

    A transaction for each channel: one that cannot be read holds no other back for long.
    """
    async with sessions.begin() as session:
        await end_due(session, now)
    async with sessions.begin() as session:
        channels = await stale_channels(session, now)
    for channel in channels:
        async with sessions.begin() as session:
            here = await get_channel(session, channel.workspace_id, channel.id)
            if here is not None:
                await refresh_life(session, here, now)
                await notice_bursts(session, here, now)
    return len(channels)
