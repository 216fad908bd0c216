from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice.predicting import (
    Predicted,
    moment_of,
    parse_number,
    shown_number,
    status_after,
    verdict,
)
from models.card import CardStatus
from models.experiment import Outcome

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20", Predicted(20)),
        (" ≥ 3,5", Predicted(3.5, "least")),
        ("<= 12 %", Predicted(12, "most")),
        ("&gt;= 4", Predicted(4, "least")),
        ("-7", Predicted(-7)),
        ("twenty", None),
        ("20 baskets", None),
        ("", None),
        ("1e999", None),
    ],
)
def test_numbers_are_read(text: str, expected: Predicted | None) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize(
    ("predicted", "came", "expected"),
    [
        (Predicted(20), "21", Outcome.CONFIRMED),
        (Predicted(20), "23", Outcome.REFUTED),
        (Predicted(0), "0", Outcome.CONFIRMED),
        (Predicted(20, "least"), "20", Outcome.CONFIRMED),
        (Predicted(20, "least"), "19.9", Outcome.REFUTED),
        (Predicted(20, "most"), "5", Outcome.CONFIRMED),
        (Predicted(20, "most"), "20.1", Outcome.REFUTED),
        (Predicted(20), "quite a few", None),
        (None, "20", None),
    ],
)
def test_a_number_decides_by_itself(
    predicted: Predicted | None, came: str, expected: Outcome | None
) -> None:
    assert verdict(predicted, came) == expected


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = parse_number(text)
    assert found is None or verdict(found, text) in (Outcome.CONFIRMED, None)


@given(st.floats(-1e9, 1e9), st.sampled_from(["about", "least", "most"]))
def test_what_was_predicted_confirms_itself(number: float, sign: str) -> None:
    text = f"{number:.6f}"
    told = parse_number(text)
    assert told is not None
    assert verdict(Predicted(told.number, sign), text) == Outcome.CONFIRMED
    assert shown_number(told.number, sign)


def test_days_come_at_a_local_hour() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert moment_of("2026-03-10", tokyo, 9, NOW) == datetime(2026, 3, 10, 0, 0, tzinfo=UTC)
    assert moment_of("2026-03-03", tokyo, 9, NOW) == NOW  # today, the hour is over: at once
    for wrong in ("2026-03-02", "2029-01-01", "", "soon", "2026-13-01"):
        assert moment_of(wrong, tokyo, 9, NOW) is None


def test_status_follows_what_came() -> None:
    assert status_after("conjecture", Outcome.CONFIRMED) == CardStatus.TESTED
    assert status_after("contested", Outcome.CONFIRMED) == CardStatus.TESTED
    assert status_after("endorsed", Outcome.CONFIRMED) == CardStatus.ENDORSED
    assert status_after("endorsed", Outcome.REFUTED) == CardStatus.CONTESTED
    assert status_after("retired", Outcome.REFUTED) == CardStatus.RETIRED
