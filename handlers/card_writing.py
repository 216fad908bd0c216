"""Changing cards: the form of a change, two changes put together, history and bringing back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.adding import add_thread
from bot.cards.begin import draft_form
from bot.cards.face import day_of
from bot.cards.form import parse_key, values_of
from bot.cards.history import BOTH, WHICH, decided, difference_view, history_view, merge_view
from bot.cards.life_render import added_view
from bot.cards.rights import seen_card
from bot.cards.rules import TITLE_MOST, check_fields, clean_fields
from bot.cards.service import own_draft
from bot.cards.writing import (
    Clashing,
    begin_change,
    bring_back,
    read_history,
    settle_clash,
)
from bot.errors import PersonError
from bot.people import fetch_membership
from bot.slack.blocks import INPUT_MOST, Block
from bot.slack.ids import Action, Callback
from bot.texts import card_life as texts
from handlers.context import Ba, Person, action_value, person_of
from models.card import get_revision

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of changing cards."""

    async def on_change(ack: AsyncAck, body: Body) -> None:
        await ack()
        await open_change(ba, person_of(body), number_of(action_value(body)))

    async def on_merge(ack: AsyncAck, body: Body) -> None:
        errors, clashing = await settle(ba, person_of(body), body["view"])
        if errors:
            await ack(response_action="errors", errors=errors)
        elif clashing:
            await ack(response_action="update", view=merge_view(clashing))
        else:
            await ack(response_action="clear")
            ba.poke()

    async def on_show(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        view = await revision_view(ba, person, *numbers_of(action_value(body)))
        await ba.gateway.call("views.push", trigger_id=person.trigger_id, view=view)
        await ack()

    async def on_back(ack: AsyncAck, body: Body) -> None:
        await ack()
        note = await restore(ba, person_of(body), *numbers_of(action_value(body)))
        card_id, _ = numbers_of(action_value(body))
        await show_history(ba, person_of(body), card_id, view=body["view"], note=note)
        ba.poke()

    async def on_older(ack: AsyncAck, body: Body) -> None:
        await ack()
        card_id, offset = numbers_of(action_value(body))
        await show_history(ba, person_of(body), card_id, view=body["view"], offset=offset)

    async def on_add(ack: AsyncAck, body: Body) -> None:
        view = await add_instead(ba, person_of(body), body["view"], number_of(action_value(body)))
        await ack()
        await ba.gateway.call("views.update", view_id=body["view"]["id"], view=view)
        ba.poke()

    app.action(Action.OPEN_CHANGE)(on_change)
    app.view(Callback.CARD_MERGE)(on_merge)
    app.action(Action.SHOW_REVISION)(on_show)
    app.action(Action.BRING_BACK)(on_back)
    app.action(Action.OLDER_REVISIONS)(on_older)
    app.action(Action.ADD_TO_CARD)(on_add)


def number_of(value: str) -> int:
    """A card's number as a button carries it; 0, which no card has, for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


def numbers_of(value: str) -> tuple[int, int]:
    """Two numbers as a button carries them ("7:3")."""
    first, _, second = value.partition(":")
    return number_of(first), number_of(second)


async def know_reader(ba: Ba, person: Person, card_id: int) -> None:
    """Know whether somebody is in the card's channel before it is decided what they may do."""
    async with ba.sessions.begin() as session:
        card = await seen_card(session, person.workspace_id, person.member_id, card_id)
    place = (person.workspace_id, card.channel_id, person.member_id)
    await fetch_membership(ba.sessions, ba.gateway, *place, ba.clock.now())


async def open_change(ba: Ba, person: Person, card_id: int) -> None:
    """Open the form of a change."""
    now = ba.clock.now()
    await know_reader(ba, person, card_id)
    async with ba.sessions.begin() as session:
        who = (person.workspace_id, person.member_id)
        draft, card, resumed = await begin_change(session, *who, card_id, now)
        note = texts.FORM_CHANGE.format(channel=card.channel_id)
        if resumed:
            note = texts.FORM_RESUMED.format(when=day_of(draft.updated_at))
        form = await draft_form(session, draft, now, note=note)
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=form)


async def settle(
    ba: Ba, person: Person, view: Mapping[str, Any]
) -> tuple[dict[str, str], Clashing | None]:
    """Keep what somebody decided; gives what is wrong by field, or what clashes yet again."""
    draft_id, revision = numbers_of(str(view["private_metadata"]))
    values = values_of(view)
    async with ba.sessions.begin() as session:
        draft = await own_draft(session, person.workspace_id, person.member_id, draft_id)
        shown = await get_revision(session, int(draft.card_id or 0), revision)
        chosen = decided(values, shown.fields if shown else {})
        errors = _errors(values, chosen)
        if errors:
            return errors, None
        return {}, await settle_clash(session, draft, revision, chosen, ba.clock.now())


def _errors(values: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    missing = check_fields(clean_fields(chosen))
    errors = {name: text for name, text in missing.items() if name in chosen}
    for name, text in chosen.items():
        most = TITLE_MOST if name == "title" else INPUT_MOST
        if len(text) > most and values.get(f"{WHICH}{name}") == BOTH:
            errors[name] = texts.MERGE_TOO_LONG
    return errors


async def show_history(
    ba: Ba,
    person: Person,
    card_id: int,
    *,
    view: Mapping[str, Any] | None = None,
    offset: int = 0,
    note: str = "",
) -> None:
    """Open a card's history, or show another page of it in the form that is open."""
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        history = await read_history(session, *who, card_id, offset=offset)
    shown = history_view(history, note=note)
    if view is None:
        await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=shown)
    else:
        await ba.gateway.call("views.update", view_id=view["id"], view=shown)


async def revision_view(ba: Ba, person: Person, card_id: int, number: int) -> Block:
    """What one revision changed."""
    async with ba.sessions.begin() as session:
        card = await seen_card(session, person.workspace_id, person.member_id, card_id)
        revision = await get_revision(session, card.id, number)
        before = await get_revision(session, card.id, number - 1)
    if revision is None:
        raise PersonError(texts.NO_CARD)
    return difference_view(revision, before)


async def restore(ba: Ba, person: Person, card_id: int, number: int) -> str:
    """Bring an older text back; a sentence about what came of it."""
    who = (person.workspace_id, person.member_id)
    try:
        async with ba.sessions.begin() as session:
            await bring_back(session, *who, card_id, number, ba.clock.now())
    except PersonError as error:
        return str(error)
    return texts.BROUGHT_BACK.format(number=number)


async def add_instead(ba: Ba, person: Person, view: Mapping[str, Any], card_id: int) -> Block:
    """Add the form's thread to a card that exists; gives what the form turns into."""
    form = parse_key(str(view["private_metadata"]))
    async with ba.sessions.begin() as session:
        draft = await own_draft(session, person.workspace_id, person.member_id, form.draft_id)
        card = await add_thread(session, draft, card_id, ba.clock.now())
    return added_view(card)
