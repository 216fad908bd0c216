"""Heavy work off the event loop: the trained pipeline and the pictures, in one spawned process.

Threads would share the interpreter's lock with the event loop and make Slack wait.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, Protocol, TypeVar

from bot.seci.reader import Reader, load_reader
from bot.seci.types import Reading, Said, ThreadReading, Utterance

P = ParamSpec("P")
T = TypeVar("T")


class Offload(Protocol):
    """Runs what is slow somewhere else."""

    async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        """Read messages, in order."""
        ...

    async def read_thread(self, messages: Sequence[Said]) -> ThreadReading:
        """Read a whole thread: ripe or not, and its draft."""
        ...

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a module-level function with values that pickle."""
        ...


@functools.cache
def _reader() -> Reader:
    # Once per process; only ever called in the spawned one.
    return load_reader()


def _read(utterances: Sequence[Utterance]) -> list[Reading]:
    return _reader().read(utterances)


def _read_thread(messages: Sequence[Said]) -> ThreadReading:
    return _reader().read_thread(messages)


def _warm() -> bool:
    return bool(_reader().read([Utterance(Said("hello"))]))


class ReadingAway(Exception):
    """The reading process dies whatever it is given: no message's fault."""


def _end_with_parent() -> None:
    """In the spawned process: end when the bot is killed, rather than wait for work for ever."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, name="watch-parent", daemon=True).start()


class ReadingProcess:
    """The spawned process; it is started again when it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def start(self) -> None:
        """Start the process and load the model in it."""
        await self.run(_warm)

    async def stop(self) -> None:
        """End the process."""
        if self._pool is not None:
            await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
            self._pool = None

    async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        """Read messages, in order."""
        return await self.run(_read, list(utterances)) if utterances else []

    async def read_thread(self, messages: Sequence[Said]) -> ThreadReading:
        """Read a whole thread: ripe or not, and its draft."""
        return await self.run(_read_thread, list(messages))

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a module-level function in the process; once more if the process died meanwhile.

        Raises ReadingAway when no process can live; BrokenProcessPool when this work kills it.
        """
        with contextlib.suppress(BrokenProcessPool):
            return await self._submit(work, *args, **kwargs)
        try:
            return await self._submit(work, *args, **kwargs)
        except BrokenProcessPool:
            await self._require_life()
            raise

    async def _require_life(self) -> None:
        try:
            await self._submit(_warm)
        except BrokenProcessPool as error:
            raise ReadingAway from error

    async def _submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_end_with_parent)
        pool, call = self._pool, functools.partial(work, *args, **kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(pool, call)
        except BrokenProcessPool:
            if self._pool is pool:  # another caller may have started the next one already
                self._pool = None
            raise


class ReadingHere:
    """The same in this process, for one-shot commands and tests."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        """Read messages, in order."""
        return self._reader.read(utterances)

    async def read_thread(self, messages: Sequence[Said]) -> ThreadReading:
        """Read a whole thread: ripe or not, and its draft."""
        return self._reader.read_thread(messages)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function, here and now."""
        return work(*args, **kwargs)
