"""Buttons and menus in messages, suggestions, response URLs, with a real Bolt app behind."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from playground.client import PlaygroundError
from playground.harness import Playground
from playground.types import Json
from tests.playground.interactions.app import BUTTONS, App, offered


async def test_a_button(place: Playground, app: App, mari: Any) -> None:
    message = await offered(place, mari, app)
    await mari.press(message, "yes")
    body = app.last
    action = body["actions"][0]
    assert (action["action_id"], action["value"], action["block_id"]) == ("yes", "v1", "acts")
    assert body["container"]["message_ts"] == message["ts"]
    assert body["container"]["is_ephemeral"] is False
    assert body["message"]["ts"] == message["ts"]
    assert body["channel"]["id"] == message["channel"]
    assert body["response_url"].startswith(place.url)
    assert body["user"]["id"] == mari.id
    await mari.press(message, "more", "never")
    assert app.last["actions"][0]["selected_option"]["value"] == "never"
    with pytest.raises(PlaygroundError, match="invalid_option"):
        await mari.press(message, "more", "always")


async def test_an_app_that_does_not_answer(place: Playground, app: App, mari: Any) -> None:
    message = await offered(place, mari, app)
    app.silent = True
    place.ground.pump.set_ack_timeout(0.25)
    with pytest.raises(PlaygroundError, match="operation_timeout"):
        await mari.press(message, "yes")


async def test_suggestions(place: Playground, app: App, mari: Any) -> None:
    message = await offered(place, mari, app)
    found = await mari.options(message, "ext", "rice")
    assert app.last["type"] == "block_suggestion"
    assert app.last["value"] == "rice"
    assert found[0]["value"] == "rice"
    await mari.press(message, "ext", "rice")
    assert app.last["actions"][0]["selected_option"]["value"] == "rice"


async def respond(url: str, **body: Any) -> tuple[int, Json]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.json()


async def test_response_urls(place: Playground, app: App, mari: Any) -> None:
    message = await offered(place, mari, app)
    await mari.press(message, "yes")
    url = app.last["response_url"]
    assert (await respond(url, text="psst"))[0] == 200
    await place.client.until(lambda: mari.ephemerals("#shop-floor"))
    await respond(url, text="Done", replace_original=True)
    where = mari.channel_id("#shop-floor")
    await place.client.until(lambda: mari.message(where, message["ts"])["text"] == "Done")
    assert (await respond(url, blocks=[{"type": "x"}]))[1]["error"] == "invalid_blocks"
    await respond(url, delete_original=True)
    await place.client.until(lambda: mari.message(where, message["ts"]) is None)
    await respond(url, text="all", response_type="in_channel")
    status, body = await respond(url, text="too often")
    assert (status, body["error"]) == (404, "used_url")
    assert (await respond(f"{place.url}/actions/1/nosuch", text="x"))[1]["error"] == "expired_url"
    place.ground.response_urls.life = -1.0
    again = await offered(place, mari, app)
    await mari.press(again, "yes")
    assert (await respond(app.last["response_url"], text="x"))[1]["error"] == "expired_url"


async def test_ephemerals_can_be_replaced_and_pressed(
    place: Playground, app: App, mari: Any
) -> None:
    where = mari.channel_id("#shop-floor")
    await app.client.chat_postEphemeral(channel=where, user=mari.id, text="?", blocks=BUTTONS)
    await place.client.until(lambda: mari.ephemerals("#shop-floor"))
    shown = mari.ephemerals("#shop-floor")[0]
    await mari.press(shown, "yes")
    assert app.last["container"]["is_ephemeral"] is True
    assert "message" not in app.last
    await respond(app.last["response_url"], text="Done", replace_original=True)
    await place.client.until(lambda: mari.ephemerals("#shop-floor")[0]["text"] == "Done")
    jun = await place.client.as_person("jun")
    with pytest.raises(PlaygroundError, match="message_not_found"):
        await jun.press(shown, "yes")
