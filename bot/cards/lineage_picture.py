"""The picture of a card's lineage: oldest above, newest below, as a PNG.

Drawn with matplotlib's Agg canvas on a figure of its own, in the spawned process. A light ground
of its own serves light and dark screens; shapes and words, not colours alone, tell links apart.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from bot.cards.lineage import Drawn
from bot.pictures import GROUND, INK, drawable, png, sheet
from bot.texts import linking as texts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.text import Text

# Pixels across. Slack shows pictures about 360 wide on a phone: a third of it.
WIDTH = 1080
_ROW = 280
_BOX, _MINE = "#EFECE2", "#56B4E9"
# The style of each kind of link (colours: Okabe and Ito, 2008).
_LOOKS = {
    "combines": ("-", "#00704F"),
    "breaks_down": ("-", "#A86F00"),
    "relates": (":", "#5F646C"),
    "challenges": ("--", "#B34700"),
    "grew_from": ("-", "#005F94"),
}
Places = dict[int, tuple[float, float]]


def draw_lineage(drawn: Drawn) -> bytes:
    """A PNG ``WIDTH`` pixels across and as high as it has rows."""
    rows = _rows(drawn)
    height = max(_ROW * len(rows), _ROW)
    figure, axes = sheet(WIDTH, height, across=(0, WIDTH), up=(height, 0))
    places: Places = {}
    for number, row in enumerate(rows):
        for place, (card_id, _) in enumerate(row):
            places[card_id] = ((place + 0.5) * WIDTH / len(row), (number + 0.5) * _ROW)
    boxes = {
        card_id: _box(axes, places[card_id], title, len(row), is_me=card_id == drawn.me)
        for row in rows
        for card_id, title in row
    }
    figure.canvas.draw()  # gives the boxes the sizes at which the links shall end
    for start, end, kind in drawn.edges:
        _edge(axes, boxes[start], boxes[end], kind)
    return png(figure)


def _rows(drawn: Drawn) -> list[list[tuple[int, str]]]:
    """Titles by column of time, at most three side by side, so that a phone can show them."""
    rows: list[list[tuple[int, str]]] = []
    for column in sorted({column for _, _, column in drawn.nodes}):
        here = [(card_id, title) for card_id, title, at in drawn.nodes if at == column]
        rows += [here[start : start + 3] for start in range(0, len(here), 3)]
    return rows


def _edge(axes: Axes, start: Text, end: Text, kind: str) -> None:
    (style, colour), word = _LOOKS[kind], texts.ARROWS[kind]
    (x, y), (to_x, to_y) = start.get_position(), end.get_position()
    axes.annotate(
        "",
        xy=(to_x, to_y),
        xytext=(x, y),
        arrowprops={
            "arrowstyle": "-" if kind == "relates" else "-|>",
            "color": colour,
            "linestyle": style,
            "lw": 3,
            "patchA": start.get_bbox_patch(),
            "patchB": end.get_bbox_patch(),
            "shrinkA": 1,
            "shrinkB": 1,
            "mutation_scale": 26,
        },
        zorder=3,
    )
    label = {"facecolor": GROUND, "edgecolor": "none", "pad": 1.5}
    above = 26 if y == to_y else 0
    axes.text(
        (x + to_x) / 2,
        (y + to_y) / 2 - above,
        word,
        fontsize=18,
        color=colour,
        ha="center",
        va="center",
        bbox=label,
        zorder=4,
    )


def _box(axes: Axes, at: tuple[float, float], title: str, beside: int, *, is_me: bool) -> Text:
    across = {1: 34, 2: 20, 3: 13}[beside]
    lines = textwrap.wrap(title, across, max_lines=3, placeholder=" …") or ["…"]
    return axes.text(
        *at,
        "\n".join(drawable(line) for line in lines),
        fontsize=19 if beside < 3 else 17,
        fontweight="bold" if is_me else "normal",
        color=INK,
        ha="center",
        va="center",
        parse_math=False,  # a dollar of somebody's is no formula
        zorder=5,
        bbox={
            "boxstyle": "round,pad=0.6",
            "facecolor": _MINE if is_me else _BOX,
            "edgecolor": INK,
            "linewidth": 3 if is_me else 1.5,
        },
    )
