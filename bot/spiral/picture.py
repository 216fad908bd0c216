"""The picture of a team's spiral: four fields, the way that knowledge went, how far it reached.

Made with matplotlib's Agg canvas on a figure of its own (no pyplot, no global state), in the
spawned process. Colours are Okabe and Ito's (2008), which colour-blind people can tell apart;
place, pattern and words tell the fields apart as well. It brings its own light ground, for light
and dark screens.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.pictures import GROUND, INK, png, sheet
from bot.seci.types import Mode
from bot.spiral.rules import LEVELS, SPIRAL, Spiral, Transition, Turn, turn_of
from bot.texts import spiral as texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Pixels across and down. Slack shows pictures about 360 wide on a phone: a third of it.
WIDTH, HEIGHT = 1080, 1290
_FAINT, _RING = "#4B5058", "#E3DFD3"
# The drawing's own units: the disc of the fields has the radius 1 around (0, 0).
_LEFT, _RIGHT, _TOP = -1.42, 1.42, 1.62
_BOTTOM = _TOP - (_RIGHT - _LEFT) * HEIGHT / WIDTH
# Arrows run from field to field at this distance from the middle.
_WAY = 0.62


@dataclass(frozen=True, slots=True)
class _Field:
    """One quadrant: from which angle (degrees, a quarter onwards), its looks, its corner."""

    mode: Mode
    angle: int
    colour: str
    hatch: str
    side: int
    level: int

    @property
    def middle(self) -> float:
        """The angle of its middle, in radians."""
        return math.radians(self.angle + 45)


_FIELDS = (
    _Field(Mode.SOCIALIZATION, 90, "#E69F00", ".", -1, 1),
    _Field(Mode.EXTERNALIZATION, 0, "#56B4E9", "/", 1, 1),
    _Field(Mode.COMBINATION, 270, "#009E73", "+", 1, -1),
    _Field(Mode.INTERNALIZATION, 180, "#CC79A7", "\\", -1, -1),
)


def draw_spiral(spiral: Spiral) -> bytes:
    """A PNG of ``WIDTH`` × ``HEIGHT`` pixels.

    The area of a field is its share of the talk; an arrow from field to field is the way that
    knowledge went, with how often it did; below stands how far it reached.
    """
    figure, axes = sheet(WIDTH, HEIGHT, across=(_LEFT, _RIGHT), up=(_BOTTOM, _TOP))
    _say(axes, 0, _TOP - 0.13, texts.headline(spiral.moved), 23, bold=True)
    _disc(axes)
    most = max([1, *(spiral.talk.get(field.mode, 0) for field in _FIELDS)])
    for field in _FIELDS:
        _petal(axes, field, spiral.talk.get(field.mode, 0) / most)
        _label(axes, field, spiral.talk, spiral.talk_before)
    _arrows(axes, spiral.turns)
    _reach(axes, spiral.levels)
    return png(figure)


def _disc(axes: Axes) -> None:
    from matplotlib.patches import Circle

    axes.add_patch(Circle((0, 0), 1.0, facecolor="#F1EEE5", edgecolor=_RING, linewidth=1.5))
    for x, y in (((-1.01, 1.01), (0, 0)), ((0, 0), (-1.01, 1.01))):
        axes.plot(x, y, color=GROUND, linewidth=7, solid_capstyle="butt", zorder=3)


def _petal(axes: Axes, field: _Field, share: float) -> None:
    """A quarter of a disc whose area stands for a share (0-1) of the largest field."""
    from matplotlib.patches import Wedge

    if share <= 0:
        return
    start, end = field.angle, field.angle + 90
    quarter = Wedge((0, 0), math.sqrt(share), start, end, facecolor=field.colour, zorder=2)
    quarter.set_edgecolor((1.0, 1.0, 1.0, 0.38))
    quarter.set_hatch(field.hatch)
    quarter.set_linewidth(0)
    axes.add_patch(quarter)


def _label(axes: Axes, field: _Field, talk: Mapping[str, int], before: Mapping[str, int]) -> None:
    """The field's name in its corner, the messages below (or above) it."""
    x, top = field.side * (_RIGHT - 0.06), 1.24 if field.level > 0 else -1.10
    where = "left" if field.side < 0 else "right"
    counted = texts.messages(talk.get(field.mode, 0), before.get(field.mode, 0))
    _say(axes, x, top, texts.PLAIN[field.mode], 22, bold=True, where=where)
    _say(axes, x, top - 0.125, counted, 18, where=where, colour=_FAINT)


def _arrows(axes: Axes, turns: Mapping[Transition, int]) -> None:
    """Each way that was gone: on along the round, back inside it, across in between."""
    known = {turn: count for turn, count in turns.items() if set(turn) <= set(SPIRAL) and count}
    most = max(known.values(), default=1)
    for (before, now), count in sorted(known.items(), key=lambda item: item[1]):
        width = 6 + 8 * math.sqrt(count / most)
        start, end = _field(before), _field(now)
        turn = turn_of((before, now))
        if turn != Turn.SAME:  # one and the same field: no way to draw
            _arrow(axes, start, end, turn, width, count)


def _field(mode: str) -> _Field:
    return next(field for field in _FIELDS if field.mode == mode)


def _at(angle: float, distance: float) -> tuple[float, float]:
    return distance * math.cos(angle), distance * math.sin(angle)


def _arrow(axes: Axes, start: _Field, end: _Field, turn: Turn, width: float, count: int) -> None:
    from matplotlib.patches import FancyArrowPatch

    # Full and outside with the clock, hollow and inside against it: both can be seen at once.
    apart, distance = {
        Turn.NEXT: (math.radians(13), _WAY + 0.14),
        Turn.BACK: (-math.radians(6), _WAY - 0.22),
        Turn.ACROSS: (math.radians(9), _WAY + 0.02),
    }[turn]
    begin, finish = _at(start.middle - apart, distance), _at(end.middle + apart, distance)
    bend = {Turn.NEXT: -0.34, Turn.BACK: 0.22, Turn.ACROSS: -0.16}[turn]
    is_next = turn == Turn.NEXT
    head = 9 + 1.9 * width
    arrow = FancyArrowPatch(
        begin,
        finish,
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle=f"simple,head_length={head},head_width={head},tail_width={width}",
        mutation_scale=1,
        linewidth=2.2,
        facecolor=INK if is_next else "white",
        edgecolor="white" if is_next else INK,
        shrinkA=0,
        shrinkB=0,
        zorder=6,
    )
    axes.add_patch(arrow)
    (x, y), (to_x, to_y) = begin, finish
    # Where a quadratic curve with this bend is halfway.
    middle = ((x + to_x) / 2 + bend * (to_y - y) / 2, (y + to_y) / 2 - bend * (to_x - x) / 2)
    _badge(axes, *middle, count)


def _badge(axes: Axes, x: float, y: float, count: int) -> None:
    """How often, on a white disc."""
    circle = {"boxstyle": "circle,pad=0.3", "facecolor": "white", "edgecolor": INK, "lw": 2.2}
    words = str(count) if count < 1000 else "999+"
    axes.text(
        x, y, words, fontsize=17, fontweight="bold", color=INK, ha="center", va="center",
        bbox=circle, zorder=8,
    )  # fmt: skip


def _reach(axes: Axes, levels: Mapping[str, int]) -> None:
    """Four stairs from person to beyond; those that were reached are dark."""
    from matplotlib.patches import FancyBboxPatch

    wide, high, top = 0.64, 0.17, _BOTTOM + 0.24
    for number, level in enumerate(LEVELS):
        x = _LEFT + 0.06 + number * (wide + 0.053)
        is_reached = bool(levels.get(level, 0))
        box = FancyBboxPatch(
            (x, top - high),
            wide,
            high,
            boxstyle="round,pad=0,rounding_size=0.05",
            facecolor=INK if is_reached else GROUND,
            edgecolor=INK if is_reached else "#B9B4A6",
            linewidth=2,
            linestyle="-" if is_reached else (0, (3, 2.5)),
        )
        axes.add_patch(box)
        colour = "white" if is_reached else _FAINT
        words = texts.LEVEL_NAMES[level]
        _say(axes, x + wide / 2, top - high / 2, words, 17, bold=is_reached, colour=colour)
    _say(axes, _LEFT + 0.06, top + 0.10, texts.REACHED, 18, where="left", colour=_FAINT)


def _say(
    axes: Axes,
    x: float,
    y: float,
    words: str,
    size: int,
    *,
    bold: bool = False,
    where: str = "center",
    colour: str = INK,
) -> None:
    weight = "bold" if bold else "normal"
    axes.text(
        x, y, words, fontsize=size, fontweight=weight, color=colour, ha=where, va="center",
        zorder=9,
    )  # fmt: skip
