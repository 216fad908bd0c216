"""What practice has to say by itself, by now: nudges, reminders of predictions, cards of paths."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.practice.experiments import remind
from bot.practice.paths import lead_on
from bot.practice.sweep import sweep
from bot.settings import Settings


async def look(session: AsyncSession, now: datetime, settings: Settings) -> None:
    """Leave in the outbox what is due. Safe to run twice and in several processes."""
    await sweep(session, now, settings)
    await remind(session, now)
    await lead_on(session, now)
