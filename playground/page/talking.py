"""Page calls that change messages and files."""

from __future__ import annotations

import uuid

from starlette.datastructures import UploadFile
from starlette.requests import Request

from playground.emoji import plain_name
from playground.ground import Ground
from playground.library import complete, remove, reserve, take
from playground.model import Channel, File, Message, Person
from playground.mrkdwn import rich_text, typed
from playground.page.access import body_of, own_channel, seen_channel, word
from playground.page.shapes import page_file, page_message
from playground.talk import delete, drop_ephemeral, edit, post, react, unreact
from playground.types import Json, Refused

TEXT_LIMIT = 12_000
"""Characters that a person may type into one message."""


def say(
    ground: Ground,
    person: Person,
    channel: Channel,
    text: str,
    *,
    thread_ts: str | None = None,
    broadcast: bool = False,
    files: list[str] | None = None,
    me: bool = False,
) -> Message:
    """Post what a person typed."""
    ws = ground.workspace
    if len(text) > TEXT_LIMIT:
        raise Refused("msg_too_long", "That message is too long.")
    if not text.strip() and not files:
        raise Refused("no_text", "There is nothing to send.")
    open_tab = ground.manifest.messages_tab and ground.manifest.messages_writable
    if channel.kind == "im" and ws.app_user in channel.members and not open_tab:
        raise Refused("restricted_action", "Sending messages to this app has been turned off.")
    stored = typed(ws, text)
    message = Message(
        channel.id,
        "",
        person.id,
        stored,
        blocks=[rich_text(ws, stored)] if stored and not me else [],
        thread_ts=thread_ts,
        broadcast=broadcast,
        files=list(files or []),
        client_msg_id=None if me else str(uuid.uuid4()),
        subtype="me_message" if me else "file_share" if files else None,
    )
    return post(ws, channel, message)


async def post_message(ground: Ground, person: Person, request: Request) -> Json:
    """Send a message."""
    channel = own_channel(ground, person, request.path_params["channel"])
    body = await body_of(request)
    files = [ground.workspace.file(str(key)).id for key in body.get("files") or []]
    message = say(
        ground,
        person,
        channel,
        str(body.get("text") or ""),
        thread_ts=body.get("thread_ts"),
        broadcast=bool(body.get("broadcast")),
        files=files,
        me=bool(body.get("me")),
    )
    return {"message": page_message(ground.workspace, message, person)}


async def edit_message(ground: Ground, person: Person, request: Request) -> Json:
    """Change one's own message."""
    ws = ground.workspace
    channel = own_channel(ground, person, request.path_params["channel"])
    message = ws.message(channel, request.path_params["ts"])
    if message.user != person.id or message.by_app or message.subtype == "tombstone":
        raise Refused("cant_update_message", "You can only edit your own messages.")
    text = typed(ws, word(await body_of(request), "text"))
    if not text.strip() and not message.files:
        raise Refused("no_text", "There is nothing to send.")
    edit(ws, channel, message, {"text": text, "blocks": [rich_text(ws, text)]}, person.id)
    return {"message": page_message(ws, message, person)}


async def delete_message(ground: Ground, person: Person, request: Request) -> Json:
    """Delete one's own message (admins: any), or hide an ephemeral."""
    ws = ground.workspace
    channel = own_channel(ground, person, request.path_params["channel"])
    ts = request.path_params["ts"]
    ephemeral = channel.ephemerals.get(ts)
    if ephemeral and ephemeral.to == person.id:
        drop_ephemeral(ws, channel, ephemeral)
        return {}
    message = ws.message(channel, ts)
    if message.user != person.id and person.role not in ("admin", "owner"):
        raise Refused("cant_delete_message", "You can only delete your own messages.")
    delete(ws, channel, message, person.id)
    return {}


async def reaction(ground: Ground, person: Person, request: Request) -> Json:
    """Add, take away or toggle a reaction."""
    ws = ground.workspace
    channel = own_channel(ground, person, request.path_params["channel"])
    message = ws.message(channel, request.path_params["ts"])
    body = await body_of(request)
    name = plain_name(word(body, "name").strip(":"))
    there = any(r["name"] == name and person.id in r["users"] for r in message.reactions)
    wanted = not there if body.get("on") is None else bool(body["on"])
    if wanted != there:
        (react if wanted else unreact)(ws, channel, message, name, person.id)
    return {"message": page_message(ws, message, person)}


def store_file(ground: Ground, person: Person, name: str, content: bytes) -> File:
    """Take a file that a person uploads."""
    if not content:
        raise Refused("invalid_arguments", "That file is empty.")
    file = reserve(ground.workspace, name, len(content), person.id, by_app=False)
    take(file, content)
    complete(ground.workspace, file, name)
    return file


async def upload(ground: Ground, person: Person, request: Request) -> Json:
    """Upload files, and share them when a channel is named."""
    ws, query = ground.workspace, request.query_params
    key = query.get("channel")
    channel = own_channel(ground, person, key) if key else None
    files: list[File] = []
    async with request.form() as form:
        for part in form.getlist("file"):
            if isinstance(part, UploadFile):
                content = await part.read()
                files.append(store_file(ground, person, part.filename or "file", content))
    if not files:
        raise Refused("invalid_arguments", "There is no file.")
    out: Json = {"files": [page_file(ws, f) for f in files]}
    if channel:
        message = say(
            ground,
            person,
            channel,
            query.get("text", ""),
            thread_ts=query.get("thread_ts") or None,
            files=[f.id for f in files],
        )
        out["message"] = page_message(ws, message, person)
    return out


async def delete_file(ground: Ground, person: Person, request: Request) -> Json:
    """Delete one's own file (admins: any)."""
    file = ground.workspace.file(request.path_params["file"])
    if file.user != person.id and person.role not in ("admin", "owner"):
        raise Refused("cant_delete_file", "You can only delete your own files.")
    remove(ground.workspace, file, person.id)
    return {}


def shown_message(
    ground: Ground, person: Person, channel_key: str, ts: str
) -> tuple[Channel, Message]:
    """A message the person can see, for shortcuts."""
    channel = seen_channel(ground, person, channel_key)
    return channel, ground.workspace.message(channel, ts)
