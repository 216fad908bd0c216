"""Learning from a workspace's own corrections: a small shift on top of the shipped reading.

Pure and reversible: an Adaptation is a few numbers (biases, and a weight for each cue), kept as
JSON
beside the workspace and dropped at will. It knows no words, so nothing anybody said is in it. It is
switched on only if it helps on corrections that it did not learn from (``check``).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from .calibration import softmax
from .metrics import macro_f1
from .types import Mode, Reading

Corrected = tuple[Reading, Mode]
"""A message as it was read by the shipped pipeline, and the mode that a person says it has."""

Floats = npt.NDArray[np.float64]

LEAST = 20
"""Corrections below which nothing is learned."""
FOLDS = 5
_BIAS_PRIOR, _CUE_PRIOR, _SCALE_PRIOR = 4.0, 2.0, 4.0
"""How strongly biases, cue weights and the scale are held back to no change (ridge penalties)."""
_FAIRNESS = 0.7
"""0: every correction counts the same; 1: every mode does."""
_STEPS, _RATE = 250, 0.5
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Adaptation:
    """What was learned: ``scale`` of the log scores, a bias per mode, and weights per cue and
    mode.
    """

    scale: float = 1.0
    bias: tuple[float, ...] = (0.0,) * len(Mode)
    cues: Mapping[str, tuple[float, ...]] | None = None
    threshold: float = 0.5
    learned_from: int = 0

    def apply(self, reading: Reading) -> Reading:
        """Give the reading as this workspace would have it; cues stay as they were found."""
        if not self.learned_from:
            return reading
        logits = [
            self.scale * math.log(max(reading.scores[mode], _TINY)) + bias
            for mode, bias in zip(Mode, self.bias, strict=True)
        ]
        for name in {cue.name for cue in reading.cues}:
            for index, weight in enumerate((self.cues or {}).get(name, ())):
                logits[index] += weight
        scores = softmax(logits)
        mode = max(scores, key=scores.__getitem__)
        return replace(reading, mode=mode, scores=scores, confident=scores[mode] >= self.threshold)

    def to_json(self) -> str:
        """Write as JSON."""
        return json.dumps(
            {
                "scale": self.scale,
                "bias": list(self.bias),
                "cues": {name: list(weights) for name, weights in (self.cues or {}).items()},
                "threshold": self.threshold,
                "learned_from": self.learned_from,
            }
        )


@dataclass(frozen=True, slots=True)
class Check:
    """Macro-F1 (0-1) on held-out corrections without and with adapting, and whether to switch it
    on.
    """

    before: float
    after: float
    helps: bool


def from_json(text: str) -> Adaptation:
    """Read what ``Adaptation.to_json`` wrote; raises ValueError or KeyError for anything else."""
    data = json.loads(text)
    return Adaptation(
        float(data["scale"]),
        tuple(float(value) for value in data["bias"]),
        {name: tuple(map(float, weights)) for name, weights in data["cues"].items()},
        float(data["threshold"]),
        int(data["learned_from"]),
    )


def fit(corrections: Sequence[Corrected], threshold: float = 0.5) -> Adaptation:
    """Learn from corrections; with fewer than LEAST of them, change nothing."""
    if len(corrections) < LEAST:
        return Adaptation(threshold=threshold)
    names = sorted({cue.name for reading, _ in corrections for cue in reading.cues})
    logs = _logs(corrections)
    cues = _cue_table(corrections, names)
    wanted = np.array([[float(mode is each) for each in Mode] for _, mode in corrections])
    scale, bias, weights = _descend(logs, cues, wanted, _fairness(wanted))
    rounded = {
        name: tuple(round(float(x), 4) for x in row)
        for name, row in zip(names, weights, strict=True)
    }
    return Adaptation(
        round(scale, 4),
        tuple(round(float(x), 4) for x in bias),
        rounded,
        threshold,
        len(corrections),
    )


def check(corrections: Sequence[Corrected], folds: int = FOLDS) -> Check:
    """Cross-validate: does adapting help on corrections that were not learned from?"""
    if len(corrections) < LEAST + folds:
        return Check(0.0, 0.0, helps=False)
    truth = [mode.value for _, mode in corrections]
    plain = [reading.mode.value for reading, _ in corrections]
    adapted = list(plain)
    for fold in range(folds):
        learn = [one for i, one in enumerate(corrections) if i % folds != fold]
        adaptation = fit(learn)
        for i in range(fold, len(corrections), folds):
            adapted[i] = adaptation.apply(corrections[i][0]).mode.value
    before, after = macro_f1(truth, plain), macro_f1(truth, adapted)
    return Check(before, after, helps=after > before)


def _logs(corrections: Sequence[Corrected]) -> Floats:
    rows = [[math.log(max(reading.scores[m], _TINY)) for m in Mode] for reading, _ in corrections]
    return np.array(rows)


def _cue_table(corrections: Sequence[Corrected], names: Sequence[str]) -> Floats:
    found = [{cue.name for cue in reading.cues} for reading, _ in corrections]
    return np.array([[float(name in cues) for name in names] for cues in found]).reshape(
        len(corrections), len(names)
    )


def _fairness(wanted: Floats) -> Floats:
    """Give each correction a weight, so that frequent modes do not swallow the rare ones."""
    counts = wanted.sum(axis=0)
    usual = len(wanted) / max(float((counts > 0).sum()), 1.0)
    return np.asarray((usual / counts[wanted.argmax(axis=1)]) ** _FAIRNESS)[:, None]


def _descend(
    logs: Floats, cues: Floats, wanted: Floats, worth: Floats
) -> tuple[float, Floats, Floats]:
    """Minimise weighted cross-entropy plus ridge penalties by gradient descent (convex)."""
    size = len(logs)
    scale, bias, weights = 1.0, np.zeros(len(Mode)), np.zeros((cues.shape[1], len(Mode)))
    for step in range(_STEPS):
        rate = _RATE / (1 + step / 100)
        logits = scale * logs + bias + cues @ weights
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        error = (powers / powers.sum(axis=1, keepdims=True) - wanted) * worth
        centred = logs - logs.mean(axis=1, keepdims=True)
        scale -= 0.1 * rate * (float((error * centred).sum()) + _SCALE_PRIOR * (scale - 1)) / size
        scale = max(scale, 0.1)
        bias -= rate * (error.sum(axis=0) + _BIAS_PRIOR * bias) / size
        weights -= rate * (cues.T @ error + _CUE_PRIOR * weights) / size
    return scale, bias, weights
