"""Socket Mode: envelopes on the wire, several sockets, disconnects."""

from __future__ import annotations

import contextlib

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground.harness import Playground
from playground.types import Refused
from tests.playground.delivery.bot import Bot, by_socket, talk_in_shop


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
