"""Learn the rules of ripeness from the corpus, with readings for held-back trades."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression

from bot.seci.ripeness import (
    BESIDE,
    Features,
    RipenessRules,
    Weights,
    message_features,
    sigmoid,
    thread_features,
)
from bot.seci.types import Reading

from .talk import Thread

Floats = npt.NDArray[np.float64]
MAYBE = 0.5
"""Weight of a thread that only an eager judge calls ripe (counted as not ripe: be the sceptic)."""


def learn(threads: Sequence[Thread], readings: Sequence[Sequence[Reading]]) -> RipenessRules:
    """Learn whether messages carry an insight, which threads are ripe, and which message it is."""
    carries = learn_carries(threads, readings)
    rows = [_thread_row(t, r, carries) for t, r in zip(threads, readings, strict=True)]
    ripe = _logistic(
        rows,
        [t.verdict == "ripe" for t in threads],
        [MAYBE if t.verdict == "maybe" else 1.0 for t in threads],
        strength=1.0,
    )
    usual = {name: round(float(np.mean([row[name] for row in rows])), 4) for name in rows[0]}
    return RipenessRules(carries, ripe, usual, learn_among(threads, readings))


def learn_carries(threads: Sequence[Thread], readings: Sequence[Sequence[Reading]]) -> Weights:
    """Learn from the threads with an insight how likely any of their messages is to hold it."""
    rows: list[Features] = []
    labels: list[bool] = []
    weights: list[float] = []
    for thread, read in zip(threads, readings, strict=True):
        marked = [message.carries for message in thread.messages]
        if not any(marked):
            continue
        found = message_features([message.said for message in thread.messages], read)
        rows.extend({n: x for n, x in row.items() if n not in BESIDE} for row in found)
        labels.extend(marked)
        weights.extend([1.0 / sum(marked) if one else 1.0 / len(marked) for one in marked])
    return _logistic(rows, labels, weights, strength=1.0)


def learn_among(threads: Sequence[Thread], readings: Sequence[Sequence[Reading]]) -> Weights:
    """Learn from the threads with an insight which of their messages hold it.

    First what makes a message the one among those of its thread (a conditional logit); then, with
    that as the only feature, how likely a message is to hold it at all.
    """
    tables, marks = [], []
    names: list[str] = []
    for thread, read in zip(threads, readings, strict=True):
        marked = np.array([message.carries for message in thread.messages])
        if not marked.any():
            continue
        rows = message_features([message.said for message in thread.messages], read)
        names = sorted(rows[0])
        tables.append(np.array([[row[name] for name in names] for row in rows]))
        marks.append(marked)
    among = _conditional(tables, marks)
    odds = [{"odds": float(value)} for table in tables for value in table @ among]
    weights = [1.0 / (mark.sum() if one else len(mark)) for mark in marks for one in mark]
    alone = _logistic(odds, [bool(one) for mark in marks for one in mark], weights, strength=1.0)
    scale = alone.weights["odds"]
    values = {n: round(float(w) * scale, 4) for n, w in zip(names, among, strict=True)}
    return Weights(alone.bias, values)


def _conditional(tables: Sequence[Floats], marks: Sequence[npt.NDArray[np.bool_]]) -> Floats:
    """Fit weights so that, within each table, a marked row is the likeliest by softmax."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.5 * float(weights @ weights), weights.copy()
        for table, mark in zip(tables, marks, strict=True):
            odds = table @ weights
            shares = np.exp(odds - odds.max())
            shares /= shares.sum()
            right = float(shares @ mark)
            total -= float(np.log(max(right, 1e-300)))
            slope += table.T @ (shares - shares * mark / max(right, 1e-300))
        return total, slope

    found = minimize(loss, np.zeros(tables[0].shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x)


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
