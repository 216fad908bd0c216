"""Fit the calibration on predictions for held-back trades: temperature, shifts, and when to
abstain.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.seci.calibration import Calibration
from bot.seci.types import Mode

Floats = npt.NDArray[np.float64]
AGREEMENT = 0.89
"""How often a second annotator would give the same label (codebook): no reading is surer than
that."""
FAIRNESS = 0.5
"""0: every message counts the same; 1: every mode does. Between, rare modes are not swallowed."""
ABSTAIN_RIGHT = 0.6
"""A reading is confident where readings as sure as it is are right at least this often."""


def calibrate(raw: Floats, truth: Sequence[Mode], *, shifts: bool = True) -> Calibration:
    """Fit softmax(temperature · log p + shift) to ``raw`` (rows: messages, columns: modes)."""
    logs = np.log(np.clip(raw, 1e-9, 1.0))
    labels = np.array([list(Mode).index(mode) for mode in truth])
    truth_shares = np.full(logs.shape, (1.0 - AGREEMENT) / (len(Mode) - 1))
    truth_shares[np.arange(len(labels)), labels] = AGREEMENT
    counts = np.bincount(labels, minlength=len(Mode))
    worth = (counts.max() / np.maximum(counts, 1))[labels] ** FAIRNESS
    worth = (worth / worth.mean())[:, None]
    temperature, shift = 1.0, np.zeros(len(Mode))
    for _ in range(400):
        shares = _softmax(temperature * logs + shift)
        errors = shares.copy()
        errors -= truth_shares
        errors *= worth
        temperature -= 0.2 * float(
            (errors * (logs - logs.mean(axis=1, keepdims=True))).sum(axis=1).mean()
        )
        if shifts:
            shift -= 0.5 * errors.mean(axis=0)
    shares = _softmax(temperature * logs + shift)
    return Calibration(
        round(temperature, 4), tuple(round(float(x), 4) for x in shift), _threshold(shares, labels)
    )


def _threshold(shares: Floats, labels: npt.NDArray[np.int64]) -> float:
    sure = shares.max(axis=1)
    right = shares.argmax(axis=1) == labels
    for step in range(20, 90, 2):
        line = step / 100
        near = np.abs(sure - line) < 0.05
        if near.sum() >= 20 and right[near].mean() >= ABSTAIN_RIGHT:
            return line
    return 0.5


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
