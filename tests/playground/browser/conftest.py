"""A browser, a playground and a tiny Bolt app for the tests of the page.

`BA_REQUIRE_BROWSER=1` turns "no browser: skipped" into a failure.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from playground.harness import Playground, running
from tests.chromium import launch, no_browser

Json = dict[str, Any]
MANIFEST = Path(__file__).with_name("tiny.yaml")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests below this folder share one event loop, and so one browser."""
    for item in items:
        if "tests/playground/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=10_000)
    async with async_playwright() as driver:
        found = await launch(driver)
        if found is None:
            no_browser("there is no Chromium (try: python -m playwright install chromium)")
            return
        yield found
        await found.close()


def field_block(block: str, label: str, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": block,
        "optional": element.pop("optional", False),
        "label": {"type": "plain_text", "text": label},
        "element": {"type": "plain_text_input", "action_id": "a", **element},
    }


def option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value.title()}, "value": value}


def form(title: str = "Keep this", extra: str = "") -> Json:
    """A form with text, a select, several people, and a button that updates it in place."""
    kinds = [option("rule"), option("story")]
    blocks: list[Json] = [
        field_block("title", "Title"),
        field_block("text", "Statement", multiline=True, optional=True),
        field_block("kind", "Kind", type="static_select", options=kinds),
        field_block("who", "With whom", type="multi_users_select", optional=True),
        field_block("topic", "Topic", type="external_select", min_query_length=1, optional=True),
        {
            "type": "actions",
            "block_id": "more",
            "elements": [
                {
                    "type": "button",
                    "action_id": "more",
                    "text": {"type": "plain_text", "text": "More fields"},
                }
            ],
        },
    ]
    if extra:
        blocks.append(field_block("extra", extra, optional=True))
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Save"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": blocks,
    }


def thanks() -> Json:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Thank you"},
        "close": {"type": "plain_text", "text": "Done"},
        "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "It is *kept*."}}],
    }


def home() -> Json:
    press = {
        "type": "button",
        "action_id": "press",
        "text": {"type": "plain_text", "text": "Press me"},
        "confirm": {
            "title": {"type": "plain_text", "text": "Press it?"},
            "text": {"type": "mrkdwn", "text": "It does *little*."},
            "confirm": {"type": "plain_text", "text": "Press"},
            "deny": {"type": "plain_text", "text": "Wait"},
        },
    }
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Good morning"}},
            {"type": "actions", "block_id": "home", "elements": [press]},
        ],
    }


def tiny_app(token: str, base_url: str, stage: Scene) -> AsyncApp:
    """The app under the page. `stage.seen` and `stage.states`: what reached it."""
    seen = stage.seen
    app = AsyncApp(client=AsyncWebClient(token=token, base_url=base_url))

    @app.command("/tiny")
    async def command(ack: Any, body: Json, respond: Any, client: AsyncWebClient) -> None:
        await ack()
        if body["text"] == "form":
            await client.views_open(trigger_id=body["trigger_id"], view=form())
        elif body["text"] == "all":
            view = {**form("All"), "callback_id": "all", "blocks": stage.form_blocks}
            await client.views_open(trigger_id=body["trigger_id"], view=view)
        else:
            await respond("Hello, *only you* can read this.")

    @app.shortcut("keep")
    @app.shortcut("note")
    async def shortcut(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        seen.append(body["callback_id"])
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.options("a")
    async def options(ack: Any, body: Json) -> None:
        await ack(options=[option(f"{body['value']} one"), option(f"{body['value']} two")])

    @app.action("more")
    async def more(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        view = body["view"]
        await client.views_update(view_id=view["id"], hash=view["hash"], view=form(extra="Extra"))

    @app.action("press")
    async def press(ack: Any) -> None:
        await ack()
        seen.append("press")

    @app.view("form")
    async def submitted(ack: Any, view: Json) -> None:
        title = view["state"]["values"]["title"]["a"]["value"]
        if title.startswith("bad"):
            await ack(response_action="errors", errors={"title": "Say something good."})
        else:
            seen.append(f"saved {title}")
            await ack(response_action="push", view=thanks())

    @app.view("all")
    async def taken(ack: Any, view: Json) -> None:
        await ack()
        stage.states.append(view["state"]["values"])

    @app.action(re.compile("^(b|sel|date|over)"))
    async def pressed(ack: Any) -> None:
        await ack()

    @app.event("app_home_opened")
    async def opened(event: Json, client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            await client.views_publish(user_id=event["user"], view=home())

    @app.event("message")
    async def message(event: Json) -> None:
        seen.append(event.get("text", ""))

    return app


@dataclass
class Scene:
    """A running playground with the tiny app connected, and the pages that a test opened."""

    ground: Playground
    browser: Browser
    seen: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    form_blocks: list[Json] = field(default_factory=list)
    states: list[Json] = field(default_factory=list)

    async def page(
        self,
        as_: str = "mari",
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        channel: str | None = "shop-floor",
    ) -> Page:
        """The page as somebody sees it, with a channel open; console errors are collected."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("pageerror", lambda e: self.errors.append(f"error: {e}"))
        page.on(
            "console",
            lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None,
        )
        await page.goto(f"{self.ground.url}/?as={as_}")
        await page.wait_for_selector("#app[data-ready]")
        if channel:
            await page.click(f'[data-name="{channel}"]')
            await page.wait_for_selector('[data-composer="channel"]')
        return page


@pytest_asyncio.fixture(loop_scope="session")
async def scene(browser: Browser) -> AsyncIterator[Scene]:
    """One playground per test; afterwards no page may have complained on its console."""
    async with running(MANIFEST) as ground:
        stage = Scene(ground, browser)
        app = tiny_app(ground.bot_token, ground.api_url, stage)
        handler = AsyncSocketModeHandler(app, ground.app_token)
        await handler.connect_async()
        try:
            yield stage
        finally:
            for context in list(browser.contexts):
                await context.close()
            await handler.close_async()
    assert stage.errors == []


Say = Callable[[Page, str], Awaitable[None]]


@pytest.fixture
def say() -> Say:
    """Type into the channel's composer and press Enter."""

    async def typed(page: Page, text: str) -> None:
        await page.fill('[data-composer="channel"]', text)
        await page.press('[data-composer="channel"]', "Escape")
        await page.press('[data-composer="channel"]', "Enter")

    return typed
