"""A workspace with one card in it, and what tests of writing it share."""

from __future__ import annotations

from datetime import timedelta

from bot.cards.service import Beginning
from models.card import Card
from models.database import Sessions
from tests.conftest import START
from tests.support import (
    TEAM,
    all_of,
    make_card,
    make_channel,
    make_people,
    ts,
)

LATER = START + timedelta(hours=1)
HERE = Beginning(TEAM, "U1", "C1", ts())


async def make_place(sessions: Sessions) -> Sessions:
    """A card of the channel C1, with U1 and U2 in it; C2 is private, with U1 and U3."""
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U1", "U3", is_private=True)
        await make_card(session, "Order early", statement="Before the tide.", metaphor="A tide")
    return sessions


async def the_card(sessions: Sessions) -> Card:
    (card,) = await all_of(sessions, Card)
    return card
