"""``user_change`` and ``team_join``: what the bot needs to know of a person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.people import owe_person, store_person
from bot.slack.events import Event
from bot.worker import Turn
from handlers.events.late import is_late


async def on_people(turn: Turn, events: Sequence[Event]) -> None:
    """Store name, time zone and role as Slack has them now."""
    for event in events:
        user = event.inner.get("user")
        if not isinstance(user, dict):
            continue
        if is_late(turn, event):
            person = str(user.get("id") or "")
            await owe_person(
                turn.session, event.workspace_id, person, key=event.event_id, now=turn.now
            )
        else:
            await store_person(turn.session, event.workspace_id, user, turn.now)


HANDLERS = {"user_change": on_people, "team_join": on_people}
