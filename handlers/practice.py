"""Practice: "I'll try this", the nudge's buttons and menu, and the words form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PersonError
from bot.practice import render, service
from bot.practice.rules import Nudge, parse_nudge
from bot.slack.blocks import section
from bot.slack.gateway import Blocks
from bot.slack.ids import Action, Callback, Refusal
from bot.texts import practice as texts
from handlers.answers import tell
from handlers.context import action_value, message_of, person_of
from models.practice import Answer

if TYPE_CHECKING:
    from handlers.context import Ba

Body = Mapping[str, Any]

ANSWERS = {
    Action.ANSWER_USED: Answer.USED,
    Action.ANSWER_NOT_YET: Answer.NOT_YET,
    Action.ANSWER_WORKED: Answer.WORKED,
    Action.ANSWER_FAILED: Answer.FAILED,
}
STOPPED = {
    Refusal.ONCE: texts.STOPPED_CARD,
    Refusal.WEEK: texts.STOPPED_WEEK,
    Refusal.PERSON: texts.STOPPED_ALL,
}


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of practice."""

    async def on_try(ack: AsyncAck, body: dict[str, Any]) -> None:
        text = await try_card(ba, body)
        await ack()
        thread_ts = str(message_of(body).get("thread_ts") or "")
        await tell(ba.gateway, person_of(body), text, thread_ts=thread_ts)

    async def on_answer(ack: AsyncAck, body: dict[str, Any]) -> None:
        answered = await give_answer(ba, body)
        await ack()
        now = ba.clock.now()
        text, blocks = render.answered_text(answered, now), render.answered_blocks(answered, now)
        await change(ba, body, text, blocks)

    async def on_menu(ack: AsyncAck, body: dict[str, Any]) -> None:
        text = await refuse(ba, body)
        await ack()
        await change(ba, body, text, [section(text)])

    async def on_add_words(ack: AsyncAck, body: dict[str, Any]) -> None:
        view = await open_words(ba, body)
        await ba.gateway.call("views.open", trigger_id=person_of(body).trigger_id, view=view)
        await ack()

    async def on_words(ack: AsyncAck, body: dict[str, Any]) -> None:
        try:
            await keep_words(ba, body)
        except PersonError as error:
            await ack(response_action="errors", errors={render.WORDS_BLOCK: str(error)})
        else:
            await ack(response_action="update", view=render.words_kept())

    app.action(Action.TRY_CARD.value)(on_try)
    for action in ANSWERS:
        app.action(action.value)(on_answer)
    app.action(Action.NUDGE_MENU.value)(on_menu)
    app.action(Action.ADD_WORDS.value)(on_add_words)
    app.view(Callback.WORDS_FORM.value)(on_words)


async def change(ba: Ba, body: Body, text: str, blocks: Blocks) -> None:
    """Change the nudge whose button was pressed into its answer."""
    place = {"channel": person_of(body).channel_id, "ts": str(message_of(body).get("ts") or "")}
    await ba.gateway.call("chat.update", **place, text=text, blocks=list(blocks))


async def try_card(ba: Ba, body: Body) -> str:
    """Begin to try a card; the answer to the person."""
    person, value = person_of(body), action_value(body)
    if not (value.isascii() and value.isdigit()):
        raise PersonError(texts.NO_CARD)
    now = ba.clock.now()
    async with ba.sessions.begin() as session:
        started = await service.start(
            session, person.workspace_id, person.member_id, int(value), now, ba.settings
        )
    return render.started_text(started, now)


async def give_answer(ba: Ba, body: Body) -> service.Answered:
    """Log the answer that was pressed."""
    person = person_of(body)
    given = ANSWERS[Action(str(body["actions"][0]["action_id"]))]
    async with ba.sessions.begin() as session:
        return await service.answer(
            session,
            person.workspace_id,
            person.member_id,
            nudge_in(action_value(body)),
            given,
            ba.clock.now(),
            ba.settings,
        )


async def refuse(ba: Ba, body: Body) -> str:
    """No more questions: about this card, for a week, or for good; the answer to the person."""
    person, now = person_of(body), ba.clock.now()
    refusal, value = render.parse_menu(action_value(body))
    nudge = nudge_in(value)
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        if refusal == Refusal.PERSON:
            await service.mute_all(session, *who, now)
        elif refusal == Refusal.WEEK:
            await service.snooze_week(session, *who, nudge, now)
        else:
            await service.stop(session, *who, nudge)
    return STOPPED.get(Refusal(refusal), texts.STOPPED_CARD)


async def open_words(ba: Ba, body: Body) -> dict[str, Any]:
    """The form for somebody's own words."""
    person, nudge = person_of(body), nudge_in(action_value(body))
    async with ba.sessions() as session:
        so_far = await service.words_so_far(session, person.workspace_id, person.member_id, nudge)
    return render.words_form(nudge, so_far)


async def keep_words(ba: Ba, body: Body) -> None:
    """Keep what somebody wrote in the form."""
    person, view = person_of(body), body["view"]
    typed = view["state"]["values"][render.WORDS_BLOCK][render.WORDS_BLOCK].get("value") or ""
    nudge = nudge_in(str(view["private_metadata"]))
    async with ba.sessions.begin() as session:
        await service.add_words(session, person.workspace_id, person.member_id, nudge, str(typed))


def nudge_in(value: str) -> Nudge:
    """The nudge that a button carries. Raises PersonError when it carries none."""
    nudge = parse_nudge(value)
    if nudge is None:
        raise PersonError(texts.CLOSED)
    return nudge
