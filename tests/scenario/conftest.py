"""The real bot against the playground workspace, over WebSocket and over signed HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import build, greet
from bot.reading import ReadingHere
from bot.seci.reader import load_reader
from bot.settings import Settings
from bot.tasks import listeners_end
from playground.harness import running
from tests.scenario.scene import PlayTime, Scene, connected

ROOT = Path(__file__).parents[2]
# A Tuesday, 10:00 in Tokyo, where most of the playground's people are.
START = datetime(2026, 3, 3, 1, 0, tzinfo=UTC).timestamp()


@pytest.fixture(scope="session")
def reader() -> ReadingHere:
    return ReadingHere(load_reader())


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def scene(
    transport: str, sqlite_url: str, reader: ReadingHere, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Scene]:
    async with running(
        manifest=ROOT / "app.yaml",
        start=START,
        speed=0,
    ) as place:
        settings = Settings(
            _env_file=None,
            slack_bot_token=place.bot_token,
            slack_app_token=place.app_token,
            slack_signing_secret=place.signing_secret,
            slack_api_url=place.api_url,
            database_url=sqlite_url,
            sweep_seconds=3600,  # the tests look themselves: nothing depends on real time
        )
        async with build(settings, clock=PlayTime(place), reading=reader) as bot:
            # The inbox is written to as it comes; worker and jobs run when a test says so.
            await greet(bot.ba)
            await bot.writer.start()
            async with connected(transport, bot, place):
                yield Scene(place, bot)
            await listeners_end(10)
            await bot.writer.stop()
