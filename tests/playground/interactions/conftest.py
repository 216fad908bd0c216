"""The app, connected either way, and Mari, who invited it to #shop-floor."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from starlette.applications import Starlette
from starlette.routing import Route

from playground.harness import Playground
from playground.serving import serve_asgi
from tests.playground.interactions.app import App


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
