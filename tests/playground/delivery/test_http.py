"""Signed HTTP requests: signatures, the request URL, time-outs, refusals."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import time

import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from playground.delivery.http import sign
from playground.harness import Playground
from playground.serving import serve_asgi
from playground.types import Refused
from tests.playground.delivery.bot import Bot, by_http, talk_in_shop


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
