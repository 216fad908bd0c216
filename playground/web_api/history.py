"""conversations.history and conversations.replies"""

from __future__ import annotations

from playground.model import Channel, Message
from playground.scopes import any_conversation_scope
from playground.shapes import message_shape
from playground.types import Json, Refused
from playground.web_api.method import Arg, Call, Method, flag, moment, ts, whole
from playground.web_api.paging import decode, encode


def _within(call: Call, message: Message) -> bool:
    oldest, latest = call.args["oldest"], call.args["latest"]
    at, inclusive = float(message.ts), call.args["inclusive"]
    if oldest is not None and (at < oldest or (at == oldest and not inclusive)):
        return False
    return latest is None or at < latest or (at == latest and bool(inclusive))


def _readable(call: Call) -> Channel:
    channel = call.channel("history")
    if not call.ws.app_in(channel):
        raise Refused("not_in_channel")
    return channel


def _shape(call: Call, message: Message) -> Json:
    return message_shape(call.ws, message, metadata=bool(call.args["include_all_metadata"]))


def _history(call: Call) -> Json:
    channel, limit = _readable(call), call.args["limit"]
    found = [m for m in channel.messages.values() if not m.is_reply or m.broadcast]
    found = [m for m in reversed(found) if _within(call, m)]
    if call.args["cursor"]:
        before = decode(call.args["cursor"], "next_ts")
        found = [m for m in found if m.ts <= before]
    chunk, more = found[:limit], len(found) > limit
    out: Json = {
        "messages": [_shape(call, m) for m in chunk],
        "has_more": more,
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    if more:
        out["response_metadata"] = {"next_cursor": encode("next_ts", found[limit].ts)}
    return out


def _replies(call: Call) -> Json:
    channel, limit = _readable(call), call.args["limit"]
    parent = channel.messages.get(call.args["ts"])
    if parent is None:
        raise Refused("thread_not_found")
    keys = [] if parent.is_reply else parent.replies
    found = [channel.messages[key] for key in keys if key in channel.messages]
    found = [m for m in found if _within(call, m)]
    if call.args["cursor"]:
        after = decode(call.args["cursor"], "next_ts")
        found = [m for m in found if m.ts >= after]
    room = max(limit - 1, 1)
    chunk, more = found[:room], len(found) > room
    out: Json = {"messages": [_shape(call, m) for m in [parent, *chunk]], "has_more": more}
    if more:
        out["response_metadata"] = {"next_cursor": encode("next_ts", found[room].ts)}
    return out


def _common(high: int, default: int) -> tuple[Arg, ...]:
    return (
        Arg("channel", required=True, missing="channel_not_found"),
        Arg("cursor"),
        Arg("limit", whole(1, high), default=default, bad="invalid_limit"),
        Arg("oldest", moment, bad="invalid_ts_oldest"),
        Arg("latest", moment, bad="invalid_ts_latest"),
        Arg("inclusive", flag, default=False),
        Arg("include_all_metadata", flag, default=False),
    )


METHODS = (
    Method("conversations.history", _history, _common(999, 100), any_conversation_scope("history")),
    Method(
        "conversations.replies",
        _replies,
        (
            *_common(1000, 1000),
            Arg("ts", ts, required=True, missing="thread_not_found", bad="thread_not_found"),
        ),
        any_conversation_scope("history"),
    ),
)
