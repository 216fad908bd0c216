"""How long after a fault of the socket the bot hears again, in seconds of real time."""

from __future__ import annotations

import asyncio
import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.result import Result
from bot.manifest import manifest_path
from bot.serving import PING_SECONDS
from playground.harness import Playground, running

FAULTS = ("drop_sockets", "half_open", "warning", "refresh")
MOST, EACH = 10.0, 30.0


def run() -> list[Result]:
    """The socket's client as ``ba run`` sets it up, after each kind of fault."""
    return asyncio.run(_measure())


async def _measure() -> list[Result]:
    results = []
    for fault in FAULTS:
        async with running(manifest=manifest_path()) as place:
            taken = await _one(place, fault)
        results.append(Result(f"reconnect: after {fault}, seconds", taken, MOST, "lower"))
    return results


async def _one(place: Playground, fault: str) -> float:
    heard: asyncio.Queue[str] = asyncio.Queue()
    app = AsyncApp(client=AsyncWebClient(token=place.bot_token, base_url=place.api_url))

    async def on_message(event: dict[str, str]) -> None:
        heard.put_nowait(event["text"])

    app.event("message")(on_message)
    handler = AsyncSocketModeHandler(app, place.app_token, ping_interval=PING_SECONDS)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        hana = await place.client.as_person("hana")
        channel = await hana.create_channel("listening")
        await hana.invite(channel["id"], hana.app["bot_user_id"])
        await _until(place, channel["id"], heard, "before")
        begun = time.monotonic()
        await place.fault(fault)
        await _until(place, channel["id"], heard, "after")
        return time.monotonic() - begun
    finally:
        place.clear_faults()
        await handler.close_async()  # type: ignore[no-untyped-call]


async def _until(place: Playground, channel_id: str, heard: asyncio.Queue[str], word: str) -> None:
    """Say something new again and again until something said in this part is heard."""
    hana, number = await place.client.as_person("hana"), 0
    async with asyncio.timeout(EACH):
        while True:
            number += 1
            await hana.post(channel_id, f"{word} {number}")
            try:
                while not (await asyncio.wait_for(heard.get(), 0.2)).startswith(word):
                    pass
            except TimeoutError:
                continue
            return
