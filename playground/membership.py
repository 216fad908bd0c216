"""Channels and people: create, join, leave, invite, archive, rename, share, change a profile."""

from __future__ import annotations

import re
from typing import Any

from playground.model import Channel, Fact, Message, Person
from playground.talk import post
from playground.types import Refused
from playground.workspace import Workspace

_CHANNEL_NAME = re.compile(r"[\w-]{1,80}")
_COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c")


def create_channel(
    ws: Workspace,
    name: str,
    creator: str,
    *,
    private: bool = False,
    shared: bool = False,
    topic: str = "",
    purpose: str = "",
    quiet: bool = False,
) -> Channel:
    """Create a channel with its creator as the first member. `quiet` publishes nothing
    (seeding).
    """
    clean = name.removeprefix("#").lower()
    if not _CHANNEL_NAME.fullmatch(clean):
        raise Refused("invalid_name", "Channel names have letters, digits, - and _ only.")
    if any(c.name == clean for c in ws.channels.values()):
        raise Refused("name_taken", f"There is already a channel #{clean}.")
    channel = Channel(
        id=ws.ids.new("C"),
        name=clean,
        kind="private" if private else "public",
        creator=creator,
        created=int(ws.clock.now()),
        topic=topic,
        purpose=purpose,
        shared=shared,
        members=[creator],
    )
    ws.channels[channel.id] = channel
    if not quiet:
        ws.publish(Fact("channel_created", channel=channel, actor=creator))
    return channel


def join(ws: Workspace, channel: Channel, person: str, inviter: str | None = None) -> None:
    """Make the person (id) a member; says so in the channel. Nothing happens when they are one."""
    if person in channel.members:
        return
    if channel.archived:
        raise Refused("is_archived", "This channel has been archived.")
    if channel.is_direct:
        raise Refused("method_not_supported_for_channel_type", "Nobody can join a DM.")
    channel.members.append(person)
    channel.last_read[person] = next(reversed(channel.messages), "0000000000.000000")
    extra = {"inviter": inviter} if inviter else {}
    text = f"<@{person}> has joined the channel"
    info = {"inviter": inviter} if inviter else {}
    ws.publish(Fact("member_joined", channel=channel, person=person, actor=person, info=info))
    post(ws, channel, Message(channel.id, "", person, text, subtype="channel_join", extra=extra))


def leave(ws: Workspace, channel: Channel, person: str, kicker: str | None = None) -> None:
    """End the person's membership."""
    if person not in channel.members:
        raise Refused("not_in_channel", "Not a member of this channel.")
    if channel.is_general:
        raise Refused("cant_leave_general", "Nobody leaves #general.")
    if channel.is_direct:
        raise Refused("method_not_supported_for_channel_type", "A DM cannot be left.")
    channel.members.remove(person)
    channel.last_read.pop(person, None)
    ws.publish(Fact("member_left", channel=channel, person=person, actor=kicker or person))
    if not channel.archived:
        text = f"<@{person}> has left the channel"
        post(ws, channel, Message(channel.id, "", person, text, subtype="channel_leave"))


def archive(ws: Workspace, channel: Channel, actor: str, archived: bool = True) -> None:
    """Archive or bring back. On archiving members stay as they are, as in Slack."""
    if channel.is_general:
        raise Refused("cant_archive_general", "#general cannot be archived.")
    if channel.is_direct:
        raise Refused("method_not_supported_for_channel_type", "A DM cannot be archived.")
    if channel.archived == archived:
        raise Refused("already_archived" if archived else "not_archived")
    channel.archived = archived
    ws.publish(Fact("archived" if archived else "unarchived", channel=channel, actor=actor))


def rename(ws: Workspace, channel: Channel, name: str, actor: str) -> None:
    """Give the channel another name."""
    clean = name.removeprefix("#").lower()
    if channel.is_direct or not _CHANNEL_NAME.fullmatch(clean):
        raise Refused("invalid_name", "Channel names have letters, digits, - and _ only.")
    if any(c.name == clean for c in ws.channels.values()):
        raise Refused("name_taken", f"There is already a channel #{clean}.")
    old = channel.name
    channel.previous_names.append(old)
    channel.name = clean
    ws.publish(Fact("renamed", channel=channel, actor=actor))
    _say(ws, channel, actor, "channel_name", f"has renamed the channel from “{old}” to “{clean}”")


def describe(ws: Workspace, channel: Channel, actor: str, what: str, value: str) -> None:
    """Set the topic or purpose (`what`)."""
    if what not in ("topic", "purpose"):
        raise ValueError(what)
    if channel.is_direct:
        raise Refused("method_not_supported_for_channel_type")
    setattr(channel, what, value)
    _say(ws, channel, actor, f"channel_{what}", f"set the channel {what}: {value}", **{what: value})
    ws.publish(Fact("described", channel=channel, actor=actor))


def _say(
    ws: Workspace, channel: Channel, actor: str, subtype: str, text: str, **extra: Any
) -> None:
    if not channel.archived:
        words = f"<@{actor}> {text}"
        post(ws, channel, Message(channel.id, "", actor, words, subtype=subtype, extra=extra))


def share(ws: Workspace, channel: Channel, actor: str, shared: bool = True) -> None:
    """Connect the channel to another organization (Slack Connect), or end that."""
    if channel.is_direct or channel.shared == shared:
        raise Refused("restricted_action", "That cannot be done to this channel now.")
    channel.shared = shared
    ws.publish(Fact("shared" if shared else "unshared", channel=channel, actor=actor))


def destroy(ws: Workspace, channel: Channel, actor: str) -> None:
    """Delete the channel and all that is in it."""
    if channel.is_general or channel.is_direct:
        raise Refused("restricted_action", "This conversation cannot be deleted.")
    ws.channels.pop(channel.id, None)
    ws.publish(Fact("channel_destroyed", channel=channel, actor=actor))


def add_person(ws: Workspace, person: Person, *, quiet: bool = False) -> Person:
    """Add somebody to the workspace; an empty `id` is filled in. Refused: name_taken."""
    if any(p.name == person.name for p in ws.people.values()):
        raise Refused("name_taken", f"There is already somebody called @{person.name}.")
    person.id = person.id or ws.ids.new("U")
    person.updated = int(ws.clock.now())
    person.color = _COLORS[len(ws.people) % len(_COLORS)]
    person.email = person.email or f"{person.name}@{ws.domain}.example"
    ws.people[person.id] = person
    if not quiet:
        ws.publish(Fact("person_joined", person=person.id))
    return person


def change_person(ws: Workspace, person: Person, change: dict[str, Any]) -> Person:
    """Change fields of a person (names of `Person`)."""
    for key, value in change.items():
        setattr(person, key, value)
    person.updated = int(ws.clock.now())
    what = "status" if {"status_text", "status_emoji"} & set(change) else "profile"
    ws.publish(Fact("person_changed", person=person.id, info={"what": what}))
    return person


def uninstall(ws: Workspace) -> None:
    """Remove the app: it leaves every channel, its tokens die, app_uninstalled and tokens_revoked
    go out.
    """
    if not ws.installed:
        return
    ws.publish(Fact("app_uninstalled"))
    ws.publish(Fact("tokens_revoked"))
    ws.installed = False
    for channel in ws.channels.values():
        if ws.app_in(channel) and not channel.is_direct:
            channel.members.remove(ws.app_user)
    ws.publish(Fact("app_changed"))


def install(ws: Workspace) -> None:
    """Install the app (again)."""
    ws.installed = True
    ws.publish(Fact("app_changed"))
