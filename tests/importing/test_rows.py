from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.importing.rows import Thread, newest_of
from bot.importing.shapes import modern
from bot.message_rows import row_of
from bot.slack.events import Deleted, Ignored, Posted
from tests.conftest import START

values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
stamps = st.sampled_from(
    ["1433500000.000001", "9" * 17 + ".000000", "1e9", "-1.0", "", "1433500000", "inf.0"]
)
entries = st.fixed_dictionaries(
    {},
    optional={
        "ts": stamps | values,
        "thread_ts": stamps | values,
        "user": st.sampled_from(["U0MIRA", "USLACKBOT", "x" * 90, "U0\x00"]) | values,
        "text": values,
        "subtype": st.sampled_from(["file_share", "file_comment", "tombstone", "me_message"])
        | values,
        "file": values | st.fixed_dictionaries({"initial_comment": values}),
        "comment": values | st.fixed_dictionaries({"comment": values, "user": values}),
        "edited": values | st.fixed_dictionaries({"ts": values}),
        "files": values,
        "bot_id": values,
    },
)


@given(st.lists(entries, max_size=5), st.booleans())
def test_whatever_a_file_holds_becomes_a_row_or_is_passed_over(
    raw: list[dict[str, Any]], grouped: bool
) -> None:
    thread = Thread("C0OVEN", frozenset({"USLACKBOT"}))
    for entry in raw:
        change = thread.take(entry, grouped=grouped)
        if isinstance(change, Posted):
            row = row_of("T0BAKERY", change, None, START)
            assert "\x00" not in (row["text"] or "")
            (row["text"] or "").encode()
            assert len(row["author_id"]) <= 64
            assert len(row["edited_ts"]) <= 32
            thread.hear(change)
        else:
            assert isinstance(change, Ignored | Deleted)


def posted(ts: str, edited: str = "") -> Posted:
    return Posted("C0OVEN", ts, ts, "U0MIRA", f"edited {edited}", edited)


def test_the_newest_edit_counts_and_a_deletion_is_final() -> None:
    gone = Deleted("C0OVEN", "2.0", "2.0")
    given = [posted("1.0", "5"), posted("1.0"), posted("2.0"), gone, posted("2.0", "9")]
    assert newest_of(given) == [posted("1.0", "5"), gone]


def test_a_message_of_today_stays_as_it_is() -> None:
    message = {"type": "message", "subtype": "file_share", "files": [{}], "text": "look"}
    assert modern(message) == message
