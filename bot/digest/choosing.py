"""Where the digest for everybody goes: a channel that an administrator chooses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.digest.scheduling import DIGEST_ALL
from bot.errors import PersonError
from bot.spiral.scope import ON, may_tell_all
from bot.texts import digest as texts
from models.audit import record_audit
from models.channel import get_channel
from models.digest import choose_channel
from models.member import get_member
from models.outbox import drop_waiting


async def choose(
    session: AsyncSession, workspace_id: str, channel_id: str, *, by: str, now: datetime
) -> str:
    """Choose the channel ("" is none); gives the words that confirm it.

    Raises PersonError for those who are no administrators, and for a channel that is off or that
    others than full members read.
    """
    member = await get_member(session, workspace_id, by)
    if member is None or not member.is_admin:
        raise PersonError(texts.ONLY_ADMINS)
    if channel_id:
        channel = await get_channel(session, workspace_id, channel_id)
        if channel is None or channel.level not in ON or channel.is_archived:
            raise PersonError(texts.CHOSEN_NOT_ON.format(channel=channel_id))
        if not await may_tell_all(session, workspace_id, channel_id):
            raise PersonError(texts.CHOSEN_GUESTS.format(channel=channel_id))
    await choose_channel(session, workspace_id, channel_id, by=by, at=now)
    if not channel_id:
        reason = "no channel is chosen"
        await drop_waiting(session, workspace_id, reason=reason, kinds=[DIGEST_ALL])
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=by,
        action="digest_channel",
        subject=channel_id,
        at=now,
    )
    return texts.CHOSEN.format(channel=channel_id) if channel_id else texts.CHOSEN_NONE
