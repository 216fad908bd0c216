"""The picture of the asset map: themes down, the four kinds across, a disc for each cell, as a PNG.

Drawn with matplotlib's Agg canvas on a figure of its own, in the spawned process. A light ground of
its own serves light and dark screens; the numbers stand in the discs, and pattern, place and words
tell kinds apart beside the colours (Okabe and Ito, 2008).
"""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.leadership.asset_rules import KINDS
from bot.leadership.assets import AssetMap
from bot.leadership.assets_render import row_name
from bot.pictures import INK, drawable, png, sheet
from bot.texts import gaps as texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Pixels across. Slack shows pictures about 360 wide on a phone: a third of it.
WIDTH = 1080
_TOP, _ROW, _FOOT = 150, 176, 70
_NAMES = 300
_COLUMN = (WIDTH - _NAMES) / len(KINDS)
_BAND, _FAINT, _RING = "#F1EEE5", "#5F646C", "#B9B4A6"
_LOOKS = {
    "experiential": ("#E69F00", "."),
    "conceptual": ("#56B4E9", "/"),
    "systemic": ("#2FB58C", "+"),
    "routine": ("#CC79A7", "\\"),
}
_SMALLEST, _LARGEST = 34.0, 60.0


@dataclass(frozen=True, slots=True)
class DrawnRow:
    """One theme: for each kind (cards, came, went)."""

    name: str
    spots: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """What the picture shows. ``since``: a day, or "" before there is a snapshot."""

    rows: tuple[DrawnRow, ...]
    since: str = ""


def to_draw(found: AssetMap) -> DrawnMap:
    """The map as plain values."""
    rows = tuple(
        DrawnRow(
            row_name(row, found),
            tuple(
                (spot.cards, spot.flow.inflow, spot.flow.outflow)
                for spot in (row.spots[kind] for kind in KINDS)
            ),
        )
        for row in found.rows
    )
    return DrawnMap(rows, texts.DAY.format(day=found.since) if found.since else "")


def draw_map(drawn: DrawnMap) -> bytes:
    """A PNG ``WIDTH`` pixels across and as high as it has rows."""
    height = _TOP + _ROW * max(1, len(drawn.rows)) + _FOOT
    figure, axes = sheet(WIDTH, height, across=(0, WIDTH), up=(height, 0))
    for number, kind in enumerate(KINDS):
        _words(axes, _across(number), _TOP / 2, texts.HEADS[kind], 17, weight="bold")
    most = max([1, *(cards for row in drawn.rows for cards, _, _ in row.spots)])
    for number, row in enumerate(drawn.rows):
        _row(axes, number, row, most)
    foot = texts.PICTURE_FOOT
    if drawn.since:
        foot = f"{texts.PICTURE_SINCE.format(day=drawn.since)}:  {foot}"
        _words(axes, WIDTH / 2, height - _FOOT / 2, foot, 16, colour=_FAINT)
    return png(figure)


def _across(number: int) -> float:
    return _NAMES + (number + 0.5) * _COLUMN


def _row(axes: Axes, number: int, row: DrawnRow, most: int) -> None:
    from matplotlib.patches import Rectangle

    top = _TOP + number * _ROW
    middle = top + _ROW / 2
    if number % 2 == 0:
        axes.add_patch(Rectangle((0, top), WIDTH, _ROW, facecolor=_BAND, linewidth=0, zorder=0))
    lines = textwrap.wrap(row.name, 14, max_lines=3, placeholder=" …") or ["…"]
    _words(axes, 24, middle, "\n".join(map(drawable, lines)), 20, weight="bold", at="left")
    for column, kind in enumerate(KINDS):
        _spot(axes, (_across(column), middle), str(kind), row.spots[column], most)


def _spot(
    axes: Axes, at: tuple[float, float], kind: str, spot: tuple[int, int, int], most: int
) -> None:
    """A disc whose area grows with the cards in it; a ring of dashes where there is none."""
    from matplotlib.patches import Circle
    from matplotlib.patheffects import withStroke

    cards, came, went = spot
    x, y = at
    y -= 16 if came or went else 0
    colour, hatch = _LOOKS[kind]
    if cards:
        area = _SMALLEST**2 + (_LARGEST**2 - _SMALLEST**2) * cards / most
        disc = Circle((x, y), math.sqrt(area), facecolor=colour, linewidth=0, zorder=2)
        disc.set_edgecolor((1.0, 1.0, 1.0, 0.45))
        disc.set_hatch(hatch)
        axes.add_patch(disc)
        number = axes.text(
            x,
            y,
            f"{cards:,}",
            fontsize=21 if cards < 1000 else 17,
            fontweight="bold",
            color=INK,
            ha="center",
            va="center",
            zorder=4,
        )
        number.set_path_effects([withStroke(linewidth=5, foreground="white")])
    else:
        ring = Circle((x, y), _SMALLEST - 8, fill=False, edgecolor=_RING, linewidth=2, zorder=2)
        ring.set_linestyle((0, (3, 3)))
        axes.add_patch(ring)
    moved = "  ".join(f"{sign}{n}" for sign, n in (("▲", came), ("▼", went)) if n)
    if moved:
        _words(axes, x, at[1] + _ROW / 2 - 22, moved, 17)


def _words(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    size: int,
    *,
    weight: str = "normal",
    colour: str = INK,
    at: str = "center",
) -> None:
    axes.text(
        x,
        y,
        words,
        fontsize=size,
        fontweight=weight,
        color=colour,
        ha=at,
        va="center",
        parse_math=False,  # a dollar of somebody's is no formula
        linespacing=1.15,
        zorder=5,
    )
