"""The asset map's arithmetic (M13): what there is, what came and went, which snapshots stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.leadership.asset_rules import (
    COMPARED,
    KINDS,
    WEEKLY_KEPT,
    Cell,
    Flow,
    compared_with,
    count,
    flows,
    lacking,
    period_of,
    rolled_up,
    to_thin_out,
)

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
cells = st.tuples(st.sampled_from([None, 1, 2]), st.sampled_from([str(kind) for kind in KINDS]))
places = st.dictionaries(st.integers(1, 12), cells)


@given(places, places, st.sets(st.integers(1, 12)))
def test_what_is_there_is_what_was_there_and_came_and_did_not_go(
    before: dict[int, Cell], after: dict[int, Cell], new: set[int]
) -> None:
    moved = flows(before, after, new)
    was, now = count(before), count(after)
    for cell in {*was, *now, *moved}:
        flow = moved.get(cell, Flow())
        assert now[cell] == was[cell] + flow.inflow - flow.outflow
    assert sum(f.moved_in for f in moved.values()) == sum(f.moved_out for f in moved.values())


@given(places)
def test_nothing_moves_between_a_look_and_itself(before: dict[int, Cell]) -> None:
    assert flows(before, before, ()) == {}


def test_each_way_to_come_and_go_has_its_name() -> None:
    before: dict[int, Cell] = {1: (1, "routine"), 2: (1, "routine"), 3: (None, "conceptual")}
    after: dict[int, Cell] = {
        2: (1, "systemic"),
        3: (1, "conceptual"),
        4: (1, "routine"),
        5: (1, "routine"),
    }
    assert flows(before, after, {4}) == {
        (1, "routine"): Flow(new=1, back=1, retired=1, moved_out=1),
        (1, "systemic"): Flow(moved_in=1),
        (1, "conceptual"): Flow(moved_in=1),
        (None, "conceptual"): Flow(moved_out=1),
    }
    cell: Cell = (1, "routine")
    assert flows({}, {4: cell}, {4}) == {cell: Flow(new=1)}
    assert flows({}, {4: cell}, ()) == {cell: Flow(back=1)}


def test_a_part_counts_to_its_whole_and_a_gone_theme_to_none() -> None:
    wholes = {1: None, 2: 1}
    assert rolled_up((2, "routine"), wholes) == (1, "routine")
    assert rolled_up((1, "routine"), wholes) == (1, "routine")
    assert rolled_up((9, "routine"), wholes) == (None, "routine")


def test_a_theme_lacks_the_kinds_of_which_it_has_no_card() -> None:
    counts = {(1, str(kind)): 1 for kind in KINDS} | {(2, "conceptual"): 4}
    assert lacking(counts, [1, 2]) == {2: ("experiential", "systemic", "routine")}


def test_weeks_begin_on_monday_where_people_are() -> None:
    assert period_of(datetime(2026, 3, 1, 23, tzinfo=UTC)) == "2026-W09"
    assert period_of(datetime(2026, 3, 2, 0, tzinfo=UTC)) == "2026-W10"
    assert period_of(datetime(2027, 1, 1, 0, tzinfo=UTC)) == "2026-W53"


def test_the_map_is_compared_with_about_a_week_ago() -> None:
    days = [(3, NOW - timedelta(days=1)), (2, NOW - timedelta(days=8)), (1, NOW)]
    assert compared_with(days, NOW) == 2
    assert compared_with([(3, NOW - timedelta(days=1))], NOW) == 3
    assert compared_with([], NOW) is None
    assert compared_with([(2, NOW - COMPARED), (1, NOW - 9 * COMPARED)], NOW) == 2


weeks = st.lists(st.integers(0, 150), unique=True, min_size=1)


@given(weeks)
def test_old_snapshots_are_thinned_out_to_one_a_month(ages: list[int]) -> None:
    snapshots = [(age, NOW - timedelta(weeks=age)) for age in ages]
    gone = set(to_thin_out(snapshots, NOW))
    old = {age for age in ages if timedelta(weeks=age) > WEEKLY_KEPT}
    assert gone <= old
    months = [(at.year, at.month) for age, at in snapshots if age in old - gone]
    assert len(months) == len(set(months))
    assert set(months) == {(at.year, at.month) for age, at in snapshots if age in old}
    assert to_thin_out([each for each in snapshots if each[0] not in gone], NOW) == []


def test_the_first_of_a_month_stays_whatever_its_number() -> None:
    month = datetime(2025, 1, 1, tzinfo=UTC)
    days = [(9, month), (1, month + timedelta(days=7)), (5, month + timedelta(days=14))]
    assert to_thin_out(days, NOW) == [1, 5]
    edge = [(1, NOW - WEEKLY_KEPT), (2, NOW - WEEKLY_KEPT - timedelta(days=1))]
    assert to_thin_out(edge, NOW) == []  # not old yet
