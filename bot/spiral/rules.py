"""Reading the ledger: transitions between modes in any direction, and levels. Pure.

"It is important to note that the movement through the four modes of knowledge conversion forms a
spiral, not a circle" (Nonaka, Toyama and Konno, 2000): it may jump steps, and run both ways.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.seci.types import Mode

# The spiral's order, as the paper draws it: from the upper left, with the clock.
SPIRAL = (Mode.SOCIALIZATION, Mode.EXTERNALIZATION, Mode.COMBINATION, Mode.INTERNALIZATION)
LEVELS = ("person", "group", "organization", "beyond")


class Turn(StrEnum):
    """Which way a transition goes on the spiral."""

    NEXT = "next"
    SAME = "same"
    ACROSS = "across"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class Step:
    """A conversion: knowledge in ``source`` became knowledge in ``target`` ("card:7", "person")."""

    mode: str
    source: str
    target: str
    level: str
    at: datetime


Transition = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Spiral:
    """What a ba did in a span of time. Counts are of the ba, never of a person.

    ``talk``: messages by mode, ``talk_before``: in the span before; ``moved``: steps by mode;
    ``turns``: by (mode before, mode now); ``levels``: steps by the level that they reached.
    """

    talk: Mapping[str, int] = field(default_factory=dict)
    talk_before: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, int] = field(default_factory=dict)
    turns: Mapping[Transition, int] = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)


def card_in(thing: str) -> int | None:
    """The card's id in "card:7"; None for what is no card."""
    kind, _, number = thing.partition(":")
    return int(number) if kind == "card" and number.isdecimal() else None


def cards_in(steps: Sequence[Step]) -> set[int]:
    """The cards that some steps name."""
    found = {card_in(end) for step in steps for end in (step.source, step.target)}
    return {card for card in found if card is not None}


def seen(steps: Sequence[Step], visible: Collection[int]) -> list[Step]:
    """The steps of which every card is visible."""
    return [step for step in steps if cards_in([step]) <= set(visible)]


def transitions(steps: Sequence[Step], earlier: Mapping[str, str]) -> dict[Transition, int]:
    """How often a mode followed on another on one and the same card.

    ``steps`` are in the order of time; ``earlier`` is the last mode of each thing before them.
    A card that is put into words for the first time comes from what people shared in their talk:
    its first step goes on from socialization.
    """
    last, counts = dict(earlier), Counter[Transition]()
    for step in steps:
        before = last.get(step.source) if card_in(step.source) is not None else None
        if before is None:
            before = last.get(step.target)
        if before is None and step.mode == Mode.EXTERNALIZATION:
            before = Mode.SOCIALIZATION
        if before is not None:
            counts[(str(before), str(step.mode))] += 1
        for end in (step.source, step.target):
            if card_in(end) is not None:
                last[end] = step.mode
    return dict(counts)


def turn_of(transition: Transition) -> Turn:
    """Which way a transition goes; both modes must be among the four."""
    before, now = (SPIRAL.index(Mode(mode)) for mode in transition)
    return (Turn.SAME, Turn.NEXT, Turn.ACROSS, Turn.BACK)[(now - before) % len(SPIRAL)]


def moved(steps: Sequence[Step]) -> dict[str, int]:
    """Steps by mode."""
    return dict(Counter(step.mode for step in steps))


def levels(steps: Sequence[Step]) -> dict[str, int]:
    """Steps by the level that they reached."""
    return dict(Counter(step.level for step in steps))
