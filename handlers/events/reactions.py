"""``reaction_added``: a light bulb on a message leads to a button that only that person sees."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.events import Event, is_ts
from bot.worker import Turn
from models.channel import get_channel, is_on
from models.message import get_message
from models.outbox import put

BULB = "bulb"


async def on_reactions(turn: Turn, events: Sequence[Event]) -> None:
    """Offer the card's form to whoever put a light bulb on a message of a channel that is on."""
    for event in events:
        inner = event.inner
        item = inner.get("item")
        if inner.get("reaction") != BULB or not isinstance(item, dict):
            continue
        ts, person = str(item.get("ts") or ""), str(inner.get("user") or "")
        channel = await get_channel(turn.session, event.workspace_id, event.channel_id)
        if not is_ts(ts) or not person or not is_on(channel):
            continue
        message = await get_message(turn.session, event.workspace_id, event.channel_id, ts)
        thread_ts = message.thread_ts if message is not None else ts
        await put(
            turn.session,
            workspace_id=event.workspace_id,
            kind="bulb",
            key=f"bulb:{event.channel_id}:{ts}:{person}",
            channel_id=event.channel_id,
            member_id=person,
            thread_ts=thread_ts if thread_ts != ts else "",
            payload={"ts": thread_ts},
            now=turn.now,
        )


async def on_reactions_removed(turn: Turn, events: Sequence[Event]) -> None:
    """Taking a reaction back changes nothing that is stored: the button was the person's alone."""


HANDLERS = {"reaction_added": on_reactions, "reaction_removed": on_reactions_removed}
