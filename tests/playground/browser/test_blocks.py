"""Every block and element is drawn, can be used, and is clean for axe."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from playwright.async_api import Page, expect
from slack_sdk.web.async_client import AsyncWebClient

from tests.axe import clean

Json = dict[str, Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mark(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def options() -> list[Json]:
    return [{"text": plain(name.title()), "value": name} for name in ("one", "two", "three")]


def field(kind: str, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": kind,
        "optional": True,
        "label": plain(kind.replace("_", " ")),
        "hint": plain(f"About {kind}"),
        "element": {"type": kind, "action_id": "a", **more},
    }


def fields() -> list[Json]:
    """One input block of each kind."""
    return [
        field("plain_text_input", max_length=30),
        field("number_input", is_decimal_allowed=False),
        field("email_text_input"),
        field("url_text_input"),
        field("static_select", options=options(), initial_option=options()[0]),
        field("multi_static_select", options=options(), initial_options=options()[:2]),
        field("users_select"),
        field("conversations_select"),
        field("multi_channels_select"),
        field("checkboxes", options=options()),
        field("radio_buttons", options=options()),
        field("datepicker", initial_date="2026-11-21"),
        field("timepicker", initial_time="09:30"),
        field("datetimepicker"),
    ]


def rich() -> Json:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "an item"}]}
    bold = {"type": "text", "text": "bold", "style": {"bold": True}}
    return {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [bold, {"type": "emoji", "name": "bulb"}]},
            {"type": "rich_text_list", "style": "ordered", "elements": [item, item]},
            {"type": "rich_text_quote", "elements": [{"type": "text", "text": "quoted"}]},
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "fenced"}]},
        ],
    }


def press(text: str, style: str | None = None) -> Json:
    button = {"type": "button", "action_id": f"b{text}", "text": plain(text), "value": text}
    return {**button, "style": style} if style else button


def gallery(file_id: str) -> list[Json]:
    """A message with every block that a message may have."""
    overflow = {"type": "overflow", "action_id": "over", "options": options()}
    select = {"type": "static_select", "action_id": "sel", "options": options()}
    date = {"type": "datepicker", "action_id": "date"}
    return [
        {"type": "header", "text": plain("A header")},
        {"type": "section", "text": mark("*Text* of a section"), "accessory": overflow},
        {"type": "section", "fields": [mark("*Left*\n1"), mark("*Right*\n2")]},
        {"type": "divider"},
        {
            "type": "actions",
            "elements": [
                press("Go", "primary"),
                press("Stop", "danger"),
                press("Else"),
                {**select, "placeholder": plain("Choose one")},
                date,
            ],
        },
        {
            "type": "image",
            "slack_file": {"id": file_id},
            "alt_text": "A chart of the spiral",
            "title": plain("The spiral"),
        },
        rich(),
        {
            "type": "markdown",
            "text": "## Heading\n- *a*\n\n| x | y |\n|---|---|\n| 1 | 2 |",
        },
        {"type": "context", "elements": [mark("Small print <!date^1700000000^{date}|then>")]},
    ]


async def posted(scene: Any, page: Page) -> None:
    """The app posts the gallery, with a picture that it uploaded."""
    client = AsyncWebClient(token=scene.ground.bot_token, base_url=scene.ground.api_url)
    await page.click('[data-tool="channel-menu"]')
    await page.get_by_role("menuitem", name="Invite Tiny").click()
    await expect(page.locator("main .msg").last).to_contain_text("joined")
    place = page.locator('[data-name="shop-floor"]')
    channel = await place.get_attribute("data-channel")
    up = await client.files_upload_v2(filename="spiral.png", content=PNG)
    blocks = gallery(up["files"][0]["id"])
    await asyncio.sleep(0.3)  # uploads end a little later, as in Slack
    answer = await client.chat_postMessage(channel=channel or "", text="Gallery", blocks=blocks)
    assert answer["ok"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_gallery_in_a_message(scene: Any, dark: bool) -> None:
    page = await scene.page(dark=dark)
    await posted(scene, page)
    row = page.locator("main .msg").last
    await expect(row.get_by_text("A header")).to_be_visible()
    image = row.get_by_role("img", name="A chart of the spiral")
    await expect(image).to_have_js_property("complete", True)
    await expect(row.locator("ol li")).to_have_count(2)
    await expect(row.locator("table td")).to_have_count(2)
    await expect(row.get_by_text("November 15, 2023")).to_be_visible()
    await row.get_by_role("button", name="More choices").click()
    await expect(page.get_by_role("menuitem")).to_have_count(3)
    await page.keyboard.press("Escape")
    await clean(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_every_input_in_a_modal(scene: Any, say: Any, dark: bool) -> None:
    scene.form_blocks[:] = fields()
    page = await scene.page(dark=dark)
    await say(page, "/tiny all")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_be_visible()
    await page.get_by_label("number input").fill("7")
    await page.get_by_role("combobox", name="users select").click()
    await page.get_by_role("option", name="Jun Park").click()
    await page.get_by_role("combobox", name="conversations select").fill("general")
    await page.get_by_role("option", name="#general").click()
    await page.get_by_role("checkbox", name="Two").check()
    await page.get_by_label("timepicker (optional)", exact=True).fill("10:45")
    await clean(page)
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator("#modal")).to_be_hidden()
    values = scene.states[-1]
    assert values["number_input"]["a"]["value"] == "7"
    assert values["users_select"]["a"]["selected_user"]
    assert values["timepicker"]["a"]["selected_time"] == "10:45"
    assert len(values["multi_static_select"]["a"]["selected_options"]) == 2
    assert values["static_select"]["a"]["selected_option"]["value"] == "one"
