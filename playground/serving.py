"""Runs the server on a loopback address under uvicorn, in this process."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
from types import TracebackType

import uvicorn

from playground.server import Server
from playground.wire import Http, WebSocket


def require_loopback(host: str) -> None:
    """Refuse (ValueError) every host but loopback ones: the playground has no passwords."""
    if host == "localhost":
        return
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = False
    if not loopback:
        raise ValueError(f"the playground listens on loopback only, not on {host}")


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. `port` 0: any free one. Raises OSError when the port is taken."""
    require_loopback(host)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen(128)
    except OSError:
        made.close()
        raise
    made.setblocking(False)
    return made


def address(host: str, listening: socket.socket) -> str:
    """The server's URL, without a slash at the end."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}"


class _Quiet(uvicorn.Server):
    """uvicorn without its signal handlers: whoever runs it says when it ends."""

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        """Leave signals alone."""
        yield


class Running:
    """An async context in which the server answers at `url`."""

    def __init__(self, server: Server, host: str = "127.0.0.1", port: int = 0) -> None:
        self.server = server
        self._listening = bind(host, port)
        self.url = address(host, self._listening)
        server.ground.set_base_url(self.url)
        config = uvicorn.Config(
            server.app,
            http=Http,
            ws=WebSocket,
            loop="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            ws_ping_interval=None,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=1,
        )
        self._uvicorn = _Quiet(config)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Running:
        """Start, and wait until it answers."""
        serve = self._uvicorn.serve(sockets=[self._listening])
        self._task = asyncio.get_running_loop().create_task(serve)
        while not self._uvicorn.started:
            if self._task.done():
                await self._task
                raise RuntimeError("the server did not start")
            await asyncio.sleep(0.002)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        await self.server.stop()
        self._uvicorn.should_exit = True
        if self._task:
            await self._task
        self._listening.close()

    async def forever(self) -> None:
        """Wait until the server ends by itself."""
        if self._task:
            await self._task
