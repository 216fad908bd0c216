from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.events import is_ts
from bot.slack.ids import Action, Callback, CardBlock
from bot.slack.links import MessageLink, parse_link

HOST = "https://acme.slack.com/archives"
PLAIN = MessageLink("C0ABCDEF", "1700000000.000100", "1700000000.000100")
REPLY = MessageLink("C0ABCDEF", "1700000000.000100", "1690000000.000200")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{HOST}/C0ABCDEF/p1700000000000100", PLAIN),
        (f"<{HOST}/C0ABCDEF/p1700000000000100>", PLAIN),
        (f"<{HOST}/C0ABCDEF/p1700000000000100|that one>", PLAIN),
        (f"look: {HOST}/C0ABCDEF/p1700000000000100/ please", PLAIN),
        (f"{HOST}/C0ABCDEF/p1700000000000100?thread_ts=1690000000.000200&cid=C0ABCDEF", REPLY),
        (f"<{HOST}/C0ABCDEF/p1700000000000100?a=b&amp;thread_ts=1690000000.000200>", REPLY),
    ],
)
def test_an_address_names_its_message_and_thread(text: str, found: MessageLink) -> None:
    assert parse_link(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "festival order",
        "https://",
        "https://[broken",
        f"{HOST}/C0ABCDEF",
        f"{HOST}/C0ABCDEF/p17",
        f"{HOST}/../C0/p1700000000000100",
        f"{HOST}/c0abcdef/p1700000000000100",
        f"javascript:{HOST[6:]}/C0ABCDEF/p1700000000000100",
    ],
)
def test_other_words_name_none(text: str) -> None:
    assert parse_link(text) is None


@given(query=st.text(max_size=40))
def test_a_hostile_thread_is_no_thread(query: str) -> None:
    found = parse_link(f"{HOST}/C0ABCDEF/p1700000000000100?thread_ts={query}")
    if found is not None:
        assert is_ts(found.thread_ts)


@given(text=st.text())
def test_no_text_raises(text: str) -> None:
    parse_link(text)
    parse_link(f"https://{text}")


@pytest.mark.parametrize("ids", [Action, Callback, CardBlock])
def test_ids_are_told_apart_and_fit(ids: type[Action]) -> None:
    values = [each.value for each in ids]
    assert len(set(values)) == len(ids.__members__)
    assert all(0 < len(value) < 200 for value in values)
