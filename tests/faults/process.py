"""The real bot over HTTP as a process of its own, beside the playground that speaks to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
import tempfile
from asyncio.subprocess import Process
from collections.abc import Iterator
from pathlib import Path

import aiohttp

from playground.harness import Playground

START_SECONDS = 90.0
RUN = "from bot.cli import main; main()"
# At work at every hour, so that what is due is said at once.
ALWAYS = {"BA_DAY_BEGINS": "0", "BA_DAY_ENDS": "24", "BA_WORKING_DAYS": "[0,1,2,3,4,5,6]"}


class BotProcess:
    """``ba run --http`` that can be started, killed and started again on one database."""

    def __init__(self, place: Playground, database_url: str, **settings: str) -> None:
        self.place = place
        self._own = {"BA_DATABASE_URL": database_url, "BA_LOG_LEVEL": "ERROR", **ALWAYS, **settings}
        self._bot: Process | None = None
        # Compiled once, whatever the environment says of writing bytecode: most of a start is that.
        self._compiled = tempfile.TemporaryDirectory(prefix="ba-compiled-")
        self._own |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": self._compiled.name}

    async def up(self) -> None:
        """Start the bot, and point the playground at it once it listens."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        self._bot = await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", RUN, "run", "--http", "--port", str(port)],
            env={**os.environ, **self.place.environment(), **self._own},
            stdout=asyncio.subprocess.DEVNULL,
        )
        await asyncio.wait_for(self._listening(port), START_SECONDS)
        await self.place.set_request_url(f"http://127.0.0.1:{port}/slack/events")

    async def _listening(self, port: int) -> None:
        while True:
            assert self._bot is not None
            if self._bot.returncode is not None:
                raise RuntimeError("the bot ended by itself")
            with contextlib.suppress(aiohttp.ClientError):
                async with (
                    aiohttp.ClientSession() as http,
                    http.get(f"http://127.0.0.1:{port}/health") as answer,
                ):
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)  # another process: there is nothing to wait on

    async def kill(self) -> None:
        """``kill -9``."""
        assert self._bot is not None
        self._bot.kill()
        await self._bot.wait()

    async def end(self) -> None:
        """Ask it to stop; kill it when it does not within 30 seconds. It is not started again."""
        await self._stop()
        self._compiled.cleanup()

    async def _stop(self) -> None:
        if self._bot is None or self._bot.returncode is not None:
            return
        self._bot.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bot.wait(), 30)
        if self._bot.returncode is None:
            self._bot.kill()

    def resident(self) -> int:
        """Bytes of memory in use by the bot and by every process that it started (Linux)."""
        assert self._bot is not None
        return sum(
            int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            for pid in _with_children(self._bot.pid)
        ) * os.sysconf("SC_PAGE_SIZE")


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _with_children(int(child))
