"""What is lacking: knowledge that hangs on one person. Pure.

Nonaka, Toyama and Konno (2000): tacit knowledge is shared by living it together; what one person
alone has lived is lost with them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from models.hanging import Knows

# So many cards about something, and it counts as knowledge that one should not lose.
LEAST_CARDS = 3


@dataclass(frozen=True, slots=True)
class Hanging:
    """All that a channel knows of a theme (None: of no theme) hangs on one person."""

    channel_id: str
    theme_id: int | None
    member_id: str


def hanging(known: Collection[Knows]) -> list[Hanging]:
    """Where one person alone wrote at least ``LEAST_CARDS`` cards and nobody else lived any."""
    people: dict[tuple[str, int | None], set[str]] = {}
    cards: dict[tuple[str, int | None], set[int]] = {}
    for each in known:
        place = (each.channel_id, each.theme_id)
        people.setdefault(place, set()).add(each.member_id)
        cards.setdefault(place, set()).add(each.card_id)
    found = [
        Hanging(*place, next(iter(those)))
        for place, those in people.items()
        if len(those) == 1 and len(cards[place]) >= LEAST_CARDS
    ]
    return sorted(found, key=lambda each: (each.channel_id, each.theme_id or 0))
