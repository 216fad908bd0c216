"""The stage of the demo: a playground, the real bot connected by Socket Mode, one sample play."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler

from bot.app import Bot, build
from bot.manifest import manifest_path
from bot.settings import Settings
from migrations.run import upgrade
from playground.client import PlaygroundClient
from playground.client_person import Person
from playground.harness import Playground, running

PLAY = "tanpopo.rain"
ZONE = ZoneInfo("Asia/Tokyo")
# How fast time passes while people talk: half an hour of talk in about a minute.
TALK_SPEED = 15.0


class PlayTime:
    """The bot's clock, set by the playground's, so that days can pass in a minute."""

    def __init__(self, place: Playground) -> None:
        self._place = place

    def now(self) -> datetime:
        """The play time."""
        return datetime.fromtimestamp(self._place.clock.now(), UTC)


@dataclass(slots=True)
class Stage:
    """Everything that the steps of the demo act on."""

    place: Playground
    bot: Bot

    @property
    def client(self) -> PlaygroundClient:
        """Drives the playground."""
        return self.place.client

    async def person(self, name: str) -> Person:
        """Somebody of the sample talk."""
        return await self.client.as_person(name)

    def pass_time(self, span: timedelta) -> None:
        """Let time pass at once."""
        self.place.clock.advance(span.total_seconds())

    def pass_until(self, weekday: int | None, hour: int) -> None:
        """Let time pass until the next such local hour (of a weekday, 0 is Monday)."""
        now = datetime.fromtimestamp(self.place.clock.now(), ZONE)
        then = now.replace(hour=hour, minute=2, second=0, microsecond=0)
        while then <= now or (weekday is not None and then.weekday() != weekday):
            then += timedelta(days=1)
        self.pass_time(then - now)


def first_morning() -> float:
    """The last Tuesday, ten in the morning in Tokyo, as seconds since the epoch."""
    day = datetime.now(ZONE).replace(hour=10, minute=0, second=0, microsecond=0)
    while day.weekday() != 1 or day > datetime.now(ZONE):
        day -= timedelta(days=1)
    return day.timestamp()


@asynccontextmanager
async def stage(port: int) -> AsyncIterator[Stage]:
    """Set the stage: nothing of it is left behind."""
    with tempfile.TemporaryDirectory(prefix="ba-demo-") as folder:
        async with running(manifest_path(), port=port, start=first_morning()) as place:
            settings = Settings(
                _env_file=None,
                slack_bot_token=SecretStr(place.bot_token),
                slack_app_token=SecretStr(place.app_token),
                slack_api_url=place.api_url,
                database_url=f"sqlite:///{Path(folder) / 'ba.sqlite3'}",
                sweep_seconds=0.5,
                timezone="Asia/Tokyo",
            )
            async with build(settings, clock=PlayTime(place)) as bot:
                await upgrade(bot.engine)
                async with bot.running(), _connected(bot, place):
                    yield Stage(place, bot)


@asynccontextmanager
async def _connected(bot: Bot, place: Playground) -> AsyncIterator[None]:
    handler: Any = AsyncSocketModeHandler(bot.app, place.app_token)
    await handler.connect_async()
    try:
        yield
    finally:
        await place.idle()  # what is under way is answered first
        await handler.close_async()
