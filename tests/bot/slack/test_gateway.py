"""The gateway against a small server on loopback that answers as it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.gateway import (
    Gateway,
    SlackBusy,
    SlackRefused,
    SlackUnreachable,
)
from bot.slack.ids import METADATA_EVENT

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Slack:
    """What the server answers next, and what it was asked."""

    def __init__(self) -> None:
        self.answer: Answer = ok()
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if request.content_type == "application/json":
            given = await request.json()
        else:
            given = {**request.query, **(await request.post())}
        self.asked.append((request.path.rsplit("/", 1)[-1], given))
        return await self.answer(request)


def ok(**data: Any) -> Answer:
    return status(200, {"ok": True, **data})


def status(code: int, data: Any, **headers: str) -> Answer:
    async def answer(request: web.Request) -> web.StreamResponse:
        if isinstance(data, str):
            return web.Response(status=code, text=data, content_type="text/html", headers=headers)
        return web.json_response(data, status=code, headers=headers)

    return answer


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
async def gateway(slack: Slack) -> AsyncIterator[Gateway]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.serve)
    async with TestServer(app) as server, aiohttp.ClientSession() as http:
        client = AsyncWebClient(
            "xoxb-test", base_url=str(server.make_url("/api/")), session=http, retry_handlers=[]
        )
        yield Gateway(client)


async def test_busy_tells_when_to_come_back(slack: Slack, gateway: Gateway) -> None:
    slack.answer = status(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"})
    for call in (gateway.call("chat.postMessage"), gateway.query("users.info")):
        with pytest.raises(SlackBusy) as caught:
            await call
        assert caught.value.retry_after == 7
    slack.answer = status(429, {"ok": False}, **{"Retry-After": "soon"})
    with pytest.raises(SlackBusy) as caught:
        await gateway.call("chat.postMessage")
    assert caught.value.retry_after > 0


@pytest.mark.parametrize(
    "answer",
    [
        status(500, {"ok": False, "error": "internal_error"}),
        status(503, "<html>the proxy is sorry</html>"),
        status(200, {"ok": False, "error": "fatal_error"}),
        status(200, {"ok": False}),
        hang_up,
    ],
    ids=["500", "html", "fatal_error", "no code", "closed"],
)
async def test_no_clear_answer_leaves_it_open_what_happened(
    slack: Slack, gateway: Gateway, answer: Answer
) -> None:
    slack.answer = answer
    with pytest.raises(SlackUnreachable):
        await gateway.call("chat.postMessage", channel="C1")
    with pytest.raises(SlackUnreachable):
        await gateway.query("users.info", user="U1")


async def test_nobody_there_is_unreachable() -> None:
    async with aiohttp.ClientSession() as http:
        client = AsyncWebClient("x", base_url="http://127.0.0.1:9/", session=http, timeout=2)
        with pytest.raises(SlackUnreachable):
            await Gateway(client).call("auth.test")


async def test_a_no_carries_its_code(slack: Slack, gateway: Gateway) -> None:
    slack.answer = status(200, {"ok": False, "error": "not_in_channel"})
    with pytest.raises(SlackRefused) as caught:
        await gateway.post("C1", "hello", [])
    assert caught.value.code == "not_in_channel"


async def test_a_post_carries_its_key_and_says_where_it_is(slack: Slack, gateway: Gateway) -> None:
    slack.answer = ok(channel="C9", ts="1.000001")
    sent = await gateway.post("C1", "hello", [{"type": "divider"}], thread_ts="1.0", key="offer:1")
    assert (sent.channel_id, sent.ts) == ("C9", "1.000001")
    ((method, given),) = slack.asked
    assert method == "chat.postMessage"
    assert given["metadata"]["event_payload"] == {"key": "offer:1"}
    assert (given["thread_ts"], given["blocks"]) == ("1.0", [{"type": "divider"}])
    await gateway.post("C1", "hello", [])
    assert "thread_ts" not in slack.asked[-1][1]
    assert "metadata" not in slack.asked[-1][1]


def posted(ts: str, key: str, kind: str = METADATA_EVENT) -> dict[str, Any]:
    return {"ts": ts, "metadata": {"event_type": kind, "event_payload": {"key": key}}}


async def test_a_post_is_found_again_by_its_key_on_any_page(slack: Slack, gateway: Gateway) -> None:
    pages = {
        "": {
            "messages": [{"ts": "5.0"}, posted("4.0", "other"), posted("3.0", "key", "foreign")],
            "response_metadata": {"next_cursor": "two"},
        },
        "two": {"messages": [posted("2.0", "key")], "response_metadata": {"next_cursor": ""}},
    }

    async def answer(request: web.Request) -> web.StreamResponse:
        cursor = str(slack.asked[-1][1].get("cursor") or "")
        return web.json_response({"ok": True, **pages[cursor]})

    slack.answer = answer
    found = await gateway.find_posted("C1", "key")
    assert found is not None
    assert found.ts == "2.0"
    assert [method for method, _ in slack.asked] == ["conversations.history"] * 2
    assert await gateway.find_posted("C1", "no such key", thread_ts="1.0") is None
    assert slack.asked[-1][0] == "conversations.replies"
    assert slack.asked[-1][1]["ts"] == "1.0"


async def test_pages_end(slack: Slack, gateway: Gateway, caplog: pytest.LogCaptureFixture) -> None:
    slack.answer = ok(members=["U1"], response_metadata={"next_cursor": "for ever"})
    found = [m async for m in gateway.pages("conversations.members", "members", most=3)]
    assert found == ["U1"] * 3
    assert "conversations.members has more than the 3 pages" in caplog.text


async def test_the_small_calls(slack: Slack, gateway: Gateway) -> None:
    slack.answer = ok(channel={"id": "D1"}, permalink="https://x", file={"mimetype": "image/png"})
    assert await gateway.open_direct("U1") == "D1"
    assert await gateway.permalink("C1", "1.0") == "https://x"
    assert await gateway.file_is_ready("F1")
    await gateway.whisper("C1", "U1", "psst")
    assert slack.asked[-1] == (
        "chat.postEphemeral",
        {"channel": "C1", "user": "U1", "text": "psst"},
    )
    slack.answer = status(200, {"ok": False, "error": "file_not_found"})
    assert not await gateway.file_is_ready("F1")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "http://evil.example/upload",
        "https://files.slack.com.evil.example/upload",
        "http://files.slack.com/upload",
        "https://evilslack.com/upload",
        "file:///etc/passwd",
    ],
)
async def test_what_people_made_goes_to_slack_only(
    slack: Slack, gateway: Gateway, elsewhere: str
) -> None:
    slack.answer = ok(upload_url=elsewhere, file_id="F1")
    with pytest.raises(SlackRefused, match="upload_url_elsewhere"):
        await gateway.upload_png("a.png", b"png", "a picture")
    assert [method for method, _ in slack.asked] == ["files.getUploadURLExternal"]


async def test_without_retries_too_many_requests_is_one_request(
    slack: Slack, gateway: Gateway
) -> None:
    gateway.client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    slack.answer = status(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "1"})
    with pytest.raises(SlackBusy):
        await gateway.without_retries().call("chat.postMessage")
    assert len(slack.asked) == 1
