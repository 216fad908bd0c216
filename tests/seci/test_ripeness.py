from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seci import ripeness
from bot.seci.centrality import centrality
from bot.seci.reader import shipped_model
from bot.seci.ripeness import (
    WORDS,
    RipenessRules,
    Weights,
    judge,
    positions_of,
    read_rules,
    sigmoid,
)
from bot.seci.types import Mode, Reading, Said


def rules() -> RipenessRules:
    return read_rules(shipped_model() / "ripeness.json")


def read(mode: Mode) -> Reading:
    return Reading(mode, True, {m: 0.8 if m is mode else 0.05 for m in Mode})


def test_every_feature_has_words_and_a_weight() -> None:
    assert set(rules().ripe.weights) == set(WORDS) == set(rules().usual)


def test_rules_go_through_json(tmp_path: Path) -> None:
    path = tmp_path / "rules.json"
    path.write_text(rules().to_json(), encoding="utf-8")
    assert read_rules(path) == rules()


def test_length_alone_does_not_make_a_thread_ripe() -> None:
    small_talk = [
        Said("see you at lunch then, bring the blue folder and the other one " * 12, "a")
    ] * 12
    assert judge(small_talk, [read(Mode.NONE)] * 12, rules(), None)[0] < 0.5


def test_uptake_by_oneself_does_not_count() -> None:
    said = [Said("x", "a"), Said("y", "a")]
    features = ripeness.message_features(said, [read(Mode.EXTERNALIZATION), read(Mode.NONE)])
    assert features[0]["uptake"] == 0.0


@given(st.floats(allow_nan=False))
def test_sigmoid_is_a_probability(odds: float) -> None:
    assert 0.0 <= sigmoid(odds) <= 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_positions_are_the_best(carries: list[float]) -> None:
    positions = positions_of(carries)
    assert carries[positions[0]] == max(carries)
    assert len(set(positions)) == len(positions) <= 3


@given(st.lists(st.text(max_size=60), max_size=6))
def test_centrality_is_bounded(texts: list[str]) -> None:
    assert all(-1e-9 <= value <= 1 + 1e-9 for value in centrality(texts))


def test_reasons_tell_the_verdict() -> None:
    plain = RipenessRules(
        Weights(0, {}), Weights(0, {"best": 2.0, "chatter": -1.0}), {"best": 1.0, "chatter": 0.5}
    )
    assert (
        ripeness.reasons_for({"best": 2.0, "chatter": 0.1}, plain, ripe=True)[0] == WORDS["best"][0]
    )
    assert ripeness.reasons_for({"best": 0.1, "chatter": 0.9}, plain, ripe=False) == (
        WORDS["best"][1],
        WORDS["chatter"][0],
    )


def test_nothing_said_is_not_ripe() -> None:
    assert judge([], [], rules(), None)[0] == pytest.approx(0.0)
