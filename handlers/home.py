"""Home's own buttons, and showing somebody their Home again after something changed."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.finding import find_or_note, search
from bot.cards.found import read_turn
from bot.digest.service import leave_me_out, name_again
from bot.errors import PersonError
from bot.home import gather_home, home_view
from bot.home.search import IN_FORM, found_view
from bot.people import fetch_person
from bot.privacy import forget_person
from bot.slack.blocks import Block
from bot.slack.ids import Action
from bot.texts import ba as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, person_of
from handlers.showing import show_view
from models.audience import Audience
from models.member import MuteSubject, set_opted_out, unmute


async def show_home(ba: Ba, person: Person) -> None:
    """Publish somebody's Home as it is now."""
    async with ba.sessions.begin() as session:
        who = (person.workspace_id, person.member_id)
        home = await gather_home(session, *who, ba.clock.now(), ba.settings)
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


def register(app: AsyncApp, ba: Ba) -> None:
    """Register Home's buttons."""
    app.action(Action.OPT_OUT)(_press(ba, lambda person, _: opt_out(ba, person)))
    app.action(Action.OPT_IN)(_press(ba, lambda person, _: opt_in(ba, person)))
    app.action(Action.UNMUTE)(_press(ba, lambda person, _: resume(ba, person)))
    app.action(Action.DIGEST_NAME)(_press(ba, lambda person, wish: name_me(ba, person, wish)))
    _register_search(app, ba)


def _register_search(app: AsyncApp, ba: Ba) -> None:
    async def on_search(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        person = person_of(body)
        await show_view(ba, body, await look_for(ba, person, action_value(body)))

    async def on_turn(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        await ack()
        typed, page = read_turn(action_value(body))
        await show_view(ba, body, await look_for(ba, person_of(body), typed, page), in_place=True)

    app.action(Action.HOME_SEARCH)(on_search)
    app.action(re.compile(f"^{IN_FORM}find_"))(on_turn)


async def look_for(ba: Ba, person: Person, typed: str, page: int = 0) -> Block:
    """A page of what somebody may see of what they look for, as a form."""
    now = ba.clock.now()
    await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
    me = Audience(person.workspace_id, member_id=person.member_id)
    async with ba.sessions.begin() as session:
        try:
            found = await (
                search(session, me, typed, page=page)
                if page
                else find_or_note(session, me, typed, channel_id="", now=now)
            )
        except PersonError as error:  # a filter that nobody knows
            return found_view(None, typed, str(error))
    return found_view(found, typed)


async def name_me(ba: Ba, person: Person, wish: str) -> None:
    """Somebody does or does not want to be named in digests."""
    now = ba.clock.now()
    async with ba.sessions.begin() as session:
        if wish == "off":
            await leave_me_out(session, person.workspace_id, person.member_id, now)
        else:
            await name_again(session, person.workspace_id, person.member_id, now)
    ba.poke()


def _press(
    ba: Ba, use_case: Callable[[Person, str], Awaitable[None]]
) -> Callable[..., Awaitable[None]]:
    """A listener: do what a button stands for, with its value, and show Home as it is then."""

    async def on_press(ack: AsyncAck, body: Mapping[str, Any]) -> None:
        person = person_of(body)
        await use_case(person, action_value(body))
        await ack()
        await show_home(ba, person)

    return on_press
