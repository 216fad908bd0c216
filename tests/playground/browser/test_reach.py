"""Everybody can use the page: keyboard, phone, dark, axe; the workbench and the tour."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.axe import clean

PHONE = {"width": 360, "height": 740}


async def fits(page: Page) -> None:
    """Nothing is wider than the window."""
    wide = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0


async def api(page: Page, method: str, path: str, body: Any = None) -> Any:
    """Call the page API as the page's own scripts could; the answer's JSON."""
    url = page.url.split("/?")[0] + "/page/api" + path
    answer = await page.request.fetch(url, method=method, data=body)
    assert answer.ok, await answer.text()
    return await answer.json()


async def test_keyboard_alone(scene: Any) -> None:
    page = await scene.page(channel=None)
    await page.keyboard.press("Tab")
    await expect(page.locator(".skip")).to_be_focused()
    await page.locator('.place[tabindex="0"]').focus()
    await page.keyboard.press("Home")
    for _ in range(12):
        if await page.evaluate("document.activeElement.dataset.name") == "shop-floor":
            break
        await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("main h2")).to_contain_text("shop-floor")
    await page.locator('[data-composer="channel"]').focus()
    await page.keyboard.type("By keyboard")
    await page.keyboard.press("Enter")
    row = page.locator("main .msg").last
    await expect(row).to_contain_text("By keyboard")
    await row.focus()
    await page.keyboard.press("Tab")
    assert await page.evaluate("Boolean(document.activeElement.closest('.msg'))")
    await row.focus()
    await page.keyboard.press("t")
    await expect(page.locator('[data-composer="thread"]')).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(row).to_be_focused()
    await page.keyboard.press("r")
    await expect(page.get_by_label("Search emoji")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".popup")).to_have_count(0)


async def test_tab_leaves_the_messages_soon(scene: Any, say: Any) -> None:
    page = await scene.page()
    for n in range(4):
        await say(page, f"https://example.org/{n} and https://example.com/{n}")
    await expect(page.locator("main .msg").last).to_contain_text("com/3")
    await page.locator("main .msg").last.focus()
    links = 0
    for _ in range(12):
        await page.keyboard.press("Tab")
        links += await page.evaluate("document.activeElement.matches('.prose a')")
        if await page.evaluate("document.activeElement.matches('.composer-text')"):
            break
    assert links == 2
    await expect(page.locator('[data-composer="channel"]')).to_be_focused()


async def test_menus_by_arrow_keys(scene: Any) -> None:
    page = await scene.page()
    await page.locator('[data-tool="act-as"]').focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("menuitemradio", name="Mari Sato")).to_be_focused()
    await page.keyboard.press("End")
    await expect(page.get_by_role("menuitemradio").last).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator('[data-tool="act-as"]')).to_be_focused()


async def test_focus_stays_in_a_modal(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "/tiny form")
    await expect(page.get_by_label("Title")).to_be_focused()
    for _ in range(14):
        await page.keyboard.press("Tab")
        assert await page.evaluate("document.activeElement.matches('body, #modal, #modal *')")


async def test_act_as_another_person(scene: Any, say: Any) -> None:
    page = await scene.page("mari", channel="general")
    await page.click('[data-tool="act-as"]')
    await page.get_by_role("menuitemradio", name="Gil Novak").click()
    await expect(page.locator('[data-tool="act-as"]')).to_have_attribute(
        "aria-label", "Acting as Gil Novak (guest)"
    )
    await page.wait_for_selector("#app[data-ready]")
    await expect(page.locator('[data-name="general"]')).to_have_count(0)
    await page.click('[data-name="suppliers"]')
    await say(page, "The lorry is late")
    await expect(page.locator("main .msg").last).to_contain_text("Gil")


@pytest.mark.parametrize(
    ("dark", "size"),
    [(False, {}), (True, {}), (False, PHONE), (True, PHONE)],
    ids=["light", "dark", "phone", "phone-dark"],
)
async def test_axe(scene: Any, say: Any, dark: bool, size: dict[str, int]) -> None:
    page = await scene.page(dark=dark, **size)
    await say(page, "Hello *all* `code` <https://example.org|link> @jun @mari :bulb:\n> quote")
    await say(page, "/tiny hello")
    await expect(page.locator(".msg.ephemeral")).to_be_visible()
    await page.locator("main .msg").first.hover()
    await clean(page)
    await fits(page)
    await say(page, "/tiny form")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#modal .error").first).to_be_visible()
    await clean(page)
    await page.get_by_role("button", name="Cancel").click()
    for tab in ("talk", "clock", "faults", "traffic"):
        if not await page.locator("#workbench").is_visible():
            await page.click('[data-tool="workbench"]')
        await page.click(f"#bench-tab-{tab}")
        await clean(page)
        await fits(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_axe_on_home_and_thread(scene: Any, say: Any, dark: bool) -> None:
    page = await scene.page(dark=dark)
    await say(page, "A parent")
    row = page.locator("main .msg").last
    await expect(row).to_contain_text("A parent")
    await row.focus()
    await page.keyboard.press("t")
    await expect(page.locator(".thread .msg")).to_have_count(1)
    await clean(page)
    await page.click('[data-name="tiny"]')
    await expect(page.get_by_role("heading", name="Good morning")).to_be_visible()
    await clean(page)


async def test_phone_shows_one_pane(scene: Any, say: Any) -> None:
    page = await scene.page(channel=None, **PHONE)
    await expect(page.locator("#sidebar")).to_be_visible()
    await expect(page.locator("main")).to_be_hidden()
    await page.click('[data-name="shop-floor"]')
    await expect(page.locator("main")).to_be_visible()
    await expect(page.locator("#sidebar")).to_be_hidden()
    await say(page, "From my phone")
    row = page.locator("main .msg").last
    await row.click()
    await row.locator('[data-tool="thread"]').click()
    await expect(page.locator("#thread")).to_be_visible()
    await expect(page.locator("main")).to_be_hidden()
    await page.click('[data-close="thread"]')
    await page.click('[data-back="list"]')
    await expect(page.locator("#sidebar")).to_be_visible()


async def test_dark_follows_the_system_and_a_toggle(scene: Any) -> None:
    page = await scene.page(dark=True)
    root = page.locator("html")
    await expect(root).to_have_attribute("data-theme", "dark")
    await page.click('[data-tool="theme"]')
    await expect(root).to_have_attribute("data-theme", "light")
    await page.reload()
    await page.wait_for_selector("#app[data-ready]")
    await expect(root).to_have_attribute("data-theme", "light")


async def test_clock_jumps(scene: Any) -> None:
    page = await scene.page()
    before = await page.evaluate(
        "fetch('/page/api/clock').then(r => r.json()).then(j => j.clock.now)"
    )
    await page.click('[data-tool="clock"]')
    await page.click('[data-advance="86400"]')
    await page.click('[data-speed="60"]')
    await expect(page.locator('[data-tool="clock"]')).to_contain_text("×60")
    after = await page.evaluate(
        "fetch('/page/api/clock').then(r => r.json()).then(j => j.clock.now)"
    )
    assert after - before >= 86400


async def test_traffic_is_listed(scene: Any, say: Any) -> None:
    page = await scene.page()
    await page.click('[data-tool="workbench"]')
    await page.click("#bench-tab-traffic")
    await say(page, "/tiny hello")
    row = page.locator(".entry-head", has_text="/tiny").first
    await expect(row).to_be_visible()
    await row.click()
    await expect(page.locator(".entry-body pre").first).to_contain_text("/tiny")


async def test_fault_switched_on_and_off(scene: Any) -> None:
    page = await scene.page()
    await page.click('[data-tool="workbench"]')
    await page.click("#bench-tab-faults")
    await page.get_by_role("button", name="Switch on").click()
    await expect(page.locator(".fault")).to_have_count(1)
    await page.locator(".fault button").click()
    await expect(page.locator(".fault")).to_have_count(0)


async def test_tour_points_at_the_next_thing(scene: Any) -> None:
    page = await scene.page()
    steps = [
        {"id": "one", "title": "Shortcuts", "text": "Now press the *bolt*.", "target": "shortcuts"},
        {"id": "two", "title": "Look", "text": "Read."},
    ]
    await api(page, "PUT", "/tour", {"title": "A tour", "steps": steps})
    await expect(page.locator("#tour")).to_contain_text("Now press the bolt.")
    await expect(page.locator(".tour-ring")).to_be_visible()
    await page.get_by_role("button", name="Show me").click()
    await expect(page.locator('[data-tour="shortcuts"]')).to_be_focused()
    await clean(page)
    await api(page, "PATCH", "/tour/one", {"done": True})
    await expect(page.locator("#tour")).to_contain_text("step 2 of 2")
    await api(page, "PATCH", "/tour/two", {"done": True})
    await expect(page.locator("#tour")).to_contain_text("That was the tour")


async def test_page_comes_back_after_the_connection_was_lost(scene: Any, say: Any) -> None:
    page = await scene.page()
    other = await scene.page("jun")
    await page.context.set_offline(True)
    await say(other, "While you were away")
    await page.context.set_offline(False)
    await say(other, "Back again")
    await expect(page.locator("main .msg").last).to_contain_text("Back again")
    await expect(page.locator("main")).to_contain_text("While you were away")
    scene.errors.clear()  # the browser logs the lost connection


async def test_sample_talk_plays(scene: Any) -> None:
    page = await scene.page(channel="general")
    await page.click('[data-tool="workbench"]')
    card = page.locator('[data-play="tanpopo.rain"]')
    await card.locator("select").select_option("120")
    await card.locator('[data-do="start"]').click()
    await expect(card).to_contain_text("playing")
    await card.get_by_role("button", name="#orders").click(timeout=10000)
    await expect(page.locator("main .msg:not(.quiet)").first).to_contain_text(
        "who understands yesterday"
    )
    await card.locator('[data-do="pause"]').click()
    await expect(card).to_contain_text("paused")


async def test_tour_opens_the_pane_of_its_target_on_a_phone(scene: Any) -> None:
    page = await scene.page(**PHONE)
    place = {"id": "p", "title": "Go", "text": "Open it.", "target": '[data-name="general"]'}
    talk = {"id": "t", "title": "Play", "text": "Press it.", "target": "[data-play] [data-do]"}
    await api(page, "PUT", "/tour", {"title": "A tour", "steps": [place, talk]})
    await page.get_by_role("button", name="Show me").click()
    await expect(page.locator('[data-name="general"]')).to_be_focused()
    await api(page, "PATCH", "/tour/p", {"done": True})
    await expect(page.locator("#tour")).to_contain_text("Press it.")
    await page.get_by_role("button", name="Show me").click()
    await expect(page.locator("[data-play] [data-do]").last).to_be_focused()
    await fits(page)
