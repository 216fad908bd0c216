"""Events about messages and reactions, in Slack's shapes."""

from __future__ import annotations

from collections.abc import Iterator

from playground.event_base import Maker, Outgoing, both_of, file_event
from playground.model import Channel, Fact, Message
from playground.shapes import message_shape
from playground.types import Json
from playground.workspace import Workspace

CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
"""A message event's `channel_type`."""


def _message_event(channel: Channel, body: Json) -> Outgoing:
    kind = {"public": "channels", "private": "groups"}.get(channel.kind, channel.kind)
    body |= {"channel": channel.id, "channel_type": CHANNEL_TYPE[channel.kind]}
    return Outgoing(f"message.{kind}", body, channel)


def _posted(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel, message = both_of(fact)
    shape = message_shape(ws, message) | {"event_ts": message.ts}
    yield _message_event(channel, shape)
    if _mentions_app(ws, channel, message):
        kept = [
            "user",
            "ts",
            "client_msg_id",
            "text",
            "team",
            "thread_ts",
            "parent_user_id",
            "blocks",
            "files",
        ]
        mention = {key: shape[key] for key in kept if key in shape}
        inner = {"type": "app_mention", **mention, "channel": channel.id, "event_ts": message.ts}
        yield Outgoing("app_mention", inner, channel)
    for key in message.files:
        yield file_event(ws, "file_shared", key, message.user, channel)
    if message.metadata and message.by_app:
        yield _metadata_event(ws, channel, message)


def _mentions_app(ws: Workspace, channel: Channel, message: Message) -> bool:
    if message.by_app or channel.is_direct or message.subtype in ("channel_join", "channel_leave"):
        return False
    return f"<@{ws.app_user}>" in message.text or f"<@{ws.app_user}|" in message.text


def _metadata_event(ws: Workspace, channel: Channel, message: Message) -> Outgoing:
    inner: Json = {
        "type": "message_metadata_posted",
        "app_id": ws.app_id,
        "bot_id": ws.bot_id,
        "user_id": message.user,
        "team_id": ws.id,
        "channel_id": channel.id,
        "metadata": message.metadata,
        "message_ts": message.ts,
        "event_ts": message.ts,
    }
    return Outgoing("message_metadata_posted", inner, channel)


def _changed(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel, message = both_of(fact)
    ts = ws.event_ts()
    body: Json = {
        "type": "message",
        "subtype": "message_changed",
        "message": message_shape(ws, message) | {"source_team": ws.id, "user_team": ws.id},
        "previous_message": fact.previous,
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
    }
    yield _message_event(channel, body)


def _deleted(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel, message = both_of(fact)
    ts = ws.event_ts()
    body: Json = {
        "type": "message",
        "subtype": "message_deleted",
        "previous_message": fact.previous,
        "hidden": True,
        "deleted_ts": message.ts,
        "ts": ts,
        "event_ts": ts,
    }
    yield _message_event(channel, body)


def _replied(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    """Slack's message_replied, which comes without its subtype over the Events API; off unless
    switched on.
    """
    channel, message = both_of(fact)
    if not ws.message_replied:
        return
    ts = ws.event_ts()
    body: Json = {
        "type": "message",
        "message": message_shape(ws, message),
        "hidden": True,
        "ts": ts,
        "event_ts": ts,
    }
    yield _message_event(channel, body)


def _reaction(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel, message = both_of(fact)
    inner: Json = {
        "type": fact.kind,
        "user": fact.actor,
        "reaction": fact.info["name"],
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": ws.event_ts(),
    }
    yield Outgoing(fact.kind, inner, channel)


MAKERS: dict[str, Maker] = {
    "message_posted": _posted,
    "message_changed": _changed,
    "tombstoned": _changed,
    "message_deleted": _deleted,
    "thread_grew": _replied,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
}
"""By kind of fact."""
