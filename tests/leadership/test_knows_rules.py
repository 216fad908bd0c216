"""Who knows: what is asked, what is remembered of a message, and in which order people stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.leadership.knows import Known
from bot.leadership.knows_render import known_blocks
from bot.leadership.knows_rules import (
    PEOPLE_MOST,
    THEMES_MOST,
    WHY_MOST,
    Evidence,
    Knower,
    asked_about,
    knowers,
    themes_in,
)
from models.card import Card
from models.search import words_in
from tests.conftest import START


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("who knows about sourdough?", "sourdough"),
        ("Who here knows anything about the night oven??", "the night oven"),
        ("who has experience with rush orders", "rush orders"),
        ("does anybody know about\nstock takes?", "stock takes"),
        ("Please, who can I ask about the till?", "the till"),
        ("whom should we ask about cheese…", "cheese"),
        ("who knows about XXL loaves?", "XXL loaves"),
    ],
)
def test_the_question_is_heard(question: str, about: str) -> None:
    assert asked_about(question) == about


@pytest.mark.parametrize(
    "question",
    [
        "who repairs bicycles?",
        "who knows?",
        "who knows about ?",
        "what do we know about rain?",
        "I wonder who knows about it",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert asked_about(question) is None


words = st.sampled_from(
    ["oven", "ovens", "sourdough", "grief", "divorce", "baking", "night", "the"]
)


@given(st.lists(words, max_size=30), st.frozensets(words))
def test_only_words_that_stand_on_cards_become_themes(
    said: list[str], known: frozenset[str]
) -> None:
    themes = themes_in(" ".join(said), known)
    assert len(themes) <= THEMES_MOST
    assert set(themes) <= words_in(" ".join(said))
    for word in ("grief", "divorce"):
        assert word not in themes or word in known


def test_an_ending_makes_no_difference() -> None:
    assert themes_in("I stood at the ovens all night", {"oven"}) == {"ovens": "oven"}


def test_words_have_four_letters_and_the_longest_are_remembered() -> None:
    assert themes_in("an oven for tea", {"oven", "tea"}) == {"oven": "oven"}
    told = ["a" * 4, "b" * 9, "c" * 5, "d" * 8, "e" * 6, "f" * 7]
    assert list(themes_in(" ".join(told), told)) == sorted(told[1:])


def test_each_reason_stands_where_it_belongs() -> None:
    evidence = Evidence(
        wrote={"UA": [3, 1, 2, 4], "UB": [1]},
        helped={"UA": [1, 6]},
        used={"UA": [7]},
        lived={"UA": [8], "UB": [9], "UC": []},
        told={"UA": ["CB", "CA"], "UD": ["CA"]},
    )
    names = {"UA": "Zoe", "UB": "ann", "UC": "Cid", "UD": " "}
    found, has_more = knowers(names, ["UA", "UC", "UD"], evidence)
    assert found == [
        Knower("UB", lived=(9,)),  # agreed to be found for that card alone
        Knower("UA", (1, 2, 3), (6,), (7,), (8,), ("CA", "CB")),
    ]
    assert len(found[1].wrote) == WHY_MOST
    assert not has_more


@pytest.mark.parametrize(("count", "more"), [(PEOPLE_MOST, False), (PEOPLE_MOST + 1, True)])
def test_it_says_when_there_are_more_people(count: int, more: bool) -> None:
    names = {f"U{n}": f"Name {n}" for n in range(count)}
    evidence = Evidence(wrote=dict.fromkeys(names, (1,)), helped={}, used={}, lived={}, told={})
    found, has_more = knowers(names, names, evidence)
    assert (len(found), has_more) == (PEOPLE_MOST, more)


people = st.sampled_from([f"U{letter}" for letter in "ABCDEFGHIJKLMNOPQR"])
ties = st.dictionaries(people, st.frozensets(st.integers(1, 5), max_size=5))


@given(
    wrote=ties,
    helped=ties,
    used=ties,
    lived=ties,
    told=st.dictionaries(people, st.frozensets(st.sampled_from(["CA", "CB"]))),
    names=st.dictionaries(people, st.text(st.characters(categories=["L", "Zs"]), max_size=8)),
    agreed=st.frozensets(people),
)
def test_people_stand_alphabetically_without_numbers_and_only_those_who_agreed(
    wrote: dict[str, frozenset[int]],
    helped: dict[str, frozenset[int]],
    used: dict[str, frozenset[int]],
    lived: dict[str, frozenset[int]],
    told: dict[str, frozenset[str]],
    names: dict[str, str],
    agreed: frozenset[str],
) -> None:
    found, has_more = knowers(names, agreed, Evidence(wrote, helped, used, lived, told))
    order = [names[each.member_id].casefold() for each in found]
    assert order == sorted(order)
    assert len(found) <= PEOPLE_MOST
    for each in found:
        assert each.member_id in agreed or (each.lived and not (each.wrote or each.used))
        assert names[each.member_id].strip()
    cards = {n: card(n, f"Card {chr(96 + n)}") for n in range(1, 6)}
    shown = known_blocks(Known(found, cards, has_more)) if found else []
    text = " ".join(str(block) for block in shown)
    # No count, share, rank or date beside anybody.
    assert not re.search(r"\d", re.sub(r"<[@#][A-Z]+>", "", text))


def card(number: int, title: str) -> Card:
    return Card(id=number, title=title, statement="", permalink="", created_at=START)
