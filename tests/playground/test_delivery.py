"""Real Bolt apps over Socket Mode and signed HTTP: delivery, redelivery, disconnects, faults."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from playground.delivery.http import sign
from playground.harness import Playground
from playground.serving import serve_asgi
from playground.types import Json, Refused


class Bot:
    """A small Bolt app that notes what it got; `fail` lets it not acknowledge."""

    def __init__(self, place: Playground) -> None:
        self.place = place
        self.events: list[Json] = []
        self.retries: list[tuple[str, str]] = []
        self.fail = False
        client = AsyncWebClient(token=place.bot_token, base_url=place.api_url)
        self.app = AsyncApp(
            client=client, signing_secret=place.signing_secret, before_authorize=self._note
        )

    async def _note(self, req: Any, next: Callable[[], Any]) -> Any:
        if req.body.get("type") != "event_callback":
            return await next()
        number = req.headers.get("x-slack-retry-num", [""])[0]
        self.retries.append((number, req.headers.get("x-slack-retry-reason", [""])[0]))
        if self.fail:
            return BoltResponse(status=500, body="")
        self.events.append(req.body)
        return BoltResponse(status=200, body="")

    def texts(self) -> list[str]:
        return [e["event"].get("text", "") for e in self.events if e["event"]["type"] == "message"]


@asynccontextmanager
async def by_socket(place: Playground, bot: Bot) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(bot.app, place.app_token, ping_interval=0.2)
    await handler.connect_async()
    try:
        yield handler
    finally:
        await handler.close_async()


@asynccontextmanager
async def by_http(place: Playground, bot: Bot) -> AsyncIterator[str]:
    handler = AsyncSlackRequestHandler(bot.app)
    route = Route("/slack/events", handler.handle, methods=["POST"])
    async with serve_asgi(Starlette(routes=[route])) as base:
        await place.set_request_url(base + "/slack/events")
        yield base
        await place.set_request_url(None)


@pytest.fixture(params=["socket", "http"])
def way(request: pytest.FixtureRequest) -> Any:
    return {"socket": by_socket, "http": by_http}[request.param]


async def talk_in_shop(place: Playground) -> Any:
    mari = await place.client.as_person("mari")
    await mari.invite("#shop-floor", "app")
    await place.idle()
    return mari


async def test_events_arrive_in_order(place: Playground, way: Any) -> None:
    bot = Bot(place)
    async with way(place, bot):
        mari = await talk_in_shop(place)
        for number in range(5):
            await mari.post("#shop-floor", f"m{number}")
        await place.idle()
    assert bot.texts()[-5:] == [f"m{n}" for n in range(5)]
    assert len({e["event_id"] for e in bot.events}) == len(bot.events)


async def test_redelivery_until_acknowledged(place: Playground, way: Any) -> None:
    place.ground.pump.set_ack_timeout(0.25)
    bot = Bot(place)
    async with way(place, bot):
        mari = await talk_in_shop(place)
        bot.retries.clear()
        bot.fail = True
        await mari.post("#shop-floor", "again and again")
        await place.idle()
        assert [n for n, _ in bot.retries] in (["", "1"], ["0", "1"])
        place.clock.advance(60)
        await asyncio.sleep(0.01)
        await place.idle()
        assert [n for n, _ in bot.retries][2:] == ["2"]
        bot.fail = False
        place.clock.advance(300)
        await asyncio.sleep(0.01)
        await place.idle()
        assert [n for n, _ in bot.retries][3:] == ["3"]
        assert bot.retries[-1][1] in ("timeout", "http_error")
    assert bot.texts()[-1] == "again and again"


async def test_given_up_after_three_redeliveries(place: Playground) -> None:
    await talk_in_shop(place)
    place.ground.traffic.clear()
    mari = await place.client.as_person("mari")
    await mari.post("#shop-floor", "nobody there")
    for seconds in (0, 60, 300, 3600):
        await place.idle()
        place.clock.advance(seconds)
        await asyncio.sleep(0.01)
    await place.idle()
    entries = [e for e in await place.client.traffic("event") if "nobody" in str(e["request"])]
    assert [e["attempt"] for e in entries] == [0, 1, 2, 3]
    assert [e["status"] for e in entries] == ["retry"] * 3 + ["error"]
    assert {e["error"] for e in entries} == {"not_connected"}


async def test_no_retry_header(place: Playground) -> None:
    seen: list[int] = []

    async def refuse(request: Request) -> Response:
        body = await request.json()
        if body["type"] == "url_verification":
            return PlainTextResponse(body["challenge"])
        seen.append(1)
        return PlainTextResponse("no", 500, {"x-slack-no-retry": "1"})

    routes = [Route("/slack/events", refuse, methods=["POST"])]
    async with serve_asgi(Starlette(routes=routes)) as base:
        await place.set_request_url(base + "/slack/events")
        mari = await place.client.as_person("mari")
        await mari.invite("#shop-floor", "app")
        await place.idle()
    assert len(seen) == 2


async def test_each_event_goes_to_one_of_several_sockets(place: Playground) -> None:
    bots = [Bot(place) for _ in range(3)]
    async with contextlib.AsyncExitStack() as stack:
        for bot in bots:
            await stack.enter_async_context(by_socket(place, bot))
        assert place.ground.pump.hub.count == 3
        mari = await talk_in_shop(place)
        for number in range(9):
            await mari.post("#shop-floor", f"m{number}")
        await place.idle()
    counts = [len([t for t in bot.texts() if t.startswith("m")]) for bot in bots]
    assert counts == [3, 3, 3]


async def test_hello_and_acknowledgement_on_the_wire(place: Playground) -> None:
    place.ground.pump.set_ack_timeout(0.25)
    async with aiohttp.ClientSession() as session:
        api = AsyncWebClient(token=place.app_token, base_url=place.api_url)
        url = str((await api.apps_connections_open(app_token=place.app_token))["url"])
        assert url.startswith("ws://127.0.0.1:")
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert hello["type"] == "hello"
            assert hello["num_connections"] == 1
            assert hello["debug_info"]["approximate_connection_time"]
            assert hello["connection_info"]["app_id"] == place.workspace.app_id
            mari = await place.client.as_person("mari")
            await mari.invite("#shop-floor", "app")
            first = await socket.receive_json()
            assert first["type"] == "events_api"
            assert first["retry_attempt"] == 0
            assert first["accepts_response_payload"] is False
            await socket.receive_json()
            again = await socket.receive_json()
            assert (again["retry_attempt"], again["retry_reason"]) == (1, "timeout")
            assert again["payload"]["event_id"] == first["payload"]["event_id"]
            await socket.send_json({"envelope_id": again["envelope_id"]})
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_ten_sockets_at_most(place: Playground) -> None:
    hub = place.ground.pump.hub
    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(hub.ticket()) for _ in range(10)]
        for socket in sockets:
            await socket.receive_json()
        with pytest.raises(Refused, match="too_many_websockets"):
            hub.ticket()


@pytest.mark.parametrize("reason", ["refresh", "warning", "link_disabled"])
async def test_disconnects(place: Playground, reason: str) -> None:
    place.ground.pump.hub.warned_seconds = 0.02
    async with aiohttp.ClientSession() as session:
        socket = await session.ws_connect(place.ground.pump.hub.ticket())
        await socket.receive_json()
        await place.fault(reason)
        said = await socket.receive_json()
        names = {"refresh": "refresh_requested"}
        assert (said["type"], said["reason"]) == ("disconnect", names.get(reason, reason))
        if reason == "warning":
            assert (await socket.receive_json())["reason"] == "refresh_requested"
        assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
    assert place.ground.pump.hub.count == 0


@pytest.mark.parametrize("fault", ["refresh", "drop_sockets", "half_open"])
async def test_bolt_comes_back(place: Playground, fault: str) -> None:
    place.ground.pump.set_ack_timeout(0.25)
    bot = Bot(place)
    async with by_socket(place, bot):
        mari = await talk_in_shop(place)
        hub = place.ground.pump.hub
        before = {id(link) for link in hub._links}
        await place.fault(fault)
        await mari.post("#shop-floor", "while away")

        def back() -> bool:
            return any(id(link) not in before and not link.frozen for link in hub._links)

        await place.client.until(back, timeout=10)
        if fault == "half_open":
            place.clear_faults()
            await place.client.until(lambda: hub.count > 0, timeout=10)
        place.clock.advance(60)
        await place.client.until(lambda: "while away" in bot.texts(), timeout=10)


async def test_signatures_are_slacks(place: Playground) -> None:
    body, now = b'{"a": 1}', int(time.time())
    made = sign(place.signing_secret, now, body)
    assert SignatureVerifier(place.signing_secret).is_valid(body, str(now), made)
    base = f"v0:{now}:".encode() + body
    expected = hmac.new(place.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert made == f"v0={expected}"


async def test_time_stamps_stay_real_when_the_clock_is_fast(place: Playground) -> None:
    place.clock.advance(86_400 * 30)
    bot = Bot(place)
    async with by_http(place, bot):
        mari = await talk_in_shop(place)
        await mari.post("#shop-floor", "a month later")
        await place.idle()
    assert "a month later" in bot.texts()


async def test_url_verification(place: Playground) -> None:
    async def wrong(request: Request) -> Response:
        return PlainTextResponse("hello")

    routes = [Route("/slack/events", wrong, methods=["POST"])]
    async with serve_asgi(Starlette(routes=routes)) as base:
        with pytest.raises(Refused, match="url_verification_failed"):
            await place.set_request_url(base + "/slack/events")
    assert place.ground.pump.http.request_url is None


async def test_slow_http_is_a_timeout(place: Playground) -> None:
    place.ground.pump.set_ack_timeout(0.25)
    reasons: list[str | None] = []

    async def slow(request: Request) -> Response:
        body = await request.json()
        if body["type"] == "url_verification":
            return PlainTextResponse(body["challenge"])
        reasons.append(request.headers.get("x-slack-retry-reason"))
        if len(reasons) == 1:
            await asyncio.sleep(0.4)
        return PlainTextResponse("")

    routes = [Route("/slack/events", slow, methods=["POST"])]
    async with serve_asgi(Starlette(routes=routes)) as base:
        await place.set_request_url(base + "/slack/events")
        await place.client.app(installed=False)
        await place.idle()
    assert "http_timeout" in reasons


async def test_faults_of_events(place: Playground) -> None:
    bot = Bot(place)
    async with by_socket(place, bot):
        mari = await talk_in_shop(place)
        bot.events.clear()
        await place.fault("duplicate", "message", times=1)
        await mari.post("#shop-floor", "twice")
        await place.idle()
        assert bot.texts() == ["twice", "twice"]
        assert len({e["event_id"] for e in bot.events}) == 1
        bot.events.clear()
        await place.fault("reorder", "message", times=1)
        await mari.post("#shop-floor", "first")
        await mari.post("#shop-floor", "second")
        await place.idle()
        assert bot.texts() == ["second", "first"]
        bot.events.clear()
        await place.fault("lose", "message", times=1)
        await mari.post("#shop-floor", "lost")
        await place.fault("ignore_ack", "message", times=1)
        await mari.post("#shop-floor", "unheard")
        await place.idle()
        assert bot.texts() == ["unheard", "unheard"]
        await place.fault("delay", "message", times=1, seconds=0.05)
        await mari.post("#shop-floor", "late")
        await mari.post("#shop-floor", "in time")
        await place.idle()
        assert bot.texts()[-2:] == ["in time", "late"]
        assert place.ground.faults.active() == []


async def test_faults_of_calls(place: Playground, api: AsyncWebClient) -> None:
    mari = await talk_in_shop(place)
    where = mari.channel_id("#shop-floor")
    await place.fault("rate_limited", "chat.postMessage", times=1, seconds=7)
    with pytest.raises(SlackApiError) as limited:
        await api.chat_postMessage(channel=where, text="x")
    assert limited.value.response.status_code == 429
    assert limited.value.response.headers["Retry-After"] == "7"
    assert limited.value.response["error"] == "ratelimited"
    await place.fault("server_error", "chat.*", times=1, status=500)
    with pytest.raises(SlackApiError):
        await api.chat_postMessage(channel=where, text="x")
    await place.fault("error", "chat.postMessage", times=1, error="fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await api.chat_postMessage(channel=where, text="x")
    count = len(place.workspace.channels[where].messages)
    await place.fault("lost_answer", "chat.postMessage", times=1)
    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        await api.chat_postMessage(channel=where, text="it was posted")
    assert len(place.workspace.channels[where].messages) == count + 1
    await place.fault("slow", "auth.test", times=1, seconds=0.1)
    began = time.monotonic()
    await api.auth_test()
    assert time.monotonic() - began >= 0.1
    await place.fault("refuse_connect", times=1)
    with pytest.raises(SlackApiError, match="internal_error"):
        await api.apps_connections_open(app_token=place.app_token)


async def test_default_client_resends_after_a_lost_answer(place: Playground) -> None:
    """The trap that the fault is there to show: slack_sdk's default retry posts twice."""
    mari = await talk_in_shop(place)
    client = AsyncWebClient(token=place.bot_token, base_url=place.api_url)
    await place.fault("lost_answer", "chat.postMessage", times=1)
    await client.chat_postMessage(channel=mari.channel_id("#shop-floor"), text="twice")
    texts = [m.text for m in place.workspace.channel("shop-floor").messages.values()]
    assert texts.count("twice") == 2
