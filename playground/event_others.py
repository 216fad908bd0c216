"""Events about channels, people, files and the app, in Slack's shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playground.dnd import dnd_shape
from playground.event_base import Maker, Outgoing, channel_of, file_event
from playground.model import Channel, Fact
from playground.shapes import channel_shape, user_shape
from playground.types import Json
from playground.workspace import Workspace


def _joined(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    yield _membership(ws, fact, "member_joined_channel")


def _left(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel = channel_of(fact)
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
    channel = channel_of(fact)
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
    """An event about a channel; private ones have their `group_` counterpart, which only members
    get.
    """

    def make(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
        channel = channel_of(fact)
        private = channel.is_private
        kind = f"group_{name}" if private and groups else f"channel_{name}"
        inner = {"type": kind, **body(ws, fact, channel), "event_ts": ws.event_ts()}
        yield Outgoing(kind, inner, channel, members_only=private)

    return make


def _brief(ws: Workspace, fact: Fact, channel: Channel) -> Json:
    keep = (
        "id name name_normalized created creator is_channel is_group is_private is_shared is_mpim"
    )
    shape = channel_shape(ws, channel)
    return {"channel": {key: shape[key] for key in keep.split()} | {"context_team_id": ws.id}}


def _by_user(ws: Workspace, fact: Fact, channel: Channel) -> Json:
    return {"channel": channel.id, "user": fact.actor}


def _created(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    if channel_of(fact).kind == "public":
        yield from _channel_event("created", _brief)(ws, fact)


def _shared(ws: Workspace, fact: Fact, channel: Channel) -> Json:
    if fact.kind == "shared":
        return {"channel": channel.id, "connected_team_id": "T0PARTNER01"}
    partner = {"previously_connected_team_id": "T0PARTNER01"}
    return {"channel": channel.id, "is_ext_shared": False, **partner}


def _destroyed(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    channel = channel_of(fact)
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
        "channel": channel_of(fact).id,
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


def _file_created(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    file = fact.info["file"]
    if file.by_app:
        yield file_event(ws, "file_created", file.id, file.user)


def _file_deleted(ws: Workspace, fact: Fact) -> Iterator[Outgoing]:
    file = fact.info["file"]
    where = [c for c, _ in file.shares if c in ws.channels and ws.app_in(ws.channels[c])]
    if where or file.by_app:
        inner = {"type": "file_deleted", "file_id": file.id, "channel_ids": where}
        yield Outgoing("file_deleted", inner | {"event_ts": ws.event_ts()})


MAKERS: dict[str, Maker] = {
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
"""By kind of fact."""
