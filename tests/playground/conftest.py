"""A manifest that grants everything, a world to call methods in, and running playgrounds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import library, membership, talk
from playground.ground import Ground, build_ground
from playground.harness import Playground, running
from playground.manifest import permissive, read_manifest
from playground.model import Channel, Message, Person
from playground.mrkdwn import rich_text, typed
from playground.scopes import ALL_SCOPES, EVENT_SCOPES
from playground.types import Json
from playground.web_api.endpoint import Endpoint

MANIFEST: Json = {
    "display_information": {"name": "Testing", "description": "A test app"},
    "features": {
        "bot_user": {"display_name": "testing"},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {
                "command": "/test",
                "description": "Tests",
                "usage_hint": "words",
                "should_escape": True,
            },
            {"command": "/raw", "description": "Not escaped"},
        ],
        "shortcuts": [
            {"name": "Keep", "type": "message", "callback_id": "keep", "description": "Keeps"},
            {"name": "Go", "type": "global", "callback_id": "go", "description": "Goes"},
        ],
    },
    "oauth_config": {"scopes": {"bot": list(ALL_SCOPES)}},
    "settings": {
        "event_subscriptions": {"bot_events": list(EVENT_SCOPES)},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}


@dataclass
class World:
    """A ground without a server; `events` are what would have been sent."""

    ground: Ground
    events: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.endpoint = Endpoint(self.ground)
        self.ground.pump.event = lambda name, envelope: self.events.append(envelope)  # type: ignore[method-assign]
        self.ws = self.ground.workspace

    async def call(self, method: str, token: str | None = "bot", **args: Any) -> Json:
        known = {"bot": self.ground.tokens.bot, "app": self.ground.tokens.app}
        given = known.get(token, token) if token else None
        body, _, _ = await self.endpoint.call(method, args, given)
        return body

    async def ok(self, method: str, **args: Any) -> Json:
        body = await self.call(method, **args)
        assert body["ok"], body
        return body

    def person(self, handle: str) -> Person:
        return self.ws.person(handle)

    def channel(self, name: str) -> Channel:
        return self.ws.channel(name)

    def invite_app(self, name: str) -> Channel:
        channel = self.channel(name)
        membership.join(self.ws, channel, self.ws.app_user, inviter=channel.creator)
        return channel

    def say(self, name: str, who: str, text: str, **more: Any) -> Message:
        stored = typed(self.ws, text)
        channel = self.ws.channel(name)
        blocks = [rich_text(self.ws, stored)]
        message = Message(
            channel.id, "", self.person(who).id, stored, blocks, client_msg_id="c-1", **more
        )
        return talk.post(self.ws, channel, message)

    def inner(self, kind: str | None = None) -> list[Json]:
        found = [e["event"] for e in self.events]
        return [e for e in found if kind is None or e["type"] == kind]

    def file(self, name: str = "a.txt", content: bytes = b"words", who: str = "mari") -> str:
        person = self.person(who)
        made = library.reserve(self.ws, name, len(content), person.id, by_app=person.is_app)
        library.take(made, content)
        library.complete(self.ws, made, None)
        return made.id


@pytest.fixture
def world() -> World:
    """Everything granted; the app in #shop-floor and the private #tasting."""
    made = World(build_ground(read_manifest(MANIFEST)))
    made.ground.workspace.file_delay = 0
    made.invite_app("shop-floor")
    made.invite_app("tasting")
    made.events.clear()
    return made


@pytest.fixture
def bare() -> World:
    """Everything granted; the app nowhere."""
    return World(build_ground(permissive()))


@pytest.fixture
def names(world: World) -> dict[str, str]:
    """What the placeholders in a table of calls mean."""
    ws = world.ws
    own = world.say("shop-floor", "mari", "parent")
    joined = next(
        m for m in world.channel("shop-floor").messages.values() if m.subtype == "channel_join"
    )
    gone = world.invite_app("suppliers")
    membership.archive(ws, gone, gone.creator)
    ines = world.person("ines")
    ines.deleted = True
    return {
        "in": world.channel("shop-floor").id,
        "out": world.channel("software").id,
        "hidden": world.channel("leads").id,
        "private": world.channel("tasting").id,
        "archived": gone.id,
        "mari": world.person("mari").id,
        "hana": world.person("hana").id,
        "deleted": ines.id,
        "app": ws.app_user,
        "ts": own.ts,
        "join_ts": joined.ts,
        "file": world.file(),
        "appfile": world.file(who=ws.app_user),
    }


Start = Callable[..., AbstractAsyncContextManager[Playground]]


@pytest.fixture
async def place() -> AsyncIterator[Playground]:
    """A running playground."""
    async with running(MANIFEST, file_delay=0) as made:
        yield made


@pytest.fixture
def api(place: Playground) -> AsyncWebClient:
    """slack_sdk's client, as an app uses it, without its own retries."""
    return AsyncWebClient(token=place.bot_token, base_url=place.api_url, retry_handlers=[])
