"""Home as the outbox publishes it."""

from __future__ import annotations

from bot.home.view import gather_home, home_view
from bot.outgoing.kinds import Kind, Making, Outgoing
from bot.outgoing.rules import Drop
from bot.people import fetch_person
from models.outbox import Outbox


async def make_home(making: Making, row: Outbox) -> Outgoing:
    """Publish somebody's Home."""
    person = str(row.payload["person"])
    await fetch_person(making.sessions, making.gateway, row.workspace_id, person, making.now)
    async with making.sessions.begin() as session:
        home = await gather_home(session, row.workspace_id, person, making.now, making.settings)
    view = home_view(home, making.settings)
    await making.gateway.call("views.publish", user_id=person, view=view)
    return Drop("published")


KINDS = (Kind("home", make_home),)
