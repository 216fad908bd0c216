"""From the categorizer's raw scores to calibrated probabilities, and the line below which it
abstains.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .types import Mode

_TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Calibration:
    """Vector scaling: softmax(temperature · log p + shift), and the least confident probability.

    ``shift`` holds a number for each mode. ``threshold`` is a probability (0-1): a reading whose
    likeliest mode is below it abstains.
    """

    temperature: float = 1.0
    shift: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0, 0.0)
    threshold: float = 0.0

    def apply(self, raw: Mapping[str, float]) -> dict[Mode, float]:
        """Turn raw scores by label into probabilities that sum to 1."""
        logits = [
            self.temperature * math.log(max(raw.get(mode.value, 0.0), _TINY)) + shift
            for mode, shift in zip(Mode, self.shift, strict=True)
        ]
        return softmax(logits)

    def to_json(self) -> str:
        """Write as JSON."""
        return json.dumps(
            {
                "temperature": self.temperature,
                "shift": dict(zip((mode.value for mode in Mode), self.shift, strict=True)),
                "threshold": self.threshold,
            },
            indent=1,
        )


def read_calibration(path: Path) -> Calibration:
    """Read what ``Calibration.to_json`` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    shift = tuple(float(data["shift"][mode.value]) for mode in Mode)
    return Calibration(float(data["temperature"]), shift, float(data["threshold"]))


def softmax(logits: list[float]) -> dict[Mode, float]:
    """Give the probabilities of the modes, in their order, from ``logits``."""
    top = max(logits)
    powers = [math.exp(value - top) for value in logits]
    total = sum(powers)
    return {mode: power / total for mode, power in zip(Mode, powers, strict=True)}
