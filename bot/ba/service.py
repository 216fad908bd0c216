"""Use cases of channels: meet one, switch it, find out its kind, pin it, leave it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.kinds import KIND_CHANGED
from bot.errors import PersonError
from bot.quoting import unquote
from bot.texts import ba as texts
from models.audit import record_audit
from models.ba_life import forget_lives
from models.ba_link import forget_links, forget_topics
from models.channel import Channel, Kind, Level, ensure_channel, forget_kind, get_channel, is_on
from models.channel_week import delete_weeks_of
from models.correction import delete_corrections_of
from models.inbox import drop_channel_events
from models.lived import forget_themes
from models.member import get_member, members_of
from models.message import delete_messages_of
from models.outbox import drop_waiting, put
from models.thread import delete_threads_of
from models.turns import take_turn, talk_of


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


async def be_removed(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime
) -> None:
    """The bot left a channel: it is off, and what was kept of its talk is deleted."""
    await take_turn(session, talk_of(workspace_id))
    await ensure_channel(session, workspace_id, channel_id, is_member=False, level=Level.OFF)
    await forget_channel(session, workspace_id, channel_id, now)


async def be_shared(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime
) -> None:
    """Another organization came in: it is off, and forgotten, until somebody switches it on."""
    await take_turn(session, talk_of(workspace_id))
    was_on = is_on(await get_channel(session, workspace_id, channel_id))
    await ensure_channel(session, workspace_id, channel_id, is_shared=True, level=Level.OFF)
    if was_on:
        await forget_channel(session, workspace_id, channel_id, now)


async def note_facts(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    info: Mapping[str, Any],
    now: datetime,
) -> None:
    """Store what Slack's channel object says of a channel: name, privacy, who shares it."""
    known = await get_channel(session, workspace_id, channel_id)
    is_shared = bool(info.get("is_ext_shared"))
    if is_shared and known is not None and not known.is_shared:
        await be_shared(session, workspace_id, channel_id, now)
    await ensure_channel(
        session,
        workspace_id,
        channel_id,
        name=str(info.get("name") or "")[:255],
        is_private=bool(info.get("is_private")),
        is_shared=is_shared,
        is_archived=bool(info.get("is_archived")),
    )


async def forget_channel(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime
) -> None:
    """Delete what was kept of a channel's talk, and what waits to be said there.

    The caller has the turn (``talk_of``), and has switched the channel off.
    """
    await delete_corrections_of(session, workspace_id, channel_id=channel_id)
    await delete_messages_of(session, workspace_id, channel_id=channel_id)
    # After them: a draft that is being made holds the messages, and is seen once it is stored.
    await unquote(session, workspace_id, lambda _: True, now, channel_id=channel_id)
    await delete_threads_of(session, workspace_id, channel_id=channel_id)
    await delete_weeks_of(session, workspace_id, channel_id=channel_id)
    await forget_kind(session, workspace_id, channel_id)
    await forget_lives(session, workspace_id, channel_id=channel_id)
    await forget_topics(session, workspace_id, channel_id=channel_id)
    await forget_themes(session, workspace_id, channel_id=channel_id)
    await forget_links(session, workspace_id, channel_id=channel_id)
    await drop_channel_events(session, workspace_id, channel_id)
    unasked = ("offer", "pointer", "digest", KIND_CHANGED, "burst", "burst_whisper")
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
    if level == Level.OFF:
        await take_turn(session, talk_of(workspace_id))
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
        await forget_channel(session, workspace_id, channel_id, now)
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
    # Whoever pins or unpins it knows what it is: only what changes from now on is news.
    channel.told_kind = channel.kind
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
