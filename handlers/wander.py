"""``/ba wander`` and its buttons: be paired with somebody now and then, or no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PersonError
from bot.leadership import wander as wandering
from bot.leadership.wander_outgoing import state_blocks
from bot.people import fetch_person
from bot.slack.blocks import section
from bot.slack.ids import Action
from bot.texts import ba as ba_texts
from bot.texts import wander as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, person_of

Body = Mapping[str, Any]
_WEEKS = {"on": 1, "weekly": 1, "fortnightly": 2}


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of wandering."""

    async def on_begin(ack: AsyncAck, body: Body) -> None:
        await begin(ba, person_of(body), 2 if action_value(body) == "2" else 1)
        await ack()

    async def on_stop(ack: AsyncAck, body: Body) -> None:
        await stop(ba, person_of(body))
        await ack()

    for weeks in wandering.RHYTHMS:
        app.action(f"{Action.WANDER_BEGIN}_{weeks}")(on_begin)
    app.action(Action.WANDER_STOP)(on_stop)


async def wander(ba: Ba, person: Person, rest: str) -> None:
    """``/ba wander``: what it is and the buttons; ``weekly``, ``fortnightly``, ``off``."""
    word = rest.lower()
    if word in _WEEKS:
        await begin(ba, person, _WEEKS[word])
    elif word in ("off", "stop"):
        await stop(ba, person)
    elif word:
        raise PersonError(ba_texts.UNKNOWN.format(word="wander …"))
    else:
        async with ba.sessions() as session:
            weeks = await wandering.wanders(session, person.workspace_id, person.member_id)
        await tell(ba.gateway, person, texts.WHAT, state_blocks(weeks))


async def begin(ba: Ba, person: Person, weeks: int) -> None:
    """Somebody wants to be paired."""
    now = ba.clock.now()
    place = (person.workspace_id, person.member_id)
    await fetch_person(ba.sessions, ba.gateway, *place, now)
    async with ba.sessions.begin() as session:
        await wandering.begin(session, *place, weeks=weeks, settings=ba.settings, now=now)
    await tell(ba.gateway, person, texts.BEGUN[weeks], [section(texts.BEGUN[weeks])])


async def stop(ba: Ba, person: Person) -> None:
    """Somebody does not want to be paired any more."""
    async with ba.sessions.begin() as session:
        did = await wandering.stop(session, person.workspace_id, person.member_id)
    await tell(ba.gateway, person, texts.STOPPED if did else texts.NOT_WANDERING)
