from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.ba.mix_rules import MOST, Candidate, Chosen, Trace, mix


def trace(place: int, channel: str, kind: str = "conceptual", *, agreed: bool = False) -> Trace:
    return Trace(place + 100, place, channel, kind, agreed)


def test_each_further_person_brings_another_place() -> None:
    crowd = [Candidate(f"U{n}", f"Shop {n}", (trace(n, "C1"),)) for n in range(6)]
    outsider = Candidate("U9", "Zoe", (trace(20, "C2"),))
    chosen = mix([*crowd, outsider], most=2)
    assert [one.member_id for one in chosen] == ["U0", "U9"]
    assert [one.brings_place for one in chosen] == [False, True]


def test_then_another_kind_of_knowing() -> None:
    nearest = Candidate("U1", "Ann", (trace(0, "C1"),))
    same = Candidate("U2", "Ben", (trace(1, "C1"),))
    lived = Candidate("U3", "Cid", (trace(9, "C1", "experiential"),))
    chosen = mix([nearest, same, lived], most=2)
    assert [one.member_id for one in chosen] == ["U1", "U3"]
    assert chosen[1].brings_kind == "experiential"


def test_what_each_brings_is_what_those_before_did_not() -> None:
    first = Candidate("U1", "amy", (trace(2, "C1"), trace(0, "C1")))
    far = Candidate("U2", "Ben", (trace(5, "C2", "routine"), trace(6, "C2", "experiential")))
    lived = Candidate("U3", "Cid", (trace(3, "C2", "systemic"),))
    nothing_new = Candidate("U4", "Dan", (trace(1, "C1"),))
    nobody = Candidate("U5", "Eve")
    chosen = mix([nobody, nothing_new, lived, far, first])
    assert chosen == [
        Chosen("U1", "amy", trace(0, "C1"), False, ""),
        Chosen("U2", "Ben", trace(5, "C2", "routine"), False, "experiential"),
        Chosen("U3", "Cid", trace(3, "C2", "systemic"), True, "systemic"),
        Chosen("U4", "Dan", trace(1, "C1"), False, ""),
    ]


def test_of_two_that_bring_as_much_the_nearest_then_by_name() -> None:
    near, far = Candidate("U9", "Zoe", (trace(1, "C1"),)), Candidate("U1", "Ann", (trace(2, "C1"),))
    assert [one.member_id for one in mix([far, near], most=1)] == ["U9"]
    same = [Candidate(f"U{n}", "Ann", (Trace(n, 1, "C1", "routine", False),)) for n in (3, 2, 4)]
    assert [one.member_id for one in mix(same, most=2)] == ["U2", "U3"]
    crowd = [Candidate(f"U{n}", f"Name {n}", (trace(n, f"C{n}"),)) for n in range(9)]
    assert [one.member_id for one in mix(crowd)] == [f"U{n}" for n in range(MOST)]


def test_the_nearest_trace_is_told_the_lower_card_of_two_as_near() -> None:
    traces = (Trace(8, 1, "C1", "routine", False), Trace(7, 1, "C1", "routine", False))
    (chosen,) = mix([Candidate("U1", "Ann", traces)])
    assert chosen.trace.card_id == 7


def test_who_agreed_to_be_found_comes_before_who_wrote() -> None:
    wrote = Candidate("U1", "Ann", (trace(0, "C1"),))
    agreed = Candidate("U2", "Ben", (trace(4, "C1", agreed=True), trace(1, "C1")))
    (chosen,) = mix([wrote, agreed], most=1)
    assert chosen.member_id == "U2"
    assert chosen.trace.agreed


people = st.lists(
    st.builds(
        Candidate,
        member_id=st.uuids().map(str),
        name=st.text(max_size=5),
        traces=st.lists(
            st.builds(
                Trace,
                card_id=st.integers(1, 50),
                place=st.integers(0, 30),
                channel_id=st.sampled_from(["C1", "C2", "C3"]),
                asset_kind=st.sampled_from(["conceptual", "routine"]),
                agreed=st.booleans(),
            ),
            max_size=4,
        ).map(tuple),
    ),
    max_size=12,
    unique_by=lambda one: one.member_id,
)


@given(people, st.randoms(use_true_random=False))
def test_it_lists_by_name_whatever_the_order(found: list[Candidate], dice: random.Random) -> None:
    chosen = mix(found)
    names = [(one.name.casefold(), one.member_id) for one in chosen]
    assert names == sorted(names)
    assert len(chosen) <= 5
    shuffled = dice.sample(found, len(found))
    assert mix(shuffled) == chosen


@given(people)
def test_every_place_is_there_before_any_comes_twice(found: list[Candidate]) -> None:
    chosen = {one.member_id for one in mix(found, most=3)}
    there = {c for person in found if person.member_id in chosen for c in person.channels}
    all_places = {c for person in found for c in person.channels}
    assert there == all_places or (len(chosen) == 3 and len(there) >= min(3, len(all_places)))
