"""The vision's own laws (M15): nothing of two changes is lost, what people write is bounded."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.leadership.vision_rules import (
    ANSWER_MOST,
    NAME_MOST,
    PARTS_MOST,
    THEMES_MOST,
    WORD_MOST,
    WORDS_MOST,
    clean_answer,
    clean_answers,
    clean_words,
    is_full,
    merge,
    read_part,
)
from models.vision import QUESTIONS

answers = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b", "c"]) for name in QUESTIONS})


@given(answers, answers, answers)
def test_nothing_of_two_changes_is_lost(
    base: dict[str, str], theirs: dict[str, str], mine: dict[str, str]
) -> None:
    merged = merge(QUESTIONS, base, theirs, mine)
    for name in QUESTIONS:
        kept = {merged.fields[name], merged.clashes.get(name)}
        if mine[name] != base[name]:
            assert mine[name] in kept
        if theirs[name] != base[name]:
            assert theirs[name] in kept
        assert (name in merged.clashes) == (mine[name] != base[name] != theirs[name] != mine[name])


@given(st.dictionaries(st.sampled_from(QUESTIONS), st.text()))
def test_answers_are_bounded_and_without_control_characters(values: dict[str, str]) -> None:
    cleaned = clean_answers(values)
    assert set(cleaned) == set(QUESTIONS)
    for answer in cleaned.values():
        assert len(answer) <= ANSWER_MOST
        assert "\x00" not in answer
        assert clean_answers({"are": answer})["are"] == answer


def test_an_answer_keeps_its_words_and_lines() -> None:
    assert clean_answers({"are": " A  shop\r\n for all "})["are"] == "A shop\n\nfor all"
    assert clean_answer("one\rtwo\nthree") == "one\ntwo\nthree"
    assert clean_answer("x" * (ANSWER_MOST - 3) + "\ny zz") == "x" * (ANSWER_MOST - 3) + "\ny"


@given(st.text())
def test_words_of_a_theme_are_each_there_once(text: str) -> None:
    words = clean_words(text)
    assert len(words) == len(set(words)) <= WORDS_MOST
    assert clean_words(", ".join(words)) == words


def test_a_part_is_a_name_and_its_words() -> None:
    assert read_part(" Ready when wanted: Order, shelf ;sold  out,, order") == (
        "Ready when wanted",
        ["order", "shelf", "sold out"],
    )
    assert read_part("Weather、rain") == ("Weather、rain", [])
    assert read_part(": order") == ("", ["order"])
    assert len(read_part("x" * 200)[0]) == NAME_MOST
    assert clean_words("x" * 200) == ["x" * WORD_MOST]


def test_a_vision_has_room_for_so_many_themes() -> None:
    themes: list[int | None] = [None] * (THEMES_MOST - 1)
    assert not is_full(themes, None, 1)
    assert is_full(themes, None, 2)
    assert not is_full([*themes, 1], 1, PARTS_MOST - 1)
    assert is_full([*themes, 1], 1, PARTS_MOST)
