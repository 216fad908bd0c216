from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ba.axes import Heard, Standing
from bot.ba.rules import (
    ENOUGH,
    LEAD,
    MODE_OF,
    KindReading,
    Tally,
    judge,
    read_kind,
    reason_for,
    settle,
    signs_of,
    tally,
    together,
)
from models.channel import Kind
from tests.bot.ba.stories import MODES, said, talk


@pytest.mark.parametrize("kind", Kind)
def test_the_kind_is_recovered_from_talk(kind: Kind) -> None:
    readings = [read_kind(talk(kind, seed)) for seed in range(20)]
    assert sum(reading.kind == kind for reading in readings) >= 19
    for reading in readings:
        assert sum(reading.scores.values()) == pytest.approx(1)
        assert set(reading.scores) == set(Kind)
        assert reading.reason.startswith("because ")
        assert len(reading.reason.split()) > 6


def test_little_talk_says_nothing() -> None:
    few = [each for each in talk(Kind.DIALOGUING, 1) if each.mode in MODES][: ENOUGH - 1]
    reading = read_kind(few)
    assert (reading.kind, reading.scores) == (None, {})
    assert str(ENOUGH - 1) in reading.reason
    assert read_kind([]).kind is None


def test_the_axes_lean_where_modes_say_nothing_clear() -> None:
    def with_axes(authors: str, pause: float, **more: object) -> Kind | None:
        heard = [
            said(author, at=number * pause, mode=MODES[number % 4], **more)
            for number, author in enumerate(authors)
        ]
        return read_kind(heard).kind

    assert with_axes("abababababab", 60, mentions=1) == Kind.ORIGINATING
    assert with_axes("abcdbacdabcd", 60, mentions=1) == Kind.DIALOGUING
    assert with_axes("abcdbacdabcd", 9000, links=1, length=500) == Kind.SYSTEMIZING
    assert with_axes("aaaaaaaaaaaa", 9000, links=1, length=500) == Kind.EXERCISING


def test_modes_decide_against_the_axes() -> None:
    """One alone, slowly and at length, but putting into words what nobody had said."""
    heard = [
        said("U1", at=number * 9000, mode="externalization", length=500) for number in range(12)
    ]
    assert read_kind(heard).kind == Kind.DIALOGUING


def test_a_mixture_shows_in_the_probabilities() -> None:
    both = talk(Kind.DIALOGUING, 1, 100) + [
        said(each.author, "x" + each.thread, 1e6 + each.at, mode=each.mode, length=each.length)
        for each in talk(Kind.EXERCISING, 2, 100)
    ]
    scores = read_kind(both).scores
    assert min(scores[Kind.DIALOGUING], scores[Kind.EXERCISING]) > 0.3
    assert max(scores[Kind.ORIGINATING], scores[Kind.SYSTEMIZING]) < 0.2


@pytest.mark.parametrize("kind", Kind)
def test_the_evidence_is_what_was_measured(kind: Kind) -> None:
    heard = talk(kind, 3)
    reason, clear = read_kind(heard).reason, [each for each in heard if each.mode in MODES]
    count = sum(each.mode == MODE_OF[kind] for each in clear)
    assert f"{count} of {len(clear)} recent messages" in reason
    expected = {
        Kind.ORIGINATING: ("between two", "within minutes"),
        Kind.DIALOGUING: ("among about", "within minutes"),
        Kind.SYSTEMIZING: ("among about", "links or documents"),
        Kind.EXERCISING: ("one person at a time", "after hours"),
    }[kind]
    for words in expected:
        assert words in reason


def test_what_is_unclear_is_taken_for_what_the_place_is() -> None:
    """A lone message outside the place's kind counts for it, unless there are others like it."""
    alone = [
        said("U1", f"t{number}", number * 90_000, mode="internalization", length=300)
        for number in range(12)
    ]
    odd = [said("U2", "odd", 2e6, mode="externalization", length=300)]
    others = [
        said(f"U{number}", "talk", 3e6 + number, mode="externalization") for number in range(12)
    ]

    def dialogue(heard: list[Heard]) -> float:
        return tally(heard).belongs[Kind.DIALOGUING]

    assert dialogue(odd) > 0.5
    assert dialogue(alone + odd) < 0.5
    assert dialogue(alone + odd + others) > 12


@given(seed=st.integers(0, 50), kind=st.sampled_from(Kind), count=st.integers(0, 60))
def test_a_tally_belongs_to_kinds_as_much_as_it_is_clear(seed: int, kind: Kind, count: int) -> None:
    summed = tally(talk(kind, seed, count))
    assert sum(summed.belongs.values()) == pytest.approx(sum(summed.modes.values()))
    assert summed.messages == count


def test_newer_weeks_count_more_and_only_the_last_four() -> None:
    old, new = tally(talk(Kind.SYSTEMIZING, 1)), tally(talk(Kind.DIALOGUING, 1))
    assert judge(together([new, old])).kind == Kind.DIALOGUING
    assert judge(together([old, new])).kind == Kind.SYSTEMIZING
    assert together([new, old, old, old, old]) == together([new, old, old, old])
    assert judge(together([])).kind is None
    assert together([Tally()]).axes is None


ALONE = Standing(0.0, 1.0, 1.0, 0.0, 1.0, 0.5, 0.0)  # in writing


def test_a_tally_counts_what_was_said() -> None:
    heard = [
        said("U1", "t1", 0, mode="externalization"),
        said("U2", "t1", 60, mode="externalization"),
        said("U1", "t2", 9e5, mode="combination"),
        said("U1", "t2", 9e5 + 60),
    ]
    summed = tally(heard)
    assert (summed.messages, summed.people, summed.conversations) == (4, 2, 2)
    assert summed.modes == {"externalization": 2, "combination": 1}
    assert summed.axes is not None
    assert summed.axes.speakers == pytest.approx(1.5)


def test_weeks_are_summed_and_their_shares_weighed() -> None:
    one = Tally(20, 5, 3, {"externalization": 8}, {"dialoguing": 8.0}, ALONE)
    two = Tally(10, 7, 2, {"combination": 8}, {"systemizing": 8.0}, ALONE)
    both = together([one, two, Tally(1, 1, 1, {}, {})])
    assert (both.messages, both.people, both.conversations) == (31, 7, 6)
    assert both.modes == {"externalization": 8, "combination": 8}
    # Equally certain: a week counts 1, the one before it 0.6.
    assert both.belongs == pytest.approx(
        {"originating": 0, "dialoguing": 10, "systemizing": 6, "exercising": 0}
    )
    assert both.axes == ALONE
    # One message of one mode in the newest week, many in the week before: hardly certain.
    less = together([Tally(1, 1, 1, {"combination": 1}, {"systemizing": 1.0}, ALONE), one])
    weights = 1 / 9, 0.6 / 2
    assert less.belongs["systemizing"] == pytest.approx(9 * weights[0] / sum(weights))
    assert (together([]).messages, together([]).people) == (0, 0)


def test_a_kind_is_as_likely_as_what_belongs_to_it_and_one_more() -> None:
    talk = Tally(9, 1, 1, {"externalization": ENOUGH}, {"dialoguing": 6.0, "exercising": 2}, ALONE)
    reading = judge(talk)
    assert reading.kind == Kind.DIALOGUING
    expected = {"originating": 1, "dialoguing": 7, "systemizing": 1, "exercising": 3}
    assert reading.scores == pytest.approx({name: n / 12 for name, n in expected.items()})
    assert judge(replace(talk, axes=None)).kind is None


def test_what_was_not_measured_is_not_told() -> None:
    talk = Tally(9, 2, 1, {"combination": 9}, {}, None)
    told = "because 0 of 9 recent messages put into words what somebody knows"
    assert reason_for(Kind.DIALOGUING, talk) == told


def test_the_axes_weigh_half_a_message() -> None:
    step = math.log(0.6 / (0.4 / 3))  # what one clear message says
    signs = signs_of({"internalization": 2, "combination": 1}, ALONE)
    assert signs[Kind.EXERCISING] == pytest.approx(2.5 * step)
    assert signs[Kind.SYSTEMIZING] == pytest.approx(step)
    assert signs[Kind.DIALOGUING] == pytest.approx(-0.5 * step)
    assert signs[Kind.ORIGINATING] == pytest.approx(0)


def test_a_very_long_conversation_is_read_as_well() -> None:
    heard = [said(f"U{n % 3}", at=n * 60, mode="externalization") for n in range(1_000)]
    assert read_kind(heard).kind == Kind.DIALOGUING


def test_a_place_that_became_quiet_is_what_it_is_now() -> None:
    """Two calm weeks of practice after weeks of lively dialogue, ten times as much talk."""
    lively, calm = tally(talk(Kind.DIALOGUING, 1, 300)), tally(talk(Kind.EXERCISING, 1, 30))
    assert judge(together([calm, lively, lively, lively])).kind == Kind.DIALOGUING
    assert judge(together([calm, calm, lively, lively])).kind == Kind.EXERCISING


@given(st.lists(st.tuples(st.sampled_from(Kind), st.integers(0, 60)), max_size=4))
def test_weeks_together_are_probabilities(made: list[tuple[Kind, int]]) -> None:
    weeks = [tally(talk(kind, number, count)) for number, (kind, count) in enumerate(made)]
    both = together(weeks)
    assert sum(both.belongs.values()) == pytest.approx(sum(both.modes.values()))
    reading = judge(both)
    if reading.kind is not None:
        assert sum(reading.scores.values()) == pytest.approx(1)


def test_a_kind_gives_way_only_to_one_that_is_clearly_likelier() -> None:
    def reading(dialoguing: float, systemizing: float) -> KindReading:
        scores = {Kind.DIALOGUING: dialoguing, Kind.SYSTEMIZING: systemizing}
        named = {str(kind): scores.get(kind, 0.0) for kind in Kind}
        return KindReading(max(scores, key=lambda each: scores[each]), named, "because")

    assert settle(None, reading(0.6, 0.4)) == Kind.DIALOGUING
    assert settle("systemizing", reading(0.5, 0.5 - LEAD / 2)) == Kind.SYSTEMIZING
    assert settle("systemizing", reading(0.6, 0.6 - 1.5 * LEAD)) == Kind.DIALOGUING
    assert settle("systemizing", reading(LEAD, 0.0)) == Kind.DIALOGUING
    assert settle("systemizing", KindReading(None, {}, "too few")) == Kind.SYSTEMIZING
    assert settle(None, KindReading(None, {}, "too few")) is None
