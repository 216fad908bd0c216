"""What leading does again and again: ask authors, hear what was lived, pair, suggest huddles."""

from __future__ import annotations

from datetime import datetime

from bot.leadership.knows import ask_authors, hear_what_was_lived
from bot.leadership.levers_huddle import suggest
from bot.leadership.wander import sweep as pair_wanderers
from bot.settings import Settings
from models.database import Sessions


async def sweep_people(sessions: Sessions, settings: Settings, now: datetime) -> None:
    """Each part in a transaction of its own; safe to run twice and in several processes."""
    async with sessions.begin() as session:
        await suggest(session, now)
    async with sessions.begin() as session:
        await ask_authors(session, now)
    async with sessions.begin() as session:
        await pair_wanderers(session, settings, now)
    async with sessions.begin() as session:
        await hear_what_was_lived(session, now)
