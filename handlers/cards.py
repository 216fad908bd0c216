"""Cards: ``/concept``, the shortcuts, the offer's buttons: what leads to the card's form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.cards.begin import Desk, blank_form, thread_form
from bot.cards.form import loading_view
from bot.cards.offers import refuse_offer
from bot.cards.service import Beginning
from bot.errors import PersonError
from bot.slack.blocks import Block, modal, section
from bot.slack.events import Posted, is_ts, parse_message
from bot.slack.ids import Action, Callback, Command, Refusal
from bot.slack.links import parse_link
from bot.texts import cards as texts
from handlers.answers import tell
from handlers.context import Ba, Person, action_value, message_of, person_of
from handlers.experiments import tell_by_command
from handlers.finding import export, find, offer_erasing

Body = Mapping[str, Any]


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of cards."""

    async def on_command(ack: AsyncAck, body: Body) -> None:
        person, words = person_of(body), str(body.get("text") or "").strip()
        await ack()
        await answer_command(ba, person, words)

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

    app.command(Command.CONCEPT)(on_command)
    app.shortcut(Callback.MAKE_CARD)(on_shortcut)
    app.shortcut(Callback.NEW_CARD)(on_new)
    app.action(Action.MAKE_CARD)(on_make)
    app.action(Action.REFUSE_OFFER)(on_refuse)
    app.action(f"{Action.REFUSE_OFFER}_once")(on_refuse)


async def answer_command(ba: Ba, person: Person, words: str) -> None:
    """What ``/concept`` with these words asks for. Raises PersonError."""
    if words.split(" ")[0] == "find":
        await find(ba, person, words.removeprefix("find").strip())
    elif words in ("export", "export all"):
        await export(ba, person, is_all=words.endswith("all"))
    elif words == "erase mine":
        await offer_erasing(ba, person)
    elif words.split(" ")[0] == "result":
        await tell_by_command(ba, person, words.removeprefix("result").strip())
    else:
        link = parse_link(words)
        if words and link is None:
            await find(ba, person, words)
            return
        place = (link.channel_id, link.thread_ts) if link else (person.channel_id, "")
        await open_form(ba, person, *place)


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
