"""What a person may ask of the bot about themselves: to be forgotten."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.retract import retract_author, unquote_author
from bot.digest.service import make_nameless
from bot.leadership.producers_forget import unread_person
from bot.slack.admission import author_of
from models.audit import record_audit
from models.ba_link import unhear
from models.channel_week import monday_of, touch_since
from models.correction import delete_corrections_of
from models.inbox import set_aside_events
from models.member import set_opted_out
from models.message import delete_messages_of
from models.outbox import drop_waiting
from models.turns import take_turn, talk_of

# The weeks that still tell what kind of place a channel is; older ones are bare counts.
_COUNTED = timedelta(days=35)


async def forget_person(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Delete what was kept of somebody's messages, and read nothing of theirs from now on.

    Cards they wrote stay until they erase them: those are theirs, not the bot's reading.
    """
    await take_turn(session, talk_of(workspace_id))
    await set_opted_out(session, workspace_id, member_id, now)
    await retract_author(session, workspace_id, member_id, now)
    await make_nameless(session, workspace_id, member_id, now)
    await delete_corrections_of(session, workspace_id, author_id=member_id)
    await unhear(session, workspace_id, author_id=member_id)
    await unread_person(session, workspace_id, member_id)
    await delete_messages_of(session, workspace_id, author_id=member_id)
    await unquote_author(session, workspace_id, member_id, now)
    await _blank_set_aside(session, workspace_id, member_id)
    await touch_since(session, workspace_id, monday_of(now - _COUNTED), now)
    await drop_waiting(session, workspace_id, member_id=member_id, reason="they want no more")
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=member_id,
        action="opt_out",
        subject=member_id,
        at=now,
    )


async def _blank_set_aside(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """What somebody wrote may wait in events that failed: it does not outlive their opting out."""
    for event in await set_aside_events(session, workspace_id):
        try:
            body = json.loads((event.payload or b"{}").decode("utf-8", "surrogatepass"))
        except ValueError:
            body = {}  # nobody can tell whose words these are
        if not isinstance(body, dict) or author_of(body) in ("", member_id):
            event.payload = None
