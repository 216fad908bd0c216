"""What can go wrong while reading, as errors whose message may be shown to a person."""

from __future__ import annotations


class SeciError(ValueError):
    """The base of everything that reading raises on purpose."""


class BadLineError(SeciError):
    """Line {number} of the input cannot be read: {why}."""

    def __init__(self, number: int, why: str) -> None:
        self.number = number
        self.why = why
        super().__init__(f"line {number}: {why}")


class ModelMissingError(SeciError):
    """There is no trained pipeline at the given place."""
