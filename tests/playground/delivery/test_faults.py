"""Faults of events and of calls that somebody set, and what they do."""

from __future__ import annotations

import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.harness import Playground
from tests.playground.delivery.bot import Bot, by_socket, talk_in_shop


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
