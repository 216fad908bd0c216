"""What people and the app do with messages: post, edit, delete, react, ephemerals. Pure state
changes and their facts.
"""

from __future__ import annotations

import copy

from playground.model import Channel, Fact, Message
from playground.shapes import message_shape
from playground.types import Json, Refused
from playground.workspace import Workspace

NOT_THREADABLE = frozenset({"channel_join", "channel_leave", "channel_topic", "channel_purpose"})
MAX_REACTIONS = 23
"""Different emoji a message may carry (Slack's `too_many_emoji`)."""


def post(ws: Workspace, channel: Channel, message: Message) -> Message:
    """Add `message` (its ts still empty) to the channel, or to its thread when `thread_ts` names a
    parent.
    """
    if channel.archived:
        raise Refused("is_archived", "This channel has been archived.")
    parent = _parent(channel, message)
    message.ts = ws.next_ts(channel)
    channel.messages[message.ts] = message
    if message.broadcast:
        message.subtype = "thread_broadcast"
    for key in message.files:
        ws.files[key].shares.append((channel.id, message.ts))
    channel.last_read[message.user] = message.ts
    if parent:
        _note_reply(parent, message)
    ws.publish(Fact("message_posted", channel=channel, message=message, actor=message.user))
    if parent:
        ws.publish(Fact("thread_grew", channel=channel, message=parent, info={"reply": message}))
    return message


def _parent(channel: Channel, message: Message) -> Message | None:
    if not message.thread_ts:
        message.broadcast = False
        return None
    parent = channel.messages.get(message.thread_ts)
    if parent is None:
        raise Refused("thread_not_found", "That thread is not there (any more).")
    if parent.subtype in NOT_THREADABLE:
        raise Refused("cannot_reply_to_message", "This message cannot have replies.")
    if parent.is_reply:
        parent = channel.messages.get(str(parent.thread_ts), parent)
        message.thread_ts = parent.ts
    return parent


def _note_reply(parent: Message, reply: Message) -> None:
    parent.thread_ts = parent.ts
    parent.replies.append(reply.ts)
    if reply.user not in parent.reply_users:
        parent.reply_users.append(reply.user)


def post_ephemeral(ws: Workspace, channel: Channel, message: Message) -> Message:
    """Show `message` (its `to` set) to one person only; it is never part of the history."""
    message.ts = ws.next_ts(channel)
    channel.ephemerals[message.ts] = message
    ws.publish(Fact("ephemeral", channel=channel, message=message, person=message.to))
    return message


def change_ephemeral(ws: Workspace, channel: Channel, message: Message, change: Json) -> None:
    """Replace text, blocks or attachments of an ephemeral."""
    for key, value in change.items():
        setattr(message, key, value)
    ws.publish(Fact("ephemeral", channel=channel, message=message, person=message.to))


def drop_ephemeral(ws: Workspace, channel: Channel, message: Message) -> None:
    """Take an ephemeral away."""
    channel.ephemerals.pop(message.ts, None)
    ws.publish(Fact("ephemeral_gone", channel=channel, message=message, person=message.to))


def edit(
    ws: Workspace, channel: Channel, message: Message, change: Json, actor: str | None
) -> Message:
    """Change fields of a message. With an `actor` it is an edit (marked so), without one an unfurl
    or the like.
    """
    previous = message_shape(ws, message)
    for key, value in change.items():
        setattr(message, key, value)
    if actor:
        message.edited = {"user": actor, "ts": ws.event_ts()}
    ws.publish(
        Fact("message_changed", channel=channel, message=message, previous=previous, actor=actor)
    )
    return message


def delete(ws: Workspace, channel: Channel, message: Message, actor: str) -> None:
    """Delete a message; a parent with replies stays as a tombstone, and the last reply takes a
    tombstone with it.
    """
    previous = message_shape(ws, message)
    if message.replies and not message.is_reply:
        _bury(ws, channel, message, previous, actor)
        return
    channel.messages.pop(message.ts, None)
    ws.publish(
        Fact("message_deleted", channel=channel, message=message, previous=previous, actor=actor)
    )
    if message.is_reply:
        _forget_reply(ws, channel, message, actor)


def _bury(ws: Workspace, channel: Channel, message: Message, previous: Json, actor: str) -> None:
    if message.subtype == "tombstone":
        raise Refused("message_not_found", "That message is already deleted.")
    message.subtype = "tombstone"
    message.text = "This message was deleted."
    message.blocks, message.attachments, message.files = [], [], []
    message.reactions, message.edited, message.metadata = [], None, None
    message.client_msg_id, message.extra, message.by_app = None, {"hidden": True}, False
    message.user = "USLACKBOT"
    ws.publish(Fact("tombstoned", channel=channel, message=message, previous=previous, actor=actor))


def _forget_reply(ws: Workspace, channel: Channel, reply: Message, actor: str) -> None:
    parent = channel.messages.get(str(reply.thread_ts))
    if parent is None:
        return
    parent.replies = [ts for ts in parent.replies if ts != reply.ts]
    left = [channel.messages[ts].user for ts in parent.replies if ts in channel.messages]
    parent.reply_users = list(dict.fromkeys(left))
    if parent.replies:
        ws.publish(Fact("thread_shrank", channel=channel, message=parent))
    elif parent.subtype == "tombstone":
        previous = message_shape(ws, parent)
        channel.messages.pop(parent.ts, None)
        ws.publish(
            Fact("message_deleted", channel=channel, message=parent, previous=previous, actor=actor)
        )
    else:
        parent.thread_ts = None
        ws.publish(Fact("thread_shrank", channel=channel, message=parent))


def react(ws: Workspace, channel: Channel, message: Message, name: str, user: str) -> None:
    """Add a reaction. Refused: already_reacted, too_many_emoji, is_archived."""
    if channel.archived:
        raise Refused("is_archived", "This channel has been archived.")
    entry = _reaction(message, name)
    if entry and user in entry["users"]:
        raise Refused("already_reacted", "You have already reacted with that.")
    if entry is None:
        if len(message.reactions) >= MAX_REACTIONS:
            raise Refused("too_many_emoji", "This message has all the reactions it can carry.")
        entry = {"name": name, "users": [], "count": 0}
        message.reactions.append(entry)
    entry["users"].append(user)
    entry["count"] = len(entry["users"])
    ws.publish(
        Fact("reaction_added", channel=channel, message=message, actor=user, info={"name": name})
    )


def unreact(ws: Workspace, channel: Channel, message: Message, name: str, user: str) -> None:
    """Take a reaction away. Refused: no_reaction."""
    entry = _reaction(message, name)
    if entry is None or user not in entry["users"]:
        raise Refused("no_reaction", "You have not reacted with that.")
    entry["users"].remove(user)
    entry["count"] = len(entry["users"])
    if not entry["users"]:
        message.reactions.remove(entry)
    ws.publish(
        Fact("reaction_removed", channel=channel, message=message, actor=user, info={"name": name})
    )


def _reaction(message: Message, name: str) -> Json | None:
    return next((r for r in message.reactions if r["name"] == name), None)


def unfurl(ws: Workspace, channel: Channel, message: Message, attachment: Json) -> None:
    """Add a link preview, as Slack does by itself: a change without a new `edited`."""
    attachments = [*copy.deepcopy(message.attachments), attachment]
    edit(ws, channel, message, {"attachments": attachments}, actor=None)


def read_up_to(ws: Workspace, channel: Channel, person: str, ts: str) -> None:
    """Mark the channel as read up to `ts` for this person."""
    channel.last_read[person] = ts
    ws.publish(Fact("read", channel=channel, person=person))
