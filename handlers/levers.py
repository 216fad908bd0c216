"""Levers: refuse one, doubt a card, ask somebody in, say thanks; ``/ba thank``; huddles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.form import values_of
from bot.errors import PersonError
from bot.leadership import levers, levers_huddle
from bot.leadership.knows import refuse as find_no_more
from bot.leadership.levers_forms import WHO, WORDS, ask_in_form, thank_form
from bot.leadership.levers_people import ask_in, no_more_thanks, thank, whom_to_ask
from bot.leadership.levers_render import levers_for
from bot.leadership.levers_rules import Unwanted
from bot.people import fetch_membership, fetch_people
from bot.slack.blocks import Block, modal, section
from bot.slack.ids import Action, Callback
from bot.texts import ba as ba_texts
from bot.texts import levers as texts
from handlers.answers import tell
from handlers.card_life import open_standing
from handlers.card_writing import know_reader, number_of
from handlers.context import Ba, Person, action_value, person_of
from handlers.knows import say
from models.audience import Audience
from models.author import authors_of
from models.card import CardStatus
from models.search import get_card

Body = Mapping[str, Any]
_PERSON = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of levers."""

    async def on_refuse(ack: AsyncAck, body: Body) -> None:
        words = await refuse(ba, person_of(body), action_value(body))
        await ack()
        await tell(ba.gateway, person_of(body), words)

    async def on_doubt(ack: AsyncAck, body: Body) -> None:
        card_id = number_of(action_value(body))
        await open_standing(ba, person_of(body), card_id, chosen=CardStatus.CONTESTED)
        await ack()

    async def on_ask_in(ack: AsyncAck, body: Body) -> None:
        await open_ask_in(ba, person_of(body), *place_of(action_value(body)))
        await ack()

    async def on_asked(ack: AsyncAck, body: Body) -> None:
        await send_ask_in(ba, person_of(body), body["view"])
        await ack(response_action="update", view=done(texts.ASK_IN_TITLE, texts.ASKED))
        ba.poke()

    async def on_asked_no(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            place = (person.workspace_id, person.member_id)
            await find_no_more(session, *place, ba.clock.now())
        await ack()
        await say(ba, body, texts.ASKED_IN_STOPPED)

    async def on_no_thanks(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            place = (person.workspace_id, person.member_id)
            await no_more_thanks(session, *place, ba.clock.now())
        await ack()
        await tell(ba.gateway, person, texts.THANKED_STOPPED)

    async def on_thank(ack: AsyncAck, body: Body) -> None:
        await open_thanks(ba, person_of(body), *place_of(action_value(body)))
        await ack()

    async def on_thanked(ack: AsyncAck, body: Body) -> None:
        try:
            await send_thanks(ba, person_of(body), body["view"])
        except PersonError as error:
            await ack(response_action="errors", errors={WHO: str(error)})
            return
        await ack(response_action="update", view=done(texts.THANK_TITLE, texts.THANK_SAID))
        ba.poke()

    async def on_no_huddle(ack: AsyncAck, body: Body) -> None:
        person, how = person_of(body), Unwanted(action_value(body))
        async with ba.sessions.begin() as session:
            place = (person.workspace_id, person.member_id)
            await levers_huddle.refuse(session, *place, how, ba.clock.now())
        await ack()
        await tell(ba.gateway, person, texts.HUDDLE_REFUSED[how])

    for action, listener in (
        (Action.LEVER_NO, on_refuse),
        (f"{Action.LEVER_NO}_once", on_refuse),
        (Action.LEVER_DOUBT, on_doubt),
        (Action.LEVER_ASK_IN, on_ask_in),
        (Action.ASKED_IN_NO, on_asked_no),
        (Action.THANK, on_thank),
        (Action.THANKED_NO, on_no_thanks),
        (Action.HUDDLE_NO, on_no_huddle),
        (f"{Action.HUDDLE_NO}_once", on_no_huddle),
    ):
        app.action(action)(listener)
    app.view(Callback.ASK_IN_FORM)(on_asked)
    app.view(Callback.THANK_FORM)(on_thanked)


def place_of(value: str) -> tuple[str, int | None]:
    """(channel, card or None) from a button's or a form's value."""
    channel_id, _, card = value.partition(":")
    return channel_id, number_of(card) if card else None


def done(title: str, words: str) -> Block:
    """A form that has been sent."""
    return modal(Callback.PRODUCE_THREAD, title, [section(words)])


async def refuse(ba: Ba, person: Person, value: str) -> str:
    """Somebody refuses a lever; the answer to them."""
    now, place = ba.clock.now(), (person.workspace_id, person.channel_id, person.member_id)
    await fetch_membership(ba.sessions, ba.gateway, *place, now)
    async with ba.sessions.begin() as session:
        refusal = await levers.refuse(session, *place, value, now)
    return texts.REFUSED[refusal.how]


async def open_ask_in(ba: Ba, person: Person, channel_id: str, card_id: int | None) -> None:
    """Show somebody whom they could ask in about a card."""
    if card_id is None:
        raise PersonError(ba_texts.PRESSED_NOTHING)
    await know_reader(ba, person, card_id)
    async with ba.sessions.begin() as session:
        place = (person.workspace_id, channel_id, person.member_id)
        form = ask_in_form(await whom_to_ask(session, *place, card_id))
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=form)


async def send_ask_in(ba: Ba, person: Person, view: Mapping[str, Any]) -> None:
    """Somebody chose whom to ask in."""
    channel_id, card_id = place_of(str(view["private_metadata"]))
    values = values_of(view)
    if card_id is None:
        raise PersonError(ba_texts.PRESSED_NOTHING)
    async with ba.sessions.begin() as session:
        place = (person.workspace_id, channel_id, person.member_id)
        asked = (values.get(WHO, ""), values.get(WORDS, ""))
        await ask_in(session, *place, card_id, *asked, ba.clock.now())


async def open_thanks(ba: Ba, person: Person, channel_id: str, card_id: int | None) -> None:
    """Open the form for thanks; a card's authors stand in it already."""
    people: set[str] = set()
    if card_id is not None:
        await know_reader(ba, person, card_id)
        async with ba.sessions.begin() as session:
            me = Audience(person.workspace_id, member_id=person.member_id)
            card = await get_card(session, me, card_id)
            if card is not None:
                people = (await authors_of(session, [card]))[card_id]
    form = thank_form(channel_id, card_id, people - {person.member_id})
    method = "views.push" if person.channel_id == "" else "views.open"
    await ba.gateway.call(method, trigger_id=person.trigger_id, view=form)


async def send_thanks(ba: Ba, person: Person, view: Mapping[str, Any]) -> None:
    """Somebody said thanks in the form."""
    channel_id, card_id = place_of(str(view["private_metadata"]))
    values = values_of(view)
    await say_thanks(
        ba, person, channel_id, values.get(WHO, "").split(), values.get(WORDS, ""), card_id
    )


async def say_thanks(
    ba: Ba, person: Person, channel_id: str, people: list[str], words: str, card_id: int | None
) -> None:
    """Keep thanks and owe them to those who are thanked."""
    now, workspace_id = ba.clock.now(), person.workspace_id
    where = (ba.sessions, ba.gateway, workspace_id)
    await fetch_membership(*where, channel_id, person.member_id, now)
    await fetch_people(*where, people, now)
    async with ba.sessions.begin() as session:
        who = (workspace_id, channel_id, person.member_id)
        await thank(session, *who, people, words, now, card_id=card_id)


async def thank_by_command(ba: Ba, person: Person, rest: str) -> None:
    """``/ba thank @somebody for …``; without a name, the form."""
    people = _PERSON.findall(rest)
    if not rest:
        await open_thanks(ba, person, person.channel_id, None)
        return
    if not people:
        raise PersonError(texts.THANK_WHOM)
    words = " ".join(_PERSON.sub(" ", rest).split()).removeprefix("for ")
    await say_thanks(ba, person, person.channel_id, people, words, None)
    ba.poke()
    await tell(ba.gateway, person, texts.THANK_SAID)


async def lever_line(ba: Ba, person: Person) -> list[Block]:
    """For the answer to ``/ba``: this week's lever for the one who asks, if there is one."""
    async with ba.sessions.begin() as session:
        place = (person.workspace_id, person.channel_id)
        now = ba.clock.now()
        offered = await levers_for(session, *place, now, member_id=person.member_id)
    return offered.blocks if offered is not None else []
