"""Erasing what somebody contributed, everywhere: what they practised, then their cards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.erasing import erase_person
from bot.digest.service import make_nameless
from bot.leadership.producers_forget import erase_from_leading
from bot.practice.log import erase_log
from models.outbox import drop_waiting


async def erase_contributions(
    session: AsyncSession, workspace_id: str, member_id: str, *, by: str, now: datetime
) -> int:
    """Erase somebody's practice with the posts that told of it, then their cards; how many went."""
    await erase_log(session, workspace_id, member_id, now)
    await drop_waiting(
        session,
        workspace_id,
        reason="they want no more",
        channel_id="",
        member_id=member_id,
        is_unasked=True,
    )
    await erase_from_leading(session, workspace_id, member_id)
    await make_nameless(session, workspace_id, member_id, now)
    return await erase_person(session, workspace_id, member_id, by=by, now=now)
