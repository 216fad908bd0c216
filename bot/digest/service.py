"""What people ask of digests: a look in private, leaving one out, who is not named, where to.

Nothing here commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.digest import rules
from bot.digest.gathering import DIGEST, DIGEST_AGAIN, gather
from bot.digest.scheduling import DIGEST_ALL, hours_of
from bot.digest.week import Digest
from bot.errors import PersonError
from bot.outgoing.copies import make_again
from bot.settings import Settings
from bot.spiral.scope import may_look
from bot.texts import digest as texts
from models.channel import Channel, get_channel, is_on
from models.digest import digests_naming
from models.member import MuteSubject, mute, muted_kinds


@dataclass(frozen=True, slots=True)
class Preview:
    """A digest for one person's eyes, None when there is nothing to tell; is it posted here?"""

    digest: Digest | None
    is_muted: bool


async def preview(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str, now: datetime
) -> Preview:
    """The digest as it would be posted now. Raises PersonError when it is not theirs to see."""
    channel = await get_channel(session, workspace_id, channel_id)
    if not is_on(channel):
        raise PersonError(texts.OFF)
    if not await may_look(session, channel, member_id):
        raise PersonError(texts.NOT_HERE)
    digest = await gather(session, workspace_id, channel_id, now)
    told = digest if digest is not None and rules.is_worth_telling(digest) else None
    muted = await muted_kinds(session, workspace_id, MuteSubject.CHANNEL, [channel_id], now)
    return Preview(told, DIGEST in muted.get(channel_id, set()))


async def leave_out(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    member_id: str,
    now: datetime,
    settings: Settings,
    *,
    skip: int | None,
    kind: str = DIGEST,
) -> None:
    """No digest in a channel for the next ``skip`` times, or (None) any more; somebody asked."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None:
        return
    until = None
    if skip is not None:
        zone, hours = ZoneInfo(channel.tz), hours_of(settings)
        weekday, hour = settings.digest_weekday, settings.digest_hour
        until = rules.mute_until(now, zone, weekday, hour, hours, skip=skip)
    await _mute_channel(session, channel, member_id, kind, until=until, now=now)


async def _mute_channel(
    session: AsyncSession,
    channel: Channel,
    by: str,
    kind: str,
    *,
    until: datetime | None,
    now: datetime,
) -> None:
    who = (channel.workspace_id, MuteSubject.CHANNEL, channel.id)
    await mute(session, *who, kind, until=until, by=by, now=now)


async def bring_back(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str, now: datetime
) -> None:
    """The digest is wanted again in a channel. Raises PersonError for people who are not in it."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None or not await may_look(session, channel, member_id):
        raise PersonError(texts.NOT_HERE)
    for kind in (DIGEST, DIGEST_ALL):
        await _mute_channel(session, channel, member_id, kind, until=now, now=now)


async def leave_me_out(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Somebody does not want to be named in digests, nor in those that stand already."""
    who = (workspace_id, MuteSubject.PERSON, member_id)
    await mute(session, *who, DIGEST, until=None, by=member_id, now=now)
    await make_nameless(session, workspace_id, member_id, now)


async def name_again(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Somebody may be named in digests again."""
    who = (workspace_id, MuteSubject.PERSON, member_id)
    await mute(session, *who, DIGEST, until=now, by=member_id, now=now)


async def make_nameless(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> None:
    """Have every digest made again that names somebody who may not be named any more."""
    for channel_id, ts in await digests_naming(session, workspace_id, member_id):
        await make_again(session, workspace_id, channel_id, ts, DIGEST_AGAIN, now)
