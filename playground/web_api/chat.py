"""chat.*"""

from __future__ import annotations

from playground.compose import checked_metadata, content, shown_blocks
from playground.model import Channel, Message
from playground.scopes import lacking
from playground.shapes import message_shape
from playground.talk import delete, edit, post, post_ephemeral
from playground.types import Json, Refused
from playground.web_api.method import Arg, Call, Method, flag, missing_scope, raw, text, ts

UPDATE_LIMIT = 4000
"""Characters of `text` that chat.update takes; more is msg_too_long."""

_CONTENT = (
    Arg("text", text),
    Arg("blocks", raw),
    Arg("attachments", raw),
    Arg("markdown_text", text),
)
_LOOK = (Arg("username"), Arg("icon_emoji"), Arg("icon_url"))


def _target(call: Call) -> Channel:
    """The channel to post to: an id, a name, or a person's id (their DM with the app)."""
    ws, key = call.ws, str(call.args["channel"])
    if key in ws.people:
        if ws.people[key].deleted or key == ws.app_user:
            raise Refused("channel_not_found")
        return ws.open_direct([ws.app_user, key], ws.app_user)[0]
    try:
        channel = ws.channel(key)
    except Refused:
        raise Refused("channel_not_found") from None
    if channel.is_private and not ws.app_in(channel):
        raise Refused("channel_not_found")
    return channel


def _may_post(call: Call, channel: Channel) -> None:
    if channel.archived:
        raise Refused("is_archived")
    if not call.ws.app_in(channel) and "chat:write.public" not in call.ground.scopes:
        raise Refused("not_in_channel")
    if channel.kind == "im" and not call.ground.manifest.messages_tab:
        raise Refused("messages_tab_disabled")
    wait = call.ground.limits.check_post(channel.id)
    if wait:
        raise Refused("ratelimited", retry_after=wait)


def _look(call: Call) -> Json:
    """Username and icon, which need chat:write.customize."""
    given = {arg.name: call.args[arg.name] for arg in _LOOK if call.args[arg.name]}
    if not given:
        return {}
    needed = lacking(call.ground.scopes, ("chat:write.customize",))
    if needed:
        raise missing_scope(needed, call.ground.scopes)
    look: Json = {"username": given["username"]} if "username" in given else {}
    if "icon_emoji" in given:
        look["icons"] = {"emoji": given["icon_emoji"]}
    elif "icon_url" in given:
        look["icons"] = {"image_48": given["icon_url"]}
    return look


def _message(call: Call, channel: Channel) -> Message:
    made = content(call.ws, call.args)
    return Message(
        channel.id,
        "",
        call.ws.app_user,
        made.text or "",
        blocks=shown_blocks(call.ws, made),
        attachments=made.attachments or [],
        by_app=True,
        thread_ts=call.args["thread_ts"],
        extra=_look(call),
    )


def _post(call: Call) -> Json:
    channel = _target(call)
    _may_post(call, channel)
    message = _message(call, channel)
    message.broadcast = bool(call.args["reply_broadcast"])
    message.metadata = checked_metadata(call.args["metadata"]) or None
    post(call.ws, channel, message)
    shape = message_shape(call.ws, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shape}


def _ephemeral(call: Call) -> Json:
    channel = _target(call)
    if not call.ws.app_in(channel):
        raise Refused("not_in_channel")
    _may_post(call, channel)
    person = call.ws.people.get(str(call.args["user"]))
    if person is None or person.id not in channel.members or person.deleted:
        raise Refused("user_not_in_channel")
    message = _message(call, channel)
    message.to = person.id
    post_ephemeral(call.ws, channel, message)
    return {"message_ts": message.ts}


def _own(call: Call, error: str) -> tuple[Channel, Message]:
    channel = call.channel()
    message = call.message(channel)
    if message.subtype == "tombstone":
        raise Refused("message_not_found")
    if not message.by_app:
        raise Refused(error)
    return channel, message


def _update(call: Call) -> Json:
    channel, message = _own(call, "cant_update_message")
    if channel.archived:
        raise Refused("is_inactive")
    made = content(call.ws, call.args, text_limit=UPDATE_LIMIT)
    change: Json = {"blocks": shown_blocks(call.ws, made)}
    if made.text is not None:
        change["text"] = made.text
    if made.attachments is not None:
        change["attachments"] = made.attachments
    metadata = checked_metadata(call.args["metadata"])
    if metadata is not None:
        change["metadata"] = metadata or None
    if made.text is None and made.blocks is None:
        change.pop("blocks")
    edit(call.ws, channel, message, change, call.ws.app_user)
    shape = message_shape(call.ws, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shape}


def _delete(call: Call) -> Json:
    channel, message = _own(call, "cant_delete_message")
    delete(call.ws, channel, message, call.ws.app_user)
    return {"channel": channel.id, "ts": message.ts}


def _permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": call.ws.permalink(message)}


def _me(call: Call) -> Json:
    channel = _target(call)
    _may_post(call, channel)
    body = str(call.args["text"])
    message = Message(channel.id, "", call.ws.app_user, body, subtype="me_message", by_app=True)
    post(call.ws, channel, message)
    return {"channel": channel.id, "ts": message.ts}


_THREAD = Arg("thread_ts", ts, bad="invalid_thread_ts")

METHODS = (
    Method(
        "chat.postMessage",
        _post,
        (
            Arg("channel", required=True),
            *_CONTENT,
            *_LOOK,
            _THREAD,
            Arg("reply_broadcast", flag, default=False),
            Arg("metadata", raw),
        ),
        ("chat:write",),
        "special",
    ),
    Method(
        "chat.postEphemeral",
        _ephemeral,
        (
            Arg("channel", required=True),
            Arg("user", required=True),
            *_CONTENT,
            *_LOOK,
            _THREAD,
        ),
        ("chat:write",),
        "4",
    ),
    Method(
        "chat.update",
        _update,
        (
            Arg("channel", required=True),
            Arg("ts", ts, required=True, bad="message_not_found"),
            *_CONTENT,
            Arg("metadata", raw),
        ),
        ("chat:write",),
    ),
    Method(
        "chat.delete",
        _delete,
        (Arg("channel", required=True), Arg("ts", ts, required=True, bad="message_not_found")),
        ("chat:write",),
    ),
    Method(
        "chat.getPermalink",
        _permalink,
        (
            Arg("channel", required=True),
            Arg("message_ts", ts, required=True, bad="message_not_found"),
        ),
        (),
        "special",
    ),
    Method(
        "chat.meMessage",
        _me,
        (Arg("channel", required=True), Arg("text", required=True, missing="no_text")),
        ("chat:write",),
    ),
)
