"""`/page/live`: what changes, pushed to each person who watches."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.ground import Ground
from playground.model import Channel, Fact, Message, Person
from playground.page.shapes import (
    channel_shape,
    home_shape,
    modals_shape,
    page_file,
    page_message,
    person_shape,
)
from playground.traffic import Entry
from playground.types import Json

_CHANGED = frozenset(
    {
        "message_changed",
        "tombstoned",
        "thread_grew",
        "thread_shrank",
        "reaction_added",
        "reaction_removed",
    }
)


@dataclass(eq=False)
class Watcher:
    """One open page (or client) of a person. `traffic`: it also wants the inspector's entries."""

    person: str
    traffic: bool
    queue: asyncio.Queue[Json] = field(default_factory=asyncio.Queue)


class Live:
    """All watchers, and what each is told about a fact."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._watchers: list[Watcher] = []
        self.seq = 0
        ground.workspace.listeners.append(self.on_fact)
        ground.clock.on_change.append(lambda: self.tell("clock", clock=ground.clock.shape()))
        ground.faults.on_change.append(self._tell_faults)
        ground.traffic.on_entry.append(self._tell_traffic)
        ground.pump.hub.on_change.append(self.tell_app)

    async def serve(self, socket: WebSocket, person: str) -> None:
        """Push changes to one page until it goes away."""
        await socket.accept()
        watcher = Watcher(person, socket.query_params.get("traffic") == "1")
        self._watchers.append(watcher)
        await socket.send_json({"type": "hello", "seq": self.seq})
        sender = asyncio.get_running_loop().create_task(self._send(socket, watcher))
        try:
            while True:
                _sync(watcher, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError, KeyError):
            pass
        finally:
            self._watchers.remove(watcher)
            sender.cancel()

    async def _send(self, socket: WebSocket, watcher: Watcher) -> None:
        try:
            while True:
                await socket.send_text(json.dumps(await watcher.queue.get()))
        except (WebSocketDisconnect, RuntimeError):
            return

    def _push(self, watcher: Watcher, change: Json) -> None:
        self.seq += 1
        watcher.queue.put_nowait(change | {"seq": self.seq})

    def tell(self, kind: str, only: str | None = None, **fields: object) -> None:
        """The same change for everybody, or for one person."""
        for watcher in self._watchers:
            if only in (None, watcher.person):
                self._push(watcher, {"type": kind, **fields})

    def tell_app(self) -> None:
        """The app's state, to each with their own DM."""
        for watcher in self._watchers:
            self._push(watcher, {"type": "app", "app": self._ground.app_shape(watcher.person)})

    def notice(self, person: str, message: str, level: str = "error") -> None:
        """A sentence for one person."""
        self.tell("notice", only=person, message=message, level=level)

    def _tell_faults(self) -> None:
        self.tell("faults", faults=[f.shape() for f in self._ground.faults.active()])

    def _tell_traffic(self, entry: Entry) -> None:
        for watcher in self._watchers:
            if watcher.traffic:
                self._push(watcher, {"type": "traffic", "entry": entry.shape()})

    def on_fact(self, fact: Fact) -> None:
        """Tell every watcher what a fact changes for them."""
        for watcher in list(self._watchers):
            person = self._ground.workspace.people.get(watcher.person)
            if person is None:
                continue
            for change in self._changes(fact, person):
                self._push(watcher, change)

    def _changes(self, fact: Fact, person: Person) -> Iterator[Json]:
        kind = fact.kind
        if kind in ("modals", "home"):
            yield from self._view_changes(fact, person)
        elif kind in ("person_changed", "person_joined", "dnd_changed"):
            changed = self._ground.workspace.people[str(fact.person)]
            shape = person_shape(self._ground.workspace, changed)
            yield {"type": "person", "person": shape}
        elif kind == "file_deleted":
            file = fact.info["file"]
            yield {"type": "file", "file": page_file(self._ground.workspace, file)}
        elif kind in ("app_changed", "app_uninstalled"):
            yield {"type": "app", "app": self._ground.app_shape(person.id)}
        elif fact.channel is not None:
            yield from self._channel_changes(fact, fact.channel, person)

    def _view_changes(self, fact: Fact, person: Person) -> Iterator[Json]:
        if fact.person != person.id:
            return
        if fact.kind == "modals":
            yield {"type": "modals", "modals": modals_shape(self._ground, person.id)}
        else:
            yield {"type": "home", "home": home_shape(self._ground, person.id)}

    def _channel_changes(self, fact: Fact, channel: Channel, person: Person) -> Iterator[Json]:
        ws = self._ground.workspace
        gone = channel.id not in ws.channels or not ws.visible_to(person, channel)
        if gone:
            if fact.kind in ("channel_destroyed", "member_left"):
                yield {"type": "channel_removed", "channel": channel.id}
            return
        if fact.message is not None:
            yield from self._message_changes(fact, fact.message, person)
        if fact.kind in _WHOLE_CHANNEL or (fact.kind == "read" and fact.person == person.id):
            yield {"type": "channel", "channel": channel_shape(ws, channel, person)}

    def _message_changes(self, fact: Fact, message: Message, person: Person) -> Iterator[Json]:
        if fact.kind.startswith("ephemeral") and fact.person != person.id:
            return
        base: Json = {"channel": message.channel}
        if fact.kind in ("ephemeral_gone", "message_deleted"):
            kind = "ephemeral_deleted" if fact.kind == "ephemeral_gone" else "message_deleted"
            yield {"type": kind, **base, "ts": message.ts, "thread_ts": message.thread_ts}
            return
        name = _MESSAGE_KINDS.get(fact.kind) or (
            "message_changed" if fact.kind in _CHANGED else None
        )
        if name:
            shape = page_message(self._ground.workspace, message, person)
            yield {"type": name, **base, "message": shape}


def _sync(watcher: Watcher, text: str) -> None:
    """Answer a `sync` behind everything that was pushed before it."""
    try:
        asked = json.loads(text)
    except json.JSONDecodeError:
        return
    if isinstance(asked, dict) and asked.get("type") == "sync":
        watcher.queue.put_nowait({"type": "synced", "id": asked.get("id")})


_MESSAGE_KINDS = {"message_posted": "message", "ephemeral": "ephemeral"}
_WHOLE_CHANNEL = frozenset(
    [
        "message_posted",
        "message_deleted",
        "channel_created",
        "direct_opened",
        "member_joined",
        "member_left",
        "archived",
        "unarchived",
        "renamed",
        "described",
        "shared",
        "unshared",
    ]
)
