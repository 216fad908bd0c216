from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.digest import render, rules
from bot.digest.rules import CardLine, Digest, Listed, Tried
from bot.digest.service import Preview
from bot.texts import digest as texts
from playground.kit.blocks import scan_blocks
from playground.kit.core import Scan

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
URL = "https://example.slack.com/archives/C1/p1?thread_ts=1.1&cid=C1"
HOSTILE = "<!channel> <@U1> <https://evil.example|click> & *bold* | \x00 \n" * 60
COUNTS = st.dictionaries(st.sampled_from(rules.SPIRAL), st.integers(0, 10**6))


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
    fields: dict[str, Any] = {
        "talk": {"socialization": 9, "externalization": 4},
        "talk_before": {"socialization": 2, "internalization": 1},
        "moved": {"externalization": 2, "internalization": 1},
        "new": Listed(tuple(card(words, n) for n in range(3)), 4),
        "changed": Listed((card(words), card(words)), 1),
        "tried": tuple(Tried(card(words), *each) for each in ((0, 1), (2, 0), (0, 0, 1))),
        "tried_more": 2,
        "ripe": 3,
        "ripe_ts": "1.1",
        "question": card(words),
        "thanks": tuple(names),
        "thanks_more": True,
    }  # fmt: skip
    return Digest("C1", words, NOW - rules.WEEK, NOW, **{**fields, **more})


def test_a_full_week_fits_on_a_screen() -> None:
    blocks = render.digest_blocks(a_digest("Order early", ("Ana", "Bo")), ripe_url=URL)
    written = check(blocks)
    assert len(blocks) <= 8
    assert len(written) < 5000
    for words in (
        "shared experience *9* (2)",
        "tried out *0* (1)",
        "put into words twice · tried out once",
        "did not work once",
        "worked twice",
        "… and 4 more",
        f"<{URL}|Have a look at one>",
        "Thank you, Ana, Bo and others",
    ):
        assert words in written


def test_an_almost_empty_week() -> None:
    digest = Digest("C1", "", NOW - rules.WEEK, NOW, ripe=1)
    written = check(render.digest_blocks(digest))
    assert "one thread" in written
    assert "Thank you" not in written
    assert "digest_menu" in written


@given(st.text(max_size=3000), st.lists(st.text(max_size=300), max_size=8), COUNTS, COUNTS, COUNTS)
def test_it_fits_whatever_people_write(
    words: str,
    names: list[str],
    talk: dict[str, int],
    before: dict[str, int],
    moved: dict[str, int],
) -> None:
    digest = a_digest(words, names, talk=talk, talk_before=before, moved=moved)
    check(render.digest_blocks(digest, ripe_url=URL))
    check(render.preview_blocks(Preview(digest, is_muted=True), "C1", ripe_url=URL))


def test_hostile_words_ping_nobody() -> None:
    check(render.digest_blocks(a_digest(HOSTILE, [HOSTILE] * 8), ripe_url=URL))


@given(
    st.lists(
        st.sampled_from(["Anahid", "bodhi", "Cyrilla", "Deepak", "Evelin"]), min_size=1, unique=True
    )
)
def test_nobody_stands_beside_a_number(names: list[str]) -> None:
    shown, _ = rules.alphabetical(names, rules.MOST_THANKED)
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


def test_the_picture_is_told_in_words_too() -> None:
    told = texts.picture_text({"socialization": 9}, {"combination": 2}, {"externalization": 3})
    assert "shared experience: 9 messages this week, 0 the week before" in told
    assert "put together: 0 messages this week, 2 the week before" in told
    assert len(told) < 1000
