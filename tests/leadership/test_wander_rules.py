"""Laws of wandering: who meets whom, checked against every possible way for few people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.leadership.wander_matching import largest_matching
from bot.leadership.wander_rules import (
    POOL_MOST,
    Pair,
    Round,
    Walker,
    is_due,
    pair_up,
    round_number,
)

NAMES = [f"U{letter}" for letter in "ABCDEFGHIJ"]


def every_way(people: Sequence[str]) -> Iterator[list[Pair]]:
    """Every way to put an even number of people into pairs."""
    if not people:
        yield []
        return
    first, *rest = people
    for at, other in enumerate(rest):
        for pairs in every_way(rest[:at] + rest[at + 1 :]):
            yield [(min(first, other), max(first, other)), *pairs]


@st.composite
def situations(draw: st.DrawFn, most: int = 8) -> tuple[list[Walker], dict[Pair, int], int]:
    count = draw(st.integers(0, most))
    number = draw(st.integers(10, 12))
    people = [
        Walker(
            name,
            draw(st.frozensets(st.sampled_from(["C1", "C2", "C3"]), max_size=2)),
            draw(st.integers(5, number - 1)),
        )
        for name in NAMES[:count]
    ]
    every_pair = [(a.id, b.id) for a in people for b in people if a.id < b.id]
    met = {
        pair: last
        for pair in every_pair
        if (last := draw(st.one_of(st.none(), st.integers(5, number - 1)))) is not None
    }
    return people, met, number


def named(found: Round) -> list[str]:
    return [person for pair in found.pairs for person in pair]


@given(situations())
def test_everybody_is_in_one_pair_but_an_odd_one(
    given_: tuple[list[Walker], dict[Pair, int], int],
) -> None:
    people, met, number = given_
    found = pair_up(people, met, number)
    everybody = Counter(named(found) + ([found.out] if found.out else []))
    assert everybody == Counter(walker.id for walker in people)
    assert (found.out is None) == (len(people) % 2 == 0)
    assert all(one < two for one, two in found.pairs)


@given(situations())
def test_the_odd_one_out_is_who_sat_out_longest_ago(
    given_: tuple[list[Walker], dict[Pair, int], int],
) -> None:
    people, met, number = given_
    found = pair_up(people, met, number)
    if found.out is not None:
        rounds = {walker.id: walker.out_round for walker in people}
        assert rounds[found.out] == min(rounds.values())


@settings(deadline=None)
@given(situations())
def test_no_way_has_fewer_people_meet_again(
    given_: tuple[list[Walker], dict[Pair, int], int],
) -> None:
    people, met, number = given_
    found = pair_up(people, met, number)
    here = [walker.id for walker in people if walker.id != found.out]
    again = sum(pair in met for pair in found.pairs)
    assert again == min(sum(pair in met for pair in way) for way in every_way(here))


@settings(deadline=None)
@given(situations())
def test_who_can_meet_somebody_new_of_another_ba_does(
    given_: tuple[list[Walker], dict[Pair, int], int],
) -> None:
    people, met, number = given_
    found = pair_up(people, met, number)
    ba = {walker.id: walker.ba for walker in people}

    def is_best(way: Sequence[Pair]) -> bool:
        return all(pair not in met and not ba[pair[0]] & ba[pair[1]] for pair in way)

    here = [walker.id for walker in people if walker.id != found.out]
    assert is_best(found.pairs) == any(map(is_best, every_way(here)))


def play(count: int, rounds: int) -> list[Round]:
    """Rounds of the same people, each remembered for the next."""
    out = dict.fromkeys(NAMES[:count], 0)
    met: dict[Pair, int] = {}
    played = []
    for number in range(1, rounds + 1):
        found = pair_up([Walker(n, frozenset(), out[n]) for n in out], met, number)
        met |= dict.fromkeys(found.pairs, number)
        if found.out:
            out[found.out] = number
        played.append(found)
    return played


@pytest.mark.parametrize("count", range(2, 11))
def test_everybody_meets_everybody_within_a_fair_time(count: int) -> None:
    played = play(count, 2 * count)
    assert len({pair for each in played for pair in each.pairs}) == count * (count - 1) // 2


@pytest.mark.parametrize("count", [3, 5, 7, 9])
def test_sitting_out_goes_around(count: int) -> None:
    outs = [each.out for each in play(count, 3 * count)]
    for start in range(0, 3 * count, count):
        assert len(set(outs[start : start + count])) == count


@pytest.mark.parametrize("count", range(4, 11))
def test_the_same_two_never_meet_twice_in_a_row(count: int) -> None:
    played = play(count, 4 * count)
    for before, after in pairwise(played):
        assert not set(before.pairs) & set(after.pairs)


def test_many_people_are_paired_in_groups() -> None:
    people = [Walker(f"U{n:04}", frozenset(), 0) for n in range(3 * POOL_MOST + 7)]
    found = pair_up(people, {}, 5)
    assert len(set(named(found))) == len(people) - 1
    assert found.out is not None
    assert set(found.pairs) != set(pair_up(people, {}, 6).pairs)


def test_chance_is_the_same_in_every_process() -> None:
    """So that a round that is begun again after a crash is the same round."""
    people = [Walker(f"U{n:03}", frozenset(), 0) for n in range(POOL_MOST + 1)]
    outs = [pair_up(people, {}, number).out for number in range(5)]
    assert outs == ["U048", "U050", "U060", "U043", "U040"]
    even = pair_up([*people, Walker("U061", frozenset(), 0)], {}, 5)
    assert even.pairs[:2] == (("U000", "U049"), ("U001", "U048"))


def walkers(*ba: str) -> list[Walker]:
    """UA, UB, … with their ba, a letter each."""
    return [Walker(name, frozenset(each), 0) for name, each in zip(NAMES, ba, strict=False)]


def test_who_must_meet_again_meets_whom_they_met_longest_ago() -> None:
    met = {
        ("UA", "UB"): 9, ("UC", "UD"): 1,
        ("UA", "UC"): 5, ("UB", "UD"): 5,
        ("UA", "UD"): 3, ("UB", "UC"): 8,
    }  # fmt: skip
    assert pair_up(walkers("", "", "", ""), met, 10).pairs == (("UA", "UC"), ("UB", "UD"))


def test_who_can_only_meet_people_of_their_ba_meets_those_with_least_in_common() -> None:
    found = pair_up(walkers("xy", "xy", "x", "x"), {}, 10)
    assert found.pairs in ((("UA", "UC"), ("UB", "UD")), (("UA", "UD"), ("UB", "UC")))
    found = pair_up(walkers("yz", "xyz", "xyz", ""), {}, 10)
    assert found.pairs == (("UA", "UB"), ("UC", "UD"))


def test_who_sits_out_lets_the_others_meet_somebody_new() -> None:
    met = {("UA", "UC"): 5, ("UB", "UC"): 6}
    assert pair_up(walkers("", "", ""), met, 10) == Round((("UA", "UB"),), "UC")


@settings(deadline=None)
@given(st.integers(1, 8), st.data())
def test_no_larger_matching_exists(count: int, data: st.DataObject) -> None:
    edges = [(a, b) for a in range(count) for b in range(a)]
    kept = [edge for edge in edges if data.draw(st.booleans())]
    allowed = [[b for b in range(count) if (a, b) in kept or (b, a) in kept] for a in range(count)]
    mates = largest_matching(allowed)
    size = sum(mate is not None for mate in mates) // 2
    assert all(mates[mate] == one for one, mate in enumerate(mates) if mate is not None)
    assert all(mate in allowed[one] for one, mate in enumerate(mates) if mate is not None)

    def best(left: frozenset[int]) -> int:
        if not left:
            return 0
        one = min(left)
        rest = left - {one}
        with_one = [1 + best(rest - {two}) for two in allowed[one] if two in rest]
        return max([best(rest), *with_one])

    assert size == best(frozenset(range(count)))


def test_a_week_is_one_round_and_fortnightly_is_every_second() -> None:
    monday = date(2026, 3, 2)
    assert len({round_number(monday + timedelta(days=day)) for day in range(7)}) == 1
    assert round_number(monday + timedelta(days=7)) == round_number(monday) + 1
    number = round_number(monday)
    assert sum(is_due(2, number + week) for week in range(6)) == 3
    assert all(is_due(1, number + week) for week in range(6))
    assert is_due(0, number)
