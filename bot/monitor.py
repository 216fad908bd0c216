"""A small page for the operator's machines: alive? ready? and Prometheus's numbers.

It listens on an address of its own, by default this machine alone: Slack speaks to another one.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.app import Bot
from bot.listening import QuietServer, listen
from bot.settings import Settings
from models.inbox import inbox_health
from models.member import count_mutes
from models.outbox import outbox_health

log = logging.getLogger(__name__)

READY_SECONDS = 2.0


async def measure(bot: Bot) -> None:
    """Bring the gauges up to date from the database. Raises SQLAlchemyError when it is away."""
    now = bot.ba.clock.now()
    async with bot.sessions() as session:
        waiting, oldest, aside = await inbox_health(session, None)
        due, _, _ = await outbox_health(session, None, now)
        mutes = await count_mutes(session, now)
    numbers = bot.metrics
    numbers.waiting.set(waiting)
    numbers.lag.set((now - oldest).total_seconds() if oldest is not None else 0)
    numbers.set_aside.set(aside)
    numbers.due.set(due)
    for subject, count in mutes.items():
        numbers.mutes.labels(subject).set(count)


async def is_ready(bot: Bot) -> dict[str, bool]:
    """What must be so for the bot to do its work, each by name."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            await measure(bot)
        database = True
    except (SQLAlchemyError, OSError, TimeoutError):
        database = False
    return {"database": database, "inbox": bot.writer.is_well, "worker": bot.worker.is_running}


def monitor_app(bot: Bot) -> Starlette:
    """``GET /health``: the process answers. ``/ready``: it can work. ``/metrics``: its numbers."""

    async def health(_: Request) -> Response:
        return JSONResponse({"ok": True})

    async def ready(_: Request) -> Response:
        parts = await is_ready(bot)
        return JSONResponse(parts, status_code=200 if all(parts.values()) else 503)

    async def metrics(_: Request) -> Response:
        # Without the database, what this process counted itself is still worth having.
        with contextlib.suppress(SQLAlchemyError, OSError, TimeoutError):
            async with asyncio.timeout(READY_SECONDS):
                await measure(bot)
        return Response(bot.metrics.page(), media_type=CONTENT_TYPE_LATEST)

    return Starlette(
        routes=[Route("/health", health), Route("/ready", ready), Route("/metrics", metrics)]
    )


@asynccontextmanager
async def monitoring(bot: Bot, settings: Settings) -> AsyncIterator[int]:
    """Serve the page while the block runs; yields its port, 0 when none was asked for.

    Raises StartError when the address cannot be listened on.
    """
    if settings.monitor_port is None:
        yield 0
        return
    config = uvicorn.Config(
        monitor_app(bot), log_config=None, access_log=False, lifespan="off", ws="none"
    )
    server = QuietServer(config)
    listening = listen(settings.monitor_host, settings.monitor_port)
    serving = asyncio.create_task(server.serve(sockets=[listening]), name="monitor")
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await serving
        listening.close()
