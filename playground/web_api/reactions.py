"""reactions.*"""

from __future__ import annotations

from playground.emoji import known_name, plain_name
from playground.model import Channel, Message
from playground.shapes import message_shape
from playground.talk import react, unreact
from playground.types import Json, Refused
from playground.web_api.method import TS, Arg, Call, Method, flag, whole
from playground.web_api.paging import page


def _item(call: Call) -> tuple[Channel, Message]:
    if not call.args["channel"] or not call.args["timestamp"]:
        raise Refused("no_item_specified")
    channel = call.channel()
    if not TS.fullmatch(call.args["timestamp"]):
        raise Refused("bad_timestamp")
    message = call.ws.message(channel, call.args["timestamp"])
    if message.subtype == "tombstone":
        raise Refused("message_not_found")
    return channel, message


def _name(call: Call) -> str:
    name = str(call.args["name"]).strip(":")
    if not known_name(name):
        raise Refused("invalid_name")
    return plain_name(name)


def _add(call: Call) -> Json:
    name = _name(call)
    channel, message = _item(call)
    if channel.archived:
        raise Refused("is_archived")
    if not call.ws.app_in(channel):
        raise Refused("not_in_channel")
    react(call.ws, channel, message, name, call.ws.app_user)
    return {}


def _remove(call: Call) -> Json:
    name = _name(call)
    channel, message = _item(call)
    unreact(call.ws, channel, message, name, call.ws.app_user)
    return {}


def _get(call: Call) -> Json:
    channel, message = _item(call)
    shape = message_shape(call.ws, message) | {"permalink": call.ws.permalink(message)}
    return {"type": "message", "channel": channel.id, "message": shape}


def _list(call: Call) -> Json:
    user = call.person().id if call.args["user"] else call.ws.app_user
    found = [
        {"type": "message", "channel": c.id, "message": message_shape(call.ws, m)}
        for c in call.ws.channels.values()
        if call.ws.app_in(c)
        for m in c.messages.values()
        if any(user in r["users"] for r in m.reactions)
    ]
    chunk, cursor = page(found, call.args["cursor"], call.args["limit"])
    return {"items": chunk, "response_metadata": {"next_cursor": cursor}}


_ITEM = (Arg("channel"), Arg("timestamp"))
_NAMED = (Arg("name", required=True, missing="invalid_name"), *_ITEM)

METHODS = (
    Method("reactions.add", _add, _NAMED, ("reactions:write",)),
    Method("reactions.remove", _remove, _NAMED, ("reactions:write",), "2"),
    Method("reactions.get", _get, (*_ITEM, Arg("full", flag, default=False)), ("reactions:read",)),
    Method(
        "reactions.list",
        _list,
        (
            Arg("user"),
            Arg("cursor"),
            Arg("limit", whole(1, 1000), default=100, bad="invalid_limit"),
        ),
        ("reactions:read",),
        "2",
    ),
)
