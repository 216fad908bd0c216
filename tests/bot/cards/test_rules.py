from __future__ import annotations

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block as SdkBlock

from bot.cards.finding import Found
from bot.cards.form import AUTHORS, HOME, Form, card_form, parse_key, values_of
from bot.cards.found import answer_blocks
from bot.cards.render import bulb_blocks, card_blocks, card_line, offer_blocks
from bot.cards.rules import (
    check_fields,
    clean_fields,
    clean_line,
    clean_people,
    fields_of_draft,
    is_dialogue,
    is_written,
    offer_expires,
)
from bot.seci.types import Draft, Said
from bot.texts import cards as texts
from models.card import CARD_FIELDS, Card
from tests.conftest import START

PLACE = "C0123456789:1700000000.000100"
pieces = st.sampled_from(
    ["<!channel>", "&", "<@U1>", "|", ">", "\n", "\x00", "\u202e", "a ", "𝔘", "\ud800"]
)
hostile = st.one_of(
    st.text(max_size=60),
    st.builds(lambda piece, times: piece * times, pieces, st.sampled_from([1, 60, 5000])),
)
LIVE = re.compile(r"<[!@#](?!U0AUTHOR>)")


@given(values=st.dictionaries(st.sampled_from([*CARD_FIELDS, "other"]), hostile | st.integers()))
def test_fields_are_trimmed_bounded_words(values: dict[str, object]) -> None:
    fields = clean_fields(values)
    assert set(fields) == set(CARD_FIELDS)
    for name, text in fields.items():
        assert text == text.strip()
        assert len(text) <= (150 if name == "title" else 3000)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)
        text.encode()
    assert "\n" not in fields["title"]


def test_what_people_wrote_is_kept_as_it_is() -> None:
    fields = clean_fields({"title": " Order  early\n", "statement": "é <b> & 日本\n\tnext"})
    assert fields["title"] == "Order early"
    assert fields["statement"] == "é <b> & 日本\n\tnext"
    assert clean_fields({"statement": "x" * 2_999 + " yes"})["statement"] == "x" * 2_999
    kept = clean_fields({"statement": "a\xa0b\u200bc\x9f\ud800\udfff"})["statement"]
    assert kept == "a\xa0b\u200bc"  # half characters and control characters go


def test_a_card_needs_a_name_and_a_sentence() -> None:
    missing = {"title": texts.TITLE_NEEDED, "statement": texts.STATEMENT_NEEDED}
    assert check_fields({}) == missing
    assert set(check_fields({"title": "x"})) == {"statement"}
    assert check_fields({"title": "x", "statement": "y"}) == {}


def test_a_draft_fills_the_form() -> None:
    fields = fields_of_draft(Draft(title="t", statement="s", metaphor="m", analogy="a", model="o"))
    assert [fields[name] for name in CARD_FIELDS] == ["t", "S", "m", "a", "o", "", ""]
    assert fields_of_draft(Draft(statement="the tide turns"))["statement"] == "The tide turns"


def test_people_are_ids_each_once_and_few() -> None:
    assert clean_people("U2 W1 nobody U2 W1, <@U4>\nU3") == ["U2", "W1", "U3"]
    assert clean_people(" ".join(f"U{n}" for n in range(20))) == [f"U{n}" for n in range(10)]


def test_a_line_is_one_line() -> None:
    assert clean_line(" order\x00before\n the tide ", 100) == "order before the tide"
    assert clean_line("order before", 6) == "order"


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ({}, {}, False),
        ({"title": None}, {"title": ""}, False),
        ({"title": "x"}, {"title": "x", "other": "y"}, False),
        ({"title": "x"}, {"title": "y"}, True),
        ({"statement": "x"}, {}, True),
        ({}, {"authors": "U1"}, True),
        ({}, {"why": "because"}, True),
    ],
)
def test_what_somebody_wrote_shows(
    before: dict[str, object], after: dict[str, object], written: bool
) -> None:
    assert is_written(before, after) is written


def test_an_offer_is_of_use_for_some_days() -> None:
    assert offer_expires(START, 3) == START + timedelta(days=3)


@pytest.mark.parametrize(
    ("authors", "enough"), [("", False), ("AB", False), ("AAAA", False), ("AAB", True)]
)
def test_a_dialogue_has_two_people_and_three_messages(authors: str, enough: bool) -> None:
    assert is_dialogue([Said("x", author) for author in authors]) is enough


def card(words: str) -> Card:
    texts = dict.fromkeys(CARD_FIELDS, words)
    evidence = [{"permalink": f"https://example.slack.com/p{n}"} for n in range(9)] + [{}]
    return Card(
        id=7, author_id="U0AUTHOR", evidence=evidence, permalink="https://x.example/1", **texts
    )


@hypothesis_settings(deadline=None)
@given(words=hostile)
def test_cards_are_shown_within_limits_and_ping_nobody(words: str) -> None:
    shown = clean_fields(dict.fromkeys(CARD_FIELDS, words))["statement"]
    one = card(shown)
    for blocks in (
        card_blocks(one, practice="tried twice"),
        answer_blocks(Found([one] * 5)),
        offer_blocks(shown, PLACE, 3),
        bulb_blocks(PLACE),
    ):
        whole = 0
        for block in blocks:
            parsed = SdkBlock.parse(block)
            assert parsed is not None
            parsed.validate_json()
            text = block.get("text", {}).get("text", "")
            whole += len(text)
            assert len(text) <= 3000
            assert not LIVE.search(text)
        assert len(blocks) <= 50
        assert whole < 13_200
    assert "\n" not in card_line(card("one line"))


def test_a_card_shows_what_it_has_and_nothing_empty() -> None:
    full, bare = card("words"), card("words")
    for name in CARD_FIELDS[2:]:
        setattr(bare, name, "")
    assert len(card_blocks(full)) == len(card_blocks(bare)) + 5
    shown = str(card_blocks(full))
    assert "U0AUTHOR" in shown
    assert shown.count("example.slack.com") == 5
    assert "'value': '7'" in shown


def test_a_title_cannot_break_its_link() -> None:
    line = card_line(card("a|b>c"))
    assert line.startswith("<https://x.example/1|a/b&gt;c>: ")


@hypothesis_settings(deadline=None)
@given(words=hostile)
def test_the_form_shows_the_fields_and_gives_them_back(words: str) -> None:
    fields = {**clean_fields(dict.fromkeys(CARD_FIELDS, words)), "asset_kind": "routine"}
    form = Form(7, opened=1, from_thread=True, ask_home=True)
    view = card_form(fields, form)
    assert parse_key(view["private_metadata"]) == form
    inputs = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
    assert set(inputs) == {*CARD_FIELDS, "asset_kind", "origin", AUTHORS, HOME}
    for block in view["blocks"]:
        parsed = SdkBlock.parse(block)
        assert parsed is not None
        parsed.validate_json()
    typed = {
        name: {name: {"type": "plain_text_input", "value": inputs[name].get("initial_value")}}
        for name in CARD_FIELDS
    }
    chosen = {"selected_option": inputs["asset_kind"]["initial_option"]}
    home = {"selected_conversation": "C1"}
    state = {"values": {**typed, "asset_kind": {"asset_kind": chosen}, HOME: {HOME: home}}}
    values = values_of({"state": state})
    assert values == {**fields, HOME: "C1"}


@given(view=st.dictionaries(st.just("state"), st.none() | st.text() | st.just({"values": 3})))
def test_odd_views_hold_nothing(view: dict[str, object]) -> None:
    assert values_of(view) == {}
