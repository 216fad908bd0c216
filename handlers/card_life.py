"""How far a card holds: its menu, the form that asks for a reason, "is this still true?"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards import life
from bot.cards.face import day_of
from bot.cards.form import values_of
from bot.cards.life_render import REVIEW, SAME, STATUS, WHY, standing_form
from bot.errors import PersonError
from bot.slack.blocks import section
from bot.slack.ids import Action, Callback
from bot.texts import card_life as texts
from handlers.card_writing import (
    know_reader,
    number_of,
    numbers_of,
    open_change,
    show_history,
)
from handlers.context import Ba, Person, action_value, message_of, person_of
from models.card import CardStatus

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of the life of cards."""

    async def on_menu(ack: AsyncAck, body: Body) -> None:
        await ack()
        word, _, card = action_value(body).partition(":")
        person, card_id = person_of(body), number_of(card)
        if word == "edit":
            await open_change(ba, person, card_id)
        elif word == "history":
            await show_history(ba, person, card_id)
        else:
            await open_standing(ba, person, card_id, chosen=word)

    async def on_standing(ack: AsyncAck, body: Body) -> None:
        errors = await keep_standing(ba, person_of(body), body["view"])
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        await ack()
        ba.poke()

    async def on_true(ack: AsyncAck, body: Body) -> None:
        person, (card_id, number) = person_of(body), numbers_of(action_value(body))
        who = (person.workspace_id, person.member_id)
        async with ba.sessions.begin() as session:
            until = await life.confirm_true(
                session, *who, card_id, number, ba.settings, ba.clock.now()
            )
        await ack()
        await _answered(ba, body, texts.TRUE_THANKS, until)
        ba.poke()

    async def on_not_true(ack: AsyncAck, body: Body) -> None:
        await ack()
        card_id, _ = numbers_of(action_value(body))
        await open_standing(ba, person_of(body), card_id, chosen=CardStatus.CONTESTED)

    async def on_later(ack: AsyncAck, body: Body) -> None:
        person, (card_id, number) = person_of(body), numbers_of(action_value(body))
        who = (person.workspace_id, person.member_id)
        async with ba.sessions.begin() as session:
            until = await life.ask_later(session, *who, card_id, number, ba.clock.now())
        await ack()
        await _answered(ba, body, texts.TRUE_LATER_SAID, until)

    async def on_never(ack: AsyncAck, body: Body) -> None:
        person, kind = person_of(body), action_value(body)
        who = (person.workspace_id, person.member_id)
        async with ba.sessions.begin() as session:
            await life.never_ask(session, *who, kind, ba.clock.now())
        await ack()
        await _change(ba, body, texts.TRUE_NEVER_SAID)

    app.action(Action.CARD_MENU)(on_menu)
    app.view(Callback.CARD_STANDING)(on_standing)
    app.action(Action.STILL_TRUE)(on_true)
    app.action(Action.NO_LONGER_TRUE)(on_not_true)
    app.action(Action.ASK_LATER)(on_later)
    app.action(Action.NEVER_ASK_TRUE)(on_never)


async def open_standing(ba: Ba, person: Person, card_id: int, *, chosen: str) -> None:
    """Open the form in which somebody says how far a card holds."""
    await know_reader(ba, person, card_id)
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        card, its_life = await life.look_at_standing(session, *who, card_id, ba.settings)
    form = standing_form(card, its_life.review_at, chosen=chosen)
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=form)


async def keep_standing(ba: Ba, person: Person, view: Mapping[str, Any]) -> dict[str, str]:
    """Keep what somebody said; gives what is wrong, by field."""
    card_id, values = numbers_of(str(view["private_metadata"]))[0], values_of(view)
    status, why, now = values.get(STATUS, SAME), values.get(WHY, "").strip(), ba.clock.now()
    who = (person.workspace_id, person.member_id)
    if status != SAME and not why:
        return {WHY: texts.STANDING_WHY_NEEDED}
    field = STATUS
    try:
        async with ba.sessions.begin() as session:
            if status != SAME:
                await life.set_standing(session, *who, card_id, status, why, ba.settings, now)
            field = REVIEW
            day = _changed_day(view, values)
            if day is not None:
                await life.set_review_day(session, *who, card_id, day, ba.settings, now)
    except PersonError as error:
        return {field: str(error)}
    return {}


def _changed_day(view: Mapping[str, Any], values: Mapping[str, str]) -> date | None:
    """The day that somebody chose, unless it is the one that stood there."""
    given = next(
        (b["element"].get("initial_date") for b in view["blocks"] if b.get("block_id") == REVIEW),
        None,
    )
    chosen = values.get(REVIEW, "")
    return date.fromisoformat(chosen) if chosen and chosen != given else None


async def _answered(ba: Ba, body: Body, words: str, until: datetime | None) -> None:
    await _change(ba, body, words.format(day=day_of(until)) if until else texts.TRUE_OVER)


async def _change(ba: Ba, body: Body, text: str) -> None:
    """Change the question into its answer."""
    place = {"channel": person_of(body).channel_id, "ts": str(message_of(body).get("ts") or "")}
    await ba.gateway.call("chat.update", **place, text=text, blocks=[section(text)])
