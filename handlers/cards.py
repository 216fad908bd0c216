"""Cards: ``/concept``, the shortcuts, the offer's and the form's buttons, the form itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.begin import Desk, blank_form, thread_form
from bot.cards.form import HOME, card_form, loading_view, values_of
from bot.cards.offers import refuse_offer
from bot.cards.render import found_blocks
from bot.cards.rules import check_fields, clean_fields
from bot.cards.service import Beginning, find_for, keep_card, own_draft, update_draft
from bot.errors import PersonError
from bot.people import fetch_channel, fetch_person
from bot.slack.blocks import Block, modal, section
from bot.slack.events import Posted, is_ts, parse_message
from bot.slack.gateway import SlackFailure
from bot.slack.ids import Action, Callback, Command, Refusal
from bot.slack.links import parse_link
from bot.texts import cards as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, message_of, person_of
from handlers.home import show_home
from models.audience import Audience
from models.card import drop_draft
from models.channel import get_channel
from models.member import members_of

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of cards."""

    async def on_command(ack: AsyncAck, body: Body) -> None:
        person, words = person_of(body), str(body.get("text") or "").strip()
        await ack()
        if words.split(" ")[0] == "find":
            await _find(ba, person, words.removeprefix("find").strip())
        else:
            link = parse_link(words)
            if words and link is None:
                await _find(ba, person, words)
                return
            place = (link.channel_id, link.thread_ts) if link else (person.channel_id, "")
            await open_form(ba, person, *place)

    async def on_shortcut(ack: AsyncAck, body: Body) -> None:
        await ack()
        person, message = person_of(body), message_of(body)
        at_hand = parse_message({**message, "channel": person.channel_id})
        thread_ts = str(message.get("thread_ts") or message.get("ts") or "")
        shown = [at_hand] if isinstance(at_hand, Posted) else []
        await open_form(ba, person, person.channel_id, thread_ts, at_hand=shown)

    async def on_new(ack: AsyncAck, body: Body) -> None:
        await ack()
        await open_form(ba, person_of(body), "", "")

    async def on_make(ack: AsyncAck, body: Body) -> None:
        await ack()
        channel_id, _, thread_ts = action_value(body).partition(":")
        await open_form(ba, person_of(body), channel_id, thread_ts if is_ts(thread_ts) else "")

    async def on_refuse(ack: AsyncAck, body: Body) -> None:
        word, channel_id, thread_ts = [*action_value(body).split(":"), "", ""][:3]
        person, refusal = person_of(body), Refusal(word)
        async with ba.sessions.begin() as session:
            await refuse_offer(
                session,
                person.workspace_id,
                channel_id,
                thread_ts,
                refusal,
                by=person.member_id,
                now=ba.clock.now(),
            )
        await ack()
        ba.poke()
        await tell(ba.gateway, person, texts.REFUSED[refusal], thread_ts=thread_ts)

    async def on_submit(ack: AsyncAck, body: Body) -> None:
        person, view = person_of(body), body["view"]
        values = values_of(view)
        errors = check_fields(clean_fields(values))
        if errors:
            await ack(response_action="errors", errors=errors)
            return
        error = await _keep(ba, person, int(view["private_metadata"]), values)
        if error:
            await ack(response_action="errors", errors=error)
            return
        await ack()
        ba.poke()

    app.command(Command.CONCEPT)(on_command)
    app.shortcut(Callback.MAKE_CARD)(on_shortcut)
    app.shortcut(Callback.NEW_CARD)(on_new)
    app.action(Action.MAKE_CARD)(on_make)
    app.action(Action.REFUSE_OFFER)(on_refuse)
    app.action(f"{Action.REFUSE_OFFER}_once")(on_refuse)
    app.view(Callback.CARD_FORM)(on_submit)
    _register_drafts(app, ba)


def _register_drafts(app: AsyncApp, ba: Ba) -> None:
    async def on_save(ack: AsyncAck, body: Body) -> None:
        person, view = person_of(body), body["view"]
        draft_id = int(view["private_metadata"])
        async with ba.sessions.begin() as session:
            draft = await own_draft(session, person.workspace_id, person.member_id, draft_id)
            await update_draft(draft, values_of(view), ba.clock.now())
        await ack()
        note = texts.DRAFT_SAVED.format(
            at=f"at <!date^{int(ba.clock.now().timestamp())}^{{time}}|now>"
        )
        ask_home = any(block.get("block_id") == HOME for block in view["blocks"])
        form = card_form(
            draft.fields, draft_id=draft_id, from_thread=True, ask_home=ask_home, note=note
        )
        await ba.gateway.call("views.update", view_id=view["id"], hash=view["hash"], view=form)
        await show_home(ba, person)

    async def on_open(ack: AsyncAck, body: Body) -> None:
        await ack()
        person = person_of(body)
        async with ba.sessions.begin() as session:
            draft = await own_draft(
                session, person.workspace_id, person.member_id, int(action_value(body))
            )
            channel = await get_channel(session, person.workspace_id, draft.channel_id)
        ask_home = channel is None or not channel.is_member
        form = card_form(
            draft.fields, draft_id=draft.id, from_thread=bool(draft.thread_ts), ask_home=ask_home
        )
        await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=form)

    async def on_drop(ack: AsyncAck, body: Body) -> None:
        person = person_of(body)
        async with ba.sessions.begin() as session:
            await drop_draft(
                session, person.workspace_id, person.member_id, int(action_value(body))
            )
        await ack()
        await show_home(ba, person)

    app.action(Action.SAVE_DRAFT)(on_save)
    app.action(Action.OPEN_DRAFT)(on_open)
    app.action(Action.DROP_DRAFT)(on_drop)


async def _find(ba: Ba, person: Person, question: str) -> None:
    if not question:
        await tell(ba.gateway, person, texts.FIND_WHAT)
        return
    await fetch_person(
        ba.sessions, ba.gateway, person.workspace_id, person.member_id, ba.clock.now()
    )
    async with ba.sessions.begin() as session:
        audience = Audience(person.workspace_id, member_id=person.member_id)
        cards = await find_for(session, audience, question[:500])
    if cards:
        await tell(ba.gateway, person, texts.FOUND_ONE, found_blocks(cards))
    else:
        await tell(ba.gateway, person, texts.FOUND_NONE)


async def open_form(
    ba: Ba, person: Person, channel_id: str, thread_ts: str, *, at_hand: list[Posted] | None = None
) -> None:
    """Open the form at once (a trigger lives three seconds), then fill it from the thread."""
    beginning = Beginning(person.workspace_id, person.member_id, channel_id, thread_ts)
    desk = Desk(ba.sessions, ba.gateway, ba.reading, ba.clock.now())
    if not thread_ts:
        form = await blank_form(desk, beginning)
        await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=form)
        return
    opened = await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=loading_view())
    view = opened["view"]
    try:
        form = await thread_form(desk, beginning, at_hand=at_hand or ())
    except PersonError as error:
        form = _refusal(str(error))
    await ba.gateway.call("views.update", view_id=view["id"], hash=view["hash"], view=form)


def _refusal(words: str) -> Block:
    return modal(Callback.CARD_LOADING, texts.FORM_TITLE, [section(words)])


async def _keep(ba: Ba, person: Person, draft_id: int, values: dict[str, str]) -> dict[str, str]:
    """Keep the card; gives what is wrong by field, nothing when it is kept."""
    home = values.get(HOME, "")
    if home and not await _knows_home(ba, person, home):
        return {HOME: texts.HOME_NEEDED}
    async with ba.sessions.begin() as session:
        draft = await own_draft(session, person.workspace_id, person.member_id, draft_id)
        await update_draft(draft, values, ba.clock.now())
        channel_id = home or draft.channel_id
        if home and home != draft.channel_id:
            draft.thread_ts = ""  # the card lives elsewhere: its thread's people are not asked
        await keep_card(session, draft, channel_id=channel_id, now=ba.clock.now())
    return {}


async def _knows_home(ba: Ba, person: Person, channel_id: str) -> bool:
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
