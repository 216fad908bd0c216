"""How every command begins: settings, logs, a database that is there and up to date."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from bot.logs import set_up_logs
from bot.migrating import make_ready
from bot.settings import Settings
from models.database import Sessions, make_sessions

T = TypeVar("T")


def load_settings() -> Settings:
    """The settings, with logging set up after them. Raises ValidationError for wrong ones."""
    settings = Settings()
    set_up_logs(settings.log_level, settings.log_format)
    return settings


def run(work: Coroutine[Any, Any, T], *, loop: Callable[[], Any] | None = None) -> T:
    """Run a command's work on an event loop of its own (``loop`` makes it, if given)."""
    with asyncio.Runner(loop_factory=loop) as runner:
        return runner.run(_to_its_end(work))


async def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Work, then let aiosqlite's threads end: one whose connection failed still has a last word
    for the loop, and would find it closed.
    """
    try:
        return await work
    finally:
        for thread in threading.enumerate():
            if "_connection_worker_thread" in thread.name:
                await asyncio.to_thread(thread.join, 1.0)


@asynccontextmanager
async def open_sessions(settings: Settings) -> AsyncIterator[Sessions]:
    """Sessions on a database that is up to date (an SQLite file is brought up to date)."""
    engine = await make_ready(settings.database_url)
    try:
        yield make_sessions(engine)
    finally:
        await engine.dispose()
