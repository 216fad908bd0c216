"""The card's form: saved at each step, kept, closed, opened again from Home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.adding import leave_thread
from bot.cards.begin import draft_form
from bot.cards.form import AUTHORS, HOME, Form, parse_key, shown_in, shows_similar, values_of
from bot.cards.history import merge_view
from bot.cards.rules import check_fields, clean_fields, is_written
from bot.cards.service import held_draft, keep_card, own_draft, save_form
from bot.cards.writing import Clashing, keep_change, strangers
from bot.errors import PersonError
from bot.people import fetch_channel
from bot.quoting import own_words
from bot.slack.blocks import modal, section
from bot.slack.gateway import SlackFailure
from bot.slack.ids import Action, Callback, CardBlock
from bot.texts import card_life as life_texts
from bot.texts import cards as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, person_of
from handlers.home import show_home
from models.card import Draft, drop_draft, get_draft
from models.channel import get_channel
from models.member import members_of

Body = Mapping[str, Any]
View = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the form's listeners."""

    async def on_submit(ack: AsyncAck, body: Body) -> None:
        person, view = person_of(body), body["view"]
        errors = check_fields(clean_fields(values_of(view)))
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        kept = await keep(ba, person, view)
        if kept.errors:
            await ack(response_action="errors", errors=kept.errors)
        elif kept.clashing:
            await ack(response_action="update", view=merge_view(kept.clashing))
        else:
            await ack()
            ba.poke()
            if kept.taken_back:
                await tell(ba.gateway, person, texts.TAKEN_BACK)

    async def on_save(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        await save(ba, person, body["view"], aloud=True)
        await ack()
        await show_home(ba, person)

    async def on_step(ack: AsyncAck, body: Body) -> None:
        view = body.get("view")
        if isinstance(view, Mapping) and view.get("callback_id") == Callback.CARD_FORM:
            await save(ba, person_of(body), view, aloud=False)
        await ack()

    async def on_close(ack: AsyncAck, body: Body) -> None:
        await close(ba, person_of(body), body["view"])
        await ack()

    async def on_open(ack: AsyncAck, body: Body) -> None:
        await ack()
        person, now = person_of(body), ba.clock.now()
        async with ba.sessions.begin() as session:
            draft = await own_draft(
                session, person.workspace_id, person.member_id, int(action_value(body))
            )
            form = await draft_form(session, draft, now)
        await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=form)

    async def on_drop(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await drop_draft(
                session, person.workspace_id, person.member_id, int(action_value(body))
            )
        await ack()
        await show_home(ba, person)

    app.view(Callback.CARD_FORM)(on_submit)
    app.view_closed(Callback.CARD_FORM)(on_close)
    app.action(Action.SAVE_DRAFT)(on_save)
    for step in (CardBlock.TITLE, CardBlock.ASSET_KIND, HOME):
        app.action({"block_id": step, "action_id": step})(on_step)
    app.action(Action.OPEN_DRAFT)(on_open)
    app.action(Action.DROP_DRAFT)(on_drop)


async def save(ba: Ba, person: Person, view: View, *, aloud: bool) -> None:
    """Keep what the form holds now. The form is shown anew when there is something to say."""
    now, form = ba.clock.now(), parse_key(str(view["private_metadata"]))
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        if not aloud and await get_draft(session, *who, form.draft_id) is None:
            return  # the same Enter sent the form: it is kept already
        draft = await held_draft(session, *who, form.draft_id)
        values, taken_back = _typed(draft, view, form)
        saved = await save_form(
            session,
            draft,
            values,
            view_id=str(view["id"]),
            opened=opened_at(form),
            now=now,
        )
        is_twice = saved.id != form.draft_id
        at = f"at <!date^{int(now.timestamp())}^{{time}}|now>"
        told = texts.DRAFT_SAVED.format(at=at)
        note = life_texts.OPEN_TWICE if is_twice else ""
        shown = await draft_form(session, saved, now, note=note, opened=form.opened, saved=told)
    if taken_back:
        # Slack keeps what stands in a form's fields when the form is shown anew.
        gone = modal(Callback.CARD_LOADING, texts.FORM_TITLE, [section(texts.TAKEN_BACK_SAVED)])
        await _show_again(ba, view, gone)
    elif aloud or is_twice or (shows_similar(shown) and not shows_similar(view)):
        await _show_again(ba, view, shown)


def _typed(draft: Draft, view: View, form: Form) -> tuple[dict[str, str], bool]:
    """What the form holds and may be kept; whether something of it was taken back meanwhile."""
    values = values_of(view)
    own = own_words(draft.fields, values, shown_in(view), form.opened)
    return own, own != values


def opened_at(form: Form) -> datetime:
    """When a form was opened."""
    return datetime.fromtimestamp(form.opened / 1_000_000, UTC)


async def _show_again(ba: Ba, view: View, shown: Mapping[str, Any]) -> None:
    try:
        await ba.gateway.call("views.update", view_id=view["id"], hash=view["hash"], view=shown)
    except SlackFailure:
        return  # the form changed or was closed meanwhile; what it held is kept


async def close(ba: Ba, person: Person, view: View) -> None:
    """A form was closed: keep what Slack says that it held, unless nobody wrote anything in it.

    Slack promises a form's contents only with actions and with submitting; where it gives them on
    closing too, nothing typed is lost. What was saved before stays.
    """
    form, values = parse_key(str(view["private_metadata"])), values_of(view)
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        draft = await get_draft(session, *who, form.draft_id, hold=True)
        if draft is None:
            return
        was_saved = bool(draft.saved_view)
        before = draft.fields
        if values:
            opened, now = opened_at(form), ba.clock.now()
            own, _ = _typed(draft, view, form)
            draft = await save_form(
                session, draft, own, view_id=str(view["id"]), opened=opened, now=now
            )
        is_empty = not any(clean_fields(draft.fields).values())
        if is_empty or not (was_saved or is_written(before, draft.fields)):
            await drop_draft(session, *who, draft.id)
    await show_home(ba, person)


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of sending the form: what is wrong by field, what clashes, or it is kept."""

    errors: dict[str, str] = field(default_factory=dict)
    clashing: Clashing | None = None
    taken_back: bool = False


async def keep(ba: Ba, person: Person, view: View) -> Kept:
    """Keep the card or the change, without words that were taken back. Raises PersonError."""
    form, home = parse_key(str(view["private_metadata"])), values_of(view).get(HOME, "")
    if home and not await knows_home(ba, person, home):
        return Kept({HOME: texts.HOME_NEEDED})
    async with ba.sessions.begin() as session:
        draft = await held_draft(session, person.workspace_id, person.member_id, form.draft_id)
        if draft.card_id is None and not (home or draft.channel_id):
            raise PersonError(texts.HOME_NEEDED)
        now = ba.clock.now()
        values, taken_back = _typed(draft, view, form)
        draft = await save_form(
            session,
            draft,
            values,
            view_id=str(view["id"]),
            opened=opened_at(form),
            now=now,
        )
        if lacking := check_fields(clean_fields(values)):
            return Kept(dict.fromkeys(lacking, texts.TAKEN_BACK_HERE))
        channel_id = home or draft.channel_id
        if await strangers(session, draft, channel_id):
            return Kept({AUTHORS: life_texts.AUTHORS_ELSEWHERE})
        if draft.card_id is not None:
            return Kept(clashing=await keep_change(session, draft, now))
        if home and home != draft.channel_id:
            await leave_thread(session, draft)
        await keep_card(session, draft, channel_id=channel_id, now=now)
    return Kept(taken_back=taken_back)


async def knows_home(ba: Ba, person: Person, channel_id: str) -> bool:
    """Whether both the person and the bot are in the channel that a card shall belong to."""
    try:
        await fetch_channel(
            ba.sessions, ba.gateway, person.workspace_id, channel_id, ba.clock.now()
        )
    except SlackFailure:
        return False
    async with ba.sessions.begin() as session:
        channel = await get_channel(session, person.workspace_id, channel_id)
        people = await members_of(session, person.workspace_id, channel_id)
    return channel is not None and channel.is_member and person.member_id in people
