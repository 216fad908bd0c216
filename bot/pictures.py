"""A sheet to draw a picture on, and the picture as a PNG: what the bot's pictures have in common.

matplotlib is imported where it is used: reading its fonts and settings is I/O.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GROUND, INK = "#FBFAF6", "#23262B"
_DPI = 120


def sheet(
    width: int, height: int, *, across: tuple[float, float], up: tuple[float, float]
) -> tuple[Figure, Axes]:
    """An empty sheet of so many pixels, with its axes over all of it and not shown.

    ``across`` are the coordinates of its left and right edge, ``up`` of its lower and upper one.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / _DPI, height / _DPI), dpi=_DPI, facecolor=GROUND)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(*across)
    axes.set_ylim(*up)
    axes.axis("off")
    return figure, axes


def png(figure: Figure) -> bytes:
    """The picture as a PNG."""
    target = io.BytesIO()
    figure.savefig(target, format="png", facecolor=GROUND)
    return target.getvalue()


def drawable(words: str) -> str:
    """People's words with a shape for every sign: one that the font lacks is a small square."""
    from matplotlib.font_manager import findfont, get_font

    charmap = get_font(findfont("DejaVu Sans")).get_charmap()
    return "".join(c if ord(c) in charmap else "\u25a1" for c in words)
