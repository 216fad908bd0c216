"""Transitions in any direction: the ledger read as a spiral, not a circle (rows M5 and M6)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.spiral import rules
from bot.spiral.rules import Step, Turn

START = datetime(2026, 3, 3, tzinfo=UTC)
S, E, C, I = rules.SPIRAL  # noqa: E741
MODES = st.sampled_from(rules.SPIRAL)
THINGS = st.sampled_from(["card:1", "card:2", "card:3", "person", "thread:C1:1.1", "channel:C2"])
STEPS = st.lists(
    st.builds(Step, MODES, THINGS, THINGS, st.sampled_from(rules.LEVELS), st.just(START)),
    max_size=30,
)


def step(mode: str, source: str, target: str, level: str = "group") -> Step:
    return Step(mode, source, target, level, START)


def test_from_talk_to_card_to_practice_to_a_new_card() -> None:
    steps = [
        step(E, "thread:C1:1.1", "card:1"),
        step(I, "card:1", "person", "person"),
        step(E, "person", "card:1"),  # told: back across, from practice to words
        step(C, "card:1", "card:2"),
        step(I, "card:2", "person", "person"),
        step(C, "card:2", "card:2", "organization"),
    ]
    assert rules.transitions(steps, {}) == {
        (S, E): 1, (E, I): 1, (I, E): 1, (E, C): 1, (C, I): 1, (I, C): 1,
    }  # fmt: skip


def test_what_was_before_the_week_counts_as_where_it_came_from() -> None:
    assert rules.transitions([step(I, "card:1", "person")], {"card:1": C}) == {(C, I): 1}
    assert rules.transitions([step(I, "card:1", "person")], {}) == {}
    assert rules.transitions([step(E, "person", "card:1")], {"person": C}) == {(S, E): 1}


def test_each_transition_is_counted() -> None:
    steps = [step(E, "person", "card:1"), step(E, "person", "card:2")]
    assert rules.transitions(steps, {}) == {(S, E): 2}


def test_a_card_is_told_by_its_name() -> None:
    named = ("card:7", "card:x", "card", "channel:7", "person", "")
    assert [rules.card_in(thing) for thing in named] == [7, None, None, None, None, None]
    assert rules.cards_in([step(C, "card:1", "card:2"), step(I, "card:2", "person")]) == {1, 2}


@pytest.mark.parametrize(
    ("way", "turn"),
    [((S, E), Turn.NEXT), ((I, S), Turn.NEXT), ((E, S), Turn.BACK), ((E, I), Turn.ACROSS),
     ((I, E), Turn.ACROSS), ((C, C), Turn.SAME)],
)  # fmt: skip
def test_which_way_it_turns(way: tuple[str, str], turn: Turn) -> None:
    assert rules.turn_of(way) == turn


@given(STEPS)
def test_each_step_goes_on_from_at_most_one(steps: list[Step]) -> None:
    ways = rules.transitions(steps, {})
    assert sum(ways.values()) <= len(steps)
    into = Counter(mode for (_, mode), count in ways.items() for _ in range(count))
    had = Counter(str(each.mode) for each in steps)
    assert all(into[mode] <= had[mode] for mode in into)
    assert rules.moved(steps) == dict(Counter(each.mode for each in steps))


@given(STEPS, st.sets(st.sampled_from([1, 2, 3])))
def test_a_step_of_a_card_out_of_sight_is_not_even_counted(
    steps: list[Step], visible: set[int]
) -> None:
    told = rules.seen(steps, visible)
    assert rules.cards_in(told) <= visible
    assert [each for each in steps if rules.cards_in([each]) <= visible] == told


def test_how_far_it_reached() -> None:
    steps = [step(E, "person", "card:1"), step(C, "card:1", "card:1", "beyond")]
    assert rules.levels(steps) == {"group": 1, "beyond": 1}
