from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock
from slack_sdk.models.views import View

from bot.slack.blocks import (
    actions,
    button,
    channel_input,
    clip,
    context,
    divider,
    escape,
    fields,
    header,
    modal,
    overflow,
    said,
    section,
    select,
    select_input,
    text_input,
)

PINGS = ["<!channel>", "<!here|x>", "<@U1>", "<https://evil.example|Slack>", "&lt;!channel&gt;"]
hostile = st.one_of(
    st.text(min_size=1, max_size=200),
    st.builds(
        lambda piece, times, tail: piece * times + tail,
        st.sampled_from([*PINGS, "&", "<", ">", "\u202e", "\x00", "*_~`", "word ", "𝔘"]),
        st.sampled_from([1, 40, 700, 5000]),
        st.text(max_size=20),
    ),
)
LIVE = re.compile(r"<[!@#h]")


def check(block: dict[str, Any]) -> None:
    """Slack's limits on a block, in slack_sdk's opinion and in ours."""
    parsed = SdkBlock.parse(block)
    assert parsed is not None
    parsed.validate_json()
    kind = block["type"]
    for shown in (block.get("text"), *block.get("fields", ()), *block.get("elements", ())):
        if isinstance(shown, dict) and shown["type"] == "mrkdwn":
            assert not LIVE.search(shown["text"].replace("<https://example.com/x|link>", ""))
    if kind == "section":
        assert 0 < len((block.get("text") or {"text": "x"})["text"]) <= 3000
        assert all(0 < len(field["text"]) <= 2000 for field in block.get("fields", []))
        assert len(block.get("fields", [])) <= 10
    if kind == "header":
        assert len(block["text"]["text"]) <= 150
    if kind == "context":
        assert 0 < len(block["elements"]) <= 10
        assert all(len(element["text"]) <= 2000 for element in block["elements"])


@given(text=hostile)
def test_escaped_words_ping_nobody_and_can_be_read_back(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert back == text.replace("\x00", "")


@given(text=hostile, most=st.integers(2, 700))
def test_what_people_said_is_bounded_whole_and_harmless(text: str, most: int) -> None:
    shown = said(text, most)
    assert len(shown) <= most
    assert not LIVE.search(shown)
    rest = re.sub(r"&(amp|lt|gt);", "", shown)
    assert "&" not in rest  # no character is cut in half


@given(text=hostile, most=st.integers(1, 300))
def test_clipping_keeps_the_beginning(text: str, most: int) -> None:
    short = clip(text, most)
    assert len(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


def test_clipping_ends_at_a_word_where_one_is_near() -> None:
    assert clip("one two three", 10) == "one two…"
    assert clip("onetwothree four", 8) == "onetwot…"


@hypothesis_settings(deadline=None)
@given(text=hostile)
def test_every_helper_stays_within_slacks_limits(text: str) -> None:
    words = said(text)
    press = button(text, "press", "value", confirm="Really?", style="danger")
    choices = [(text, "one"), (text, "two")]
    for block in (
        section(words, press),
        section(escape(text)),
        section(f"*{escape(text)}* <https://example.com/x|link>"),
        fields([words] * 12),
        header(text),
        context(*[escape(text)] * 12),
        divider(),
        actions(press, overflow("more", choices), select("pick", choices, initial="two")),
        text_input("title", "Name it", initial=text, hint="h", placeholder=text, most=150),
        text_input("body", "Words", initial=text, multiline=True),
        select_input("kind", "Kind", choices, initial="one"),
        channel_input("home", "Where?"),
    ):
        check(block)


@hypothesis_settings(deadline=None)
@given(text=hostile)
def test_a_modal_stays_within_slacks_limits(text: str) -> None:
    many = [section("x")] * 120
    view = modal("id", text, many, submit=text, close=text, private_metadata=text)
    View(**view).validate_json()
    assert len(view["blocks"]) == 100
    assert len(view["private_metadata"]) <= 3000
    for part in ("title", "submit", "close"):
        assert 0 < len(view[part]["text"]) <= 24


def test_a_long_text_is_cut_before_a_link_and_not_in_it() -> None:
    block = section("x" * 2980 + " <https://example.com/very/long/address|a link>")
    assert "<" not in block["text"]["text"]
    kept = section("x" * 2900 + " <https://example.com/very/long|a link> " + "y" * 200)
    assert "<https://example.com/very/long|a link>" in kept["text"]["text"]


def test_a_menu_begins_with_what_was_chosen() -> None:
    menu = select("pick", [("One", "1"), ("Two", "2")], initial="2").to_dict()
    assert menu["initial_option"]["value"] == "2"
    assert "initial_option" not in select("pick", [("One", "1")], initial="9").to_dict()


@pytest.mark.parametrize("text", PINGS)
def test_no_ping_survives(text: str) -> None:
    assert not LIVE.search(said(text))
