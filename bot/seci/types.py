"""The plain values that reading takes in and gives out. Nothing here does I/O or loads a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Mode(StrEnum):
    """What a message mainly does with knowledge: a conversion of SECI, or none of them."""

    SOCIALIZATION = "socialization"
    EXTERNALIZATION = "externalization"
    COMBINATION = "combination"
    INTERNALIZATION = "internalization"
    NONE = "none"


class AssetKind(StrEnum):
    """The four kinds of knowledge assets (Nonaka, Toyama and Konno, 2000)."""

    EXPERIENTIAL = "experiential"
    CONCEPTUAL = "conceptual"
    SYSTEMIC = "systemic"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class Said:
    """One message as reading sees it: who said what.

    ``author`` is any stable name within the thread ("" when unknown); ``time`` is seconds since the
    epoch (UTC) or None; ``files`` counts attached files.
    """

    text: str
    author: str = ""
    time: float | None = None
    files: int = 0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A message to read, with up to three messages before it in its thread, oldest first."""

    said: Said
    context: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """A sign that a detector found: its name, the words it saw, and its reason in plain words.

    ``start`` and ``end`` are offsets into ``normalize(text)`` (bot/seci/normalize.py), not into the
    text as it was said.
    """

    name: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message does with knowledge.

    ``scores`` holds a calibrated probability (0-1) for each of the five modes and sums to 1.
    ``confident`` is False where the reader abstains.
    """

    mode: Mode
    confident: bool
    scores: Mapping[Mode, float]
    cues: tuple[Cue, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A concept card's draft, taken from the thread's own sentences; empty where nothing was said.

    ``evidence`` holds positions (indexes into the thread's messages), best first.
    """

    title: str = ""
    statement: str = ""
    metaphor: str = ""
    analogy: str = ""
    model: str = ""
    evidence: tuple[int, ...] = ()
    asset_kind: AssetKind = AssetKind.CONCEPTUAL
    asset_reason: str = ""


@dataclass(frozen=True, slots=True)
class ThreadReading:
    """Whether a thread holds an insight worth keeping, and where.

    ``ripeness`` is a probability (0-1); 0.5 is the threshold for offering. ``positions`` are
    indexes of messages that carry the insight, best first. ``reasons`` explain the verdict in
    plain words.
    """

    ripeness: float
    positions: tuple[int, ...]
    reasons: tuple[str, ...]
    draft: Draft = field(default_factory=Draft)
    readings: Sequence[Reading] = ()
