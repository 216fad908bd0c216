"""What energizes a ba, one lever at a time: which is offered now. Pure.

Nonaka, Toyama and Konno (2000): "autonomy, creative chaos, redundancy, requisite variety, and love,
care, trust and commitment" energize ba. None is measured, nobody is scored.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Lever(StrEnum):
    """The five conditions that energize a ba. A sixth goes here."""

    AUTONOMY = "autonomy"
    CHAOS = "chaos"
    REDUNDANCY = "redundancy"
    VARIETY = "variety"
    CARE = "care"


class Unwanted(StrEnum):
    """How a lever is refused: this one thing, the lever for a week, the lever for good."""

    ONCE = "once"
    WEEK = "week"
    GOOD = "good"


# So many words in common make two cards akin.
AKIN = 2
# The order in which a place meets them, a new one each week; care and doubt take turns.
ORDER = (Lever.CHAOS, Lever.CARE, Lever.REDUNDANCY, Lever.VARIETY, Lever.AUTONOMY)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What somebody refused, and for whom: themselves ("person") or the whole channel."""

    how: Unwanted
    subject: str
    lever: Lever
    item: str

    @property
    def value(self) -> str:
        """As a menu's entry carries it."""
        return f"{self.how}:{self.subject}:{self.lever}:{self.item}"


def read_refusal(value: str) -> Refusal | None:
    """A refusal from a menu's entry; None for anything else."""
    how, subject, lever, item = [*value.split(":", 3), "", "", "", ""][:4]
    if how not in set(Unwanted) or lever not in set(Lever) or subject not in ("person", "channel"):
        return None
    return Refusal(Unwanted(how), subject, Lever(lever), item)


def turn_of(channel_id: str, day: date) -> int:
    """Whose turn it is in a channel's week: a number that moves on by one each Monday."""
    week = (day.toordinal() - 1) // 7
    return week + sum(channel_id.encode())


def in_turn(turn: int, refused: Collection[tuple[str, str]]) -> list[Lever]:
    """The levers from this turn on, without those that are refused as a whole."""
    start = turn % len(ORDER)
    wanted = (*ORDER[start:], *ORDER[:start])
    return [lever for lever in wanted if (lever, "") not in refused]


def items_left(
    lever: Lever, items: Collection[int], refused: Collection[tuple[str, str]]
) -> list[int]:
    """Of some cards, in their order, those that were not refused for a lever."""
    return [item for item in items if (lever, f"card-{item}") not in refused]


def is_akin(one: Collection[str], two: Collection[str]) -> bool:
    """Whether two cards, by their words, are about one thing: not by a single word in common."""
    return len(set(one) & set(two)) >= AKIN
