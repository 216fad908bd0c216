"""What an operator's machines see: alive, ready, and numbers, over HTTP."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot import inbox
from bot.app import Bot, build
from bot.errors import InboxUnavailable, StartError
from bot.manifest import manifest_path
from bot.monitor import monitoring
from bot.seci.types import Said, Utterance
from models.member import MuteSubject, mute
from playground.harness import running
from tests.conftest import START
from tests.support import TEAM, FakeReading, envelope, make_channel, message, raw, settings


@pytest.fixture
async def bot(database_url: str) -> AsyncIterator[Bot]:
    async with running(manifest=manifest_path()) as place:
        given = settings(
            slack_bot_token=place.bot_token,
            slack_signing_secret=place.signing_secret,
            slack_api_url=place.api_url,
            database_url=database_url,
        )
        async with build(given, reading=FakeReading()) as bot:
            yield bot


async def get(port: int, path: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{port}{path}") as answer,
    ):
        return answer.status, await answer.text()


def value(page: str, name: str) -> float:
    (line,) = [line for line in page.splitlines() if line.startswith(f"{name} ")]
    return float(line.rpartition(" ")[2])


async def test_it_is_ready_only_while_it_can_work(bot: Bot) -> None:
    async with monitoring(bot, settings(monitor_port=0)) as port:
        assert (await get(port, "/health"))[0] == 200
        status, parts = await get(port, "/ready")
        assert (status, '"worker":false' in parts) == (503, True)
        async with bot.running():
            assert (await get(port, "/ready"))[0] == 200
        assert (await get(port, "/ready"))[0] == 503


async def test_its_numbers_follow_an_event_and_name_nobody(bot: Bot) -> None:
    async with bot.sessions.begin() as session:
        await make_channel(session)
        await mute(
            session, TEAM, MuteSubject.CHANNEL, "C1", "offer", until=None, by="U1", now=START
        )
    async with monitoring(bot, settings(monitor_port=0)) as port:
        await bot.writer.start()
        body = envelope(message("nobody may count my secret"))
        await bot.writer.store(body, raw(body))
        _, before = await get(port, "/metrics")
        assert value(before, "ba_events_stored_total") == 1
        assert value(before, "ba_inbox_commit_seconds_count") == 1
        assert value(before, "ba_inbox_waiting") == 1
        assert value(before, "ba_inbox_lag_seconds") >= 0
        assert value(before, 'ba_refusals{of="channel"}') == 1
        await bot.worker.work()
        await bot.ba.reading.read([Utterance(Said("hello"))])
        _, after = await get(port, "/metrics")
        assert value(after, "ba_events_applied_total") == 1
        assert value(after, "ba_inbox_waiting") == 0
        assert value(after, "ba_messages_read_total") >= 1
        assert value(after, 'ba_model_seconds_count{work="messages"}') >= 1
        for word in ("secret", "U1", "C1", TEAM):
            assert word not in after
        await bot.writer.stop()


async def test_without_its_database_it_says_so_and_still_gives_its_numbers(bot: Bot) -> None:
    async with monitoring(bot, settings(monitor_port=0)) as port, bot.running():
        await bot.engine.dispose()
        async with bot.engine.begin() as connection:
            await connection.exec_driver_sql("DROP TABLE inbox")
        status, parts = await get(port, "/ready")
        assert (status, '"database":false' in parts) == (503, True)
        assert (await get(port, "/metrics"))[0] == 200


async def test_nothing_listens_when_no_port_is_set(bot: Bot) -> None:
    async with monitoring(bot, settings()) as port:
        assert port == 0


async def test_a_port_that_is_taken_is_told(bot: Bot) -> None:
    async with monitoring(bot, settings(monitor_port=0)) as port:
        with pytest.raises(StartError, match="Cannot listen"):
            async with monitoring(bot, settings(monitor_port=port)):
                await asyncio.sleep(0)


async def test_a_commit_that_hangs_makes_it_unready(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the database's machine went silently: only a new process, or a new net, helps."""
    hanging, go_on = threading.Event(), threading.Event()

    def hang(*given: object) -> None:
        hanging.set()
        go_on.wait(60)

    monkeypatch.setattr(inbox, "_store", hang)
    async with monitoring(bot, settings(monitor_port=0)) as port, bot.running():
        bot.writer.timeout = 0.2
        body = envelope(message("hello"))
        storing = asyncio.ensure_future(bot.writer.store(body, raw(body)))
        assert await asyncio.to_thread(hanging.wait, 60)
        with pytest.raises(InboxUnavailable):
            await storing
        try:
            while (await get(port, "/ready"))[0] == 200:
                pass
            assert '"inbox":false' in (await get(port, "/ready"))[1]
        finally:
            go_on.set()
        while (await get(port, "/ready"))[0] != 200:
            pass
