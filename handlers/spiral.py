"""The spiral: a card's journey."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.linking import Linker
from bot.people import fetch_person
from bot.slack.ids import Action
from bot.spiral.journey import gather_journey
from bot.spiral.render import journey_view
from handlers.context import Ba, action_value, person_of
from handlers.showing import show_view


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of the spiral."""

    async def on_journey(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        person, now = person_of(body), ba.clock.now()
        await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
        async with ba.sessions() as session:
            who = Linker(person.workspace_id, person.member_id, now)
            journey = await gather_journey(session, who, int(action_value(body)))
        await show_view(ba, body, journey_view(journey))

    app.action(Action.CARD_JOURNEY)(on_journey)
