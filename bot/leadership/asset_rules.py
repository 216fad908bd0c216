"""The map of knowledge assets: counted, and what came and went between two looks. Pure.

Nonaka, Toyama and Konno (2000), part 3: knowledge assets are experiential, conceptual, systemic and
routine; "a snapshot of the knowledge assets … is not enough", since they are created and used up
all the time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.seci.types import AssetKind

# Around the paper's circle: from what is felt to what is done without thinking.
KINDS = (
    AssetKind.EXPERIENTIAL,
    AssetKind.CONCEPTUAL,
    AssetKind.SYSTEMIC,
    AssetKind.ROUTINE,
)
# Where a card is on the map: its theme (None: none) and its kind.
Cell = tuple[int | None, str]
# Without a choice, the map compares with the newest snapshot that is at least so old.
COMPARED = timedelta(days=6)
# Every week's snapshot is kept for so long; of older ones, the first of each month.
WEEKLY_KEPT = timedelta(days=26 * 7)


@dataclass(frozen=True, slots=True)
class Flow:
    """What came into a cell and what left it, as counts of cards."""

    new: int = 0
    back: int = 0
    moved_in: int = 0
    retired: int = 0
    moved_out: int = 0

    @property
    def inflow(self) -> int:
        """All that came."""
        return self.new + self.back + self.moved_in

    @property
    def outflow(self) -> int:
        """All that went."""
        return self.retired + self.moved_out


def count(places: Mapping[int, Cell]) -> Counter[Cell]:
    """How many cards are in each cell."""
    return Counter(places.values())


def flows(
    before: Mapping[int, Cell], after: Mapping[int, Cell], new: Collection[int]
) -> dict[Cell, Flow]:
    """What came and went between two looks, by cell; cells in which nothing moved are absent.

    ``new`` are the cards written since ``before``. For each cell, the count after is the count
    before, plus inflow, minus outflow.
    """
    tally: dict[Cell, Counter[str]] = {}

    def note(cell: Cell, what: str) -> None:
        tally.setdefault(cell, Counter())[what] += 1

    for card, cell in after.items():
        if card not in before:
            note(cell, "new" if card in new else "back")
        elif before[card] != cell:
            note(cell, "moved_in")
            note(before[card], "moved_out")
    for card, cell in before.items():
        if card not in after:
            note(cell, "retired")
    return {cell: Flow(**counts) for cell, counts in tally.items()}


def rolled_up(cell: Cell, wholes: Mapping[int, int | None]) -> Cell:
    """A cell with the part of a theme counted to its whole; unknown themes count as none.

    ``wholes``: for each theme, the theme it is a part of (None: it is a whole itself).
    """
    theme, kind = cell
    if theme is None or theme not in wholes:
        return None, kind
    return wholes[theme] or theme, kind


def lacking(counts: Mapping[Cell, int], themes: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The kinds of knowledge of which a theme has no card, by theme; complete themes are absent."""
    found: dict[int, tuple[str, ...]] = {}
    for theme in themes:
        missing = tuple(str(kind) for kind in KINDS if not counts.get((theme, kind)))
        if missing:
            found[theme] = missing
    return found


def period_of(local: datetime) -> str:
    """The week (ISO) that a local time is in, as a snapshot's name: "2026-W10"."""
    iso = local.isocalendar()
    return f"{iso.year}-W{iso.week:02d}"


def compared_with(snapshots: Sequence[tuple[int, datetime]], now: datetime) -> int | None:
    """Which snapshot to compare with: the newest that is not too young, else the oldest.

    ``snapshots`` are (id, when), newest first; None when there is none.
    """
    for number, at in snapshots:
        if now - at >= COMPARED:
            return number
    return snapshots[-1][0] if snapshots else None


def to_thin_out(snapshots: Sequence[tuple[int, datetime]], now: datetime) -> list[int]:
    """Which snapshots to forget: of those over half a year old, all but the first of each month."""
    kept: set[tuple[int, int]] = set()
    forgotten = []
    for number, at in sorted(snapshots, key=lambda each: each[1]):
        if now - at <= WEEKLY_KEPT:
            continue
        month = (at.year, at.month)
        if month in kept:
            forgotten.append(number)
        kept.add(month)
    return forgotten
