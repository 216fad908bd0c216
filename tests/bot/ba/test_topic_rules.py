from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.ba.topic_rules import KEPT, LIGHTEST, Pair, added, alike, all_likeness, hear, terms_of


def test_words_become_numbers_by_their_stem_and_workspace() -> None:
    assert terms_of("The ovens are heating", "T1") == terms_of("An oven that heats!", "T1")
    assert terms_of("oven", "T1") != terms_of("oven", "T2")
    assert terms_of("<@U1> see <https://x.example/oven> `oven` :oven: ```oven```", "T1") == []
    assert terms_of("what is this all about, then?", "T1") == []


def test_the_same_word_is_the_same_number_whatever_hangs_on_it() -> None:
    oven = terms_of("oven", "T1")
    assert terms_of("the oven's door", "T1") == terms_of("the oven’s doors", "T1")
    assert terms_of("oven’s", "T1") == oven
    assert terms_of("oven", "k" * 70) != oven  # a key of any length will do
    assert terms_of("fermentation", "T1") == terms_of("fermentability", "T1")
    assert terms_of("oils", "T1") == terms_of("oil", "T1")
    assert terms_of("rings", "T1") != terms_of("red", "T1")  # of these, too little would be left
    assert terms_of("crust<@U1>oven", "T1") == terms_of("oven crust", "T1")
    assert terms_of(" " * 3_997 + "dough", "T1") == terms_of("dou", "T1")  # and no further


def test_numbers_stay_what_they_are_since_they_are_stored() -> None:
    assert terms_of("oven", "T1") == ["54204"]
    assert hear(["An oven", "the crust, the oven, the oven"], "T1") == {"54204": 2, "61812": 1}


def test_other_scripts_count_as_well() -> None:
    assert terms_of("Хлеб и тесто", "T1") == terms_of("тесто хлеб", "T1")


def test_what_is_old_fades_and_the_lightest_goes() -> None:
    weights = added({"1": 8.0, "2": 0.05}, 21.0, {"3": 1})
    assert weights == {"1": 4.0, "3": 1.0}
    assert added({"1": 1.0, "2": LIGHTEST}, 0.0, {}) == {"1": 1.0, "2": LIGHTEST}
    assert added({"1": 1.0}, 1.0, {"1": 2}) == {"1": 2.9675}


def test_the_lightest_gives_way_to_the_heavier() -> None:
    weights = added({}, 0.0, {str(n): n + 1 for n in range(KEPT + 1)})
    assert set(weights) == {str(n) for n in range(1, KEPT + 1)}


def test_a_word_counts_from_once_on() -> None:
    assert all_likeness({"C1": {"1": 1.0}, "C2": {"1": 1.0}}) == {("C1", "C2"): 1.0}
    assert all_likeness({"C1": {"1": 0.9}, "C2": {"1": 1.0}}) == {}


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


def test_cards_between_two_places_tip_the_scale() -> None:
    topics = {
        "C1": {"1": 3.0, "2": 3.0, "3": 3.0, "9": 9.0},
        "C2": {"1": 3.0, "4": 3.0, "5": 3.0, "9": 2.0},
        "C3": {"6": 3.0, "7": 3.0},
    }
    assert alike(topics, {}) == []
    assert alike(topics, {("C1", "C2"): 1}) == [Pair("C1", "C2", 0.2177, 1)]


def test_of_places_that_are_all_alike_those_with_a_card_belong_together() -> None:
    topics = {f"C{n}": {"1": 10.0, "2": 10.0} for n in range(1, 5)}
    assert alike(topics, {}) == []
    assert alike(topics, {("C1", "C2"): 1}) == [Pair("C1", "C2", 1.0, 1)]


def test_a_pair_is_compared_with_what_its_own_places_have_with_others() -> None:
    baking, selling = {"1": 10.0, "2": 10.0}, {"3": 10.0, "4": 10.0}
    topics = {"C1": selling | {"5": 5.0}, "C2": selling, "C3": baking, "C4": baking}
    found = [(pair.one, pair.other, pair.cards) for pair in alike(topics, {})]
    assert found == [("C3", "C4", 0), ("C1", "C2", 0)]  # the likeliest first
    between = {"C1": {str(n): 10.0 for n in range(8)}, "C2": {str(n): 10.0 for n in range(4)}}
    between |= {"C3": {str(n): 10.0 for n in (4, 5, 6)}, "C4": {"7": 10.0}}
    assert alike(between, {}) == []  # with C3, C1 has nearly as much in common
