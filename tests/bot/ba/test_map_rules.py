"""The greater ba as a picture: what fits a phone, and where it stands so that lines are short."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from bot.ba.map_rules import PLACES_MOST, Line, Map, Place, cell, lay_out


def places(count: int) -> list[Place]:
    return [Place(f"C{n:02}", f"place-{n:02}", "dialoguing", "active") for n in range(count)]


def chain(ids: list[str]) -> list[Line]:
    return [Line(one, other, "linked") for one, other in pairwise(ids)]


def test_linked_places_stand_side_by_side() -> None:
    found = places(8)
    ids = [place.id for place in found]
    drawn = lay_out(found, chain([ids[0], ids[7], ids[1], ids[6]]))
    order = [place.id for place in drawn.places]
    for line in drawn.lines:
        (column, row), (to_column, to_row) = (
            cell(order.index(line.one)),
            cell(order.index(line.other)),
        )
        assert column != to_column
        assert abs(row - to_row) < 1


def test_too_many_places_leave_out_those_without_lines() -> None:
    found = places(20)
    drawn = lay_out(found, [Line("C18", "C19", "linked")], first="C17")
    assert {"C17", "C18", "C19"} <= {place.id for place in drawn.places}
    assert (len(drawn.places), drawn.left_out) == (PLACES_MOST, 8)


@given(st.integers(0, 14), st.lists(st.tuples(st.integers(0, 13), st.integers(0, 13)), max_size=12))
def test_every_line_has_both_ends(count: int, pairs: list[tuple[int, int]]) -> None:
    ids = {f"C{n:02}" for n in range(count)}
    lines = [
        Line(f"C{min(pair):02}", f"C{max(pair):02}", "cards")
        for pair in pairs
        if pair[0] != pair[1] and f"C{max(pair):02}" in ids
    ]
    drawn = lay_out(places(count), lines)
    shown = {place.id for place in drawn.places}
    assert shown <= ids
    assert all({line.one, line.other} <= shown for line in drawn.lines)


def test_places_stand_in_two_columns_the_right_one_half_a_row_lower() -> None:
    assert [cell(n) for n in range(5)] == [(0, 0.0), (1, 0.5), (0, 1.0), (1, 1.5), (0, 2.0)]


def test_where_there_is_room_nothing_is_left_out() -> None:
    found, lines = places(2), (Line("C00", "C01", "linked"),)
    assert lay_out(found, lines) == Map(tuple(found), lines, 0)
    assert lay_out([], []) == Map((), (), 0)


def test_the_first_place_and_its_neighbours_stay_whatever_else_hangs_together() -> None:
    found = places(30)
    others = chain([place.id for place in found[1:15]])
    drawn = lay_out(found, [*others, Line("C28", "C29", "cards")], first="C29")
    shown = {place.id for place in drawn.places}
    assert {"C28", "C29"} <= shown
    assert shown - {"C28", "C29"} == {f"C{n:02}" for n in range(1, 11)}
    assert drawn.lines == (*others[:9], Line("C28", "C29", "cards"))


def length(order: Sequence[str], lines: Sequence[Line]) -> float:
    """How long lines are: far is worse than twice near, and within a column they go around."""
    whole = 0.0
    for line in lines:
        one, other = (order.index(end) for end in (line.one, line.other))
        rows = abs((one // 2 + (one % 2) / 2) - (other // 2 + (other % 2) / 2))
        whole += rows * rows
        if one % 2 == other % 2:
            whole += rows + 0.5
    return whole


@given(
    st.integers(2, 9),
    st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=12),
)
@example(6, {(0, 2), (1, 5), (2, 3), (2, 4), (3, 4), (3, 5), (4, 5)})
@example(7, {(0, 2), (0, 5), (1, 2), (1, 5), (2, 3), (2, 4), (3, 4), (3, 5), (3, 6)})
def test_no_two_places_could_change_for_shorter_lines(
    count: int, pairs: set[tuple[int, int]]
) -> None:
    ends = sorted({(min(p), max(p)) for p in pairs if p[0] != p[1] and max(p) < count})
    lines = [Line(f"C{one:02}", f"C{other:02}", "linked") for one, other in ends]
    order = [place.id for place in lay_out(places(count), lines).places]
    for here, there in combinations(range(count), 2):
        changed = list(order)
        changed[here], changed[there] = changed[there], changed[here]
        assert length(changed, lines) >= length(order, lines) - 1e-6
