"""files.*: upload in three steps, info, list, delete"""

from __future__ import annotations

import asyncio
from typing import Any

from playground.compose import checked_blocks
from playground.library import complete, remove, reserve, visible
from playground.model import Channel, File, Message
from playground.mrkdwn import rich_text
from playground.shapes import file_shape, file_shares
from playground.talk import post
from playground.types import Json, Refused
from playground.web_api.method import Arg, Call, Method, parsed_json, raw, ts, whole, words
from playground.web_api.paging import page


def _reserve(call: Call) -> Json:
    args = call.args
    file = reserve(
        call.ws,
        args["filename"],
        args["length"],
        call.ws.app_user,
        by_app=True,
        alt=args["alt_txt"] or "",
    )
    return {"upload_url": f"{call.ground.base_url}/upload/v1/{file.id}", "file_id": file.id}


def _entries(value: Any) -> list[Json]:
    entries = parsed_json(value)
    if not isinstance(entries, list) or not entries:
        raise ValueError("must be an array with files")
    if not all(isinstance(e, dict) and isinstance(e.get("id"), str) for e in entries):
        raise ValueError("every file needs an id")
    return entries


def _channels(call: Call) -> list[Channel]:
    """Where to share: `channel_id`, or several `channels`."""
    keys = [call.args["channel_id"]] if call.args["channel_id"] else call.args["channels"] or []
    found: list[Channel] = []
    for key in keys:
        channel = call.ws.channels.get(key)
        if channel is None or (channel.is_private and not call.ws.app_in(channel)):
            raise Refused("channel_not_found")
        if not call.ws.app_in(channel):
            raise Refused("not_in_channel")
        if channel.archived:
            raise Refused("posting_to_channel_denied")
        found.append(channel)
    return found


async def _complete(call: Call) -> Json:
    ws = call.ws
    channels = _channels(call)
    blocks = checked_blocks(ws, call.args["blocks"])
    files: list[File] = []
    for entry in call.args["files"]:
        file = ws.file(entry["id"])
        complete(ws, file, entry.get("title"))
        files.append(file)
    if channels:
        comment = call.args["initial_comment"] or ""
        share = _share(call, channels, files, comment, blocks)
        if ws.file_delay:
            call.ground.pump.start(share)
        else:
            await share
    return {"files": [file_shape(ws, f) for f in files]}


async def _share(
    call: Call, channels: list[Channel], files: list[File], comment: str, blocks: list[Json] | None
) -> None:
    """Post the files once they are ready, as Slack does after it has worked on them."""
    ws = call.ws
    if ws.file_delay:
        await asyncio.sleep(ws.file_delay)
    for channel in channels:
        if channel.archived or not ws.app_in(channel):
            continue
        shown = blocks or ([rich_text(ws, comment)] if comment else [])
        message = Message(
            channel.id,
            "",
            ws.app_user,
            comment,
            blocks=shown,
            by_app=True,
            subtype="file_share",
            files=[f.id for f in files if not f.deleted],
            thread_ts=call.args["thread_ts"],
        )
        try:
            post(ws, channel, message)
        except Refused:
            message.thread_ts = None
            post(ws, channel, message)


def _readable(call: Call) -> File:
    file = call.ws.file(call.args["file"])
    if file.deleted:
        raise Refused("file_deleted")
    shared = [call.ws.channels[c] for c, _ in file.shares if c in call.ws.channels]
    seen = file.by_app or any(call.ws.app_in(c) for c in shared)
    if not visible(call.ws, file) or not seen:
        raise Refused("file_not_found")
    return file


def _info(call: Call) -> Json:
    file = _readable(call)
    shape = file_shape(call.ws, file) | file_shares(call.ws, file)
    return {"file": shape, "comments": [], "response_metadata": {"next_cursor": ""}}


def _list(call: Call) -> Json:
    shown = [
        f
        for f in call.ws.files.values()
        if visible(call.ws, f)
        and (f.by_app or any(call.ws.app_in(call.ws.channels[c]) for c, _ in f.shares))
        and call.args["channel"] in (None, *[c for c, _ in f.shares])
    ]
    count, number = call.args["count"], call.args["page"]
    chunk, _ = page(shown[(number - 1) * count :], None, count)
    paging = {
        "count": count,
        "total": len(shown),
        "page": number,
        "pages": -(-len(shown) // count),
    }
    return {"files": [file_shape(call.ws, f) for f in chunk], "paging": paging}


def _delete(call: Call) -> Json:
    file = call.ws.file(call.args["file"])
    if file.deleted:
        raise Refused("file_deleted")
    if not file.by_app:
        raise Refused("cant_delete_file")
    remove(call.ws, file, call.ws.app_user)
    return {}


_FILE = Arg("file", required=True, missing="file_not_found")

METHODS = (
    Method(
        "files.getUploadURLExternal",
        _reserve,
        (
            Arg("filename", required=True),
            Arg("length", whole(1, 10**9), required=True),
            Arg("alt_txt"),
            Arg("snippet_type"),
        ),
        ("files:write",),
        "4",
    ),
    Method(
        "files.completeUploadExternal",
        _complete,
        (
            Arg("files", _entries, required=True),
            Arg("channel_id"),
            Arg("channels", words),
            Arg("initial_comment"),
            Arg("thread_ts", ts, bad="invalid_thread_ts"),
            Arg("blocks", raw),
        ),
        ("files:write",),
        "4",
    ),
    Method("files.info", _info, (_FILE,), ("files:read",), "4"),
    Method(
        "files.list",
        _list,
        (
            Arg("channel"),
            Arg("count", whole(1, 1000), default=100),
            Arg("page", whole(1, 1000), default=1),
        ),
        ("files:read",),
    ),
    Method("files.delete", _delete, (_FILE,), ("files:write",)),
)
