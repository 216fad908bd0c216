"""Learn the two rules of ripeness from the corpus, with readings for held-back trades."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.seci.ripeness import (
    Features,
    RipenessRules,
    Weights,
    message_features,
    sigmoid,
    thread_features,
)
from bot.seci.types import Reading

from .talk import Thread

MAYBE = 0.5
"""Weight of a thread that only an eager judge calls ripe (counted as not ripe: be the sceptic)."""


def learn(threads: Sequence[Thread], readings: Sequence[Sequence[Reading]]) -> RipenessRules:
    """Learn which messages carry an insight, and which threads are ripe."""
    carries = learn_carries(threads, readings)
    rows = [_thread_row(t, r, carries) for t, r in zip(threads, readings, strict=True)]
    ripe = _logistic(
        rows,
        [t.verdict == "ripe" for t in threads],
        [MAYBE if t.verdict == "maybe" else 1.0 for t in threads],
        strength=1.0,
    )
    usual = {name: round(float(np.mean([row[name] for row in rows])), 4) for name in rows[0]}
    return RipenessRules(carries, ripe, usual)


def learn_carries(threads: Sequence[Thread], readings: Sequence[Sequence[Reading]]) -> Weights:
    """Learn from the threads with an insight which of their messages hold it."""
    rows, labels, weights = [], [], []
    for thread, read in zip(threads, readings, strict=True):
        marked = [message.carries for message in thread.messages]
        if not any(marked):
            continue
        said = [message.said for message in thread.messages]
        rows.extend(message_features(said, read))
        labels.extend(marked)
        weights.extend([1.0 / sum(marked) if one else 1.0 / len(marked) for one in marked])
    return _logistic(rows, labels, weights, strength=1.0)


def _thread_row(thread: Thread, readings: Sequence[Reading], carries: Weights) -> Features:
    said = [message.said for message in thread.messages]
    shares = [sigmoid(carries.odds(row)) for row in message_features(said, readings)]
    return thread_features(said, readings, shares)


def _logistic(
    rows: Sequence[Features], labels: Sequence[bool], weights: Sequence[float], strength: float
) -> Weights:
    names = sorted(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(table, np.array(labels), sample_weight=np.array(weights))
    values = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0], strict=True)}
    return Weights(round(float(model.intercept_[0]), 4), values)
