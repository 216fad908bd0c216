import math

import pytest

from bot.seci.metrics import auc, calibration_error, f1_of, interval, macro_f1


def test_f1() -> None:
    truth, guess = ["a", "a", "b", "c"], ["a", "b", "b", "b"]
    assert f1_of(truth, guess, "a") == pytest.approx(2 / 3)
    assert f1_of(truth, guess, "b") == pytest.approx(0.5)
    assert macro_f1(truth, guess) == pytest.approx((2 / 3 + 0.5 + 0) / 3)
    assert macro_f1([], []) == 0.0


def test_auc() -> None:
    assert auc([True, False], [0.9, 0.1]) == 1.0
    assert auc([True, False, False], [0.5, 0.5, 0.1]) == 0.75
    assert math.isnan(auc([True], [0.3]))


def test_calibration_error() -> None:
    assert calibration_error([True] * 8 + [False] * 2, [0.8] * 10) == pytest.approx(0.0)
    assert calibration_error([False] * 4, [1.0] * 4) == pytest.approx(1.0)


def test_interval_is_repeatable_and_ordered() -> None:
    values = [0, 1, 1, 0, 1, 1, 1, 0]
    one = interval(lambda pick: sum(values[i] for i in pick) / len(pick), len(values))
    assert one == interval(lambda pick: sum(values[i] for i in pick) / len(pick), len(values))
    assert one[0] < 5 / 8 < one[1]
    assert all(map(math.isnan, interval(lambda pick: float("nan"), 3)))
