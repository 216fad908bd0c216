"""A workspace with the real bot in it: what scenario tests act in and look into."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import uvicorn
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.app import Bot
from playground.client import PlaygroundClient
from playground.client_person import Person
from playground.harness import Playground


class PlayTime:
    """The bot's clock, set by the playground's."""

    def __init__(self, place: Playground) -> None:
        self._place = place

    def now(self) -> datetime:
        return datetime.fromtimestamp(self._place.clock.now(), UTC)


@dataclass
class Scene:
    """A workspace with the bot in it, and ways to look into both."""

    place: Playground
    bot: Bot

    @property
    def client(self) -> PlaygroundClient:
        return self.place.client

    async def person(self, name: str) -> Person:
        return await self.client.as_person(name)

    async def later(self, **span: float) -> None:
        """Let time pass, then let the bot do what is due."""
        self.place.clock.advance(timedelta(**span).total_seconds())
        await self.settle()

    async def settle(self) -> None:
        """Until everything that was sent has taken effect, and nothing due is left to say."""
        await self.place.idle()
        await self.bot.jobs.look()
        busy = 1
        while busy:
            await self.place.idle()
            busy = await self.bot.worker.work() + await self.bot.jobs.sender.sweep()

    async def rows(self, statement: Any) -> list[Any]:
        async with self.bot.sessions.begin() as session:
            return list(await session.scalars(statement))


@asynccontextmanager
async def connected(transport: str, bot: Bot, place: Playground) -> AsyncIterator[None]:
    if transport == "socket":
        handler = AsyncSocketModeHandler(bot.app, place.app_token)
        await handler.connect_async()
        try:
            yield
        finally:
            await handler.close_async()
        return
    asgi = AsyncSlackRequestHandler(bot.app, path="/slack/events")
    config = uvicorn.Config(asgi, port=0, log_level="error", access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    await place.set_request_url(f"http://127.0.0.1:{port}/slack/events")
    try:
        yield
    finally:
        server.should_exit = True
        await task
