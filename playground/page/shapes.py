"""What the page is told: people, channels, messages and files as one person sees them (API.md,
Shapes).
"""

from __future__ import annotations

from playground.dnd import dnd_window
from playground.ground import Ground
from playground.model import Channel, File, Message, Person
from playground.shapes import file_shape, message_shape, tz_label, tz_offset
from playground.types import Json
from playground.workspace import Workspace

NEVER = "0000000000.000000"
"""A last_read before everything."""


def person_shape(ws: Workspace, person: Person) -> Json:
    """API.md, Person."""
    now = ws.clock.now()
    start, end = dnd_window(person, now)
    words = (person.display_name or person.real_name).split()
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "display_name": person.display_name,
        "title": person.title,
        "role": person.role,
        "is_bot": person.is_bot or person.id == "USLACKBOT",
        "is_app": person.is_app,
        "deleted": person.deleted,
        "tz": person.tz,
        "tz_label": tz_label(person, now),
        "tz_offset": tz_offset(person, now),
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "dnd": {
            "enabled": person.dnd.enabled,
            "start_ts": start,
            "end_ts": end,
            "snooze_until": person.dnd.snooze_until,
        },
        "color": person.color,
        "initials": "".join(w[0] for w in (person.real_name.split() or words)[:2]).upper(),
        "image": None,
    }


def _unread(ws: Workspace, channel: Channel, person: Person) -> tuple[int, int]:
    """Unread messages, and how many of them speak to this person."""
    since = channel.last_read.get(person.id, NEVER)
    unread = mentions = 0
    for message in reversed(channel.messages.values()):
        if message.ts <= since:
            break
        if message.user == person.id or (message.is_reply and not message.broadcast):
            continue
        unread += 1
        calls = (f"<@{person.id}>", "<!here>", "<!channel>", "<!everyone>")
        if channel.is_direct or any(call in message.text for call in calls):
            mentions += 1
    return unread, mentions


def channel_shape(ws: Workspace, channel: Channel, person: Person) -> Json:
    """API.md, Channel, for one person."""
    member = person.id in channel.members
    unread, mentions = _unread(ws, channel, person) if member else (0, 0)
    others = [m for m in channel.members if m != person.id]
    app_dm = channel.kind == "im" and ws.app_user in channel.members
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": channel.kind,
        "is_private": channel.is_private,
        "is_archived": channel.archived,
        "is_shared": channel.shared,
        "is_member": member,
        "topic": channel.topic,
        "purpose": channel.purpose,
        "creator": channel.creator,
        "member_ids": list(channel.members),
        "app_is_member": ws.app_in(channel),
        "with": (others or [person.id])[0] if channel.kind == "im" else None,
        "unread": unread,
        "mentions": mentions,
        "last_read": channel.last_read.get(person.id, NEVER),
        "latest": next(reversed(channel.messages), None),
        "can_post": member and not channel.archived,
        "is_app_dm": app_dm,
    }


def page_message(ws: Workspace, message: Message, person: Person) -> Json:
    """API.md, Message, for one person."""
    shape = message_shape(ws, message, metadata=True)
    if message.files:
        shape["files"] = [page_file(ws, ws.files[key]) for key in message.files]
    mine = message.user == person.id and not message.by_app and message.subtype != "tombstone"
    return shape | {
        "channel": message.channel,
        "ephemeral": message.is_ephemeral,
        "mine": mine,
        "permalink": ws.permalink(message),
        "author": message.user,
        "hidden_replies": False,
    }


def page_file(ws: Workspace, file: File) -> Json:
    """API.md, File."""
    if file.deleted:
        return {"id": file.id, "mode": "tombstone", "name": file.name}
    shape = file_shape(ws, file)
    return shape | {
        "url_private": f"/page/files/{file.id}/{file.name}",
        "is_image": file.is_image,
    }


def commands_shape(ground: Ground) -> list[Json]:
    """API.md, Command: the app's and the built-in ones."""
    own = [
        {
            "command": str(c.get("command")),
            "description": str(c.get("description") or ""),
            "usage_hint": str(c.get("usage_hint") or ""),
            "app": True,
        }
        for c in ground.manifest.commands
        if ground.workspace.installed
    ]
    return own + [
        {"command": name, "description": what, "usage_hint": hint, "app": False}
        for name, (what, hint) in BUILT_IN.items()
    ]


BUILT_IN = {
    "/me": ("Say what you are doing", "is thinking"),
    "/invite": ("Invite somebody to this channel", "@person"),
    "/leave": ("Leave this channel", ""),
    "/join": ("Join a channel", "#channel"),
    "/topic": ("Set the channel's topic", "text"),
    "/archive": ("Archive this channel", ""),
}
"""Commands that Slack itself has: description and hint."""


def shortcuts_shape(ground: Ground, kind: str) -> list[Json]:
    """API.md, Shortcut, of one kind (message or global)."""
    if not ground.workspace.installed:
        return []
    return [
        {
            "callback_id": str(s.get("callback_id")),
            "name": str(s.get("name") or ""),
            "description": str(s.get("description") or ""),
            "type": kind,
        }
        for s in ground.manifest.shortcuts
        if s.get("type") == kind
    ]


def modals_shape(ground: Ground, person: str) -> list[Json]:
    """The person's modals, bottom first."""
    return [ground.views.page_shape(v) for v in ground.views.stack(person)]


def home_shape(ground: Ground, person: str) -> Json | None:
    """The person's Home."""
    home = ground.views.home(person)
    return ground.views.page_shape(home) if home else None
