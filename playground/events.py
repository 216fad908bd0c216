"""Facts of the workspace as the events that Slack would send, and who gets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from playground.dnd import dnd_shape
from playground.manifest import AppManifest
from playground.model import Channel, Fact, Message
from playground.scopes import EVENT_SCOPES, lacking
from playground.shapes import channel_shape, message_shape, user_shape
from playground.types import Json
from playground.workspace import Workspace

CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
"""A message event's `channel_type`."""


@dataclass(frozen=True)
class Outgoing:
    """An inner event, the subscription it needs, and whether the app must be a member of `channel`."""

    subscription: str
    inner: Json
    channel: Channel | None = None
    members_only: bool = True


def events_of(ws: Workspace, fact: Fact) -> list[Outgoing]:
    """All events that a fact gives rise to, in Slack's order, before anyone asks who may have them."""
    maker = _MAKERS.get(fact.kind)
    return list(maker(ws, fact)) if maker else []


def wanted(ws: Workspace, manifest: AppManifest, scopes: frozenset[str], event: Outgoing) -> bool:
    """Whether the app gets it: installed, subscribed, scope granted, and a member where that is needed."""
    if not ws.installed or event.subscription not in manifest.events:
        return False
    if lacking(scopes, EVENT_SCOPES[event.subscription]):
        return False
    return event.channel is None or not event.members_only or ws.app_in(event.channel)


def envelope(ws: Workspace, event: Outgoing) -> Json:
    """The outer event (type event_callback)."""
    return {
        "token": "playground",
        "team_id": ws.id,
        "context_team_id": ws.id,
        "context_enterprise_id": None,
        "api_app_id": ws.app_id,
        "event": event.inner,
        "type": "event_callback",
        "event_id": ws.ids.new("Ev"),
        "event_time": int(float(str(event.inner.get("event_ts") or ws.event_ts()))),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": ws.id,
                "user_id": ws.app_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": bool(event.channel and event.channel.shared),
        "event_context": "4-" + ws.ids.token(60),
    }


def _message_event(channel: Channel, body: Json) -> Outgoing:
    kind = {"public": "channels", "private": "groups"}.get(channel.kind, channel.kind)
    body |= {"channel": channel.id, "channel_type": CHANNEL_TYPE[channel.kind]}
    return Outgoing(f"message.{kind}", body, channel)


def _posted(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel, message = _both(fact)
    shape = message_shape(ws, message) | {"event_ts": message.ts}
    yield _message_event(channel, shape)
    if _mentions_app(ws, channel, message):
        kept = "user ts client_msg_id text team thread_ts parent_user_id blocks files".split()
        mention = {key: shape[key] for key in kept if key in shape}
        inner = {"type": "app_mention", **mention, "channel": channel.id, "event_ts": message.ts}
        yield Outgoing("app_mention", inner, channel)
    for key in message.files:
        yield _file_event(ws, "file_shared", key, message.user, channel)
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
    channel, message = _both(fact)
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
    channel, message = _both(fact)
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
    """Slack's message_replied, which comes without its subtype over the Events API; off unless switched on."""
    channel, message = _both(fact)
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
    channel, message = _both(fact)
    inner: Json = {
        "type": fact.kind,
        "user": fact.actor,
        "reaction": fact.info["name"],
        "item": {"type": "message", "channel": channel.id, "ts": message.ts},
        "item_user": message.user,
        "event_ts": ws.event_ts(),
    }
    yield Outgoing(fact.kind, inner, channel)


def _joined(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    yield _membership(ws, fact, "member_joined_channel")


def _left(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel = _channel(fact)
    if fact.person != ws.app_user:
        yield _membership(ws, fact, "member_left_channel")
        return
    kind = "group_left" if channel.is_private else "channel_left"
    inner: Json = {
        "type": kind,
        "channel": channel.id,
        "actor_id": fact.actor,
        "event_ts": ws.event_ts(),
    }
    yield Outgoing(kind, inner, channel, members_only=False)


def _membership(ws: Workspace, fact: Fact, kind: str) -> Outgoing:
    channel = _channel(fact)
    inner: Json = {
        "type": kind,
        "user": fact.person,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": ws.id,
        "event_ts": ws.event_ts(),
        **fact.info,
    }
    return Outgoing(kind, inner, channel)


def _channel_event(
    name: str, body: Callable[[Workspace, Fact, Channel], Json], *, groups: bool = True
) -> Callable[[Workspace, Fact], Iterator[Outgoing]]:
    """An event about a channel; private ones have their `group_` counterpart, which only members get."""

    def make(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
        channel = _channel(fact)
        private = channel.is_private
        kind = f"group_{name}" if private and groups else f"channel_{name}"
        inner = {"type": kind, **body(ws, fact, channel), "event_ts": ws.event_ts()}
        yield Outgoing(kind, inner, channel, members_only=private)

    return make


def _brief(ws: Workspace, fact: Fact, channel: Channel) -> Json:
    keep = "id name name_normalized created creator is_channel is_group is_private is_shared is_mpim"
    shape = channel_shape(ws, channel)
    return {"channel": {key: shape[key] for key in keep.split()} | {"context_team_id": ws.id}}


def _by_user(ws: Workspace, fact: Fact, channel: Channel) -> Json:
    return {"channel": channel.id, "user": fact.actor}


def _created(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    if _channel(fact).kind == "public":
        yield from _channel_event("created", _brief)(ws, fact)


def _shared(ws: Workspace, fact: Fact, channel: Channel) -> Json:
    if fact.kind == "shared":
        return {"channel": channel.id, "connected_team_id": "T0PARTNER01"}
    partner = {"previously_connected_team_id": "T0PARTNER01"}
    return {"channel": channel.id, "is_ext_shared": False, **partner}


def _destroyed(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel = _channel(fact)
    kind = "group_deleted" if channel.is_private else "channel_deleted"
    inner: Json = {
        "type": kind,
        "channel": channel.id,
        "actor_id": fact.actor,
        "event_ts": ws.event_ts(),
    }
    yield Outgoing(kind, inner, channel, members_only=channel.is_private)


def _user(*kinds: str) -> Callable[[Workspace, Fact], Iterator[Outgoing]]:
    def make(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
        person = ws.people[str(fact.person)]
        more = ["user_status_changed"] if fact.info.get("what") == "status" else []
        for kind in [*kinds, *more]:
            ts = ws.event_ts()
            user = user_shape(ws, person)
            inner = {"type": kind, "user": user, "cache_ts": int(float(ts)), "event_ts": ts}
            yield Outgoing(kind, inner)

    return make


def _dnd(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    person = ws.people[str(fact.person)]
    status = dnd_shape(person, ws.clock.now())
    inner = {"type": "dnd_updated_user", "user": person.id, "dnd_status": status}
    yield Outgoing("dnd_updated_user", inner | {"event_ts": ws.event_ts()})


def _home(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    inner: Json = {
        "type": "app_home_opened",
        "user": fact.person,
        "channel": _channel(fact).id,
        "tab": fact.info["tab"],
        "event_ts": ws.event_ts(),
    }
    if fact.info.get("view"):
        inner["view"] = fact.info["view"]
    yield Outgoing("app_home_opened", inner)


def _uninstalled(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    yield Outgoing("app_uninstalled", {"type": "app_uninstalled", "event_ts": ws.event_ts()})


def _revoked(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    tokens: Json = {"oauth": [], "bot": [ws.app_user]}
    inner = {"type": "tokens_revoked", "tokens": tokens, "event_ts": ws.event_ts()}
    yield Outgoing("tokens_revoked", inner)


def _file_event(
    ws: Workspace, kind: str, key: str, user: str, channel: Channel | None = None
) -> Outgoing:
    inner: Json = {"type": kind, "file_id": key, "user_id": user, "file": {"id": key}}
    if channel:
        inner["channel_id"] = channel.id
    return Outgoing(kind, inner | {"event_ts": ws.event_ts()}, channel)


def _file_created(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    file = fact.info["file"]
    if file.by_app:
        yield _file_event(ws, "file_created", file.id, file.user)


def _file_deleted(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    file = fact.info["file"]
    where = [c for c, _ in file.shares if c in ws.channels and ws.app_in(ws.channels[c])]
    if where or file.by_app:
        inner = {"type": "file_deleted", "file_id": file.id, "channel_ids": where}
        yield Outgoing("file_deleted", inner | {"event_ts": ws.event_ts()})


def _channel(fact: Fact) -> Channel:
    assert fact.channel is not None
    return fact.channel


def _both(fact: Fact) -> tuple[Channel, Message]:
    assert fact.channel is not None
    assert fact.message is not None
    return fact.channel, fact.message


_MAKERS: dict[str, Callable[[Workspace, Fact], Iterator[Outgoing]]] = {
    "message_posted": _posted,
    "message_changed": _changed,
    "tombstoned": _changed,
    "message_deleted": _deleted,
    "thread_grew": _replied,
    "reaction_added": _reaction,
    "reaction_removed": _reaction,
    "member_joined": _joined,
    "member_left": _left,
    "channel_created": _created,
    "renamed": _channel_event("rename", _brief),
    "archived": _channel_event("archive", _by_user),
    "unarchived": _channel_event("unarchive", _by_user),
    "channel_destroyed": _destroyed,
    "shared": _channel_event("shared", _shared, groups=False),
    "unshared": _channel_event("unshared", _shared, groups=False),
    "person_changed": _user("user_change"),
    "dnd_changed": _dnd,
    "person_joined": _user("team_join"),
    "home_opened": _home,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _revoked,
    "file_created": _file_created,
    "file_deleted": _file_deleted,
}
