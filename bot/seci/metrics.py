"""Measures of how well reading does: F1, calibration error, AUC, bootstrap intervals. Pure."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence


def f1_of(truth: Sequence[str], guess: Sequence[str], label: str) -> float:
    """Give one label's F1 (0-1); 0 where it neither occurs nor is guessed."""
    hits = sum(t == g == label for t, g in zip(truth, guess, strict=True))
    asked = sum(t == label for t in truth) + sum(g == label for g in guess)
    return 2 * hits / asked if asked else 0.0


def macro_f1(truth: Sequence[str], guess: Sequence[str]) -> float:
    """Give the mean F1 over the labels that occur in ``truth``."""
    labels = sorted(set(truth))
    return sum(f1_of(truth, guess, label) for label in labels) / len(labels) if labels else 0.0


def calibration_error(right: Sequence[bool], confidence: Sequence[float], bins: int = 10) -> float:
    """Give the expected calibration error (0-1): |accuracy − confidence| over equal-width bins."""
    total = 0.0
    for low in range(bins):
        rows = [i for i, value in enumerate(confidence) if min(int(value * bins), bins - 1) == low]
        if rows:
            accuracy = sum(right[i] for i in rows) / len(rows)
            total += len(rows) * abs(accuracy - sum(confidence[i] for i in rows) / len(rows))
    return total / len(right) if right else 0.0


def auc(truth: Sequence[bool], score: Sequence[float]) -> float:
    """Give the probability that a true one scores above a false one (ties count half)."""
    yes = [s for t, s in zip(truth, score, strict=True) if t]
    no = [s for t, s in zip(truth, score, strict=True) if not t]
    wins = sum((a > b) + 0.5 * (a == b) for a in yes for b in no)
    return wins / (len(yes) * len(no)) if yes and no else float("nan")


def interval(
    measure: Callable[[Sequence[int]], float], size: int, *, rounds: int = 500, seed: int = 1
) -> tuple[float, float]:
    """Give the 95 % bootstrap interval of ``measure`` over samples of row numbers."""
    dice = random.Random(seed)
    values = sorted(
        value
        for value in (measure(dice.choices(range(size), k=size)) for _ in range(rounds))
        if value == value
    )
    if not values:
        return float("nan"), float("nan")
    return values[int(0.025 * len(values))], values[min(int(0.975 * len(values)), len(values) - 1)]
