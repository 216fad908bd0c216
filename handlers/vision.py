"""``/ba vision``: read it, answer the five questions, break it down, look back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.form import values_of
from bot.errors import PersonError
from bot.leadership import themes, vision
from bot.leadership.vision import Editor
from bot.leadership.vision_render import (
    NAME,
    PART,
    WHY,
    answers_form,
    edition_view,
    history_view,
    parts_form,
    theme_form,
    vision_view,
)
from bot.people import fetch_person
from bot.slack.blocks import Block
from bot.slack.gateway import SlackFailure
from bot.slack.ids import Action, Callback
from handlers.card_writing import number_of, numbers_of
from handlers.context import Ba, Person, action_value, person_of
from handlers.theming import write_card
from models.vision import QUESTIONS

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of the vision."""

    async def on_open(ack: AsyncAck, body: Body) -> None:
        await ack()
        await show(ba, body, await _vision(ba, person_of(body)))

    async def on_change(ack: AsyncAck, body: Body) -> None:
        await ack()
        async with ba.sessions.begin() as session:
            seen = await vision.read_vision(session, editor(ba, person_of(body)))
        await show(ba, body, answers_form(seen.answers, seen.number))

    async def on_answers(ack: AsyncAck, body: Body) -> None:
        form = await keep_answers(ba, person_of(body), body["view"])
        await _done(ack, ba, body, form)

    async def on_break_down(ack: AsyncAck, body: Body) -> None:
        await ack()
        await show(ba, body, parts_form(None))

    async def on_parts(ack: AsyncAck, body: Body) -> None:
        view, who = body["view"], editor(ba, person_of(body))
        parent = number_of(str(view["private_metadata"])) or None
        values = values_of(view)
        lines = [values[name] for name in sorted(values) if name.startswith(PART)]
        try:
            async with ba.sessions.begin() as session:
                await themes.break_down(session, who, parent, lines)
        except PersonError as error:
            await ack(response_action="errors", errors={f"{PART}_1": str(error)})
            return
        await _done(ack, ba, body, None)

    async def on_theme(ack: AsyncAck, body: Body) -> None:
        try:
            form = await keep_theme(ba, person_of(body), body["view"])
        except PersonError as error:
            await ack(response_action="errors", errors={NAME: str(error)})
            return
        await _done(ack, ba, body, form)

    async def on_menu(ack: AsyncAck, body: Body) -> None:
        await ack()
        word, _, number = action_value(body).partition(":")
        await _MENU[word](ba, body, number_of(number))

    app.action(Action.VISION_OPEN)(on_open)
    app.action(Action.VISION_CHANGE)(on_change)
    app.view(Callback.VISION_FORM)(on_answers)
    app.action(Action.VISION_BREAK_DOWN)(on_break_down)
    app.view(Callback.BREAK_DOWN_FORM)(on_parts)
    app.view(Callback.THEME_FORM)(on_theme)
    app.action(Action.THEME_MENU)(on_menu)
    _register_history(app, ba)


def _register_history(app: AsyncApp, ba: Ba) -> None:
    async def on_history(ack: AsyncAck, body: Body) -> None:
        await ack()
        offset = number_of(action_value(body))
        async with ba.sessions.begin() as session:
            past = await vision.read_past(session, editor(ba, person_of(body)), offset=offset)
        pressed = str(body["actions"][0]["action_id"])
        await show(ba, body, history_view(past), in_place=pressed == Action.VISION_OLDER)

    async def on_show(ack: AsyncAck, body: Body) -> None:
        await ack()
        who = editor(ba, person_of(body))
        async with ba.sessions.begin() as session:
            edition = await vision.read_edition(session, who, number_of(action_value(body)))
            allowed = (await vision.read_vision(session, who)).may_edit
        await show(ba, body, edition_view(edition, may_edit=allowed))

    async def on_back(ack: AsyncAck, body: Body) -> None:
        who = editor(ba, person_of(body))
        try:
            async with ba.sessions.begin() as session:
                await vision.bring_back(session, who, number_of(action_value(body)))
            note = ""
        except PersonError as error:
            note = str(error)
        await ack()
        async with ba.sessions.begin() as session:
            past = await vision.read_past(session, who)
        await show(ba, body, history_view(past, note), in_place=True)
        await _show_root(ba, body)

    app.action(Action.VISION_HISTORY)(on_history)
    app.action(Action.VISION_OLDER)(on_history)
    app.action(Action.VISION_SHOW)(on_show)
    app.action(Action.VISION_BACK)(on_back)


def editor(ba: Ba, person: Person) -> Editor:
    """Who acts on the vision."""
    return Editor(person.workspace_id, person.member_id, ba.clock.now(), ba.settings)


async def _vision(ba: Ba, person: Person) -> Block:
    now = ba.clock.now()
    await fetch_person(ba.sessions, ba.gateway, person.workspace_id, person.member_id, now)
    async with ba.sessions.begin() as session:
        return vision_view(await vision.read_vision(session, editor(ba, person)))


async def open_vision(ba: Ba, person: Person, _: str) -> None:
    """``/ba vision``: show somebody the vision."""
    view = await _vision(ba, person)
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)


async def keep_answers(ba: Ba, person: Person, view: Mapping[str, Any]) -> Block | None:
    """Keep the answers; gives the form anew when somebody else changed the same ones."""
    values, base = values_of(view), number_of(str(view["private_metadata"]))
    answers = {name: values.get(name, "") for name in QUESTIONS}
    who = editor(ba, person)
    async with ba.sessions.begin() as session:
        clash = await vision.keep_answers(session, who, base, answers, values.get(WHY, ""))
        if clash is None:
            return None
        seen = await vision.read_vision(session, who)
    return answers_form(clash.fields, seen.number, clash.clashes, seen.by)


async def keep_theme(ba: Ba, person: Person, view: Mapping[str, Any]) -> Block | None:
    """Keep a theme; gives the form anew when somebody else changed the same things."""
    theme_id, base = numbers_of(str(view["private_metadata"]))
    who = editor(ba, person)
    async with ba.sessions.begin() as session:
        clash = await themes.change_theme(session, who, theme_id, base, values_of(view))
        if clash is None:
            return None
        seen = await vision.read_vision(session, who)
    return theme_form(theme_id, clash.fields, seen.number, clash.clashes, seen.by)


async def _change_theme(ba: Ba, body: Body, theme_id: int) -> None:
    who = editor(ba, person_of(body))
    async with ba.sessions.begin() as session:
        theme = await themes.read_theme(session, who, theme_id)
        number = (await vision.read_vision(session, who)).number
    fields = themes.fields_of(vision.theme_values(theme))
    await show(ba, body, theme_form(theme_id, fields, number))


async def _parts(ba: Ba, body: Body, theme_id: int) -> None:
    async with ba.sessions.begin() as session:
        theme = await themes.read_theme(session, editor(ba, person_of(body)), theme_id)
    await show(ba, body, parts_form(theme))


async def _take_out(ba: Ba, body: Body, theme_id: int) -> None:
    async with ba.sessions.begin() as session:
        await themes.take_out(session, editor(ba, person_of(body)), theme_id)
    await _show_root(ba, body)


async def _card(ba: Ba, body: Body, theme_id: int) -> None:
    await write_card(ba, body, theme_id=theme_id)


_MENU = {"edit": _change_theme, "parts": _parts, "out": _take_out, "card": _card}


async def _done(ack: AsyncAck, ba: Ba, body: Body, form: Block | None) -> None:
    """Close the form and show the vision below it as it is now; or show the form anew."""
    if form is not None:
        await ack(response_action="update", view=form)
        return
    await ack()
    await _show_root(ba, body)


async def _show_root(ba: Ba, body: Body) -> None:
    """Show the vision as it is now in the modal that everything else was opened from."""
    view = await _vision(ba, person_of(body))
    try:
        await ba.gateway.call("views.update", view_id=body["view"]["root_view_id"], view=view)
    except SlackFailure:
        return  # it was closed meanwhile


async def show(ba: Ba, body: Body, view: Block, *, in_place: bool = False) -> None:
    """Open a modal: from a message or Home, on top of the one pressed in, or in its place."""
    above = body.get("view")
    if not isinstance(above, Mapping) or above.get("type") != "modal":
        await ba.gateway.call("views.open", trigger_id=body["trigger_id"], view=view)
    elif in_place:
        await ba.gateway.call("views.update", view_id=above["id"], view=view)
    else:
        await ba.gateway.call("views.push", trigger_id=body["trigger_id"], view=view)
