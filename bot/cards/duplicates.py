"""Cards that say nearly the same, shown while somebody writes and not afterwards."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import Audience
from models.card import Card
from models.search import find_cards, words_of

SHOWN_MOST = 3
# From so much likeness on (0: no word in common, 1: the same words) a card is worth a look.
LIKE = 0.45


def likeness(one: str, other: str) -> float:
    """How alike two texts are by the words they use, from 0 to 1 (cosine of stems). Pure."""
    a, b = _stems(one), _stems(other)
    shared = sum(count * b[word] for word, count in a.items())
    length = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return shared / length if length else 0.0


def _stems(text: str) -> Counter[str]:
    """The words that say something, without the endings that only grammar asks for."""
    return Counter(_stem(word) for word in words_of(text, most=200))


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


async def similar_cards(
    session: AsyncSession, audience: Audience, fields: Mapping[str, object]
) -> list[Card]:
    """Up to three cards that this audience may see and that say nearly the same, likest first."""
    mine = f"{fields.get('title') or ''} {fields.get('statement') or ''}"
    found = await find_cards(session, audience, mine, limit=20)
    scored = [(likeness(mine, f"{card.title} {card.statement}"), card) for card in found]
    alike = sorted((pair for pair in scored if pair[0] >= LIKE), key=lambda pair: -pair[0])
    return [card for _, card in alike[:SHOWN_MOST]]
