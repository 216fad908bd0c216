"""The picture of the asset map: a PNG that grows with its themes and survives people's words."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from bot.leadership.asset_rules import KINDS, Flow
from bot.leadership.assets import AssetMap, Row, Spot
from bot.leadership.assets_picture import WIDTH, DrawnMap, DrawnRow, draw_map, to_draw
from tests.conftest import START

NOTHING = ((0, 0, 0),) * 4


def drawn(*rows: DrawnRow, since: str = "") -> Image.Image:
    png = draw_map(DrawnMap(rows, since))
    return Image.open(io.BytesIO(png)).convert("RGB")


def test_it_is_as_wide_as_a_phone_shows_and_as_high_as_it_has_themes() -> None:
    one = drawn(DrawnRow("Tea", NOTHING))
    two = drawn(DrawnRow("Tea", NOTHING), DrawnRow("Rain", NOTHING))
    assert one.width == two.width == WIDTH
    assert two.height > one.height


def test_more_cards_are_a_larger_disc() -> None:
    def ink(cards: int) -> int:
        spots = ((0, 0, 0), (cards, 0, 0), (0, 0, 0), (40, 0, 0))
        pixels = np.asarray(drawn(DrawnRow("Tea", spots))).astype(int)
        blue = np.abs(pixels - np.array([0x56, 0xB4, 0xE9])).sum(axis=2) < 30
        return int(blue.sum())

    assert ink(0) == 0
    assert 0 < ink(3) < ink(20) < ink(40)


def test_what_came_and_went_is_drawn() -> None:
    still = drawn(DrawnRow("Tea", ((3, 0, 0), *NOTHING[1:])))
    moved = drawn(DrawnRow("Tea", ((3, 2, 1), *NOTHING[1:])))
    assert np.abs(np.asarray(still).astype(int) - np.asarray(moved).astype(int)).sum() > 0


def test_any_words_can_be_a_theme() -> None:
    for name in ("$x_", "天気 🎉", "", "x" * 300, "\u202e\u0000", "a\nb"):
        drawn(DrawnRow(name, ((1, 0, 0), *NOTHING[1:])), since="24 February 2026")


def test_it_shows_what_the_map_has() -> None:
    spots = {str(kind): Spot(number, Flow(new=number)) for number, kind in enumerate(KINDS)}
    found = AssetMap([Row(1, "Tea", spots), Row(None, "", spots)], START, 1, has_themes=True)
    row = ((0, 0, 0), (1, 1, 0), (2, 2, 0), (3, 3, 0))
    rows = (DrawnRow("Tea", row), DrawnRow("Of no theme", row))
    assert to_draw(found) == DrawnMap(rows, "03 March 2026")
