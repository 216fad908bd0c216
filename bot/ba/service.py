"""Use cases of channels: meet one, switch it, find out its kind, pin it, leave it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.rules import Heard, KindReading, read_kind
from bot.errors import PersonError
from bot.settings import Settings
from bot.texts import ba as texts
from models.audit import record_audit
from models.channel import Channel, Kind, Level, ensure_channel, get_channel
from models.correction import delete_corrections_of
from models.inbox import drop_channel_events
from models.member import get_member, members_of
from models.message import Message, delete_messages_of, recent_messages
from models.outbox import drop_waiting, put
from models.thread import delete_threads_of

# How far back the kind of a channel is read from.
HORIZON = timedelta(days=28)


async def be_invited(
    session: AsyncSession, workspace_id: str, channel_id: str, *, by: str, now: datetime, tz: str
) -> None:
    """The bot joined a channel: remember who asked, and introduce itself there once."""
    channel = await ensure_channel(session, workspace_id, channel_id, is_member=True)
    if by:
        channel.invited_by = by
    if channel.tz == "UTC":
        channel.tz = tz
    if channel.introduced_at is None:
        channel.introduced_at = now
        await put(
            session,
            workspace_id=workspace_id,
            kind="introduction",
            key=f"introduction:{channel_id}",
            channel_id=channel_id,
            now=now,
        )


async def be_removed(session: AsyncSession, workspace_id: str, channel_id: str) -> None:
    """The bot left a channel: it is off, and what was kept of its talk is deleted."""
    await ensure_channel(session, workspace_id, channel_id, is_member=False, level=Level.OFF)
    await forget_channel(session, workspace_id, channel_id)


async def forget_channel(session: AsyncSession, workspace_id: str, channel_id: str) -> None:
    """Delete what was kept of a channel's talk, and what waits to be said there."""
    await delete_corrections_of(session, workspace_id, channel_id=channel_id)
    await delete_messages_of(session, workspace_id, channel_id=channel_id)
    await delete_threads_of(session, workspace_id, channel_id=channel_id)
    await drop_channel_events(session, workspace_id, channel_id)
    unasked = ("offer", "pointer", "digest")
    await drop_waiting(
        session, workspace_id, channel_id=channel_id, kinds=unasked, reason="the channel is off"
    )


async def switch(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    level: Level,
    *,
    by: str,
    now: datetime,
) -> Channel:
    """A member sets how much the bot does in a channel. Raises PersonError for anybody else."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None or not channel.is_member:
        raise PersonError(texts.NOT_IN_CHANNEL)
    await require_member(session, workspace_id, channel_id, by)
    if channel.level == level:
        return channel
    await put(
        session,
        workspace_id=workspace_id,
        kind="introduction_done",
        key=f"introduction_done:{channel_id}",
        channel_id=channel_id,
        now=now,
    )
    channel.level = level
    channel.switched_by, channel.switched_at = by, now
    person = await get_member(session, workspace_id, by)
    if person is not None and person.tz:
        channel.tz = person.tz
    if level == Level.OFF:
        await session.flush()
        await forget_channel(session, workspace_id, channel_id)
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=by,
        action="switch",
        subject=channel_id,
        at=now,
        details={"level": str(level)},
    )
    return channel


async def require_member(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str
) -> None:
    """Raise PersonError unless somebody is a member of the channel."""
    if member_id not in await members_of(session, workspace_id, channel_id):
        raise PersonError(texts.NOT_A_MEMBER)


async def pin_kind(
    session: AsyncSession, workspace_id: str, channel_id: str, word: str, *, by: str, now: datetime
) -> Kind | None:
    """A member pins a channel's kind, or ("auto") has it derived again; gives the pinned kind."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None or not channel.is_member:
        raise PersonError(texts.NOT_IN_CHANNEL)
    await require_member(session, workspace_id, channel_id, by)
    if word != "auto" and word not in set(Kind):  # no word at all, too
        raise PersonError(texts.NO_SUCH_KIND)
    kind = None if word == "auto" else Kind(word)
    channel.pinned_kind, channel.pinned_by = kind, by if kind else None
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=by,
        action="pin",
        subject=channel_id,
        at=now,
        details={"kind": word},
    )
    return kind


async def refresh_kind(session: AsyncSession, channel: Channel, now: datetime) -> KindReading:
    """Derive a channel's kind from its recent talk and remember it with its reason."""
    messages = await recent_messages(session, channel.workspace_id, channel.id, now - HORIZON)
    reading = read_kind([heard_of(message) for message in messages])
    channel.kind = reading.kind
    channel.kind_scores = dict(reading.scores)
    channel.kind_reason = reading.reason
    channel.kind_at = now
    return reading


def heard_of(message: Message) -> Heard:
    """A stored message as the kind of a ba is judged by it."""
    return Heard(
        author=message.author_id,
        thread=message.thread_ts,
        at=message.posted_at.timestamp(),
        mode=message.mode if message.confident else None,
        length=message.length,
        links=message.links,
        files=message.files,
        mentions=message.mentions,
    )


def zone_name(settings: Settings, tz: str) -> str:
    """A person's time zone if there is one, else the installation's."""
    return tz or settings.timezone
