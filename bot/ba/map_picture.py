"""The picture of the greater ba: places in two columns, lines between them, as a PNG.

Drawn with matplotlib's Agg canvas on a figure of its own, in the spawned process. A light ground
of its own serves light and dark screens; words and the style of lines and borders, not colours
alone, tell things apart (colours: Okabe and Ito, 2008).
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from bot.ba.map_rules import CARDS, LINKED, PROPOSED, Line, Map, Place, cell
from bot.pictures import INK, drawable, png, sheet
from bot.texts import ba_life as texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

# Pixels across. Slack shows pictures about 360 wide on a phone: a third of it.
WIDTH = 1080
_ROW, _EDGE, _LEGEND = 290, 40, 110
_FAINT = "#5F646C"
_FILLS = {
    "originating": "#F6DFA9",
    "dialoguing": "#BFE0F5",
    "systemizing": "#B5E0D1",
    "exercising": "#EBD0E0",
    "": "#EFECE2",
}
# Border of a place by its stage: style and width.
_BORDERS = {"forming": (":", 3.0), "active": ("-", 3.5), "dormant": ("--", 2.0), "": ("-", 1.2)}
_LINES = {LINKED: ("-", "#005F94", 4.0), PROPOSED: ("--", "#B34700", 3.0), CARDS: (":", INK, 3.0)}


def draw_map(drawn: Map) -> bytes:
    """A PNG ``WIDTH`` pixels across and as high as it has rows."""
    rows = max((cell(n)[1] for n in range(len(drawn.places))), default=0.0) + 1
    legend = _LEGEND if drawn.lines or drawn.left_out else 0
    height = round(rows * _ROW + 2 * _EDGE + legend)
    figure, axes = sheet(WIDTH, height, across=(0, WIDTH), up=(height, 0))
    boxes = {place.id: _box(axes, n, place) for n, place in enumerate(drawn.places)}
    figure.canvas.draw()  # gives the boxes the sizes at which the lines shall end
    order = {place.id: n for n, place in enumerate(drawn.places)}
    for line in drawn.lines:
        _line(axes, boxes, order, line)
    _legend(axes, drawn, height)
    return png(figure)


def _box(axes: Axes, position: int, place: Place) -> Text:
    column, row = cell(position)
    at = (WIDTH * (0.27 + 0.46 * column), _EDGE + (row + 0.5) * _ROW)
    name = textwrap.wrap(f"#{place.name}", 15, max_lines=2, placeholder="…") or ["#…"]
    kind, stage = texts.MAP_KINDS[place.kind], texts.STAGES.get(place.stage, "")
    below = f"{kind}\n{stage}" if stage else kind
    style, width = _BORDERS.get(place.stage, _BORDERS[""])
    return axes.text(
        *at,
        "\n".join([*(drawable(part) for part in name), below]),
        fontsize=20,
        linespacing=1.3,
        color=INK,
        ha="center",
        va="center",
        parse_math=False,  # a dollar of somebody's is no formula
        zorder=5,
        bbox={
            "boxstyle": "round,pad=0.6",
            "facecolor": _FILLS[place.kind],
            "edgecolor": INK,
            "linewidth": width,
            "linestyle": style,
        },
    )


def _line(axes: Axes, boxes: dict[str, Text], order: dict[str, int], line: Line) -> None:
    style, colour, width = _LINES[line.how]
    one, other = sorted((line.one, line.other), key=lambda each: order[each])
    start, end = boxes[one], boxes[other]
    column, to_column = cell(order[one])[0], cell(order[other])[0]
    far = cell(order[other])[1] - cell(order[one])[1]
    bend = 0.0
    if column == to_column and far > 1:  # around what stands between, on the outer side
        bend = -0.35 if column else 0.35
    axes.annotate(
        "",
        xy=end.get_position(),
        xytext=start.get_position(),
        arrowprops={
            "arrowstyle": "-",
            "connectionstyle": f"arc3,rad={bend}",
            "color": colour,
            "linestyle": style,
            "lw": width,
            "patchA": start.get_bbox_patch(),
            "patchB": end.get_bbox_patch(),
            "shrinkA": 1,
            "shrinkB": 1,
        },
        zorder=3,
    )


def _legend(axes: Axes, drawn: Map, height: int) -> None:
    used = [how for how in _LINES if any(line.how == how for line in drawn.lines)]
    y = height - _EDGE - (40 if drawn.left_out else 0)
    for number, how in enumerate(used):
        style, colour, width = _LINES[how]
        x = 90 + number * 320
        axes.plot([x, x + 90], [y, y], linestyle=style, color=colour, linewidth=width)
        axes.text(x + 105, y, texts.MAP_LINES[how], fontsize=19, color=INK, va="center")
    if drawn.left_out:
        more = texts.MAP_MORE.format(n=drawn.left_out)
        axes.text(90, height - _EDGE, more, fontsize=19, color=_FAINT, va="center")
