"""Commands and shortcuts, with a real Bolt app behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from playground.client import PlaygroundError
from playground.harness import Playground
from tests.playground.interactions.app import App, form


async def test_a_command(place: Playground, app: App, mari: Any) -> None:
    app.answer = {"text": "Hello", "response_type": "ephemeral"}
    await mari.command("#shop-floor", "/test tell @jun in #general")
    body = app.last
    assert body["command"] == "/test"
    jun, general = mari.person_id("jun"), mari.channel_id("#general")
    assert body["text"] == f"tell <@{jun}|jun> in <#{general}|general>"
    assert body["channel_name"] == "shop-floor"
    assert body["user_id"] == mari.id
    assert body["trigger_id"].count(".") == 2
    await place.client.until(lambda: mari.ephemerals("#shop-floor"))
    assert mari.ephemerals("#shop-floor")[0]["text"] == "Hello"
    jun_sees = await place.client.as_person("jun")
    assert jun_sees.ephemerals("#shop-floor") == []
    app.answer = {"text": "For all", "response_type": "in_channel"}
    await mari.command("#shop-floor", "/test")
    await place.client.until(lambda: jun_sees.messages("#shop-floor")[-1]["text"] == "For all")


@pytest.mark.parametrize(
    ("line", "code"), [("/nosuch x", "command_not_found"), ("/test", "operation_timeout")]
)
async def test_commands_that_fail(
    place: Playground, app: App, mari: Any, line: str, code: str
) -> None:
    app.silent = True
    place.ground.pump.set_ack_timeout(0.25)
    with pytest.raises(PlaygroundError) as refused:
        await mari.command("#shop-floor", line)
    assert refused.value.code == code
    assert line.split()[0] in refused.value.message


async def test_built_in_commands(place: Playground, mari: Any) -> None:
    await mari.command("#shop-floor", "/topic New topic")
    await mari.command("#shop-floor", "/invite @hana")
    await mari.command("#shop-floor", "/me waves")
    await place.client.until(lambda: mari.channels[mari.channel_id("#shop-floor")]["topic"])
    assert mari.messages("#shop-floor")[-1]["subtype"] == "me_message"
    assert mari.person_id("hana") in place.workspace.channel("shop-floor").members


async def test_shortcuts(place: Playground, app: App, mari: Any) -> None:
    message = await mari.post("#shop-floor", "Worth keeping")
    await mari.shortcut("keep", message)
    body = app.last
    assert (body["type"], body["callback_id"]) == ("message_action", "keep")
    assert body["message"]["text"] == "Worth keeping"
    assert body["message_ts"] == message["ts"]
    assert body["channel"]["name"] == "shop-floor"
    await app.client.views_open(trigger_id=body["trigger_id"], view=form())
    await place.client.until(lambda: mari.modal)
    await mari.global_shortcut("go")
    assert app.last["type"] == "shortcut"
    assert "channel" not in app.last
    with pytest.raises(PlaygroundError, match="shortcut_not_found"):
        await mari.global_shortcut("keep")


async def test_not_connected_and_not_installed(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    with pytest.raises(PlaygroundError, match="not_connected"):
        await mari.command("#shop-floor", "/test")
    place.uninstall()
    with pytest.raises(PlaygroundError, match="dispatch_failed"):
        await mari.command("#shop-floor", "/test")
    await asyncio.sleep(0)
