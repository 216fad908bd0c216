"""A real Bolt app that notes what it got, and what it shows: a form, a message with buttons."""

from __future__ import annotations

import re
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground.harness import Playground
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


async def offered(place: Playground, mari: Any, app: App) -> Json:
    """A message of the app with buttons, as Mari sees it."""
    where = mari.channel_id("#shop-floor")
    made = await app.client.chat_postMessage(channel=where, text="Offer", blocks=BUTTONS)
    return dict(await place.client.until(lambda: mari.message(where, made["ts"])))


async def opened(place: Playground, app: App, mari: Any, **more: Any) -> Json:
    await mari.global_shortcut("go")
    trigger = app.last["trigger_id"]
    made = await app.client.views_open(trigger_id=trigger, view=form(**more))
    await place.client.until(lambda: mari.modal)
    return dict(made["view"])


async def fails(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])
