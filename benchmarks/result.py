"""One line of a benchmark's answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Result:
    """A measured value beside the reach it should have; ``better`` says which side is good."""

    name: str
    value: float
    reach: float
    better: Literal["higher", "lower"] = "higher"
    note: str = ""

    @property
    def is_ok(self) -> bool:
        """Whether the value reaches what it should."""
        return self.value >= self.reach if self.better == "higher" else self.value <= self.reach

    def line(self) -> str:
        """``name | value | reach | ok or short``, and the note."""
        sign = "≥" if self.better == "higher" else "≤"
        verdict = "ok" if self.is_ok else "short"
        line = f"{self.name} | {self.value:.3g} | {sign} {self.reach:g} | {verdict}"
        return f"{line} | {self.note}" if self.note else line
