"""Which lever is whose week's, and what a refusal leaves of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leadership.levers_rules import (
    ORDER,
    Lever,
    Refusal,
    Unwanted,
    in_turn,
    is_akin,
    items_left,
    read_refusal,
    turn_of,
)
from tests.conftest import START

MONDAY = date(2026, 3, 2)


def test_every_lever_has_its_week() -> None:
    turns = {in_turn(turn_of("C1", START.date() + timedelta(days=7 * n)), ())[0] for n in range(5)}
    assert turns == set(Lever)


@given(st.sampled_from(Unwanted), st.sampled_from(Lever), st.sampled_from(["card-7", "week-3", ""]))
def test_a_refusal_travels_in_a_menu(how: Unwanted, lever: Lever, item: str) -> None:
    refusal = Refusal(how, "channel", lever, item)
    assert read_refusal(refusal.value) == refusal
    assert read_refusal(refusal.value.replace("channel", "nobody")) is None


def test_the_turn_moves_on_each_monday_and_places_begin_apart() -> None:
    week = [turn_of("C1", MONDAY + timedelta(days=day)) for day in range(14)]
    assert week == [week[0]] * 7 + [week[0] + 1] * 7
    assert turn_of("C2", MONDAY) == turn_of("C1", MONDAY) + 1


def test_from_a_turn_on_all_come_but_those_that_are_refused_as_a_whole() -> None:
    assert in_turn(len(ORDER) + 2, ()) == [*ORDER[2:], *ORDER[:2]]
    refused = {(ORDER[0], ""), (ORDER[1], "card-7")}
    assert in_turn(0, refused) == list(ORDER[1:])


def test_a_card_is_refused_for_one_lever() -> None:
    refused = {(Lever.CHAOS, "card-7"), (Lever.CARE, "card-8")}
    assert items_left(Lever.CHAOS, [9, 7, 8], refused) == [9, 8]


def test_one_word_in_common_makes_no_two_cards_akin() -> None:
    assert is_akin(["hot", "oven", "rain"], ["oven", "hot"])
    assert not is_akin(["hot", "oven"], ["oven", "oven", "rain"])


@pytest.mark.parametrize(
    ("value", "refusal"),
    [
        ("once:person:chaos", Refusal(Unwanted.ONCE, "person", Lever.CHAOS, "")),
        ("good:channel:care:a:b", Refusal(Unwanted.GOOD, "channel", Lever.CARE, "a:b")),
        ("never:person:chaos:", None),
        ("once:person:boredom:", None),
        ("once:everybody:chaos:", None),
        ("once", None),
        ("", None),
    ],
)
def test_anything_else_is_no_refusal(value: str, refusal: Refusal | None) -> None:
    assert read_refusal(value) == refusal
