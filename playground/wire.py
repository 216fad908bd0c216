"""uvicorn's protocols with a handle on the connection, so that faults can break it off or let it go
dead.
"""

from __future__ import annotations

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "playground.wire"
"""Where the handle is in the ASGI scope's `extensions`."""


class Http(HttpToolsProtocol):
    """HTTP whose scope carries the transport: `abort()` on it loses the answer as a broken line
    would.
    """

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: {"transport": self.transport}}


class WebSocket(WebSocketsSansIOProtocol):
    """A WebSocket that can play dead: `frozen` drops all that comes in, pings included, and keeps
    the line open.
    """

    frozen = False

    def data_received(self, data: bytes) -> None:
        """Take bytes from the line."""
        if not self.frozen:
            super().data_received(data)

    def handle_connect(self, event: Any) -> None:
        """Begin the handshake."""
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.scope["extensions"] = {
                "websocket.http.response": {},
                EXTENSION: {"protocol": self},
            }


def abort(scope: Any) -> bool:
    """Break off the connection of an HTTP request. Out: whether that was possible."""
    transport = scope.get("extensions", {}).get(EXTENSION, {}).get("transport")
    if transport is None:
        return False
    transport.abort()
    return True
