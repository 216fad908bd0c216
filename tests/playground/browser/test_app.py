"""The app on the page: commands, ephemerals, modals, Home, shortcuts."""

from __future__ import annotations

import asyncio
from typing import Any

from playwright.async_api import Page, expect


async def fill_kind(page: Page, choice: str = "Rule") -> None:
    """Choose in the form's static select."""
    await page.get_by_role("combobox", name="Kind").click()
    await page.get_by_role("option", name=choice).click()


async def open_form(page: Page, say: Any) -> None:
    await say(page, "/tiny form")
    await expect(page.get_by_role("dialog")).to_be_visible()


async def saw(scene: Any, what: str) -> None:
    """Wait (at most 5 s) until something reached the app."""
    async with asyncio.timeout(5):
        while what not in scene.seen:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_command_menu_and_ephemeral(scene: Any, say: Any) -> None:
    page = await scene.page()
    box = page.locator('[data-composer="channel"]')
    await box.type("/ti")
    await expect(page.get_by_role("option", name="/tiny")).to_be_visible()
    await box.press("Tab")
    await expect(box).to_have_value("/tiny ")
    await say(page, "/tiny hello")
    note = page.locator(".msg.ephemeral")
    await expect(note).to_contain_text("Only visible to you")
    await expect(note).to_contain_text("only you can read this")
    await note.get_by_role("button", name="Dismiss").click()
    await expect(note).to_have_count(0)


async def test_ephemeral_is_seen_by_one_person_only(scene: Any, say: Any) -> None:
    mari, jun = await scene.page("mari"), await scene.page("jun")
    await say(mari, "/tiny hello")
    await expect(mari.locator(".msg.ephemeral")).to_have_count(1)
    await say(mari, "for all")
    await expect(jun.locator("main .msg").last).to_contain_text("for all")
    await expect(jun.locator(".msg.ephemeral")).to_have_count(0)


async def test_unknown_command_keeps_the_text(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "/nothing here")
    await expect(page.locator(".toast.error")).to_be_visible()
    await expect(page.locator('[data-composer="channel"]')).to_have_value("/nothing here")
    scene.errors.clear()  # the browser itself logs the refused request


async def test_modal_error_then_push_then_close(scene: Any, say: Any) -> None:
    page = await scene.page()
    await open_form(page, say)
    title = page.get_by_label("Title")
    await expect(title).to_be_focused()
    await title.fill("bad one")
    await fill_kind(page)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#modal .error").first).to_contain_text("Say something good.")
    await expect(title).to_be_focused()
    await expect(title).to_have_attribute("aria-invalid", "true")
    await title.fill("A good one")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "saved A good one" in scene.seen
    await page.get_by_role("button", name="Close", exact=True).click()
    await expect(page.locator("#modal")).to_be_hidden()
    await expect(page.locator('[data-composer="channel"]')).to_be_focused()


async def test_required_fields_are_checked(scene: Any, say: Any) -> None:
    page = await scene.page()
    await open_form(page, say)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator('[data-block="title"] .error')).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#modal")).to_be_hidden()


async def test_update_in_place_keeps_focus_and_text(scene: Any, say: Any) -> None:
    page = await scene.page()
    await open_form(page, say)
    await page.get_by_label("Title").fill("half wri")
    await page.get_by_role("combobox", name="With whom").click()
    await page.get_by_role("option", name="Jun Park").click()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="More fields").click()
    await expect(page.get_by_label("Extra")).to_be_visible()
    await expect(page.get_by_role("button", name="More fields")).to_be_focused()
    await expect(page.get_by_label("Title")).to_have_value("half wri")
    await expect(page.locator("#modal .chip")).to_contain_text("Jun Park")


async def test_external_select(scene: Any, say: Any) -> None:
    page = await scene.page()
    await open_form(page, say)
    topic = page.get_by_role("combobox", name="Topic")
    await topic.click()
    await topic.type("rain")
    await page.get_by_role("option", name="Rain Two").click()
    await expect(topic).to_have_value("Rain Two")


async def test_home_with_confirm(scene: Any) -> None:
    page = await scene.page(channel=None)
    await page.click('[data-name="tiny"]')
    await expect(page.get_by_role("heading", name="Good morning")).to_be_visible()
    await page.get_by_role("button", name="Press me").click()
    await page.get_by_role("button", name="Wait").click()
    assert "press" not in scene.seen
    await page.get_by_role("button", name="Press me").click()
    await page.get_by_role("button", name="Press", exact=True).click()
    await saw(scene, "press")
    await expect(page.get_by_role("button", name="Press me")).to_be_focused()
    await page.get_by_role("tab", name="Messages").click()
    await expect(page.locator('[data-composer="channel"]')).to_be_visible()


async def test_message_shortcut(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "Keep me")
    row = page.locator("main .msg").last
    await row.hover()
    await row.locator('[data-tool="more"]').click()
    await page.get_by_role("menuitem", name="Keep this").click()
    await expect(page.get_by_role("heading", name="Keep this")).to_be_visible()
    assert "keep" in scene.seen


async def test_global_shortcut(scene: Any) -> None:
    page = await scene.page()
    await page.get_by_role("button", name="Shortcuts").click()
    await page.get_by_role("menuitem", name="New note").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert "note" in scene.seen
