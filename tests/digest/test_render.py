from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.digest import render, rules
from bot.digest.rest import rest_view
from bot.digest.service import Preview
from bot.digest.week import CardLine, Digest, Growth, Question, Tried
from bot.spiral.rules import SPIRAL, Spiral
from bot.texts import digest as texts
from playground.kit.blocks import scan_blocks
from playground.kit.core import Scan

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
URL = "https://example.slack.com/archives/C1/p1?thread_ts=1.1&cid=C1"
HOSTILE = "<!channel> <@U1> <https://evil.example|click> & *bold* | \x00 \n" * 60
COUNTS = st.dictionaries(st.sampled_from(SPIRAL), st.integers(0, 10**6))


def check(blocks: Sequence[Any]) -> str:
    scan = Scan()
    scan_blocks(list(blocks), scan)
    assert scan.problems == []
    written = json.dumps(list(blocks), ensure_ascii=False)
    assert len(written) < 13000
    mrkdwn = json.dumps([block for block in blocks if block["type"] != "header"])  # plain text
    assert "<!channel>" not in mrkdwn
    assert "<@U1>" not in mrkdwn
    return written


def card(words: str, number: int = 1) -> CardLine:
    return CardLine(number, words, URL)


def a_digest(words: str, names: Sequence[str] = (), **more: Any) -> Digest:
    tried = ((0, 1), (2, 0), (0, 0, 1), (0, 0, 0, 1), (0, 0, 0, 0, 1), (0, 2), (0, 3))
    fields: dict[str, Any] = {
        "spiral": Spiral(
            {"socialization": 9, "externalization": 4},
            {"socialization": 2, "internalization": 1},
            {"externalization": 2, "internalization": 1},
            {("externalization", "internalization"): 2},
        ),
        "new": tuple(card(words, n) for n in range(7)),
        "changed": (CardLine(1, words, URL, "contested"), card(words), card(words)),
        "tried": tuple(Tried(card(words), *each) for each in tried),
        "grew": (
            Growth(card(words), "combines", (card(words),) * 5),
            Growth(card(words), "wider", level="organization"),
            Growth(card(words), "challenges", (card(words),)),
        ),
        "ripe": 3,
        "ripe_ts": "1.1",
        "gaps": (words[:200] or "x", "other words"),
        "question": Question(card(words)),
        "thanks": tuple(names),
    }
    return Digest("C1", words, NOW - rules.WEEK, NOW, **{**fields, **more})


def test_a_full_week_fits_on_a_screen() -> None:
    names = ("Ana", "Bo", "Cy", "Di", "Ed", "Flo", "Gil", "Hua", "Ivo")
    blocks = render.digest_blocks(a_digest("Order early", names), ripe_url=URL)
    written = check(blocks)
    assert len(blocks) <= 8
    assert len(written) < 5600
    for words in (
        "*What did not work out*",
        "did not work once",
        "a prediction did not come true",
        "*What worked*",
        "worked twice",
        "a prediction came true",
        "… and 4 more",
        "contested now",
        "takes in",
        "is on no card yet",
        "Somebody looked for “Order early”",
        f"<{URL}|Have a look at one>",
        "Thank you, Ana, Bo, Cy, Di, Ed, Flo, Gil, Hua and others, for",
        "digest_rest",
    ):
        assert words in written
    assert "Ivo" not in written


def test_the_rest_has_what_the_screen_has_not() -> None:
    digest = a_digest("Order early", [f"Person {chr(65 + n)}" for n in range(20)])
    view = rest_view(digest)
    written = check(view["blocks"])
    assert "shared experience *9* (2)" in written
    assert "put into words twice · tried out once" in written
    assert "put into words → tried out: twice" in written
    assert "is for everybody here now" in written
    assert "other words" in written
    assert "Person T" in written
    assert "more" not in written.replace("… and 2 more", "")


def test_an_almost_empty_week() -> None:
    digest = Digest("C1", "", NOW - rules.WEEK, NOW, ripe=1)
    written = check(render.digest_blocks(digest))
    assert "one thread" in written
    assert "Thank you" not in written
    assert "digest_menu" in written


def test_everybodys_digest_says_so() -> None:
    digest = Digest("", "", NOW - rules.WEEK, NOW, ripe=1)
    written = check(render.digest_blocks(digest))
    assert "The week of all of us" in written
    assert "once:all" in written
    assert texts.SMALL_PRINT_ALL in written


@given(st.text(max_size=3000), st.lists(st.text(max_size=300), max_size=8), COUNTS, COUNTS, COUNTS)
def test_it_fits_whatever_people_write(
    words: str,
    names: list[str],
    talk: dict[str, int],
    before: dict[str, int],
    moved: dict[str, int],
) -> None:
    digest = a_digest(words, names, spiral=Spiral(talk, before, moved))
    check(render.digest_blocks(digest, ripe_url=URL))
    check(render.preview_blocks(Preview(digest, is_muted=True), "C1", ripe_url=URL))
    check(rest_view(digest)["blocks"])


def test_hostile_words_ping_nobody() -> None:
    check(render.digest_blocks(a_digest(HOSTILE, [HOSTILE] * 8), ripe_url=URL))


@given(
    st.lists(
        st.sampled_from(["Anahid", "bodhi", "Cyrilla", "Deepak", "Evelin"]), min_size=1, unique=True
    )
)
def test_nobody_stands_beside_a_number(names: list[str]) -> None:
    shown, _ = rules.by_name(dict(enumerate(names)))  # type: ignore[arg-type]
    blocks = render.digest_blocks(a_digest("Order", shown), ripe_url=URL)
    naming = [block for block in blocks if any(name in json.dumps(block) for name in names)]
    assert len(naming) == 1
    text = naming[0]["text"]["text"]
    assert not re.search(r"\d", text)
    places = [text.index(name) for name in shown]
    assert places == sorted(places)


def test_preview() -> None:
    nothing = check(render.preview_blocks(Preview(None, is_muted=False), "C1"))
    assert texts.NOTHING in nothing
    assert "digest_again" not in nothing
    muted = check(render.preview_blocks(Preview(a_digest("A"), is_muted=True), "C1"))
    assert "Only you see this" in muted
    assert "digest_again" in muted
    assert "digest_menu" not in muted
