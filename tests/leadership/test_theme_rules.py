"""A card's theme is proposed from words, and from nothing where they do not tell (M15)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.theme_rules import Proposal, Themed, propose, stem

READY = Themed(1, "Ready when wanted", ("order", "sold out", "shelf", "stock"))
WELCOME = Themed(2, "A welcome for everybody", ("greet", "queue", "stroller", "shelf"))
RAIN = Themed(3, "Weather", ("rain", "umbrella", "typhoon"), parent_id=1)
THEMES = (READY, WELCOME, RAIN)


def proposed(title: str, text: str = "") -> int | None:
    return propose(title, text, THEMES).theme_id


def test_words_in_the_name_or_several_in_the_text_tell_a_theme() -> None:
    assert proposed("Ordering for Sunday") == 1
    assert proposed("Sundays", "Greet people in the queue before they ask") == 2
    assert propose("Sundays", "We were sold out; the orders came late", THEMES) == Proposal(
        1, ("order", "sold out")
    )


def test_one_word_in_passing_tells_nothing() -> None:
    assert proposed("Sundays", "people in the queue chat") is None
    assert proposed("Sundays", "nothing of it") is None
    assert propose("Ordering", "stock", ()) == Proposal()


def test_a_word_of_two_themes_does_not_decide_between_them() -> None:
    assert proposed("The shelf") is None
    assert proposed("The shelf", "stock and orders") == 1


def test_between_two_equal_themes_it_abstains() -> None:
    assert proposed("Orders in the queue") is None


def test_a_part_does_not_compete_with_its_whole() -> None:
    assert proposed("Umbrellas when it rains", "order more of them") == 3
    assert proposed("Orders and stock") == 1
    assert proposed("Rain", "sold out") == 3


def test_a_word_of_several_is_found_as_a_whole_only() -> None:
    waiting = Themed(1, "T", ("waiting time",))
    assert propose("Waiting times at noon", "", [waiting]).theme_id == 1
    assert propose("Time spent waiting", "", [waiting]).theme_id is None


def test_a_script_without_spaces_is_searched_inside() -> None:
    theme = Themed(7, "天気", ("雨", "台風"))
    assert propose("雨の日の注文", "", [theme]).theme_id == 7
    assert propose("晴れの日", "", [theme]).theme_id is None


def test_small_words_of_a_name_tell_nothing() -> None:
    theme = Themed(1, "What we do when it is with us", ())
    assert propose("When to do what with us", "we do it when it is", [theme]) == Proposal()
    assert propose("天気の話", "", [Themed(7, "天気", ())]).theme_id == 7


def test_endings_do_not_matter() -> None:
    assert {stem(word) for word in ("order", "Orders", "ordering", "ordered")} == {"order"}
    assert stem("bus") == "bus"  # nothing is left of it otherwise


words = st.sampled_from(["order", "rain", "queue", "shelf", "greet", "stock", "noon", "tea", ""])
themes = st.lists(
    st.tuples(st.sampled_from(["Alpha", "Beta", "Gamma"]), st.lists(words, max_size=4)), max_size=4
)


@given(st.lists(words), st.lists(words), themes)
def test_what_is_proposed_is_a_theme_for_words_that_are_there(
    title: list[str], text: list[str], given_themes: list[tuple[str, list[str]]]
) -> None:
    known = [Themed(n, name, tuple(w)) for n, (name, w) in enumerate(given_themes, 1)]
    found = propose(" ".join(title), " ".join(text), known)
    assert found == propose(" ".join(title), " ".join(text), list(reversed(known)))
    if found.theme_id is None:
        assert found.words == ()
    else:
        theme = known[found.theme_id - 1]
        said = {stem(word) for word in (*title, *text)}
        assert found.words
        assert all(stem(word) in said for word in found.words)
        assert set(found.words) <= {*theme.words, theme.name.lower()}


def test_a_shared_word_counts_less_and_just_ahead_is_enough() -> None:
    assert proposed("Sundays", "shelf and stock") is None
    assert proposed("The shelf", "an order") == 1
    told = propose("Stock", "an order", THEMES)
    assert told == Proposal(1, ("stock", "order"))  # what tells most comes first


def test_what_is_said_of_a_part_is_said_of_its_whole() -> None:
    assert proposed("Orders when it rains") == 3
    assert proposed("Orders", "in the rain") == 3
    assert proposed("Orders and stock", "greet everybody") == 1


def test_among_parts_the_one_that_is_ahead_else_the_whole() -> None:
    snow = Themed(4, "Winter", ("snow", "ice"), parent_id=1)
    parts = (READY, RAIN, snow)
    assert propose("Snow and ice", "rain", parts).theme_id == 4
    assert propose("Snow and rain", "", parts).theme_id == 1
    assert propose("Orders", "on time", parts).theme_id == 1


def test_parts_of_a_theme_that_is_gone_stand_for_themselves() -> None:
    orphans = [Themed(3, "A", ("rain",), parent_id=99), Themed(4, "B", ("snow",), parent_id=99)]
    assert propose("Rain", "", orphans).theme_id == 3
    assert propose("Rain and snow", "", orphans) == Proposal()


def test_a_name_tells_its_theme_in_any_script_and_case() -> None:
    assert propose("Weather reports", "", [Themed(1, "Weather", ())]).theme_id == 1
    assert propose("Tシャツの日", "", [Themed(7, "服", ("tシャツ",))]).theme_id == 7
