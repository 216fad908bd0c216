"""What a person may ask of the bot about themselves: to be forgotten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.retract import retract_author
from models.audit import record_audit
from models.correction import delete_corrections_of
from models.member import set_opted_out
from models.message import delete_messages_of
from models.outbox import drop_waiting


async def forget_person(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Delete what was kept of somebody's messages, and read nothing of theirs from now on.

    Cards they wrote stay until they erase them: those are theirs, not the bot's reading.
    """
    await set_opted_out(session, workspace_id, member_id, now)
    await retract_author(session, workspace_id, member_id, now)
    await delete_corrections_of(session, workspace_id, author_id=member_id)
    await delete_messages_of(session, workspace_id, author_id=member_id)
    await drop_waiting(session, workspace_id, member_id=member_id, reason="they want no more")
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=member_id,
        action="opt_out",
        subject=member_id,
        at=now,
    )
