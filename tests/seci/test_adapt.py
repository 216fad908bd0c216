import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.seci import adapt
from bot.seci.types import Cue, Mode, Reading


def reading(mode: Mode, sure: float = 0.5, *cues: str) -> Reading:
    scores = {each: sure if each is mode else (1 - sure) / 4 for each in Mode}
    return Reading(mode, True, scores, tuple(Cue(name, 0, 1, "") for name in cues))


def workspace(size: int, seed: int = 1) -> list[adapt.Corrected]:
    """A place where what is read as combination with the cue "task" is in truth none."""
    dice = random.Random(seed)
    rows: list[adapt.Corrected] = []
    for _ in range(size):
        kind = dice.choice(["task", "cause", "link"])
        if kind == "task":
            rows.append((reading(Mode.COMBINATION, 0.5, "task"), Mode.NONE))
        elif kind == "cause":
            rows.append((reading(Mode.EXTERNALIZATION, 0.6, "cause"), Mode.EXTERNALIZATION))
        else:
            rows.append((reading(Mode.COMBINATION, 0.5, "link"), Mode.COMBINATION))
    return rows


def test_it_learns_what_people_correct() -> None:
    learned = adapt.fit(workspace(60))
    assert learned.apply(reading(Mode.COMBINATION, 0.5, "task")).mode is Mode.NONE
    assert learned.apply(reading(Mode.COMBINATION, 0.5, "link")).mode is Mode.COMBINATION
    result = adapt.check(workspace(60))
    assert result.helps
    assert result.after > result.before


def test_too_few_corrections_change_nothing() -> None:
    learned = adapt.fit(workspace(5))
    one = reading(Mode.COMBINATION, 0.5, "task")
    assert learned.apply(one) is one
    assert not adapt.check(workspace(10)).helps


def test_nothing_to_learn_does_not_help() -> None:
    assert not adapt.check([(reading(mode), mode) for mode in Mode] * 12).helps


def test_it_goes_through_json() -> None:
    learned = adapt.fit(workspace(40))
    assert adapt.from_json(learned.to_json()) == learned
    assert "task" in json.loads(learned.to_json())["cues"]
    with pytest.raises((ValueError, KeyError)):
        adapt.from_json("{}")


@given(
    st.lists(st.floats(0.001, 1.0), min_size=5, max_size=5),
    st.sampled_from(["task", "cause", "unknown"]),
)
def test_scores_still_sum_to_one(raw: list[float], cue: str) -> None:
    scores = {mode: value / sum(raw) for mode, value in zip(Mode, raw, strict=True)}
    read = Reading(max(scores, key=scores.__getitem__), True, scores, (Cue(cue, 0, 1, ""),))
    adapted = LEARNED.apply(read)
    assert sum(adapted.scores.values()) == pytest.approx(1.0)
    assert adapted.scores[adapted.mode] == max(adapted.scores.values())
    assert adapted.cues == read.cues


LEARNED = adapt.fit(workspace(40))
