from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.slack.events import (
    Deleted,
    Ignored,
    Posted,
    is_ts,
    parse_event,
    parse_message,
    stamp_of,
    time_of,
)
from tests.support import TEAM, deleted, edited, envelope, message, ts

A, B = ts(), ts(5)


def test_a_plain_message_is_its_own_thread() -> None:
    assert parse_message(message("hi")) == Posted("C1", A, A, "U1", "hi")


@pytest.mark.parametrize("subtype", ["thread_broadcast", "file_share", "me_message"])
def test_what_people_write_in_special_ways_is_theirs(subtype: str) -> None:
    shape = message("hi", at=B, thread_ts=A, subtype=subtype, files=[{"id": "F1"}, {"id": "F2"}])
    assert parse_message(shape) == Posted("C1", B, A, "U1", "hi", files=2)


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "bot_message", "username": "x"},
        {"subtype": "channel_join"},
        {"subtype": "channel_topic"},
        {"subtype": "message_replied", "message": message()},
        {"subtype": "huddle_thread"},
        {"subtype": "message_changed"},
        {"subtype": "message_changed", "message": "text"},
        {"subtype": "message_deleted", "deleted_ts": "soon"},
        {"ts": None},
        {"ts": 1700000000.0},
        {"ts": "yesterday"},
        {"ts": "99999999999999.000000"},
        {"user": None},
        {"user": {"id": "U1"}},
        {"user": "U\x00"},
        {"user": "\ud800"},
        {"user": "U" * 99},
        {"subtype": ["message_deleted"]},
    ],
)
def test_what_nobody_said_or_nobody_knows_is_ignored(more: dict[str, Any]) -> None:
    found = parse_message({**message(), **more})
    assert isinstance(found, Ignored)
    assert found.why


def test_an_edit_brings_the_new_words_and_when() -> None:
    change = edited(message("old", at=B, thread_ts=A), "new", ts(9))
    assert parse_message(change) == Posted("C1", B, A, "U1", "new", edited_ts=ts(9))


def test_an_unfurl_or_a_reply_count_is_no_edit() -> None:
    change = edited(message("old"), "old", ts(9))
    before = {**change, "previous_message": change["message"]}
    assert isinstance(parse_message(before), Ignored)
    never = {**change, "message": {**message("old"), "attachments": [{}]}}
    assert isinstance(parse_message(never), Ignored)


def test_an_edit_of_a_bots_message_is_the_bots() -> None:
    change = edited(message("old", bot_id="B1"), "new", ts(9))
    assert isinstance(parse_message(change), Ignored)


def test_a_deletion_names_the_message_and_its_thread() -> None:
    reply = message("gone", at=B, thread_ts=A)
    assert parse_message(deleted(reply)) == Deleted("C1", B, A)
    bare = {"type": "message", "subtype": "message_deleted", "channel": "C1", "deleted_ts": B}
    assert parse_message(bare) == Deleted("C1", B, B)
    odd = {**bare, "previous_message": {"ts": B, "thread_ts": "x" * 99}}
    assert parse_message(odd) == Deleted("C1", B, B)


def test_a_tombstone_is_a_deletion() -> None:
    tombstone = message("This message was deleted.", subtype="tombstone", thread_ts=A)
    assert parse_message(tombstone) == Deleted("C1", A, A)
    change = {**edited(message(), "x", ts(9)), "message": tombstone}
    assert parse_message(change) == Deleted("C1", A, A)


def test_text_that_no_database_takes_is_mended() -> None:
    found = parse_message(message("a\x00b\ud83dc", thread_ts="x", files="none"))
    assert found == Posted("C1", A, A, "U1", "ab?c")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just(A),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=10,
)
FIELDS = ["type", "subtype", "channel", "ts", "user", "text", "thread_ts", "edited", "message"]
FIELDS += ["previous_message", "deleted_ts", "item", "files", "bot_id"]
SUBTYPES = ["message_changed", "message_deleted", "tombstone", "thread_broadcast", ""]
shapes = st.dictionaries(st.sampled_from(FIELDS), json_values).flatmap(
    lambda base: st.sampled_from(SUBTYPES).map(lambda subtype: {**base, "subtype": subtype})
)
nested = st.builds(
    lambda outer, inner, before: {**outer, "message": inner, "previous_message": before},
    shapes,
    shapes,
    shapes,
)


@hypothesis_settings(deadline=None, max_examples=120)
@given(shape=shapes | nested)
def test_no_shape_raises_and_what_is_read_is_storable(shape: dict[str, Any]) -> None:
    found = parse_message(shape)
    if isinstance(found, Posted):
        assert is_ts(found.ts)
        assert is_ts(found.thread_ts)
        assert not found.edited_ts or is_ts(found.edited_ts)
        assert "\x00" not in found.text
        found.text.encode()
    if isinstance(found, Deleted):
        assert is_ts(found.ts)
        assert is_ts(found.thread_ts)


@hypothesis_settings(deadline=None, max_examples=100)
@given(body=st.dictionaries(st.sampled_from(["event", "team_id", "authorizations"]), json_values))
def test_no_envelope_raises(body: dict[str, Any]) -> None:
    found = parse_event(body)
    assert found is None or isinstance(found.kind, str)


def test_an_event_belongs_to_the_installation_and_a_channel() -> None:
    body = envelope({"type": "reaction_added", "item": {"channel": "C7"}}, event_id="Ev1")
    found = parse_event({**body, "team_id": "T0ELSEWHERE"})
    assert found is not None
    assert (found.workspace_id, found.event_id) == (TEAM, "Ev1")
    assert (found.kind, found.channel_id) == ("reaction_added", "C7")
    renamed = parse_event(envelope({"type": "channel_rename", "channel": {"id": "C8"}}))
    assert renamed is not None
    assert renamed.channel_id == "C8"
    without = parse_event({"team_id": "T9", "authorizations": [], "event": {"type": "x"}})
    assert without is not None
    assert (without.workspace_id, without.channel_id) == ("T9", "")


@given(seconds=st.integers(0, 9_999_999_999), micro=st.integers(0, 999_999))
def test_time_stamps_are_times(seconds: int, micro: int) -> None:
    stamp = f"{seconds}.{micro:06d}"
    assert is_ts(stamp)
    assert int(time_of(stamp).timestamp() + 1e-6) - seconds in (0, 1)
    assert time_of(stamp).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    ["", ".", "1.", ".1", "1", "-1.0", "1e5.0", "١.٢", "1.0.0", "12345678901.000000", " 1.0"],
)
def test_other_words_are_no_time_stamps(text: str) -> None:
    assert not is_ts(text)
    with pytest.raises(ValueError, match="time stamp"):
        time_of(text)


def test_a_time_stamp_is_in_utc() -> None:
    assert time_of("1700000000.500000") == datetime(2023, 11, 14, 22, 13, 20, 500000, UTC)
    assert stamp_of(time_of("1700000000.500000")) == "1700000000.500000"
