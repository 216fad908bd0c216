"""conversations.list, info, members, open, join, invite, leave"""

from __future__ import annotations

from typing import Any

from playground.membership import join, leave
from playground.model import Channel
from playground.scopes import KIND_PREFIX, any_conversation_scope, conversation_scope
from playground.shapes import channel_shape
from playground.types import Json, Refused
from playground.web_api.method import Arg, Call, Method, flag, whole, words
from playground.web_api.paging import page

TYPES = {
    "public_channel": "public",
    "private_channel": "private",
    "mpim": "mpim",
    "im": "im",
}
"""The `types` argument, and the kind each means."""
MAX_DM = 8
"""People that one group DM can have besides the app."""


def read_types(value: Any) -> list[str]:
    """The `types` argument as kinds."""
    names = words(value)
    if not names or any(name not in TYPES for name in names):
        raise ValueError("unknown type")
    return [TYPES[name] for name in names]


def need_types(call: Call) -> None:
    """The read scope of every kind asked for."""
    for kind in call.args["types"]:
        call.need(f"{KIND_PREFIX[kind]}:read")


LIST_ARGS = (
    Arg("types", read_types, default=["public"], bad="invalid_types"),
    Arg("exclude_archived", flag, default=False),
    Arg("limit", whole(1, 999), default=100, bad="invalid_limit"),
    Arg("cursor"),
    Arg("team_id"),
)


def need_team(call: Call) -> None:
    """An organization's token leaves open which workspace is meant. Refused when it is not said."""
    ws, asked = call.ws, call.args["team_id"]
    if ws.organization and not asked:
        raise Refused("missing_argument")
    if ws.organization and asked != ws.id:
        raise Refused("team_access_not_granted")


def listed(call: Call, channels: list[Channel]) -> Json:
    """One page of channels."""
    if call.args["exclude_archived"]:
        channels = [c for c in channels if not c.archived]
    chunk, cursor = page(channels, call.args["cursor"], call.args["limit"], "team")
    return {
        "channels": [channel_shape(call.ws, c, members=c.kind == "public") for c in chunk],
        "response_metadata": {"next_cursor": cursor},
    }


def _list(call: Call) -> Json:
    need_team(call)
    need_types(call)
    kinds = call.args["types"]
    found = [
        c
        for c in call.ws.channels.values()
        if c.kind in kinds and (c.kind == "public" or call.ws.app_in(c))
    ]
    return listed(call, found)


def _info(call: Call) -> Json:
    channel = call.channel("read")
    shape = channel_shape(call.ws, channel, members=bool(call.args["include_num_members"]))
    if channel.is_direct or call.ws.app_in(channel):
        shape["last_read"] = channel.last_read.get(call.ws.app_user, "0000000000.000000")
    if channel.kind == "im":
        shape |= {"is_open": True, "latest": None, "unread_count": 0, "unread_count_display": 0}
    return {"channel": shape}


def _members(call: Call) -> Json:
    channel = call.channel("read")
    chunk, cursor = page(channel.members, call.args["cursor"], call.args["limit"], "user")
    return {"members": chunk, "response_metadata": {"next_cursor": cursor}}


def _open(call: Call) -> Json:
    ws = call.ws
    if call.args["channel"]:
        channel = call.channel()
        if not channel.is_direct:
            raise Refused("method_not_supported_for_channel_type")
        call.need(conversation_scope(channel, "write"))
        there = True
    else:
        channel, there = _open_with(call)
    shape: Json = {"id": channel.id}
    if call.args["return_im"]:
        shape = channel_shape(ws, channel) | {"is_open": True, "last_read": "0000000000.000000"}
    return {"channel": shape, **({"no_op": True, "already_open": True} if there else {})}


def _open_with(call: Call) -> tuple[Channel, bool]:
    ws, users = call.ws, call.args["users"]
    if not users:
        raise Refused("users_list_not_supplied")
    people = list(dict.fromkeys(users))
    if len(people) > MAX_DM:
        raise Refused("too_many_users")
    for key in people:
        if key not in ws.people:
            raise Refused("user_not_found")
        if ws.people[key].deleted:
            raise Refused("user_disabled")
    call.need("im:write" if len(people) == 1 else "mpim:write")
    if people == [ws.app_user]:
        raise Refused("not_enough_users")
    return ws.open_direct([ws.app_user, *people], ws.app_user)


def _join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "public":
        raise Refused("method_not_supported_for_channel_type")
    shape: Json = {}
    if call.ws.app_in(channel):
        shape = {
            "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }
    join(call.ws, channel, call.ws.app_user)
    return {"channel": channel_shape(call.ws, channel), **shape}


def _invite(call: Call) -> Json:
    channel = call.channel()
    call.need(*_write_scopes(channel))
    if not call.ws.app_in(channel):
        raise Refused("not_in_channel")
    users = call.args["users"]
    if not users:
        raise Refused("no_user")
    for key in users:
        if key == call.ws.app_user:
            raise Refused("cant_invite_self")
        if key not in call.ws.people or call.ws.people[key].deleted:
            raise Refused("user_not_found")
        if key in channel.members:
            raise Refused("already_in_channel")
    for key in users:
        join(call.ws, channel, key, inviter=call.ws.app_user)
    return {"channel": channel_shape(call.ws, channel)}


def _write_scopes(channel: Channel) -> tuple[str, ...]:
    if channel.kind == "public":
        return ("channels:manage", "channels:write.invites")
    if channel.kind == "private":
        return ("groups:write", "groups:write.invites")
    return (conversation_scope(channel, "write"),)


def _leave(call: Call) -> Json:
    channel = call.channel()
    call.need(*_write_scopes(channel))
    if not call.ws.app_in(channel):
        return {"not_in_channel": True}
    leave(call.ws, channel, call.ws.app_user)
    return {}


_CHANNEL = Arg("channel", required=True, missing="channel_not_found")
_READ = any_conversation_scope("read")
_MANAGE = ("channels:manage", "channels:write.invites", "groups:write", "groups:write.invites")

METHODS = (
    Method("conversations.list", _list, LIST_ARGS, _READ, "2"),
    Method(
        "conversations.info",
        _info,
        (_CHANNEL, Arg("include_num_members", flag, default=False)),
        _READ,
    ),
    Method(
        "conversations.members",
        _members,
        (_CHANNEL, Arg("cursor"), Arg("limit", whole(1, 1000), default=100, bad="invalid_limit")),
        _READ,
        "4",
    ),
    Method(
        "conversations.open",
        _open,
        (Arg("channel"), Arg("users", words), Arg("return_im", flag, default=False)),
        ("im:write", "mpim:write", "channels:manage", "groups:write"),
    ),
    Method("conversations.join", _join, (_CHANNEL,), ("channels:join",)),
    Method("conversations.invite", _invite, (_CHANNEL, Arg("users", words)), _MANAGE),
    Method("conversations.leave", _leave, (_CHANNEL,), _MANAGE),
)
