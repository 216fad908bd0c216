"""Channels: members join and leave (the bot among them), names change, archives close."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ba.service import be_invited, be_removed, forget_channel
from bot.people import owe_refresh
from bot.slack.events import Event
from bot.worker import Turn
from models.channel import Level, ensure_channel, get_channel, is_on
from models.member import get_member, join_channel, leave_channel
from models.turns import take_turn, talk_of
from models.workspace import get_workspace


async def on_joined(turn: Turn, events: Sequence[Event]) -> None:
    """Somebody joined. The bot itself: it introduces itself, and learns who is there."""
    for event in events:
        person = str(event.inner.get("user") or "")
        if not person or not event.channel_id:
            continue
        await ensure_channel(turn.session, event.workspace_id, event.channel_id)
        await join_channel(turn.session, event.workspace_id, event.channel_id, person, turn.now)
        if await _is_bot(turn, event.workspace_id, person):
            await _bot_joined(turn, event)
        elif await get_member(turn.session, event.workspace_id, person) is None:
            await _refresh(turn, event)  # a guest, or not?


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


async def on_left(turn: Turn, events: Sequence[Event]) -> None:
    """Somebody left. The bot itself: it is off there, and forgets the talk."""
    for event in events:
        person = str(event.inner.get("user") or "")
        await leave_channel(turn.session, event.workspace_id, event.channel_id, person)
        if await _is_bot(turn, event.workspace_id, person):
            await be_removed(turn.session, event.workspace_id, event.channel_id, turn.now)


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


async def on_archived(turn: Turn, events: Sequence[Event]) -> None:
    """An archived channel keeps its cards; nothing is said there."""
    for event in events:
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_archived=True)


async def on_unarchived(turn: Turn, events: Sequence[Event]) -> None:
    """A channel is alive again."""
    for event in events:
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_archived=False)


async def on_deleted(turn: Turn, events: Sequence[Event]) -> None:
    """A deleted channel: its talk is forgotten; cards stay with those who could see them."""
    for event in events:
        await be_removed(turn.session, event.workspace_id, event.channel_id, turn.now)
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_archived=True)


async def on_shared(turn: Turn, events: Sequence[Event]) -> None:
    """Another organization came in: the channel is off until somebody switches it on again."""
    for event in events:
        await take_turn(turn.session, talk_of(event.workspace_id))
        channel = await get_channel(turn.session, event.workspace_id, event.channel_id)
        was_on = is_on(channel)
        await ensure_channel(
            turn.session, event.workspace_id, event.channel_id, is_shared=True, level=Level.OFF
        )
        if was_on:
            await forget_channel(turn.session, event.workspace_id, event.channel_id, turn.now)


async def on_unshared(turn: Turn, events: Sequence[Event]) -> None:
    """The other organization left, unless Slack says that more remain."""
    for event in events:
        still = bool(event.inner.get("is_ext_shared"))
        await ensure_channel(turn.session, event.workspace_id, event.channel_id, is_shared=still)


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
