"""A small Bolt app that notes the events it gets, over Socket Mode or signed HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.routing import Route

from playground.harness import Playground
from playground.serving import serve_asgi
from playground.types import Json


class Bot:
    """A small Bolt app that notes what it got; `fail` lets it not acknowledge."""

    def __init__(self, place: Playground) -> None:
        self.place = place
        self.events: list[Json] = []
        self.retries: list[tuple[str, str]] = []
        self.fail = False
        client = AsyncWebClient(token=place.bot_token, base_url=place.api_url)
        self.app = AsyncApp(
            client=client, signing_secret=place.signing_secret, before_authorize=self._note
        )

    async def _note(self, req: Any, next: Callable[[], Any]) -> Any:
        if req.body.get("type") != "event_callback":
            return await next()
        number = req.headers.get("x-slack-retry-num", [""])[0]
        self.retries.append((number, req.headers.get("x-slack-retry-reason", [""])[0]))
        if self.fail:
            return BoltResponse(status=500, body="")
        self.events.append(req.body)
        return BoltResponse(status=200, body="")

    def texts(self) -> list[str]:
        return [e["event"].get("text", "") for e in self.events if e["event"]["type"] == "message"]


@asynccontextmanager
async def by_socket(place: Playground, bot: Bot) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(bot.app, place.app_token, ping_interval=0.2)
    await handler.connect_async()
    try:
        yield handler
    finally:
        await handler.close_async()


@asynccontextmanager
async def by_http(place: Playground, bot: Bot) -> AsyncIterator[str]:
    handler = AsyncSlackRequestHandler(bot.app)
    route = Route("/slack/events", handler.handle, methods=["POST"])
    async with serve_asgi(Starlette(routes=[route])) as base:
        await place.set_request_url(base + "/slack/events")
        yield base
        await place.set_request_url(None)


async def talk_in_shop(place: Playground) -> Any:
    mari = await place.client.as_person("mari")
    await mari.invite("#shop-floor", "app")
    await place.idle()
    return mari
