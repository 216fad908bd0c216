"""Page calls about channels and people."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.requests import Request

from playground import membership
from playground.ground import Ground
from playground.model import Channel, Dnd, Fact, Person
from playground.page.access import body_of, own_channel, seen_channel, word
from playground.page.shapes import channel_shape, person_shape
from playground.types import Json, Refused


def _shape(ground: Ground, channel: Channel, person: Person) -> Json:
    return {"channel": channel_shape(ground.workspace, channel, person)}


def _no_guest(person: Person) -> None:
    if person.is_guest:
        raise Refused("user_is_restricted", "Guests cannot do that.")


async def create(ground: Ground, person: Person, request: Request) -> Json:
    """Create a channel and invite people."""
    _no_guest(person)
    ws, body = ground.workspace, await body_of(request)
    members = [ws.person(str(key)).id for key in body.get("members") or []]
    channel = membership.create_channel(
        ws,
        word(body, "name"),
        person.id,
        private=bool(body.get("private")),
        shared=bool(body.get("shared")),
        topic=str(body.get("topic") or ""),
    )
    for key in members:
        membership.join(ws, channel, key, inviter=person.id)
    return _shape(ground, channel, person)


async def join(ground: Ground, person: Person, request: Request) -> Json:
    """Join a public channel."""
    channel = seen_channel(ground, person, request.path_params["channel"])
    membership.join(ground.workspace, channel, person.id)
    return _shape(ground, channel, person)


async def leave(ground: Ground, person: Person, request: Request) -> Json:
    """Leave a channel."""
    channel = own_channel(ground, person, request.path_params["channel"])
    membership.leave(ground.workspace, channel, person.id)
    return _shape(ground, channel, person)


async def invite(ground: Ground, person: Person, request: Request) -> Json:
    """Invite people, or the app."""
    _no_guest(person)
    ws, body = ground.workspace, await body_of(request)
    channel = own_channel(ground, person, request.path_params["channel"])
    wanted = body.get("people")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("no_user", "Nobody to invite.")
    people = [ws.person(str(key)) for key in wanted]
    for invited in people:
        if invited.is_app and not ws.installed:
            raise Refused("user_not_found", "The app is not installed.")
        membership.join(ws, channel, invited.id, inviter=person.id)
    return _shape(ground, channel, person)


async def kick(ground: Ground, person: Person, request: Request) -> Json:
    """Remove somebody, or the app."""
    _no_guest(person)
    ws, body = ground.workspace, await body_of(request)
    channel = own_channel(ground, person, request.path_params["channel"])
    gone = ws.person(word(body, "person"))
    if gone.id not in channel.members:
        raise Refused("not_in_channel", "They are not a member of this channel.")
    membership.leave(ws, channel, gone.id, kicker=person.id)
    return _shape(ground, channel, person)


async def change(ground: Ground, person: Person, request: Request) -> Json:
    """archive, unarchive, delete, share, unshare, rename, topic, purpose."""
    _no_guest(person)
    ws, what = ground.workspace, request.path_params["what"]
    channel = own_channel(ground, person, request.path_params["channel"])
    body = await body_of(request)
    if what in ("archive", "unarchive"):
        membership.archive(ws, channel, person.id, archived=what == "archive")
    elif what in ("share", "unshare"):
        membership.share(ws, channel, person.id, shared=what == "share")
    elif what == "rename":
        membership.rename(ws, channel, word(body, "name"), person.id)
    elif what in ("topic", "purpose"):
        membership.describe(ws, channel, person.id, what, str(body.get(what) or ""))
    elif what == "delete":
        if person.role not in ("admin", "owner"):
            raise Refused("restricted_action", "Only admins can delete a channel.")
        membership.destroy(ws, channel, person.id)
        return {}
    return _shape(ground, channel, person)


async def direct(ground: Ground, person: Person, request: Request) -> Json:
    """Open a DM or group DM."""
    ws, body = ground.workspace, await body_of(request)
    wanted = body.get("people")
    if not isinstance(wanted, list) or not wanted:
        raise Refused("no_user", "With whom?")
    people = [ws.person(str(key)).id for key in wanted]
    channel, _ = ws.open_direct([person.id, *people], person.id)
    return _shape(ground, channel, person)


_TEXTS = ("real_name", "display_name", "title", "status_text", "status_emoji")
_ROLES = ("owner", "admin", "member", "guest")


def _zone(name: Any) -> str:
    try:
        ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise Refused("invalid_arguments", f"There is no time zone {name}.") from problem
    return str(name)


def _role(name: Any) -> Any:
    if name not in _ROLES:
        raise Refused("invalid_arguments", f"There is no role {name}.")
    return name


async def change_person(ground: Ground, person: Person, request: Request) -> Json:
    """Change a profile, a role, do-not-disturb, or deactivate somebody."""
    ws, body = ground.workspace, await body_of(request)
    target = ws.person(request.path_params["person"])
    wanted: Json = {name: str(body[name]) for name in _TEXTS if name in body}
    if "tz" in body:
        wanted["tz"] = _zone(body["tz"])
    if "role" in body:
        wanted["role"] = _role(body["role"])
    if "deleted" in body:
        wanted["deleted"] = bool(body["deleted"])
    if wanted:
        membership.change_person(ws, target, wanted)
    if isinstance(body.get("dnd"), dict):
        _set_dnd(ground, target, body["dnd"])
    return {"person": person_shape(ws, target)}


def _set_dnd(ground: Ground, person: Person, given: Json) -> None:
    ws, old = ground.workspace, person.dnd
    snooze = old.snooze_until
    if "snooze_minutes" in given:
        snooze = ws.clock.now() + float(given["snooze_minutes"]) * 60
    person.dnd = Dnd(
        enabled=bool(given.get("enabled", old.enabled)),
        start=str(given.get("start", old.start)),
        end=str(given.get("end", old.end)),
        snooze_until=snooze,
    )
    ws.publish(Fact("dnd_changed", person=person.id))


async def add_person(ground: Ground, person: Person, request: Request) -> Json:
    """Let somebody join the workspace."""
    ws, body = ground.workspace, await body_of(request)
    name, real = word(body, "name"), word(body, "real_name")
    made = Person(
        "",
        name,
        real,
        real.split()[0],
        tz=_zone(body.get("tz") or "Etc/UTC"),
        role=_role(body.get("role") or "member"),
    )
    membership.add_person(ws, made)
    return {"person": person_shape(ws, made)}
