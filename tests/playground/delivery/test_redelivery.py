"""Events arrive in order, and again until they are acknowledged, over either way."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from playground.harness import Playground
from tests.playground.delivery.bot import Bot, by_http, by_socket, talk_in_shop


@pytest.fixture(params=["socket", "http"])
def way(request: pytest.FixtureRequest) -> Any:
    return {"socket": by_socket, "http": by_http}[request.param]


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
