"""``/ba new``: build a place for something, ask people in, end it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.ba import building
from bot.ba.building import Plan
from bot.ba.built_form import (
    CHANNEL,
    ENDS,
    PEOPLE,
    PURPOSE,
    people_form,
    plan_form,
    read_people,
    read_plan,
    unpacked,
)
from bot.errors import PersonError
from bot.people import fetch_membership, fetch_people
from bot.slack.blocks import section
from bot.slack.gateway import SlackFailure
from bot.slack.ids import Action, Callback
from bot.texts import ba_new as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, message_of, person_of
from models.channel import Stage, get_channel

Body = Mapping[str, Any]
# How long a place is proposed to last.
USUAL = timedelta(days=14)
_FIELDS = {texts.BAD_END: ENDS, texts.NO_PURPOSE: PURPOSE}


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of building a ba."""

    async def on_new(ack: AsyncAck, body: Body) -> None:
        await ack()
        await new(ba, person_of(body), "", channel_id=action_value(body))

    async def on_plan(ack: AsyncAck, body: Body) -> None:
        person, plan = person_of(body), read_plan(body["view"])
        try:
            view = await _second_page(ba, person, plan)
        except PersonError as error:
            await ack(response_action="errors", errors={_field(error): str(error)})
            return
        await ack(response_action="update", view=view)

    async def on_begin(ack: AsyncAck, body: Body) -> None:
        person, plan = person_of(body), unpacked(str(body["view"]["private_metadata"]))
        people = read_people(body["view"])
        try:
            words = await _begin(ba, person, plan, people)
        except PersonError as error:
            await ack(response_action="errors", errors={PEOPLE: str(error)})
            return
        await ack()
        ba.poke()
        here = Person(person.workspace_id, person.member_id, plan.channel_id)
        await tell(ba.gateway, here, words)

    async def on_answer(ack: AsyncAck, body: Body) -> None:
        is_yes = str(body["actions"][0]["action_id"]) == Action.BA_ASK_YES
        words = await _answer(ba, person_of(body), int(action_value(body)), is_yes=is_yes)
        await ack()
        ba.poke()
        await settle_question(ba, body, words)

    async def on_end(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await building.end_by_person(
                session,
                person.workspace_id,
                int(action_value(body)),
                by=person.member_id,
                now=ba.clock.now(),
            )
        await ack()
        ba.poke()
        await tell(ba.gateway, person, texts.ENDED)

    app.action(Action.BA_NEW)(on_new)
    app.view(Callback.BA_NEW)(on_plan)
    app.view(Callback.BA_NEW_PEOPLE)(on_begin)
    app.action(Action.BA_ASK_YES)(on_answer)
    app.action(Action.BA_ASK_NO)(on_answer)
    app.action(Action.BA_END)(on_end)


async def new(ba: Ba, person: Person, _: str, *, channel_id: str = "") -> None:
    """Open the form's first page, for the channel at hand or the one that a button names."""
    here = channel_id or ("" if person.channel_id.startswith("D") else person.channel_id)
    async with ba.sessions.begin() as session:
        channel = await get_channel(session, person.workspace_id, here)
    zone = ZoneInfo(channel.tz) if channel else ba.settings.zone
    view = plan_form(
        channel_id=here,
        ends_on=ba.clock.now().astimezone(zone).date() + USUAL,
        in_thread=channel is not None and channel.stage == Stage.ACTIVE,
    )
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)


async def _second_page(ba: Ba, person: Person, plan: Plan) -> dict[str, Any]:
    now, place = ba.clock.now(), (person.workspace_id, plan.channel_id)
    await fetch_membership(ba.sessions, ba.gateway, *place, person.member_id, now)
    async with ba.sessions.begin() as session:
        await building.check_plan(session, person.workspace_id, plan, by=person.member_id, now=now)
        chosen, cards = await building.propose_people(
            session, *place, plan.purpose, by=person.member_id
        )
    return people_form(plan, chosen, cards)


def _field(error: PersonError) -> str:
    return _FIELDS.get(str(error), CHANNEL)


async def _begin(ba: Ba, person: Person, plan: Plan, people: list[str]) -> str:
    now = ba.clock.now()
    await fetch_people(ba.sessions, ba.gateway, person.workspace_id, people, now)
    async with ba.sessions.begin() as session:
        built, asked = await building.begin(
            session, person.workspace_id, plan, people, by=person.member_id, now=now
        )
    told = [texts.DONE.format(channel=built.channel_id)]
    if asked:
        told.append(texts.DONE_ASKED)
    if len(asked) < len(set(people) - {person.member_id}):
        told.append(texts.DONE_SOME)
    return " ".join(told)


async def _answer(ba: Ba, person: Person, ba_id: int, *, is_yes: bool) -> str:
    async with ba.sessions.begin() as session:
        built, is_inside = await building.answer_ask(
            session,
            person.workspace_id,
            ba_id,
            by=person.member_id,
            is_yes=is_yes,
            now=ba.clock.now(),
        )
    if not is_yes:
        return texts.REFUSED
    words = texts.AGREED if is_inside else texts.AGREED_OUTSIDE
    return words.format(channel=built.channel_id, by=built.made_by)


async def settle_question(ba: Ba, body: Body, words: str) -> None:
    """The question turns into what was answered; where it cannot, it is said anew."""
    person, ts = person_of(body), str(message_of(body).get("ts") or "")
    try:
        await ba.gateway.call(
            "chat.update", channel=person.channel_id, ts=ts, text=words, blocks=[section(words)]
        )
    except SlackFailure:
        await tell(ba.gateway, person, words)
