from __future__ import annotations

import io

import pytest
from matplotlib.image import imread

from bot.digest.picture import SIDE, draw_week

WEEKS: list[tuple[dict[str, int], dict[str, int], dict[str, int]]] = [
    ({}, {}, {}),
    ({"socialization": 34, "externalization": 14}, {"combination": 9}, {"externalization": 3}),
    ({"internalization": 10**6}, {"internalization": 1}, {"combination": 400}),
    ({"none": 5}, {"none": 3}, {"none": 1}),
]


@pytest.mark.parametrize("week", WEEKS)
def test_a_picture_of_the_right_size_on_a_light_ground(
    week: tuple[dict[str, int], dict[str, int], dict[str, int]],
) -> None:
    png = draw_week(*week)
    pixels = imread(io.BytesIO(png), format="png")
    assert pixels.shape[:2] == (SIDE, SIDE)
    assert len(png) < 300_000
    corner = pixels[2, 2]
    assert corner[:3].min() > 0.9
    assert corner[3:].tolist() in ([], [1.0])  # opaque: legible on a dark screen


def test_the_field_grows_with_its_messages() -> None:
    def orange(count: int) -> int:
        png = draw_week({"socialization": count, "combination": 100}, {}, {})
        pixels = imread(io.BytesIO(png), format="png")[:, :, :3]
        near = abs(pixels - [0xE6 / 255, 0x9F / 255, 0]).max(axis=2) < 0.02
        return int(near.sum())

    small, large = orange(25), orange(100)
    assert 3 < large / small < 5  # the area, not the radius, stands for the number
