"""Page calls that only look: bootstrap, people, channels, messages, threads, search, permalinks."""

from __future__ import annotations

import re

from starlette.requests import Request

from playground.emoji import ALIASES, EMOJI
from playground.ground import Ground
from playground.model import Channel, Message, Person
from playground.page.access import body_of, own_channel, seen_channel, word
from playground.page.shapes import (
    channel_shape,
    commands_shape,
    home_shape,
    modals_shape,
    page_file,
    page_message,
    person_shape,
    shortcuts_shape,
)
from playground.talk import read_up_to
from playground.types import Json, Refused

_LINK = re.compile(
    r"(?:https?://[^/]+)?/archives/([A-Z0-9]+)/p(\d{10})(\d{6})(?:\?(.*))?", re.ASCII
)
_THREAD = re.compile(r"thread_ts=(\d+\.\d{6})")


async def bootstrap(ground: Ground, person: Person, request: Request) -> Json:
    """Everything a page needs to begin."""
    ws = ground.workspace
    return {
        "me": person_shape(ws, person),
        "workspace": {"id": ws.id, "name": ws.name, "domain": ws.domain, "url": ws.url},
        "app": ground.app_shape(person.id),
        "people": [person_shape(ws, p) for p in ws.people.values()],
        "channels": [channel_shape(ws, c, person) for c in ws.visible_channels(person)],
        "commands": commands_shape(ground),
        "message_shortcuts": shortcuts_shape(ground, "message"),
        "global_shortcuts": shortcuts_shape(ground, "global"),
        "emoji": dict(EMOJI) | {a: EMOJI[n] for a, n in ALIASES.items() if n in EMOJI},
        "clock": ground.clock.shape(),
        "faults": [f.shape() for f in ground.faults.active()],
        "tour": ground.tour,
        "modals": modals_shape(ground, person.id),
        "home": home_shape(ground, person.id),
    }


async def people(ground: Ground, person: Person, request: Request) -> Json:
    """Everybody."""
    ws = ground.workspace
    return {"people": [person_shape(ws, p) for p in ws.people.values()]}


async def channels(ground: Ground, person: Person, request: Request) -> Json:
    """The channels the person may see."""
    ws = ground.workspace
    return {"channels": [channel_shape(ws, c, person) for c in ws.visible_channels(person)]}


async def channel(ground: Ground, person: Person, request: Request) -> Json:
    """One channel."""
    found = seen_channel(ground, person, request.path_params["channel"])
    return {"channel": channel_shape(ground.workspace, found, person)}


def _shown(channel: Channel, person: Person) -> list[Message]:
    """Top-level messages, broadcasts and this person's ephemerals, oldest first."""
    found = [m for m in channel.messages.values() if not m.is_reply or m.broadcast]
    found += [m for m in channel.ephemerals.values() if m.to == person.id and m.thread_ts is None]
    return sorted(found, key=lambda m: m.ts)


async def messages(ground: Ground, person: Person, request: Request) -> Json:
    """A stretch of a channel's messages."""
    found = seen_channel(ground, person, request.path_params["channel"])
    shown = _shown(found, person)
    query = request.query_params
    try:
        limit = max(1, min(500, int(query.get("limit", 50))))
    except ValueError as problem:
        raise Refused("invalid_arguments", "limit is not a number.") from problem
    start, end = _stretch([m.ts for m in shown], limit, dict(query))
    chunk = shown[start:end]
    return {
        "messages": [page_message(ground.workspace, m, person) for m in chunk],
        "has_before": start > 0,
        "has_after": end < len(shown),
    }


def _stretch(keys: list[str], limit: int, query: dict[str, str]) -> tuple[int, int]:
    """Which messages (indices from, to): before or after a ts, around one, or the last ones."""
    if "before" in query:
        end = sum(1 for key in keys if key < query["before"])
        return max(0, end - limit), end
    if "after" in query:
        start = sum(1 for key in keys if key <= query["after"])
        return start, min(len(keys), start + limit)
    if "around" in query:
        middle = sum(1 for key in keys if key < query["around"])
        start = max(0, middle - limit // 2)
        return start, min(len(keys), start + limit)
    return max(0, len(keys) - limit), len(keys)


async def thread(ground: Ground, person: Person, request: Request) -> Json:
    """A thread: its parent and the replies."""
    ws = ground.workspace
    found = seen_channel(ground, person, request.path_params["channel"])
    parent = ws.message(found, request.path_params["ts"])
    replies = [found.messages[ts] for ts in parent.replies if ts in found.messages]
    replies += [
        m for m in found.ephemerals.values() if m.to == person.id and m.thread_ts == parent.ts
    ]
    replies.sort(key=lambda m: m.ts)
    return {
        "parent": page_message(ws, parent, person),
        "replies": [page_message(ws, m, person) for m in replies],
    }


async def mark_read(ground: Ground, person: Person, request: Request) -> Json:
    """Mark a channel as read."""
    found = own_channel(ground, person, request.path_params["channel"])
    body = await body_of(request)
    read_up_to(ground.workspace, found, person.id, word(body, "ts"))
    return {"channel": channel_shape(ground.workspace, found, person)}


async def search(ground: Ground, person: Person, request: Request) -> Json:
    """Messages with all the words, newest first."""
    words = request.query_params.get("q", "").lower().split()
    ws = ground.workspace
    hits = [
        m
        for c in ws.visible_channels(person)
        for m in c.messages.values()
        if words and all(w in m.text.lower() for w in words)
    ]
    hits.sort(key=lambda m: m.ts, reverse=True)
    return {"messages": [page_message(ws, m, person) for m in hits[:50]]}


async def permalink(ground: Ground, person: Person, request: Request) -> Json:
    """What a message's address points to."""
    match = _LINK.fullmatch(request.query_params.get("url", ""))
    if match is None:
        raise Refused("message_not_found", "That is not the address of a message.")
    key, seconds, micros, query = match.groups()
    found = seen_channel(ground, person, key)
    message = ground.workspace.message(found, f"{seconds}.{micros}")
    within = _THREAD.search(query or "")
    root = message.thread_ts if message.is_reply else within.group(1) if within else None
    shape = page_message(ground.workspace, message, person)
    return {"channel": found.id, "ts": message.ts, "thread_ts": root, "message": shape}


async def file(ground: Ground, person: Person, request: Request) -> Json:
    """One file's record."""
    return {"file": page_file(ground.workspace, ground.workspace.file(request.path_params["file"]))}
