"""The page's API: who may do what, and what is seen by whom."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from playground.client import PlaygroundError
from playground.client_view import texts
from playground.harness import Playground
from playground.types import Json


async def test_bootstrap(place: Playground) -> None:
    url = f"{place.url}/page/api/bootstrap?as=gil"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        body = await response.json()
    assert body["me"]["role"] == "guest"
    assert [c["name"] for c in body["channels"]] == ["suppliers"]
    assert body["commands"][0]["command"] == "/test"
    assert body["message_shortcuts"][0]["callback_id"] == "keep"
    assert body["global_shortcuts"][0]["callback_id"] == "go"
    assert body["emoji"]["bulb"] == "💡"
    assert body["app"]["bot_user_id"] == place.workspace.app_user
    assert {p["role"] for p in body["people"]} == {"owner", "admin", "member", "guest", "bot"}
    wanted = ["workspace", "clock", "faults", "tour", "plays", "modals", "home", "seq"]
    assert set(wanted) <= set(body)


async def test_talking(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    jun = await place.client.as_person("jun")
    parent = await mari.post("#shop-floor", "Hello @jun, *see* #general & <this>")
    assert parent["text"].startswith(f"Hello <@{jun.id}>")
    assert "&amp; &lt;this&gt;" in parent["text"]
    assert parent["mine"]
    await place.client.until(lambda: jun.message(parent["channel"], parent["ts"]))
    assert not jun.message(parent["channel"], parent["ts"])["mine"]
    channel = jun.channels[parent["channel"]]
    assert (channel["unread"], channel["mentions"]) == (1, 1)
    reply = await jun.reply(parent, "Seen")
    await place.client.until(lambda: mari.replies("#shop-floor", parent["ts"]))
    assert mari.message(parent["channel"], parent["ts"])["reply_count"] == 1
    await mari.react(reply, "thumbsup")
    await place.client.until(lambda: jun.message(reply["channel"], reply["ts"]).get("reactions"))
    await jun.edit(reply, "Seen it")
    await place.client.until(
        lambda: mari.message(reply["channel"], reply["ts"])["text"] == "Seen it"
    )
    with pytest.raises(PlaygroundError, match="cant_update_message"):
        await mari.edit(reply, "No")
    with pytest.raises(PlaygroundError, match="cant_delete_message"):
        await mari.delete(reply)
    diego = await place.client.as_person("diego")
    await diego.delete(reply)
    await place.client.until(lambda: mari.message(reply["channel"], reply["ts"]) is None)
    assert "reply_count" not in mari.message(parent["channel"], parent["ts"])


async def test_what_is_refused(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    gil = await place.client.as_person("gil")
    leads = place.workspace.channel("leads").id
    cases: list[tuple[Any, str]] = [
        (mari.post("#software", "not a member"), "not_in_channel"),
        (mari.call("GET", f"/channels/{leads}/messages"), "channel_not_found"),
        (mari.call("POST", f"/channels/{leads}/join"), "channel_not_found"),
        (mari.post("#shop-floor", "  "), "no_text"),
        (mari.create_channel("shop-floor"), "name_taken"),
        (mari.create_channel("Not valid!"), "invalid_name"),
        (mari.change_channel("#shop-floor", "delete"), "restricted_action"),
        (mari.leave("#general"), "cant_leave_general"),
        (gil.create_channel("mine"), "user_is_restricted"),
        (gil.call("POST", "/channels/general/join"), "channel_not_found"),
        (mari.call("PATCH", "/people/mari", {"tz": "Mars/Base"}), "invalid_arguments"),
        (mari.call("POST", "/clock", {"speed": -1}), "invalid_arguments"),
        (mari.call("POST", "/faults", {"kind": "nosuch"}), "invalid_fault"),
        (mari.call("POST", "/plays/no.such", {"do": "start"}), "play_not_found"),
        (mari.call("POST", "/channels/general/nosuch"), "call_not_found"),
        (mari.permalink("https://example.com"), "message_not_found"),
    ]
    for call, code in cases:
        with pytest.raises(PlaygroundError) as refused:
            await call
        assert refused.value.code == code
        assert refused.value.message


async def test_private_channels_and_removal(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    jun = await place.client.as_person("jun")
    made = await mari.create_channel("quiet", private=True)
    assert made["id"] not in jun.channels
    await mari.invite("#quiet", "jun")
    await place.client.until(lambda: made["id"] in jun.channels)
    await mari.kick("#quiet", "jun")
    await place.client.until(lambda: made["id"] not in jun.channels)


async def test_driving(place: Playground) -> None:
    client = place.client
    mari = await client.as_person("mari")
    before = (await client.clock())["now"]
    await client.clock(advance=3600, speed=60)
    assert (await client.clock())["now"] >= before + 3600
    assert mari.clock["speed"] == 60
    await client.clock(speed=1)
    fault = await client.fault("slow", "chat.*", seconds=1, times=2)
    assert fault["target"] == "chat.*"
    await client.until(lambda: mari.fault_list)
    await client.clear_faults()
    await client.until(lambda: not mari.fault_list)
    kinds = (await client.get("/faults"))["kinds"]
    assert {"rate_limited", "lost_answer", "half_open"} <= {k["kind"] for k in kinds}
    await client.tour("Tour", [{"id": "one", "title": "One", "text": "Press *it*"}])
    await client.until(lambda: mari.tour and mari.tour["current"] == "one")
    await client.tour_step("one")
    await client.until(lambda: mari.tour and mari.tour["current"] is None)
    await client.tour("", [])
    await client.until(lambda: mari.tour is None)
    added = await client.add_person("ana", "Ana Reis", tz="America/Sao_Paulo")
    await client.until(lambda: added["id"] in mari.people)
    await mari.change_profile(status_text="Lunch", dnd={"enabled": True, "snooze_minutes": 5})
    await client.until(lambda: mari.people[mari.id]["status_text"] == "Lunch")


async def test_until_says_what_was_seen(place: Playground) -> None:
    await place.client.as_person("mari")
    with pytest.raises(TimeoutError, match="mari saw"):
        await place.client.until(lambda: False, timeout=0.05)

    async def later() -> bool:
        await asyncio.sleep(0)
        return True

    assert await place.client.until(later)


async def test_traffic(place: Playground, api: Any) -> None:
    mari = await place.client.as_person("mari")
    await api.auth_test()
    entries = await place.client.traffic("api")
    assert entries[-1]["name"] == "auth.test"
    assert entries[-1]["response"]["ok"]
    assert "token" not in str(entries[-1]["request"])
    assert entries[-1]["id"] in mari.traffic
    await place.client.send("DELETE", "/traffic")
    assert await place.client.traffic() == []


async def test_uninstall_and_back(place: Playground, api: Any) -> None:
    mari = await place.client.as_person("mari")
    view: Json = {
        "type": "home",
        "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "Hi"}}],
    }
    await api.views_publish(user_id=mari.id, view=view)
    await place.client.until(lambda: mari.home)
    assert texts(mari.home or {}) == "Hi"
    await place.client.app(installed=False)
    await place.client.until(lambda: not mari.app["installed"])
    await place.client.until(lambda: mari.home is None)
    with pytest.raises(Exception, match="account_inactive"):
        await api.auth_test()
    await place.client.app(installed=True)
    assert (await api.auth_test())["ok"]
    await place.client.app(scopes=["chat:write"])
    with pytest.raises(Exception, match="missing_scope"):
        await api.users_list()


async def test_other_bots_and_previews(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    made = place.other_bot_says("#shop-floor", "Build failed")
    await place.client.until(lambda: mari.message(made.channel, made.ts))
    shown = mari.message(made.channel, made.ts)
    assert (shown["subtype"], shown["bot_id"]) == ("bot_message", "B0OTHERBOT1")
    place.unfurl("#shop-floor", made.ts, "A preview")
    await place.client.until(lambda: mari.message(made.channel, made.ts).get("attachments"))


async def test_an_app_whose_tokens_are_revoked(place: Playground, api: Any) -> None:
    place.revoke_tokens()
    with pytest.raises(Exception, match="token_revoked"):
        await api.auth_test()
    place.install()
    assert (await api.auth_test())["ok"]
    assert place.environment()["SLACK_BOT_TOKEN"] == place.bot_token
