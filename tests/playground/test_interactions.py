"""Commands, shortcuts, actions, forms, Home, response URLs, with a real Bolt app behind."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from playground.client import PlaygroundError
from playground.client_view import texts
from playground.harness import Playground
from playground.serving import serve_asgi
from playground.types import Json


def plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def form(callback: str = "form", **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain("Form"),
        "submit": plain("Save"),
        "private_metadata": "kept",
        "blocks": [
            {
                "type": "input",
                "block_id": "name",
                "label": plain("Name"),
                "element": {"type": "plain_text_input", "action_id": "name", "max_length": 10},
            },
            {
                "type": "input",
                "block_id": "kind",
                "optional": True,
                "label": plain("Kind"),
                "element": {
                    "type": "static_select",
                    "action_id": "kind",
                    "options": [{"text": plain(k), "value": k} for k in ("a", "b")],
                    "initial_option": {"text": plain("a"), "value": "a"},
                },
            },
        ],
        **more,
    }


BUTTONS: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "Shall I?"}},
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            {"type": "button", "action_id": "yes", "value": "v1", "text": plain("Yes")},
            {
                "type": "overflow",
                "action_id": "more",
                "options": [{"text": plain("Never"), "value": "never"}],
            },
            {"type": "external_select", "action_id": "ext", "min_query_length": 0},
        ],
    },
]


class App:
    """What the Bolt app got, and what it answers next."""

    def __init__(self, place: Playground) -> None:
        self.got: list[Json] = []
        self.answer: Json = {}
        self.silent = False
        client = AsyncWebClient(token=place.bot_token, base_url=place.api_url, retry_handlers=[])
        self.client = client
        self.bolt = AsyncApp(client=client, signing_secret=place.signing_secret)
        self.bolt.event(re.compile(".*"))(self._any)
        self.bolt.command("/test")(self._any)
        self.bolt.shortcut("keep")(self._any)
        self.bolt.shortcut("go")(self._any)
        self.bolt.action({"type": "block_actions", "action_id": "yes"})(self._any)
        self.bolt.action("more")(self._any)
        self.bolt.action("ext")(self._any)
        self.bolt.options("ext")(self._options)
        self.bolt.view("form")(self._view)
        self.bolt.view_closed("form")(self._any)

    async def _any(self, ack: Any, body: Json) -> None:
        if body["type" if "type" in body else "command"] == "event_callback":
            await ack()
            return
        self.got.append(body)
        if not self.silent:
            await ack(**self.answer)

    async def _view(self, ack: Any, body: Json) -> None:
        self.got.append(body)
        if not self.silent:
            await ack(**self.answer)

    async def _options(self, ack: Any, body: Json) -> None:
        self.got.append(body)
        await ack(options=[{"text": plain(body["value"]), "value": body["value"]}])

    @property
    def last(self) -> Json:
        return self.got[-1]


@pytest.fixture(params=["socket", "http"])
async def app(place: Playground, request: pytest.FixtureRequest) -> AsyncIterator[App]:
    made = App(place)
    if request.param == "http":
        adapter = AsyncSlackRequestHandler(made.bolt)
        routes = [Route("/slack/events", adapter.handle, methods=["POST"])]
        async with serve_asgi(Starlette(routes=routes)) as base:
            await place.set_request_url(base + "/slack/events")
            yield made
        return
    handler = AsyncSocketModeHandler(made.bolt, place.app_token)
    await handler.connect_async()
    yield made
    await handler.close_async()


@pytest.fixture
async def mari(place: Playground, app: App) -> Any:
    person = await place.client.as_person("mari")
    await person.invite("#shop-floor", "app")
    return person


async def offered(place: Playground, mari: Any, app: App) -> Json:
    """A message of the app with buttons, as Mari sees it."""
    where = mari.channel_id("#shop-floor")
    made = await app.client.chat_postMessage(channel=where, text="Offer", blocks=BUTTONS)
    return dict(await place.client.until(lambda: mari.message(where, made["ts"])))


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


async def opened(place: Playground, app: App, mari: Any, **more: Any) -> Json:
    await mari.global_shortcut("go")
    trigger = app.last["trigger_id"]
    made = await app.client.views_open(trigger_id=trigger, view=form(**more))
    await place.client.until(lambda: mari.modal)
    return dict(made["view"])


async def test_a_form_is_checked_and_sent(place: Playground, app: App, mari: Any) -> None:
    view = await opened(place, app, mari)
    assert view["root_view_id"] == view["id"]
    count = len(app.got)
    empty = await mari.submit()
    assert empty["errors"] == {"name": "Please complete this required field."}
    assert (await mari.submit({"name": "x" * 11}))["response_action"] == "errors"
    assert len(app.got) == count
    app.answer = {"response_action": "errors", "errors": {"name": "Taken"}}
    assert (await mari.submit({"name": "x"}))["errors"] == {"name": "Taken"}
    assert mari.modal
    app.answer = {}
    done = await mari.submit({"name": "Lamp", "kind": "b"})
    assert done["modals"] == []
    values = app.last["view"]["state"]["values"]
    assert values["name"]["name"] == {"type": "plain_text_input", "value": "Lamp"}
    assert values["kind"]["kind"]["selected_option"]["value"] == "b"
    assert app.last["view"]["private_metadata"] == "kept"
    assert app.last["view"]["hash"] == view["hash"]
    await place.client.until(lambda: mari.modal is None)


async def test_initial_values_count_until_touched(place: Playground, app: App, mari: Any) -> None:
    await opened(place, app, mari)
    await mari.submit({"name": "x"})
    values = app.last["view"]["state"]["values"]
    assert values["kind"]["kind"]["selected_option"]["value"] == "a"
    await opened(place, app, mari)
    await mari.submit({"name": "x", "kind": None})
    assert app.last["view"]["state"]["values"]["kind"]["kind"]["selected_option"] is None


async def test_stack_of_forms(place: Playground, app: App, mari: Any) -> None:
    await opened(place, app, mari, notify_on_close=True)
    for depth in (2, 3):
        app.answer = {
            "response_action": "push",
            "view": form(notify_on_close=True, external_id=f"e{depth}"),
        }
        assert len((await mari.submit({"name": "x"}))["modals"]) == depth
    with pytest.raises(PlaygroundError, match="push_limit_reached"):
        await mari.submit({"name": "x"})
    app.answer = {"response_action": "update", "view": form(title=plain("Changed"))}
    await mari.submit({"name": "x"})
    await place.client.until(lambda: mari.modal and "Changed" in texts(mari.modal))
    app.answer = {}
    app.got.clear()
    await mari.close_view()
    await place.idle()
    assert len(mari.modals) == 2
    await mari.close_view(clear=True)
    await place.idle()
    assert mari.modals == []
    assert [b["type"] for b in app.got] == ["view_closed"] * 2
    assert [b["is_cleared"] for b in app.got] == [True, True]


async def test_clear(place: Playground, app: App, mari: Any) -> None:
    await opened(place, app, mari)
    app.answer = {"response_action": "push", "view": form()}
    await mari.submit({"name": "x"})
    app.answer = {"response_action": "clear"}
    assert (await mari.submit({"name": "x"}))["modals"] == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nosuch": "x"}},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "push", "view": {"type": "home", "blocks": []}},
    ],
)
async def test_wrong_answers_keep_the_form(
    place: Playground, app: App, mari: Any, answer: Json
) -> None:
    await opened(place, app, mari)
    app.answer = answer
    with pytest.raises(PlaygroundError, match="trouble connecting"):
        await mari.submit({"name": "x"})
    assert mari.modal


async def fails(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_triggers(place: Playground, app: App, mari: Any) -> None:
    views = app.client
    await mari.global_shortcut("go")
    trigger = app.last["trigger_id"]
    await views.views_open(trigger_id=trigger, view=form())
    assert await fails(views.views_open(trigger_id=trigger, view=form())) == "exchanged_trigger_id"
    place.ground.triggers.life = -1.0
    await mari.global_shortcut("go")
    late = app.last["trigger_id"]
    assert await fails(views.views_open(trigger_id=late, view=form())) == "expired_trigger_id"
    place.ground.triggers.life = 3.0
    await mari.global_shortcut("go")
    fresh = app.last["trigger_id"]
    assert await fails(views.views_push(trigger_id=fresh, view=form())) == "not_found"


async def test_updates_and_their_hash(place: Playground, app: App, mari: Any) -> None:
    views = app.client
    view = await opened(place, app, mari, external_id="mine")
    changed = await views.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert changed["view"]["hash"] != view["hash"]
    old = views.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert await fails(old) == "hash_conflict"
    by_name = await views.views_update(
        external_id="", view_id=view["id"], view=form(external_id="n")
    )
    assert by_name["view"]["external_id"] == "n"
    await views.views_update(external_id="n", view=form(external_id="n"))
    await mari.global_shortcut("go")
    twice = views.views_open(trigger_id=app.last["trigger_id"], view=form(external_id="n"))
    assert await fails(twice) == "duplicate_external_id"
    await mari.close_view(clear=True)
    assert await fails(views.views_update(view_id=view["id"], view=form())) == "not_found"


async def test_home(place: Playground, app: App, mari: Any) -> None:
    home: Json = {"type": "home", "blocks": [BUTTONS[0], BUTTONS[1]]}
    first = await app.client.views_publish(user_id=mari.id, view=home)
    await place.client.until(lambda: mari.home)
    old = first["view"]["hash"]
    await app.client.views_publish(user_id=mari.id, view=home, hash=old)
    assert (
        await fails(app.client.views_publish(user_id=mari.id, view=home, hash=old))
        == "hash_conflict"
    )
    await mari.press(mari.home, "yes")
    assert app.last["container"] == {"type": "view", "view_id": first["view"]["id"]}
    assert app.last["view"]["type"] == "home"
    assert "response_url" not in app.last
    place.ground.manifest.home_tab = False
    assert await fails(app.client.views_publish(user_id=mari.id, view=home)) == "not_enabled"


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


async def test_not_connected_and_not_installed(place: Playground) -> None:
    mari = await place.client.as_person("mari")
    with pytest.raises(PlaygroundError, match="not_connected"):
        await mari.command("#shop-floor", "/test")
    place.uninstall()
    with pytest.raises(PlaygroundError, match="dispatch_failed"):
        await mari.command("#shop-floor", "/test")
    await asyncio.sleep(0)
