"""uvicorn under our own signals, on a socket that is bound before anything else starts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from bot.errors import StartError


class QuietServer(uvicorn.Server):
    """uvicorn without signal handlers of its own: ours stop the worker and the jobs as well."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to whoever started the server."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """A bound socket; port 0 takes a free one. Raises StartError when the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)  # who comes before the server is up waits
    except OSError as error:
        listening.close()
        raise StartError(f"Cannot listen on {host}:{port}: {error.strerror}.") from None
    return listening
