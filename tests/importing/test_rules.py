from __future__ import annotations

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.importing.rules import (
    AROUND,
    LONGEST,
    PAUSE_SECONDS,
    Conversation,
    days_around,
    follow,
)

times = st.lists(st.integers(0, 10**7), max_size=150, unique=True).map(sorted)


def roots_of(seconds: list[int], *, grouped: bool = True) -> list[Conversation]:
    found: list[Conversation] = []
    for second in seconds:
        found.append(follow(found[-1] if found else None, f"{second}.000000", grouped=grouped))
    return found


@given(times)
def test_every_message_is_in_a_conversation_that_began_at_or_before_it(seconds: list[int]) -> None:
    for second, conversation in zip(seconds, roots_of(seconds), strict=True):
        assert float(conversation.root) <= second == conversation.last


@given(times)
def test_a_pause_or_the_length_ends_a_conversation_and_nothing_else(seconds: list[int]) -> None:
    found = roots_of(seconds)
    assert all(1 <= each.count <= LONGEST for each in found)
    for (before, after), (first, then) in zip(pairwise(seconds), pairwise(found), strict=True):
        ends = after - before > PAUSE_SECONDS or first.count == LONGEST
        assert (then.root != first.root) == ends


def test_a_conversation_goes_on_up_to_the_pause_and_the_length() -> None:
    found = roots_of([n * PAUSE_SECONDS for n in range(LONGEST + 1)])
    assert [each.count for each in found] == [*range(1, LONGEST + 1), 1]
    assert {each.root for each in found[:LONGEST]} == {"0.000000"}
    late = roots_of([0, PAUSE_SECONDS + 1])
    assert [each.root for each in late] == ["0.000000", f"{PAUSE_SECONDS + 1}.000000"]


@given(times)
def test_ungrouped_messages_stand_alone(seconds: list[int]) -> None:
    assert [each.root for each in roots_of(seconds, grouped=False)] == [
        f"{second}.000000" for second in seconds
    ]


@given(st.lists(st.dates(), max_size=5))
def test_days_around_threads(days: list[date]) -> None:
    found = days_around(days)
    assert set(days) <= set(found)
    assert all(min(abs(day - each) for each in days) <= AROUND for day in found)


def test_a_week_before_and_after_a_thread_within_the_calendar() -> None:
    def span(first: date, count: int) -> set[date]:
        return {date.fromordinal(first.toordinal() + n) for n in range(count)}

    assert days_around([date(2026, 3, 9)]) == span(date(2026, 3, 2), 15)
    assert days_around([date.min]) == span(date.min, 8)
    assert days_around([date.max]) == span(date.max - AROUND, 8)
