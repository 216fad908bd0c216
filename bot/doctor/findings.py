"""What the doctor finds: a mark, what it means, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a finding stands. Only ``WRONG`` makes the exit code 1."""

    WELL = "ok"
    CARE = "care"
    WRONG = "wrong"
    SKIPPED = "skipped"


_SIGNS = {Mark.WELL: "✓", Mark.CARE: "!", Mark.WRONG: "✗", Mark.SKIPPED: "-"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``todo`` is "" where there is nothing to do."""

    mark: Mark
    subject: str
    meaning: str
    todo: str = ""

    def lines(self) -> list[str]:
        """The finding as it is printed."""
        shown = [f"{_SIGNS[self.mark]} {self.subject}: {self.meaning}"]
        return [*shown, f"    → {self.todo}"] if self.todo else shown


def well(subject: str, meaning: str) -> Finding:
    """All is well."""
    return Finding(Mark.WELL, subject, meaning)


def care(subject: str, meaning: str, todo: str) -> Finding:
    """It works, but somebody should look at it."""
    return Finding(Mark.CARE, subject, meaning, todo)


def wrong(subject: str, meaning: str, todo: str) -> Finding:
    """It does not work."""
    return Finding(Mark.WRONG, subject, meaning, todo)


def skipped(subject: str, meaning: str, todo: str = "") -> Finding:
    """It could not, or need not, be looked at."""
    return Finding(Mark.SKIPPED, subject, meaning, todo)


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong."""
    return all(finding.mark != Mark.WRONG for finding in findings)
