"""``/ba produce`` and its buttons: look after a channel, step back, look at a ripe thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PersonError
from bot.leadership.producers import leave, looking_after, ripe_thread, take
from bot.leadership.producers_render import producer_line, thread_view
from bot.people import fetch_membership
from bot.slack.blocks import Block, section
from bot.slack.events import is_ts
from bot.slack.ids import Action
from bot.texts import ba as ba_texts
from bot.texts import producers as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, person_of
from models.channel import get_channel

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of looking after a channel."""

    async def on_take(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        await take_role(ba, replace(person, channel_id=action_value(body) or person.channel_id))
        await ack()

    async def on_leave(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        await leave_role(ba, replace(person, channel_id=action_value(body) or person.channel_id))
        await ack()

    async def on_look(ack: AsyncAck, body: Body) -> None:
        await look(ba, person_of(body), action_value(body))
        await ack()

    app.action(Action.PRODUCE_TAKE)(on_take)
    app.action(Action.PRODUCE_LEAVE)(on_leave)
    app.action(Action.PRODUCE_LOOK)(on_look)


async def produce(ba: Ba, person: Person, rest: str) -> None:
    """``/ba produce`` and ``/ba produce off``."""
    if rest.lower() in ("off", "stop", "leave"):
        await leave_role(ba, person)
    elif rest:
        raise PersonError(ba_texts.UNKNOWN.format(word="produce …"))
    else:
        await take_role(ba, person)


async def take_role(ba: Ba, person: Person) -> None:
    """Somebody looks after the channel at hand."""
    now, place = ba.clock.now(), (person.workspace_id, person.channel_id)
    await fetch_membership(ba.sessions, ba.gateway, *place, person.member_id, now)
    async with ba.sessions.begin() as session:
        await take(session, *place, person.member_id, now)
        people = await looking_after(session, *place)
    line = producer_line(person.channel_id, people, person.member_id)
    await tell(ba.gateway, person, texts.TAKEN, [section(texts.TAKEN), *line])


async def leave_role(ba: Ba, person: Person) -> None:
    """Somebody steps back from the channel at hand."""
    place = (person.workspace_id, person.channel_id, person.member_id)
    async with ba.sessions.begin() as session:
        held = await leave(session, *place)
    await tell(ba.gateway, person, texts.LEFT if held else texts.NOT_HELD)


async def look(ba: Ba, person: Person, place: str) -> None:
    """Show somebody the way to a ripe thread of a channel that they are in."""
    channel_id, _, ts = place.partition(":")
    if not is_ts(ts):
        raise PersonError(texts.RIPE_GONE)
    async with ba.sessions.begin() as session:
        thread = await ripe_thread(session, person.workspace_id, person.member_id, channel_id, ts)
    url = await ba.gateway.permalink(channel_id, ts)
    view = thread_view(thread, url)
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)


async def producer_blocks(ba: Ba, person: Person) -> list[Block]:
    """For the answer to ``/ba``: who looks after the channel, and the button."""
    place = (person.workspace_id, person.channel_id)
    async with ba.sessions.begin() as session:
        channel = await get_channel(session, *place)
        if channel is None or not channel.is_member:
            return []
        people = await looking_after(session, *place)
    return producer_line(person.channel_id, people, person.member_id)
