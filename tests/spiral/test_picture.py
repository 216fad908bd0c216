from __future__ import annotations

import io

import pytest
from matplotlib.image import imread

from bot.spiral.picture import HEIGHT, WIDTH, draw_spiral
from bot.spiral.rules import Spiral
from bot.texts import spiral as texts

S, E, C, I = "socialization", "externalization", "combination", "internalization"  # noqa: E741
WEEKS = [
    Spiral(),
    Spiral({S: 34, E: 14}, {C: 9}, {E: 3}, {(S, E): 3}, {"group": 3}),
    Spiral({I: 10**6}, {I: 1}, {C: 400}, {(C, C): 400, (I, S): 5000}, {"beyond": 400}),
    Spiral({"none": 5}, {"none": 3}, {"none": 1}, {("none", E): 1, (E, "none"): 2}, {"group": 1}),
    Spiral(turns={(a, b): 1 for a in (S, E, C, I) for b in (S, E, C, I)}),
]


def pixels(spiral: Spiral):  # type: ignore[no-untyped-def]
    return imread(io.BytesIO(draw_spiral(spiral)), format="png")


@pytest.mark.parametrize("week", WEEKS)
def test_a_picture_of_the_right_size_on_a_light_ground(week: Spiral) -> None:
    png = draw_spiral(week)
    shown = imread(io.BytesIO(png), format="png")
    assert shown.shape[:2] == (HEIGHT, WIDTH)
    assert len(png) < 300_000
    corner = shown[2, 2]
    assert corner[:3].min() > 0.9
    assert corner[3:].tolist() in ([], [1.0])  # opaque: legible on a dark screen


def test_the_field_grows_with_its_messages() -> None:
    def orange(count: int) -> int:
        shown = pixels(Spiral({S: count, C: 100}))[:, :, :3]
        near = abs(shown - [0xE6 / 255, 0x9F / 255, 0]).max(axis=2) < 0.02
        return int(near.sum())

    small, large = orange(25), orange(100)
    assert 3 < large / small < 5  # the area, not the radius, stands for the number


def test_ways_on_are_full_and_ways_back_are_hollow() -> None:
    def dark(*ways: tuple[str, str]) -> int:
        shown = pixels(Spiral(turns=dict.fromkeys(ways, 9)))[:, :, :3]
        return int((shown.max(axis=2) < 0.2).sum())

    none, on, back = dark(), dark((S, E)), dark((E, S))
    assert none < back < on


def test_the_levels_that_were_reached_are_dark() -> None:
    def dark(*levels: str) -> int:
        shown = pixels(Spiral(levels=dict.fromkeys(levels, 1)))[-170:, :, :3]
        return int((shown.max(axis=2) < 0.2).sum())

    assert dark() * 3 < dark("group") < dark("group", "beyond")


def test_it_is_told_in_words_too() -> None:
    told = texts.picture_text(
        {S: 9, E: 1}, {C: 2}, {E: 1, I: 2}, {(S, E): 1, (E, I): 2}, {"group": 1, "person": 2}
    )
    assert "shared experience: 9 messages (0 before), 0 steps" in told
    assert "put into words: 1 message (0 before), 1 step;" in told
    assert "tried out: 0 messages (0 before), 2 steps" in told
    assert "from put into words to tried out twice, from shared experience to put into" in told
    assert "It reached one person, the group." in told
    assert "1 steps" not in told
    assert "1 messages" not in told
    assert not set("*`_") & set(told)
    assert len(told) < 1000


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        ({}, "Talk, and no step of knowledge yet"),
        ({E: 1}, "1 step of knowledge: put into words"),
        ({E: 1, I: 3}, "4 steps of knowledge, mostly tried out"),
        ({E: 2, I: 2}, "4 steps of knowledge"),
    ],
)
def test_the_headline(moved: dict[str, int], words: str) -> None:
    assert texts.headline(moved) == words
