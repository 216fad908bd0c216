from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.ba.topic_rules import KEPT, added, alike, all_likeness, hear, terms_of


def test_words_become_numbers_by_their_stem_and_workspace() -> None:
    assert terms_of("The ovens are heating", "T1") == terms_of("An oven that heats!", "T1")
    assert terms_of("oven", "T1") != terms_of("oven", "T2")
    assert terms_of("<@U1> see <https://x.example/oven> `oven` :oven: ```oven```", "T1") == []
    assert terms_of("what is this all about, then?", "T1") == []


def test_other_scripts_count_as_well() -> None:
    assert terms_of("Хлеб и тесто", "T1") == terms_of("тесто хлеб", "T1")


def test_what_is_old_fades_and_the_lightest_goes() -> None:
    weights = added({"1": 8.0, "2": 0.05}, 21.0, {"3": 1})
    assert weights == {"1": 4.0, "3": 1.0}


@given(st.dictionaries(st.integers(0, 65_535).map(str), st.integers(1, 50), max_size=600))
def test_only_the_heaviest_are_kept(heard: dict[str, int]) -> None:
    weights = added({}, 0.0, heard)
    assert len(weights) <= KEPT
    if len(heard) > KEPT:
        lost = [heard[term] for term in heard if term not in weights]
        assert max(lost) <= min(weights.values())


@given(st.lists(st.lists(st.sampled_from(["ovens", "crust", "pallet"]), max_size=4), max_size=8))
def test_hearing_in_parts_is_hearing_at_once(said: list[list[str]]) -> None:
    texts = [" ".join(words) for words in said]
    half = len(texts) // 2
    at_once = added({}, 0.0, hear(texts, "T1"))
    in_parts = added(added({}, 0.0, hear(texts[:half], "T1")), 0.0, hear(texts[half:], "T1"))
    assert at_once == in_parts


weights_of = st.dictionaries(st.integers(0, 20).map(str), st.floats(1.0, 40.0), max_size=12)


@given(st.dictionaries(st.sampled_from(["C1", "C2", "C3", "C4"]), weights_of))
def test_likeness_is_a_cosine(topics: dict[str, dict[str, float]]) -> None:
    for pair, value in all_likeness(topics).items():
        assert pair == tuple(sorted(pair))
        assert 0.0 <= value <= 1.0 + 1e-9


def test_pairs_stand_out_from_what_all_share() -> None:
    shared = {str(n): 10.0 for n in range(40)}
    topics = {f"C{n}": shared | {str(100 * n + m): 10.0 for m in range(20)} for n in range(1, 6)}
    assert alike(topics, {}) == []  # all are alike: nobody belongs to anybody in particular
    topics["C6"] = dict(topics["C1"])
    assert [(pair.one, pair.other) for pair in alike(topics, {})] == [("C1", "C6")]
    assert alike(topics, {}, only=["C2"]) == []
