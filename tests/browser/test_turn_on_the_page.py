"""A newcomer goes through one turn of the spiral on the page: every press is a real one."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Browser, Page, expect

from bot.demo.run import address
from bot.demo.stage import stage
from bot.demo.steps import (
    Turn,
    half_an_hour,
    invite,
    is_introduced,
    is_read,
    monday,
    talk,
    two_days,
)
from bot.texts.home import HELLO
from tests import axe

LIGHT = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


async def opened(browser: Browser, turn: Turn, size: dict[str, int], scheme: str) -> Page:
    page = await browser.new_page(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.errors = errors  # type: ignore[attr-defined]
    await page.goto(address(turn))
    return page


async def clean(page: Page) -> None:
    """Nobody is shut out, and nothing went wrong behind the page."""
    await axe.clean(page)
    assert page.errors == []  # type: ignore[attr-defined]


async def until(turn: Turn, happened: Any) -> None:
    # What a busy machine could not take in time comes again a minute later.
    await turn.stage.client.until(lambda: happened(turn), timeout=150)


async def test_one_turn(browser: Browser) -> None:
    async with stage(0) as found:
        turn = Turn(found)
        await invite(turn)
        await until(turn, is_introduced)
        page = await opened(browser, turn, LIGHT, "light")
        await page.get_by_role("button", name="Switch on").click()
        await expect(page.locator(".prose", has_text="switched me on here")).to_be_visible()

        await talk(turn)
        await until(turn, is_read)
        await half_an_hour(turn)
        await page.get_by_text("replies").first.click()
        # Kenji put a light bulb on a message, too: the offer is the newest.
        offer = page.get_by_role("button", name="Make a card").last
        await offer.click(timeout=30_000)
        title = page.get_by_label("Name it")
        await expect(title).not_to_have_value("")
        await clean(page)
        await title.fill("Order for squirrels")
        await page.get_by_role("button", name="Keep the card").click()

        await page.get_by_role("button", name="I'll try this").click(timeout=30_000)
        await expect(page.locator(".prose", has_text="in private, how it went")).to_be_visible()
        await clean(page)

        await two_days(turn)
        await page.locator('.place[data-name="Ba"]').click()
        await expect(page.get_by_role("heading", name=HELLO)).to_be_visible()
        await clean(page)
        await page.get_by_role("tab", name="Messages").click()
        await page.get_by_role("button", name="Used it").click(timeout=30_000)
        await expect(page.get_by_role("button", name="It worked")).to_be_visible()

        await monday(turn)
        await page.locator('[data-name="orders"]').click()
        picture = page.locator("main img, [role=main] img").last
        await expect(picture).to_have_attribute("alt", re.compile("spiral", re.IGNORECASE))
        await clean(page)


async def test_dark_and_on_a_phone(browser: Browser) -> None:
    async with stage(0) as found:
        turn = Turn(found)
        await invite(turn)
        await until(turn, is_introduced)
        for size, scheme in ((LIGHT, "dark"), (PHONE, "light"), (PHONE, "dark")):
            page = await opened(browser, turn, size, scheme)
            await expect(page.get_by_role("button", name="Switch on")).to_be_visible()
            wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth + 1")
            assert not wide
            await clean(page)
            await page.close()
