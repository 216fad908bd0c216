"""Blocks: every limit a row."""

from __future__ import annotations

import pytest

from playground.kit.blocks import scan_blocks
from playground.kit.core import Scan
from playground.types import Json
from tests.playground.kit.made import (
    actions,
    button,
    field,
    menu,
    mrkdwn,
    options,
    plain,
    problems,
    section,
)

CONFIRM = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
RICH = {
    "type": "rich_text",
    "elements": [
        {
            "type": "rich_text_section",
            "elements": [
                {"type": "text", "text": "a", "style": {"bold": True}},
                {"type": "link", "url": "https://a.example", "text": "b"},
                {"type": "emoji", "name": "bulb"},
                {"type": "user", "user_id": "U1"},
                {"type": "channel", "channel_id": "C1"},
                {"type": "broadcast", "range": "here"},
            ],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": "c"}]}
            ],
        },
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": "d"}]},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "e"}]},
    ],
}
GOOD: list[Json] = [
    section(),
    section(fields=[mrkdwn("x" * 2000)] * 10, block_id="b" * 255),
    {"type": "section", "fields": [plain()]},
    section(accessory=button(value="v" * 2000, url="https://a.example", style="primary")),
    section(accessory={"type": "image", "image_url": "https://a.example/i.png", "alt_text": "a"}),
    section(accessory=menu("multi_static_select", options=options(100))),
    section(accessory={"type": "overflow", "action_id": "o", "options": options(5)}),
    section(text=mrkdwn("x" * 3000), expand=True),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "a", "title": plain()},
    {"type": "context", "elements": [mrkdwn()] * 10},
    actions(*[button(action_id=str(n)) for n in range(25)]),
    actions(button(confirm=CONFIRM), menu(options=options(1), initial_option=options(1)[0])),
    actions(
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-02-28"},
        {"type": "timepicker", "action_id": "t", "initial_time": "23:59"},
        {"type": "datetimepicker", "action_id": "dt", "initial_date_time": 1_764_000_000},
        menu("users_select", action_id="u"),
        menu("conversations_select", action_id="c", filter={"include": ["public"]}),
        menu("channels_select", action_id="ch"),
        menu("external_select", action_id="e", min_query_length=0),
    ),
    actions({"type": "checkboxes", "action_id": "c", "options": options(10)}),
    actions({"type": "radio_buttons", "action_id": "r", "options": options(10)}),
    field(hint=plain("h" * 2000), optional=True, dispatch_action=True),
    field(
        {"type": "number_input", "action_id": "n", "is_decimal_allowed": False, "min_value": "1"}
    ),
    field({"type": "email_text_input", "action_id": "e"}),
    field({"type": "url_text_input", "action_id": "e"}),
    field({"type": "rich_text_input", "action_id": "e"}),
    field(menu("multi_users_select", max_selected_items=3)),
    RICH,
    {"type": "markdown", "text": "# Hi"},
]


@pytest.mark.parametrize("block", GOOD, ids=lambda b: b["type"])
def test_good(block: Json) -> None:
    assert problems([block]) == []


IMAGE = {"type": "image", "image_url": "https://a.example/i.png", "alt_text": "a"}
BAD: list[tuple[Json, str]] = [
    ({}, "missing required field: type"),
    ({"type": "nonsense"}, "unsupported type: nonsense"),
    ({"type": "section"}, "missing required field: text or fields"),
    (section(text=mrkdwn("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section(text=mrkdwn("x" * 3001)), "must be less than 3001 characters"),
    (section(text="x"), "must provide an object"),
    (section(text={"type": "html", "text": "x"}), "must be a valid enum value"),
    (section(text=plain() | {"verbatim": True}), "invalid additional property: verbatim"),
    (section(fields=[plain()] * 11), "no more than 10 items"),
    (section(fields=[]), "must have at least 1 item"),
    (section(fields=[mrkdwn("x" * 2001)]), "must be less than 2001 characters"),
    (section(surprise=1), "invalid additional property: surprise"),
    (section(block_id="b" * 256), "must be less than 256 characters"),
    (section(accessory=field()["element"]), "unsupported type: plain_text_input"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "header", "text": mrkdwn()}, "must be a valid enum value: plain_text"),
    ({"type": "context", "elements": [mrkdwn()] * 11}, "no more than 10 items"),
    ({"type": "context", "elements": []}, "must have at least 1 item"),
    ({"type": "context", "elements": [button()]}, "unsupported type: button"),
    (IMAGE | {"alt_text": None}, "missing required field: alt_text"),
    ({k: v for k, v in IMAGE.items() if k != "alt_text"}, "missing required field: alt_text"),
    (IMAGE | {"slack_file": {"id": "F1"}}, "must have exactly one of: image_url, slack_file"),
    ({"type": "image", "alt_text": "a"}, "must have exactly one of"),
    (IMAGE | {"image_url": "ftp://a"}, "must be a valid URL"),
    ({"type": "image", "slack_file": {}, "alt_text": "a"}, "must have exactly one of: id, url"),
    (actions(), "must have at least 1 item"),
    (actions(*[button(action_id=str(n)) for n in range(26)]), "no more than 25 items"),
    (actions(button(), button()), '`action_id` "b" already exists'),
    (actions(button(text=plain("x" * 76))), "must be less than 76 characters"),
    (actions(button(text=mrkdwn())), "must be a valid enum value: plain_text"),
    (actions(button(value="x" * 2001)), "must be less than 2001 characters"),
    (actions(button(url="https://" + "x" * 3000)), "must be less than 3001 characters"),
    (actions(button(action_id="a" * 256)), "must be less than 256 characters"),
    (actions(button(style="loud")), "must be a valid enum value"),
    (actions(button(confirm={"title": plain()})), "missing required field: text"),
    (actions(button(confirm=CONFIRM | {"title": plain("x" * 101)})), "less than 101"),
    (actions(button(confirm=CONFIRM | {"text": plain("x" * 301)})), "less than 301"),
    (actions(button(confirm=CONFIRM | {"confirm": plain("x" * 31)})), "less than 31"),
    (actions(button(confirm=CONFIRM | {"deny": plain("x" * 31)})), "less than 31"),
    (actions(menu()), "must have exactly one of: options, option_groups"),
    (actions(menu(options=options(101))), "no more than 100 items"),
    (actions(menu(options=[])), "must have at least 1 item"),
    (actions(menu(options=options(1) * 2)), "option values must be unique"),
    (actions(menu(options=[{"text": plain("x" * 76), "value": "v"}])), "less than 76"),
    (actions(menu(options=[{"text": plain(), "value": "v" * 151}])), "less than 151"),
    (actions(menu(options=[{"text": mrkdwn(), "value": "v"}])), "plain_text"),
    (actions(menu(options=options(1), placeholder=plain("x" * 151))), "less than 151"),
    (actions(menu(options=options(2), initial_option=options(1, 5)[0])), "must match one of"),
    (
        actions(menu(option_groups=[{"label": plain("x" * 76), "options": options(1)}])),
        "less than 76",
    ),
    (actions(menu("multi_users_select")), "unsupported type: multi_users_select"),
    (actions({"type": "overflow", "action_id": "o", "options": options(6)}), "no more than 5"),
    (actions({"type": "checkboxes", "action_id": "c", "options": options(11)}), "no more than 10"),
    (actions({"type": "radio_buttons", "action_id": "c", "options": options(11)}), "more than 10"),
    (actions({"type": "datepicker", "action_id": "d", "initial_date": "2026-13-01"}), "YYYY"),
    (actions({"type": "timepicker", "action_id": "d", "initial_time": "24:00"}), "HH:mm"),
    (field(button()), "unsupported type: button"),
    ({"type": "input", "label": plain()}, "missing required field: element"),
    ({"type": "input", "element": {"type": "plain_text_input"}}, "missing required field: label"),
    (field(label=plain("x" * 2001)), "must be less than 2001 characters"),
    (field(label=mrkdwn()), "plain_text"),
    (field({"type": "plain_text_input", "max_length": 3001}), "must be between 1 and 3000"),
    (field({"type": "plain_text_input", "min_length": 5, "max_length": 4}), "not be more than"),
    (field({"type": "plain_text_input", "max_length": 2, "initial_value": "abc"}), "less than 3"),
    (field({"type": "plain_text_input", "multiline": "yes"}), "must be a boolean"),
    (field({"type": "number_input"}), "missing required field: is_decimal_allowed"),
    (field({"type": "file_input"}), "can only be used in modals"),
    ({"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "unsupported type: text"),
    (
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "user"}]}],
        },
        "missing required field: user_id",
    ),
    ({"type": "rich_text", "elements": [{"type": "rich_text_list", "elements": []}]}, "style"),
    ({"type": "markdown", "text": "x" * 12_001}, "must be less than 12001 characters"),
]


@pytest.mark.parametrize(("block", "problem"), BAD)
def test_bad(block: Json, problem: str) -> None:
    found = problems([block])
    assert any(problem in entry for entry in found), found
    assert all(entry.startswith("[ERROR] ") and "[json-pointer:/blocks" in entry for entry in found)


def test_lists_of_blocks() -> None:
    assert problems([{"type": "divider"}] * 50) == []
    assert "no more than 50" in problems([{"type": "divider"}] * 51)[0]
    assert problems([{"type": "divider"}] * 100, "home") == []
    assert "no more than 100" in problems([{"type": "divider"}] * 101, "modal")[0]
    assert "must provide an array" in problems("blocks")[0]
    twice = problems([section(block_id="x"), section(block_id="x")])
    assert '`block_id` "x" already exists' in twice[0]
    assert problems([actions(button()), actions(button())]) == []
    both = problems([{"type": "markdown", "text": "x" * 7000}] * 2)
    assert "in all" in both[0]
    assert problems([{"type": "markdown", "text": "x"}], "modal")
    focus = {"type": "plain_text_input", "focus_on_load": True}
    assert "only one" in problems([field(focus | {"action_id": str(n)}) for n in range(2)])[0]


def test_a_slack_file_must_exist() -> None:
    scan = Scan(file_ready=lambda key: key == "F1")
    scan_blocks([{"type": "image", "slack_file": {"id": "F2"}, "alt_text": "a"}], scan)
    assert "invalid slack file" in scan.problems[0]
