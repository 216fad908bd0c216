"""The picture of a channel's week: the spiral in its four fields, as a PNG.

Made with matplotlib's Agg canvas on a figure of its own (no pyplot, no global state), in the
spawned process. Colours are Okabe and Ito's (2008), which colour-blind people can tell apart;
place, pattern and words tell the fields apart as well. It brings its own light ground, for light
and dark screens.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.seci.types import Mode
from bot.texts.digest import LAST_WEEK, PLAIN, counted, stepped

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Pixels each way. Slack shows pictures about 360 wide on a phone: a third of it.
SIDE = 1080
_DPI = 120
_GROUND, _INK, _FAINT, _RING = "#FBFAF6", "#23262B", "#5F646C", "#DAD7CE"
_REACH = 1.42
# The spiral: turns, and distance from the middle at its start and end.
_TURNS, _START, _END = 2.0, 0.10, 1.10
_BEADS_MOST = 7


@dataclass(frozen=True, slots=True)
class _Field:
    """One quadrant: from which angle (degrees, a quarter onwards), its looks, its corner."""

    mode: Mode
    angle: int
    colour: str
    hatch: str
    side: int
    level: int


_FIELDS = (
    _Field(Mode.SOCIALIZATION, 90, "#E69F00", ".", -1, 1),
    _Field(Mode.EXTERNALIZATION, 0, "#56B4E9", "/", 1, 1),
    _Field(Mode.COMBINATION, 270, "#009E73", "+", 1, -1),
    _Field(Mode.INTERNALIZATION, 180, "#CC79A7", "\\", -1, -1),
)


def draw_week(
    talk: Mapping[str, int], before: Mapping[str, int], moved: Mapping[str, int]
) -> bytes:
    """A PNG of ``SIDE`` × ``SIDE`` pixels. All three count by mode of conversion.

    The area of a field is this week's messages, its dashed outline last week's; each bead on the
    spiral is a step that knowledge took.
    """
    # Imported here: reading matplotlib's fonts and settings is I/O.
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(SIDE / _DPI, SIDE / _DPI), dpi=_DPI, facecolor=_GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(-_REACH, _REACH)
    axes.set_ylim(-_REACH, _REACH)
    axes.set_aspect("equal")
    axes.axis("off")
    most = max([1, *(counts.get(f.mode, 0) for f in _FIELDS for counts in (talk, before))])
    _guides(axes)
    for field in _FIELDS:
        _petal(axes, field, talk.get(field.mode, 0) / most, before.get(field.mode, 0) / most)
    _spiral(axes)
    for number, field in enumerate(_FIELDS):
        _beads(axes, number, moved.get(field.mode, 0))
        _label(axes, field, talk, before, moved)
    target = io.BytesIO()
    figure.savefig(target, format="png", facecolor=_GROUND)
    return target.getvalue()


def _guides(axes: Axes) -> None:
    from matplotlib.patches import Circle

    axes.add_patch(Circle((0, 0), 1.0, facecolor="#F1EEE5", edgecolor=_RING, linewidth=1.5))
    for x, y in (((-1.01, 1.01), (0, 0)), ((0, 0), (-1.01, 1.01))):
        axes.plot(x, y, color=_GROUND, linewidth=7, solid_capstyle="butt", zorder=3)


def _petal(axes: Axes, field: _Field, share: float, before: float) -> None:
    """A quarter of a disc whose area stands for a share (0-1) of the largest field."""
    from matplotlib.patches import Arc, Wedge

    start, end = field.angle, field.angle + 90
    if share > 0:
        quarter = Wedge((0, 0), math.sqrt(share), start, end, facecolor=field.colour, zorder=2)
        quarter.set_edgecolor((1.0, 1.0, 1.0, 0.38))
        quarter.set_hatch(field.hatch)
        quarter.set_linewidth(0)
        axes.add_patch(quarter)
    if before > 0:
        across = 2 * math.sqrt(before)
        outline = Arc((0, 0), across, across, theta1=start, theta2=end, zorder=4)
        outline.set_edgecolor(_INK)
        outline.set_alpha(0.6)
        outline.set_linewidth(2)
        outline.set_linestyle((0, (3, 2.5)))
        axes.add_patch(outline)


def _point(turned: float) -> tuple[float, float]:
    """Where the spiral is after it has turned so many radians, with the clock, from the left."""
    distance = _START + (_END - _START) * turned / (2 * math.pi * _TURNS)
    angle = math.pi - turned
    return distance * math.cos(angle), distance * math.sin(angle)


def _spiral(axes: Axes) -> None:
    whole = 2 * math.pi * _TURNS
    points = [_point(whole * step / 400) for step in range(401)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    axes.plot(xs, ys, color="white", linewidth=6, solid_capstyle="round", zorder=5, alpha=0.75)
    axes.plot(xs, ys, color=_INK, linewidth=2.6, solid_capstyle="round", zorder=6)
    axes.annotate(
        "",
        xy=_point(whole + 0.10),
        xytext=_point(whole - 0.02),
        arrowprops={"arrowstyle": "-|>", "color": _INK, "lw": 2.6, "mutation_scale": 26},
        zorder=6,
    )


def _beads(axes: Axes, number: int, steps: int) -> None:
    """A bead on the spiral's outer turn for each step, at most ``_BEADS_MOST``."""
    shown = min(steps, _BEADS_MOST)
    begin = 2 * math.pi * (_TURNS - 1) + number * math.pi / 2
    for bead in range(shown):
        x, y = _point(begin + (bead + 1) * math.pi / 2 / (shown + 1))
        axes.plot(
            [x], [y], "o", markersize=15, color=_INK, markeredgecolor="white", mew=2.5, zorder=7
        )


def _label(
    axes: Axes,
    field: _Field,
    talk: Mapping[str, int],
    before: Mapping[str, int],
    moved: Mapping[str, int],
) -> None:
    """The field's name and numbers in its corner."""
    x = field.side * (_REACH - 0.07)
    top = _REACH - 0.12 if field.level > 0 else -_REACH + 0.37
    where = "left" if field.side < 0 else "right"
    steps = stepped(moved.get(field.mode, 0))
    lines = (
        (PLAIN[field.mode], 22, "bold", _INK),
        (counted(talk.get(field.mode, 0)) + (f" · {steps}" if steps else ""), 18, "normal", _INK),
        (LAST_WEEK.format(number=before.get(field.mode, 0)), 16, "normal", _FAINT),
    )
    for place, (words, size, weight, colour) in enumerate(lines):
        axes.text(
            x,
            top - 0.125 * place,
            words,
            fontsize=size,
            fontweight=weight,
            color=colour,
            ha=where,
            va="center",
            zorder=8,
        )
