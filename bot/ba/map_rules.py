"""The greater ba, laid out for a picture: places in two columns, lines between them. Pure rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

# More places than this are no picture for a phone any more.
PLACES_MOST = 12
LINKED, PROPOSED, CARDS = "linked", "proposed", "cards"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as the picture shows it. ``kind`` is "" where it is not clear yet."""

    id: str
    name: str
    kind: str
    stage: str


@dataclass(frozen=True, slots=True)
class Line:
    """Two places that hang together: by a link, a proposal, or cards."""

    one: str
    other: str
    how: str


@dataclass(frozen=True, slots=True)
class Map:
    """Places in the order in which they are drawn, lines between them, how many are left out."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    left_out: int = 0


def lay_out(places: Sequence[Place], lines: Sequence[Line], *, first: str = "") -> Map:
    """Choose what fits a phone, and an order in which the lines are short.

    ``first`` is the place where somebody asks: it and its neighbours are never left out for
    others. Among the rest, those with lines come before those without, then by name.
    """
    wanted = _most_wanted(places, lines, first)[:PLACES_MOST]
    ids = {place.id for place in wanted}
    kept = tuple(line for line in lines if line.one in ids and line.other in ids)
    ordered = _short_lines(wanted, kept)
    return Map(tuple(ordered), kept, len(places) - len(ordered))


def _most_wanted(places: Sequence[Place], lines: Sequence[Line], first: str) -> list[Place]:
    near = {end for line in lines if first in (line.one, line.other) for end in _ends(line)}
    tied = {end for line in lines for end in _ends(line)}
    return sorted(
        places,
        key=lambda p: (p.id != first, p.id not in near, p.id not in tied, p.name, p.id),
    )


def _ends(line: Line) -> tuple[str, str]:
    return line.one, line.other


def _short_lines(places: Sequence[Place], lines: Sequence[Line]) -> list[Place]:
    """Swap places while that makes the lines shorter; at most a dozen places, so it is quick."""
    ordered = list(places)
    length = _length(ordered, lines)
    improved = True
    while improved:
        improved = False
        for here, there in combinations(range(len(ordered)), 2):
            ordered[here], ordered[there] = ordered[there], ordered[here]
            shorter = _length(ordered, lines)
            if shorter < length - 1e-9:
                length, improved = shorter, True
            else:
                ordered[here], ordered[there] = ordered[there], ordered[here]
    return ordered


def cell(position: int) -> tuple[int, float]:
    """(column, row) of the place at a position: two columns, the right one half a row lower."""
    column = position % 2
    return column, position // 2 + 0.5 * column


def _length(ordered: Sequence[Place], lines: Sequence[Line]) -> float:
    at = {place.id: cell(position) for position, place in enumerate(ordered)}
    total = 0.0
    for line in lines:
        (column, row), (to_column, to_row) = at[line.one], at[line.other]
        distance = abs(row - to_row)
        # Long lines run through other places; within a column they have to go around them.
        total += distance**2 + (0.5 + distance if column == to_column else 0.0)
    return total
