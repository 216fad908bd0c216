from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice import render
from bot.practice.rules import Nudge
from bot.practice.service import Answered
from models.card import Card
from models.practice import Answer
from playground.kit.blocks import scan_blocks
from playground.kit.core import Scan
from playground.kit.views import scan_view

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
HOSTILE = "<!channel> <@U1> <https://evil.example|click> & *bold* _x_ `code` | \x00 \n" * 60
URL = "https://example.slack.com/archives/C1/p1?thread_ts=1.1&cid=C1"


def a_card(words: str = "Order early", permalink: str = URL) -> Card:
    return Card(
        id=7,
        title=words,
        statement=words,
        applies_when=words,
        permalink=permalink,
    )


def check(blocks: Sequence[Any], surface: str = "message") -> str:
    scan = Scan(surface=surface)  # type: ignore[arg-type]
    scan_blocks(list(blocks), scan)
    assert scan.problems == []
    written = json.dumps(list(blocks), ensure_ascii=False)
    assert len(written) < 13000
    assert "<!channel>" not in written
    assert "<@U1>" not in written
    return written


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("words", ["Order early", HOSTILE, ""])
@pytest.mark.parametrize("permalink", [URL, "", "javascript:alert(1)", "https://x|y>"])
def test_nudges_fit_into_slack(number: int, words: str, permalink: str) -> None:
    written = check(render.nudge_blocks(a_card(words, permalink), Nudge(3, number)))
    assert "javascript" not in written
    for value in ("3:", "once:3:", "week:3:", "person:3:"):
        assert f'"{value}{number}"' in written
    assert "menu stops it" in written


@given(st.text(max_size=4000))
def test_nudges_fit_whatever_people_write(words: str) -> None:
    check(render.nudge_blocks(a_card(words), Nudge(3, 2)))


def test_recalling_does_not_show_the_answer() -> None:
    card = Card(
        id=7, title="Orders", statement="Call before noon", applies_when="rain", permalink=URL
    )
    assert "Call before noon" not in check(render.nudge_blocks(card, Nudge(1, 1)))
    assert "Call before noon" in check(render.nudge_blocks(card, Nudge(1, 2)))
    card.permalink = ""
    assert "Call before noon" in check(render.nudge_blocks(card, Nudge(1, 1)))


@pytest.mark.parametrize("answer", list(Answer))
@pytest.mark.parametrize("words", ["Order early", HOSTILE])
def test_answers_fit_into_slack(answer: Answer, words: str) -> None:
    answered = Answered(Nudge(3, 1), answer, a_card(words), NOW + timedelta(days=11))
    written = check(render.answered_blocks(answered, NOW))
    asks = answer == Answer.USED
    assert ("answer_worked" in written) == asks
    assert ("answer_failed" in written) == asks
    assert ("add_words" in written) == (answer != Answer.NOT_YET)
    assert ("in 11 days" in written) == (not asks)
    assert render.answered_text(answered, NOW)


def test_an_answer_to_a_stopped_nudge_promises_nothing() -> None:
    answered = Answered(Nudge(3, 1), Answer.WORKED, a_card(), None)
    assert "ask again" not in check(render.answered_blocks(answered, NOW))


def test_an_answer_about_a_card_out_of_sight_names_nothing() -> None:
    answered = Answered(Nudge(3, 1), Answer.WORKED, None, NOW + timedelta(days=11))
    check(render.answered_blocks(answered, NOW))


@pytest.mark.parametrize("so_far", ["", "we sold out", HOSTILE])
def test_the_words_form_fits_into_slack(so_far: str) -> None:
    for view in (render.words_form(Nudge(3, 1), so_far), render.words_kept()):
        scan = Scan(surface="modal")
        scan_view(view, scan)
        assert scan.problems == []


def test_the_menu_says_what_and_which() -> None:
    assert render.parse_menu("week:3:1") == ("week", "3:1")
    assert render.parse_menu("") == ("", "")
