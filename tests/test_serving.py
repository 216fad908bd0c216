"""Both ways to run the bot, as ``ba run`` does, against the playground."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import serving
from bot.app import build
from bot.errors import StartError
from bot.manifest import manifest_path
from bot.settings import Settings
from bot.steady import SteadyApp
from playground.harness import Playground, running
from tests.support import FakeReading, settings

Serve = Callable[[asyncio.Event, Callable[[str], None]], Any]


@pytest.fixture
async def place() -> AsyncIterator[Playground]:
    async with running(manifest=manifest_path()) as found:
        yield found


@pytest.fixture(autouse=True)
def _quick_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "build", lambda settings: build(settings, reading=FakeReading()))


def of(place: Playground, url: str, **more: Any) -> Settings:
    given = {
        "slack_bot_token": place.bot_token,
        "slack_app_token": place.app_token,
        "slack_signing_secret": place.signing_secret,
        "slack_api_url": place.api_url,
        "database_url": url,
    }
    return settings(**{**given, **more})


@asynccontextmanager
async def served(serve: Serve) -> AsyncIterator[str]:
    """Serve until the block ends; gives what was announced."""
    stop, told = asyncio.Event(), asyncio.get_running_loop().create_future()
    task = asyncio.ensure_future(serve(stop, told.set_result))
    await asyncio.wait({task, told}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    yield str(await told)
    stop.set()
    await asyncio.wait_for(task, 20)


async def test_socket_mode_connects_and_stops(place: Playground, sqlite_url: str) -> None:
    found = of(place, sqlite_url)
    async with served(lambda stop, told: serving.serve_socket(found, told, stop=stop)) as said:
        assert "Socket Mode" in said


async def test_over_the_socket_too_nothing_is_logged_of_what_bolt_stumbles_over(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def failing(body: dict[str, Any]) -> None:
        raise ValueError(body["words"])

    async def on_error(error: Exception) -> None:
        raise AssertionError("Bolt gets as far as our error handler")

    client = AsyncWebClient(token="xoxb-1")
    app = SteadyApp(client=client, signing_secret="x", before_authorize=failing)
    app.error(on_error)
    odd = {"type": "event_callback", "event": None, "words": "the smoked salt"}
    answer = await run_async_bolt_app(app, SocketModeRequest("events_api", "1", odd))
    assert answer.status == 400
    assert "TypeError at " in caplog.text
    assert "salt" not in caplog.text


async def test_a_wrong_token_is_one_sentence(place: Playground, sqlite_url: str) -> None:
    for name, value in (("app", "xapp-wrong"), ("bot", "xoxb-wrong")):
        found = of(place, sqlite_url, **{f"slack_{name}_token": value})
        with pytest.raises(StartError, match=f"does not accept the {name} token"):
            await serving.serve_socket(found, print, stop=asyncio.Event())


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_a_slack_that_is_away_at_the_start_is_waited_for(
    place: Playground,
    sqlite_url: str,
    method: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.app.GREET_PAUSES", (0.0,))
    monkeypatch.setattr(serving, "PING_SECONDS", 0.1)
    await place.fault("server_error", method, status=503, times=1)
    await place.fault("rate_limited", method, times=1, seconds=0)
    await place.fault("lost_answer", method, times=1)
    found = of(place, sqlite_url)
    async with served(lambda stop, told: serving.serve_socket(found, told, stop=stop)) as said:
        assert "Socket Mode" in said
        asked = [entry["name"] for entry in await place.client.traffic("api")]
    assert asked.count(method) > 3, "each of the three faults was met"


async def test_waiting_for_slack_ends_when_the_bot_is_stopped(
    place: Playground, sqlite_url: str
) -> None:
    await place.fault("server_error", "auth.test", status=503)
    stop = asyncio.Event()
    serve = serving.serve_http(of(place, sqlite_url), print, host="127.0.0.1", port=0, stop=stop)
    task = asyncio.ensure_future(serve)
    while not await place.client.traffic("api"):
        assert not task.done()
    stop.set()
    with pytest.raises(StartError, match="before Slack"):
        await asyncio.wait_for(task, 20)


def signed(secret: str, body: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
    }


async def test_http_answers_slack_and_whoever_asks_for_health(
    place: Playground, sqlite_url: str
) -> None:
    found = of(place, sqlite_url)
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "t"})
    async with (
        served(
            lambda stop, told: serving.serve_http(found, told, host="127.0.0.1", port=0, stop=stop)
        ) as said,
        aiohttp.ClientSession() as http,
    ):
        url = next(word for word in said.split() if word.startswith("http")).rstrip(".")
        async with http.get(url.replace("/slack/events", "/health")) as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True})
        async with http.post(url, data=body, headers=signed(place.signing_secret, body)) as answer:
            assert answer.status == 200
            assert "abc" in await answer.text()
        async with http.post(url, data=body, headers=signed("forged", body)) as answer:
            assert answer.status == 401
        async with http.get(url) as answer:
            assert answer.status == 404


async def test_a_port_that_is_taken_is_told(place: Playground, sqlite_url: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match="Cannot listen"):
            await serving.serve_http(
                of(place, sqlite_url), print, host="127.0.0.1", port=port, stop=asyncio.Event()
            )
