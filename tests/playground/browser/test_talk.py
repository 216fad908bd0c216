"""People talk on the page: post, thread, edit, delete, react, files, hostile text."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page, expect

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def last(page: Page) -> Any:
    return page.locator("main .msg").last


async def tool(page: Page, name: str) -> None:
    """Press a tool of the newest message."""
    await last(page).hover()
    await last(page).locator(f'[data-tool="{name}"]').click()


async def test_post_reaches_other_people_and_the_app(scene: Any, say: Any) -> None:
    mari, jun = await scene.page("mari"), await scene.page("jun")
    await say(mari, "The *new* lamp works, @jun")
    for page in (mari, jun):
        await expect(last(page)).to_contain_text("The new lamp works, @Jun")
    await expect(last(jun).locator(".mention.me")).to_have_count(1)
    await expect(last(mari).locator("strong")).to_have_text("new")
    await expect(jun.locator("#live")).to_contain_text("Mari: The *new* lamp works")


async def test_unread_marks(scene: Any, say: Any) -> None:
    jun = await scene.page("jun", channel="general")
    mari = await scene.page("mari")
    await say(mari, "Are you there, @jun?")
    place = jun.locator('[data-name="shop-floor"]')
    await expect(place.locator(".count-badge")).to_have_text("1")
    await jun.bring_to_front()
    await place.click()
    await expect(jun.locator(".new-line")).to_be_visible()
    await jun.click('[data-name="general"]')
    await expect(place.locator(".count-badge")).to_have_count(0)


async def test_thread_with_reply_count(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "Why is the shelf empty?")
    await expect(last(page)).to_contain_text("shelf")
    await tool(page, "thread")
    reply = page.locator('[data-composer="thread"]')
    await expect(reply).to_be_focused()
    for text in ("Because of the rain", "And the festival"):
        await reply.fill(text)
        await reply.press("Enter")
        await expect(page.locator(".thread .msg").last).to_contain_text(text)
    await expect(last(page).locator(".thread-n")).to_have_text("2 replies")
    await reply.press("Escape")
    await expect(page.locator(".thread")).to_be_hidden()
    await page.click(".thread-foot")
    await expect(page.locator(".thread .msg")).to_have_count(3)


async def test_reply_broadcast_to_the_channel(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "Parent")
    await tool(page, "thread")
    await page.fill('[data-composer="thread"]', "For everybody")
    await page.check(".also input")
    await page.press('[data-composer="thread"]', "Enter")
    await expect(last(page)).to_contain_text("replied to a thread")
    await expect(last(page)).to_contain_text("For everybody")


async def test_edit_in_place(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "Two bagz for @jun")
    await tool(page, "more")
    await page.get_by_role("menuitem", name="Edit message").click()
    box = page.locator(".edit-box textarea")
    await expect(box).to_have_value("Two bagz for @jun")
    await box.fill("Two bags for @jun")
    await box.press("Enter")
    await expect(last(page)).to_contain_text("Two bags for @Jun")
    await expect(last(page).locator(".edited")).to_be_visible()


async def test_arrow_up_edits_the_newest(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "First")
    await expect(last(page)).to_contain_text("First")
    await page.press('[data-composer="channel"]', "ArrowUp")
    await expect(page.locator(".edit-box textarea")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.locator(".edit-box")).to_have_count(0)


async def test_delete_asks_first(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "oops")
    await expect(last(page)).to_contain_text("oops")
    before = await page.locator("main .msg").count()
    await tool(page, "more")
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(page.locator("main .msg")).to_have_count(before - 1)


async def test_deleted_parent_with_replies_is_a_tombstone(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "Parent")
    await tool(page, "thread")
    await page.fill('[data-composer="thread"]', "Child")
    await page.press('[data-composer="thread"]', "Enter")
    await expect(last(page).locator(".thread-foot")).to_be_visible()
    await tool(page, "more")
    await page.get_by_role("menuitem", name="Delete message").click()
    await page.get_by_role("button", name="Delete", exact=True).click()
    await expect(last(page)).to_contain_text("This message was deleted.")


async def test_react_with_the_picker_and_take_it_back(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "An idea")
    await tool(page, "react")
    await page.get_by_label("Search emoji").fill("bulb")
    await page.keyboard.press("Enter")
    mark = last(page).locator('[data-reaction="bulb"]')
    await expect(mark).to_have_attribute("aria-pressed", "true")
    await mark.click()
    await expect(mark).to_have_count(0)


async def test_hostile_text_stays_text(scene: Any, say: Any) -> None:
    page = await scene.page()
    bad = '<img src=x onerror="alert(1)"> <script>alert(2)</script> [x](javascript:alert(3))'
    await say(page, bad)
    await expect(last(page)).to_contain_text("<script>alert(2)</script>")
    assert await last(page).locator("img, script, a[href^=javascript]").count() == 0


async def test_marks_of_mrkdwn(scene: Any, say: Any) -> None:
    page = await scene.page()
    await say(page, "_a_ ~b~ `c` https://example.org/x\n> quoted\n```\nfenced\n```")
    for mark in ("em", "s", "code", "blockquote", "pre"):
        await expect(last(page).locator(mark).first).to_be_visible()
    await expect(last(page).locator('a[href="https://example.org/x"]')).to_be_visible()


async def test_picture_and_text_file(scene: Any) -> None:
    page = await scene.page()
    await page.set_input_files(
        '[data-upload="channel"]',
        [
            {"name": "dot.png", "mimeType": "image/png", "buffer": PNG},
            {"name": "note.txt", "mimeType": "text/plain", "buffer": b"a note"},
        ],
    )
    await page.fill('[data-composer="channel"]', "Two files")
    await page.press('[data-composer="channel"]', "Enter")
    await expect(last(page).locator(".file-image img")).to_be_visible()
    await expect(last(page).locator(".file-card")).to_contain_text("note.txt")
    await last(page).locator(".picture").click()
    await expect(page.locator("dialog.image-view img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog.image-view")).to_have_count(0)


async def test_channel_created_archived_and_back(scene: Any, say: Any) -> None:
    page = await scene.page()
    await page.click('[aria-label="Create a channel"]')
    await page.fill("#form-name", "Rainy Days")
    await page.click('dialog button[type="submit"]')
    await expect(page.locator("main h2")).to_contain_text("rainy-days")
    await say(page, "First!")
    for action, text in (("Archive", "This channel is archived"), ("Unarchive", None)):
        await page.click('[data-tool="channel-menu"]')
        await page.get_by_role("menuitem", name=action, exact=True).click()
        if text:
            await expect(page.locator(".no-post")).to_contain_text(text)
    await expect(page.locator('[data-composer="channel"]')).to_be_visible()


async def test_private_channel_is_hidden_from_others(scene: Any) -> None:
    mari, sam = await scene.page("mari"), await scene.page("sam", channel="general")
    await expect(mari.locator('[data-name="tasting"]')).to_be_visible()
    await expect(sam.locator('[data-name="tasting"]')).to_have_count(0)
