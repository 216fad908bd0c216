"""Home's own buttons, and showing somebody their Home again after something changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.home import gather_home, home_view
from bot.privacy import forget_person
from bot.slack.ids import Action
from bot.texts import ba as texts
from handlers.answers import tell
from handlers.context import Ba, Person, person_of
from models.member import MuteSubject, set_opted_out, unmute


async def show_home(ba: Ba, person: Person) -> None:
    """Publish somebody's Home as it is now."""
    async with ba.sessions.begin() as session:
        home = await gather_home(session, person.workspace_id, person.member_id, ba.clock.now())
    view = home_view(home, ba.settings)
    await ba.gateway.call("views.publish", user_id=person.member_id, view=view)


async def opt_out(ba: Ba, person: Person) -> None:
    """Somebody does not want to be read: forget what was kept of them, and say so."""
    async with ba.sessions.begin() as session:
        await forget_person(session, person.workspace_id, person.member_id, ba.clock.now())
    await tell(ba.gateway, person, texts.FORGOTTEN)


async def opt_in(ba: Ba, person: Person) -> None:
    """Somebody may be read again."""
    async with ba.sessions.begin() as session:
        await set_opted_out(session, person.workspace_id, person.member_id, None)
    await tell(ba.gateway, person, texts.REMEMBERED)


async def resume(ba: Ba, person: Person) -> None:
    """Somebody ends every pause of theirs."""
    async with ba.sessions.begin() as session:
        await unmute(session, person.workspace_id, MuteSubject.PERSON, person.member_id)
    await tell(ba.gateway, person, texts.RESUMED)


UseCase = Callable[[Ba, Person], Awaitable[None]]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register Home's buttons."""
    app.action(Action.OPT_OUT)(_press(ba, opt_out))
    app.action(Action.OPT_IN)(_press(ba, opt_in))
    app.action(Action.UNMUTE)(_press(ba, resume))


def _press(ba: Ba, use_case: UseCase) -> Callable[..., Awaitable[None]]:
    async def on_press(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        person = person_of(body)
        await use_case(ba, person)
        await ack()
        await show_home(ba, person)

    return on_press
