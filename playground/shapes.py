"""Slack's JSON shapes of the workspace's records, as the Web API and events carry them."""

from __future__ import annotations

import copy
from datetime import datetime
from zoneinfo import ZoneInfo

from playground.model import Channel, File, Message, Person
from playground.types import Json
from playground.workspace import Workspace


def tz_offset(person: Person, now: float) -> int:
    """Seconds east of UTC for this person at `now` (epoch s)."""
    offset = datetime.fromtimestamp(now, ZoneInfo(person.tz)).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def tz_label(person: Person, now: float) -> str:
    """The short name of the person's time zone at `now` (epoch s)."""
    return datetime.fromtimestamp(now, ZoneInfo(person.tz)).tzname() or person.tz


def user_shape(ws: Workspace, person: Person, *, email: bool = False) -> Json:
    """A user object (users.info). `email` adds the address, for tokens with users:read.email."""
    now = ws.clock.now()
    shape: Json = {
        "id": person.id,
        "team_id": ws.id,
        "name": person.name,
        "deleted": person.deleted,
        "color": person.color,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": tz_label(person, now),
        "tz_offset": tz_offset(person, now),
        "profile": profile_shape(ws, person, email=email),
        "is_admin": person.role in ("admin", "owner"),
        "is_owner": person.role == "owner",
        "is_primary_owner": person.role == "owner",
        "is_restricted": person.is_guest,
        "is_ultra_restricted": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": person.updated,
        "is_email_confirmed": not person.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if person.deleted:
        kept = {"id", "team_id", "name", "deleted", "color", "real_name", "profile", "updated"}
        kept |= {"is_bot", "is_app_user", "tz", "tz_label", "tz_offset"}
        return {key: value for key, value in shape.items() if key in kept}
    return shape


def profile_shape(ws: Workspace, person: Person, *, email: bool = False) -> Json:
    """A user's profile object."""
    first, _, last = person.real_name.partition(" ")
    shape: Json = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.display_name,
        "display_name_normalized": person.display_name,
        "fields": None,
        "status_text": person.status_text,
        "status_emoji": person.status_emoji,
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "avatar_hash": person.id.lower()[-8:],
        "first_name": first,
        "last_name": last,
        "team": ws.id,
    }
    if person.is_app:
        shape |= {"api_app_id": ws.app_id, "bot_id": ws.bot_id, "always_active": True}
    if email and not person.is_bot:
        shape["email"] = person.email
    return shape


def channel_shape(ws: Workspace, channel: Channel, *, members: bool = False) -> Json:
    """A conversation object as the app sees it (conversations.info)."""
    if channel.kind == "im":
        return _im_shape(ws, channel)
    updated = channel.created * 1000
    shape: Json = {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": False,
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.is_private,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_general": channel.is_general,
        "unlinked": 0,
        "name_normalized": channel.name,
        "is_shared": channel.shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": ws.id,
        "updated": updated,
        "parent_conversation": None,
        "creator": channel.creator,
        "is_ext_shared": channel.shared,
        "shared_team_ids": [ws.id],
        "pending_connected_team_ids": [],
        "is_member": ws.app_in(channel),
        "topic": {"value": channel.topic, "creator": channel.creator, "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": 0},
        "previous_names": list(channel.previous_names),
    }
    if members:
        shape["num_members"] = len(channel.members)
    return shape


def _im_shape(ws: Workspace, channel: Channel) -> Json:
    other = next((m for m in channel.members if m != ws.app_user), ws.app_user)
    return {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.archived,
        "is_im": True,
        "is_org_shared": False,
        "context_team_id": ws.id,
        "updated": channel.created * 1000,
        "user": other,
        "is_user_deleted": ws.people[other].deleted,
        "priority": 0,
    }


def bot_profile(ws: Workspace) -> Json:
    """The `bot_profile` of the app's messages."""
    return {
        "id": ws.bot_id,
        "app_id": ws.app_id,
        "user_id": ws.app_user,
        "name": ws.app_name,
        "icons": {},
        "deleted": False,
        "updated": ws.people[ws.app_user].updated if ws.app_user in ws.people else 0,
        "team_id": ws.id,
    }


def message_shape(ws: Workspace, message: Message, *, metadata: bool = False) -> Json:
    """A message object as in history and events. `metadata` adds the whole metadata
    (include_all_metadata).
    """
    shape: Json = {"type": "message", "user": message.user, "ts": message.ts}
    if message.client_msg_id:
        shape["client_msg_id"] = message.client_msg_id
    shape["text"] = message.text
    if message.subtype:
        shape["subtype"] = message.subtype
    if message.by_app:
        shape |= {"bot_id": ws.bot_id, "app_id": ws.app_id, "bot_profile": bot_profile(ws)}
    if message.subtype not in ("channel_join", "channel_leave", "tombstone"):
        shape["team"] = ws.id
    _add_content(ws, message, shape)
    _add_thread(ws, message, shape)
    if message.reactions:
        shape["reactions"] = copy.deepcopy(message.reactions)
    if message.edited:
        shape["edited"] = dict(message.edited)
    if metadata and message.metadata:
        shape["metadata"] = copy.deepcopy(message.metadata)
    shape |= copy.deepcopy(message.extra)
    return shape


def _add_content(ws: Workspace, message: Message, shape: Json) -> None:
    if message.blocks:
        shape["blocks"] = copy.deepcopy(message.blocks)
    if message.attachments:
        shape["attachments"] = copy.deepcopy(message.attachments)
    if message.files:
        shape["files"] = [file_shape(ws, ws.files[key]) for key in message.files]
        shape["upload"] = False
    if message.is_ephemeral:
        shape["is_ephemeral"] = True


def _add_thread(ws: Workspace, message: Message, shape: Json) -> None:
    if message.thread_ts:
        shape["thread_ts"] = message.thread_ts
    if message.is_reply:
        parent = ws.channels[message.channel].messages.get(str(message.thread_ts))
        if parent:
            shape["parent_user_id"] = parent.user
        if message.broadcast and parent:
            shape["root"] = message_shape(ws, parent)
    elif message.replies:
        shape |= {
            "reply_count": len(message.replies),
            "reply_users_count": len(message.reply_users),
            "latest_reply": message.replies[-1],
            "reply_users": list(message.reply_users),
            "is_locked": False,
            "subscribed": ws.app_user in (message.user, *message.reply_users),
        }


def file_shape(ws: Workspace, file: File) -> Json:
    """A file object. A deleted one is a tombstone."""
    if file.deleted:
        return {"id": file.id, "mode": "tombstone"}
    private = f"{ws.files_url}/files-pri/{ws.id}-{file.id}"
    shape: Json = {
        "id": file.id,
        "created": int(file.created),
        "timestamp": int(file.created),
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.filetype.upper(),
        "user": file.user,
        "user_team": ws.id,
        "editable": False,
        "size": len(file.content) or file.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": _is_public(ws, file),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}",
        "permalink": f"{ws.url}files/{file.user}/{file.id}/{file.name}",
        "has_rich_preview": False,
        "file_access": "visible",
    }
    if file.is_image:
        shape |= {"original_w": file.width, "original_h": file.height}
    if file.alt_txt:
        shape["alt_txt"] = file.alt_txt
    return shape


def file_shares(ws: Workspace, file: File) -> Json:
    """The `shares`, `channels`, `groups` and `ims` of files.info."""
    out: Json = {"shares": {}, "channels": [], "groups": [], "ims": []}
    for channel_id, ts in file.shares:
        channel = ws.channels.get(channel_id)
        if channel is None:
            continue
        side = "private" if channel.is_private else "public"
        entry = {
            "ts": ts,
            "channel_name": channel.name,
            "team_id": ws.id,
            "share_user_id": file.user,
        }
        out["shares"].setdefault(side, {}).setdefault(channel_id, []).append(entry)
        key = {"public": "channels", "im": "ims"}.get(channel.kind, "groups")
        if channel_id not in out[key]:
            out[key].append(channel_id)
    return out


def _is_public(ws: Workspace, file: File) -> bool:
    return any(c in ws.channels and ws.channels[c].kind == "public" for c, _ in file.shares)
