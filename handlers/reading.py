"""Readings: the message shortcut *How I read this*, the offer's *Why?*, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.form import values_of
from bot.correcting import correct, read_message
from bot.errors import PersonError
from bot.people import fetch_membership
from bot.reading_form import answers_of, reading_form
from bot.slack.ids import Action, Callback
from bot.texts import reading as texts
from handlers.context import Ba, Person, action_value, message_of, person_of
from models.message import Message
from models.thread import get_thread

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of readings."""

    async def on_shortcut(ack: AsyncAck, body: Body) -> None:
        await ack()
        person = person_of(body)
        await _know(ba, person, person.channel_id)
        message = await _message(ba, person, person.channel_id, str(message_of(body).get("ts")))
        await ba.gateway.call(
            "views.open", trigger_id=person.trigger_id, view=reading_form([message])
        )

    async def on_why(ack: AsyncAck, body: Body) -> None:
        await ack()
        person = person_of(body)
        channel_id, _, thread_ts = action_value(body).partition(":")
        await _know(ba, person, channel_id)
        async with ba.sessions.begin() as session:
            thread = await get_thread(session, person.workspace_id, channel_id, thread_ts)
        if thread is None:
            raise PersonError(texts.NOT_READ)
        stamps = thread.positions[:3]
        messages = [await _message(ba, person, channel_id, stamp) for stamp in stamps]
        form = reading_form(messages, because=thread.reasons)
        await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=form)

    async def on_answer(ack: AsyncAck, body: Body) -> None:
        person, now = person_of(body), ba.clock.now()
        async with ba.sessions.begin() as session:
            for channel_id, ts, mode in answers_of(values_of(body["view"])):
                place = (person.workspace_id, channel_id, ts)
                await correct(session, *place, mode, by=person.member_id, now=now)
        await ack()

    app.shortcut(Callback.CORRECT_READING)(on_shortcut)
    app.action(Action.WHY_OFFER)(on_why)
    app.view(Callback.READING_FORM)(on_answer)


async def _know(ba: Ba, person: Person, channel_id: str) -> None:
    """Know whether somebody is in a channel before they are shown how it was read."""
    place = (person.workspace_id, channel_id, person.member_id)
    await fetch_membership(ba.sessions, ba.gateway, *place, ba.clock.now())


async def _message(ba: Ba, person: Person, channel_id: str, ts: str) -> Message:
    async with ba.sessions.begin() as session:
        return await read_message(session, person.workspace_id, channel_id, ts, person.member_id)
