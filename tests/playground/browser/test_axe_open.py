"""What floats or opens on the page (menus, pickers, dialogs, suggestions) is clean for axe, too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.axe import clean, findings

COMPOSER = '[data-composer="channel"]'


def tool(name: str) -> Callable[[Page], Awaitable[None]]:
    """Press a tool of the page."""

    async def press(page: Page) -> None:
        await page.locator(f'[data-tool="{name}"]').last.click()

    return press


def entry(of: str, label: str) -> Callable[[Page], Awaitable[None]]:
    """Choose an entry of a tool's menu."""

    async def choose(page: Page) -> None:
        await tool(of)(page)
        await page.get_by_role("menuitem", name=label).click()

    return choose


def button(label: str) -> Callable[[Page], Awaitable[None]]:
    async def press(page: Page) -> None:
        await page.get_by_role("button", name=label, exact=True).last.click()

    return press


def typed(text: str) -> Callable[[Page], Awaitable[None]]:
    async def write(page: Page) -> None:
        await page.locator(COMPOSER).press_sequentially(text)

    return write


async def found(page: Page) -> None:
    await tool("search")(page)
    await page.get_by_role("searchbox").fill("towel")
    await expect(page.locator(".results button")).to_have_count(1)


async def picked_file(page: Page) -> None:
    note = {"name": "note.txt", "mimeType": "text/plain", "buffer": b"hello"}
    await page.set_input_files('.composer input[type="file"]', files=[note])


async def looked_at(page: Page) -> None:
    await page.locator("main .msg-author").last.click()


MENU, DIALOG = "[role=menu]", "dialog[open]"
OPENED = {
    "act as": (tool("act-as"), MENU),
    "message menu": (tool("more"), MENU),
    "shortcuts": (button("Shortcuts"), MENU),
    "channel menu": (tool("channel-menu"), MENU),
    "reactions": (tool("react"), ".popup"),
    "emoji": (button("Emoji"), ".popup"),
    "people suggested": (typed("@j"), "[role=listbox]"),
    "commands suggested": (typed("/ti"), "[role=listbox]"),
    "emoji suggested": (typed(":bul"), "[role=listbox]"),
    "edit": (entry("more", "Edit message"), ".edit-box"),
    "delete": (entry("more", "Delete message"), DIALOG),
    "search": (found, DIALOG),
    "create channel": (button("Create a channel"), DIALOG),
    "direct message": (button("New direct message"), DIALOG),
    "details": (entry("channel-menu", "Members and details"), DIALOG),
    "add people": (entry("channel-menu", "Add people"), DIALOG),
    "topic": (entry("channel-menu", "Set the topic"), DIALOG),
    "profile": (looked_at, DIALOG),
    "file to send": (picked_file, ".composer .chip"),
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_on_what_opens(scene: Any, say: Any, dark: bool) -> None:
    page = await scene.page(dark=dark)
    await say(page, "Take a towel")
    await expect(page.locator("main .msg").last).to_contain_text("towel")
    shut_out: list[str] = []
    for name, (open_it, shown) in OPENED.items():
        await page.locator("main .msg").last.hover()
        await open_it(page)
        await expect(page.locator(shown).locator("visible=true").first, name).to_be_visible()
        # A menu stands at the page's end, outside all landmarks, as ARIA's own pattern has it.
        but = "moderate region:" if shown == MENU else "-"
        shut_out += [f"{name}: {each}" for each in await findings(page) if but not in each]
        await page.keyboard.press("Escape")
        await page.locator(COMPOSER).fill("")
        await expect(page.locator(f"{MENU}, {DIALOG}, .popup"), name).to_have_count(0)
    assert not shut_out, "\n".join(shut_out)


async def test_axe_on_what_the_app_asks(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "/tiny form")
    await page.get_by_role("combobox", name="With whom").click()
    await expect(page.get_by_role("option", name="Jun Park")).to_be_visible()
    await clean(page)
    await page.get_by_role("option", name="Jun Park").click()
    await page.keyboard.press("Escape")
    await page.get_by_label("Title").fill("A title")
    await page.get_by_role("combobox", name="Kind").click()
    await page.get_by_role("option", name="Rule").click()
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()  # a pushed view
    await clean(page)
    await page.get_by_role("button", name="Close", exact=True).click()
    await page.click('[data-name="tiny"]')
    await page.get_by_role("button", name="Press me").click()
    await expect(page.get_by_role("dialog", name="Press it?")).to_be_visible()
    await clean(page)


async def test_axe_on_the_workbench_in_use(scene: Any, say: Any) -> None:
    page = await scene.page()
    await tool("workbench")(page)
    await page.click("#bench-tab-faults")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator(".fault")).to_have_count(1)
    await clean(page)
    await page.locator(".fault button").click()
    await page.click("#bench-tab-traffic")
    await say(page, "/tiny hello")
    await page.locator(".entry-head", has_text="/tiny").first.click()
    await expect(page.locator(".entry-body pre").first).to_contain_text("/tiny")
    await clean(page)
    await page.click("#bench-tab-talk")
    card = page.locator('[data-play="tanpopo.rain"]')
    await card.locator('[data-do="start"]').click()
    await expect(card).to_contain_text("playing")
    await clean(page)
    await say(page, "/nothing here")
    await expect(page.locator(".toast.error")).to_be_visible()
    await clean(page)
    scene.errors.clear()  # the browser logs the refusal


async def test_tab_reaches_the_emoji(scene: Any) -> None:
    page = await scene.page()
    await button("Emoji")(page)
    await page.keyboard.press("Tab")
    await page.keyboard.press("ArrowRight")
    cells = page.locator(".emoji-cell")
    await expect(cells.nth(1)).to_be_focused()
    chosen = await cells.nth(1).get_attribute("data-emoji")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Tab")  # the grid is one stop, where the arrows left it
    await page.keyboard.press("Enter")
    await expect(page.locator(COMPOSER)).to_have_value(f":{chosen}: ")
