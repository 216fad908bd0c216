"""Channels: members join and leave (the bot among them), names change, archives close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.ba.service import be_invited, be_removed, be_shared
from bot.people import owe_refresh
from bot.slack.events import Event
from bot.worker import Turn
from handlers.events.late import is_late
from models.channel import ensure_channel, get_channel
from models.member import get_member, join_channel, leave_channel
from models.workspace import get_workspace

# When two events in the wrong order have both come, and Slack may be asked what holds.
SETTLED = timedelta(minutes=1)


async def on_joined(turn: Turn, events: Sequence[Event]) -> None:
    """Somebody joined. The bot itself: it introduces itself, and learns who is there."""
    for event in events:
        person = str(event.inner.get("user") or "")
        if not person or not event.channel_id:
            continue
        await _meet(turn, event)
        if await _is_bot(turn, event.workspace_id, person):
            await _join(turn, event, person)
            await _bot_joined(turn, event)
        elif is_late(turn, event):
            await _check_later(turn, event)  # they may have left since
        else:
            await _join(turn, event, person)
            if await get_member(turn.session, event.workspace_id, person) is None:
                await _refresh(turn, event)  # a guest, or not?


async def _meet(turn: Turn, event: Event) -> None:
    """Know the channel; until Slack says that it is public, it is private."""
    known = await get_channel(turn.session, event.workspace_id, event.channel_id)
    says = {"C": {"is_private": False}, "G": {"is_private": True}}
    facts = says.get(str(event.inner.get("channel_type")), {})
    if known is None:
        facts = facts or {"is_private": True}
    await ensure_channel(turn.session, event.workspace_id, event.channel_id, **facts)


async def _join(turn: Turn, event: Event, person: str) -> None:
    await join_channel(turn.session, event.workspace_id, event.channel_id, person, turn.now)


async def _bot_joined(turn: Turn, event: Event) -> None:
    inviter = str(event.inner.get("inviter") or "")
    member = await get_member(turn.session, event.workspace_id, inviter) if inviter else None
    await be_invited(
        turn.session,
        event.workspace_id,
        event.channel_id,
        by=inviter,
        now=turn.now,
        tz=member.tz if member else turn.settings.timezone,
    )
    await _refresh(turn, event)


async def _refresh(turn: Turn, event: Event) -> None:
    place = (turn.session, event.workspace_id, event.channel_id)
    await owe_refresh(*place, key=f"joined:{event.event_id}", now=turn.now)


async def _check_later(turn: Turn, event: Event) -> None:
    """Events may come in another order than what they tell of: soon, Slack is asked how it is.

    Once for all that happens to a channel within a minute: hundreds may leave at the same time.
    """
    if not event.channel_id:
        return
    due_at = turn.now + SETTLED
    minute = due_at.replace(second=0, microsecond=0)
    if minute < due_at:
        minute += timedelta(minutes=1)
    place = (turn.session, event.workspace_id, event.channel_id)
    await owe_refresh(*place, key=f"at:{minute:%Y%m%d%H%M}", now=turn.now, due_at=minute)


async def on_left(turn: Turn, events: Sequence[Event]) -> None:
    """Somebody left. The bot itself: it is off there, and forgets the talk."""
    for event in events:
        person = str(event.inner.get("user") or "")
        await leave_channel(turn.session, event.workspace_id, event.channel_id, person)
        if await _is_bot(turn, event.workspace_id, person):
            await be_removed(turn.session, event.workspace_id, event.channel_id, turn.now)
        else:
            await _check_later(turn, event)


async def on_bot_left(turn: Turn, events: Sequence[Event]) -> None:
    """``channel_left`` and ``group_left`` are sent to the one who left: the bot."""
    for event in events:
        await be_removed(turn.session, event.workspace_id, event.channel_id, turn.now)


async def on_renamed(turn: Turn, events: Sequence[Event]) -> None:
    """A channel has a new name."""
    for event in events:
        renamed = event.inner.get("channel")
        name = renamed.get("name") if isinstance(renamed, dict) else None
        if isinstance(name, str):
            await ensure_channel(
                turn.session, event.workspace_id, event.channel_id, name=name[:255]
            )
            await _check_later(turn, event)


async def on_archived(turn: Turn, events: Sequence[Event]) -> None:
    """An archived channel keeps its cards; nothing is said there."""
    for event in events:
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_archived=True)
        await _check_later(turn, event)


async def on_unarchived(turn: Turn, events: Sequence[Event]) -> None:
    """A channel is alive again."""
    for event in events:
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_archived=False)
        await _check_later(turn, event)


async def on_deleted(turn: Turn, events: Sequence[Event]) -> None:
    """A deleted channel: its talk is forgotten; cards stay with those who could see them."""
    for event in events:
        await be_removed(turn.session, event.workspace_id, event.channel_id, turn.now)
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_archived=True)


async def on_shared(turn: Turn, events: Sequence[Event]) -> None:
    """Another organization came in: the channel is off until somebody switches it on again."""
    for event in events:
        await be_shared(turn.session, event.workspace_id, event.channel_id, turn.now)
        await _check_later(turn, event)


async def on_unshared(turn: Turn, events: Sequence[Event]) -> None:
    """The other organization left, unless Slack says that more remain."""
    for event in events:
        still = bool(event.inner.get("is_ext_shared"))
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_shared=still)
        await _check_later(turn, event)


async def _is_bot(turn: Turn, workspace_id: str, person: str) -> bool:
    workspace = await get_workspace(turn.session, workspace_id)
    return workspace is not None and bool(person) and workspace.bot_user_id == person


HANDLERS = {
    "member_joined_channel": on_joined,
    "member_left_channel": on_left,
    "channel_left": on_bot_left,
    "group_left": on_bot_left,
    "channel_rename": on_renamed,
    "group_rename": on_renamed,
    "channel_archive": on_archived,
    "group_archive": on_archived,
    "channel_unarchive": on_unarchived,
    "group_unarchive": on_unarchived,
    "channel_deleted": on_deleted,
    "group_deleted": on_deleted,
    "channel_shared": on_shared,
    "channel_unshared": on_unshared,
}
