"""Whether something waiting in the outbox is said now, later or never: what the rules must know."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outgoing.rules import (
    Drop,
    Hours,
    Send,
    Verdict,
    decide,
    own_hours,
    start_of_day,
)
from bot.settings import Settings
from models.budget import used_by
from models.channel import get_channel
from models.member import MuteSubject, get_member, muted_kinds
from models.outbox import Outbox
from models.rhythm import get_rhythm


async def verdict_of(
    session: AsyncSession, row: Outbox, now: datetime, settings: Settings
) -> Verdict:
    """What becomes of a row that is due, by budget, quiet hours, mutes and expiry.

    The budget holds for several senders if each holds the recipient (``models.budget``).
    """
    if not row.is_unasked:
        return decide_asked(row, now)
    hours = Hours(settings.day_begins, settings.day_ends, settings.working_days)
    if row.channel_id:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        if channel is None or channel.is_silent:
            return Drop("the channel is off")
        zone, subject, who = ZoneInfo(channel.tz), MuteSubject.CHANNEL, row.channel_id
        since, budget = start_of_day(now, zone), settings.posts_per_channel_per_day
    else:
        member = await get_member(session, row.workspace_id, row.member_id)
        zone = ZoneInfo(member.tz) if member else settings.zone
        subject, who = MuteSubject.PERSON, row.member_id
        since, budget = now - timedelta(days=7), settings.messages_per_person_per_week
        rhythm = await get_rhythm(session, row.workspace_id, row.member_id)
        if rhythm is not None:
            hours = own_hours(rhythm.begins, rhythm.ends, rhythm.days, rhythm.away_until, hours)
    used = await used_by(session, row, since=since)
    muted = await _muted(session, row.workspace_id, subject, who, now)
    return decide(
        now=now,
        zone=zone,
        hours=hours,
        is_unasked=True,
        expires_at=row.expires_at,
        used=used.sent,
        under_way=used.under_way,
        budget=budget,
        kind=row.kind,
        muted=muted,
    )


async def _muted(
    session: AsyncSession, workspace_id: str, subject: MuteSubject, who: str, now: datetime
) -> set[str]:
    """The kinds that a person or channel does not want, or nobody of their workspace is to hear."""
    own = await muted_kinds(session, workspace_id, subject, [who], now)
    everybodys = await muted_kinds(
        session, workspace_id, MuteSubject.WORKSPACE, [workspace_id], now
    )
    return own.get(who, set()) | everybodys.get(workspace_id, set())


def decide_asked(row: Outbox, now: datetime) -> Verdict:
    """What somebody asked for is held back by its expiry alone."""
    if row.expires_at is not None and now >= row.expires_at:
        return Drop("too late to be of use")
    return Send()
