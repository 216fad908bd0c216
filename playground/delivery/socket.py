"""Socket Mode: tickets, hello, envelopes to one of several sockets, acknowledgements,
disconnects.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from playground.delivery.base import Answer, Kind
from playground.ids import Ids
from playground.types import Json, Refused
from playground.wire import EXTENSION

MAX_SOCKETS = 10
"""Connections an app may have at once."""
WARNED_SECONDS = 10.0
"""Real seconds between the warning and the disconnect."""


@dataclass(eq=False)
class Link:
    """One socket of the app. `draining`: it was told to go and gets nothing new. `frozen`: it plays
    dead.
    """

    socket: WebSocket
    number: int
    draining: bool = False
    frozen: bool = False
    pending: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class SocketHub:
    """All sockets of the app; each envelope goes to exactly one of them, in turn."""

    def __init__(self, ids: Ids, app_id: str) -> None:
        self._ids = ids
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._links: list[Link] = []
        self._turn = 0
        self._number = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self.base = ""
        self.ack_timeout = 3.0
        self.warned_seconds = WARNED_SECONDS
        self.on_change: list[Callable[[], None]] = []

    @property
    def count(self) -> int:
        """Open sockets."""
        return len(self._links)

    def ticket(self) -> str:
        """A WebSocket URL that works once (apps.connections.open)."""
        if len(self._links) >= MAX_SOCKETS:
            raise Refused("too_many_websockets")
        key = self._ids.uuid()
        self._tickets.add(key)
        host = self.base.replace("http", "ws", 1)
        return f"{host}/link/?ticket={key}&app_id={self._ids.hex(12)}"

    async def serve(self, socket: WebSocket) -> None:
        """Speak with one socket from its handshake to its end."""
        ticket = socket.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await socket.close(code=4001)
            return
        self._tickets.discard(ticket)
        await socket.accept()
        self._number += 1
        link = Link(socket, self._number)
        self._links.append(link)
        try:
            await socket.send_json(self._hello(link))
            self._changed()
            await self._listen(link)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._forget(link)

    def _hello(self, link: Link) -> Json:
        debug = {"host": f"playground-{link.number}", "build_number": 1}
        return {
            "type": "hello",
            "num_connections": len(self._links),
            "debug_info": debug | {"approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    async def _listen(self, link: Link) -> None:
        while True:
            text = await link.socket.receive_text()
            with contextlib.suppress(json.JSONDecodeError):
                self._acknowledged(link, json.loads(text))

    def _acknowledged(self, link: Link, message: Any) -> None:
        key = message.get("envelope_id") if isinstance(message, dict) else None
        future = link.pending.get(key) if isinstance(key, str) else None
        if future and not future.done():
            future.set_result(message.get("payload"))

    def _forget(self, link: Link) -> None:
        if link in self._links:
            self._links.remove(link)
        for future in link.pending.values():
            if not future.done():
                future.set_exception(ConnectionError("socket closed"))
        self._changed()

    def _next_link(self) -> Link | None:
        ready = [link for link in self._links if not link.draining]
        if not ready:
            return None
        self._turn += 1
        return ready[self._turn % len(ready)]

    async def carry(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Answer:
        """Send an envelope to one socket and wait for its acknowledgement."""
        link = self._next_link()
        if link is None:
            return Answer(False, error="not_connected")
        envelope: Json = {
            "envelope_id": self._ids.uuid(),
            "payload": payload,
            "type": kind,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        return await self._exchange(link, envelope)

    async def _exchange(self, link: Link, envelope: Json) -> Answer:
        key: str = envelope["envelope_id"]
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        link.pending[key] = future
        try:
            if not link.frozen:
                await link.socket.send_text(json.dumps(envelope))
            body = await asyncio.wait_for(future, self.ack_timeout)
        except TimeoutError:
            return Answer(False, error="timeout")
        except (ConnectionError, RuntimeError, WebSocketDisconnect):
            return Answer(False, error="connection_failed")
        finally:
            link.pending.pop(key, None)
            if future.done() and not future.cancelled():
                future.exception()
        return Answer(True, body=body, status=200)

    def drop(self) -> None:
        """Break all sockets off without a word."""
        for link in list(self._links):
            protocol = _protocol(link)
            if protocol is not None and protocol.transport is not None:
                protocol.transport.abort()
            self._forget(link)

    def freeze(self, frozen: bool = True) -> None:
        """Let the present sockets play dead; thawing breaks them off, as their stream has holes."""
        for link in list(self._links):
            link.frozen = frozen
            protocol = _protocol(link)
            if protocol is not None:
                protocol.frozen = frozen
        if not frozen:
            self.drop()

    async def say_goodbye(self, reason: str) -> None:
        """Send `disconnect` (warning, refresh_requested or link_disabled) to all; close after the
        last two.
        """
        links = list(self._links)
        for link in links:
            link.draining = reason != "warning"
            body = {
                "type": "disconnect",
                "reason": reason,
                "debug_info": {"host": f"playground-{link.number}"},
            }
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await link.socket.send_json(body)
        if reason == "warning":
            self._later(self._refresh_later(links))
        else:
            self._later(self._close_later(links))

    async def _refresh_later(self, links: list[Link]) -> None:
        await asyncio.sleep(self.warned_seconds)
        still = [link for link in links if link in self._links]
        for link in still:
            link.draining = True
            body = {"type": "disconnect", "reason": "refresh_requested"}
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                await link.socket.send_json(body)
        await self._close_later(still)

    async def _close_later(self, links: list[Link]) -> None:
        await asyncio.sleep(min(self.warned_seconds, 1.0))
        for link in links:
            if link in self._links:
                with contextlib.suppress(RuntimeError, WebSocketDisconnect):
                    await link.socket.close(code=1000)
                self._forget(link)

    def _later(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def stop(self) -> None:
        """End all sockets and waiting tasks."""
        for task in list(self._tasks):
            task.cancel()
        for link in list(self._links):
            with contextlib.suppress(Exception):
                await asyncio.wait_for(link.socket.close(code=1001), 0.2)
            self._forget(link)

    def _changed(self) -> None:
        for listener in self.on_change:
            listener()


def _protocol(link: Link) -> Any:
    wire = link.socket.scope.get("extensions", {}).get(EXTENSION, {})
    found = wire.get("protocol")
    if found is None:
        logging.getLogger(__name__).debug("no handle on the socket's connection")
    return found
