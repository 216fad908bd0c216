"""Experiments: the card's practice menu, a prediction's form, how it came, by press or command."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.errors import PersonError
from bot.practice import choosing, experiments
from bot.practice import experiment_render as render
from bot.practice.experiments import Prediction, Told
from bot.practice.render import title_of
from bot.slack.blocks import section
from bot.slack.gateway import Blocks
from bot.slack.ids import Action, Callback
from bot.texts import experiments as texts
from handlers.answers import tell
from handlers.context import Person, action_value, message_of, person_of
from handlers.paths import teach_from_card
from models.experiment import Outcome, open_experiments

if TYPE_CHECKING:
    from handlers.context import Ba

Body = Mapping[str, Any]

OUTCOMES = {
    Action.EXPERIMENT_CAME: Outcome.CONFIRMED,
    Action.EXPERIMENT_NOT: Outcome.REFUTED,
}
# A prediction's form begins with a day this far ahead.
IN_A_WHILE = timedelta(days=14)


def register(app: AsyncApp, ba: Ba) -> None:
    """Register the listeners of experiments."""

    async def on_menu(ack: AsyncAck, body: dict[str, Any]) -> None:
        word, _, value = action_value(body).partition(":")
        await MENU[word](ba, person_of(body), number_of(value))
        await ack()

    async def on_predict(ack: AsyncAck, body: dict[str, Any]) -> None:
        errors, words = await predict(ba, body)
        if errors:
            await ack(response_action="errors", errors=errors)
        else:
            await ack(response_action="update", view=render.notice(words))
            ba.poke()

    async def on_outcome(ack: AsyncAck, body: dict[str, Any]) -> None:
        told = await say_outcome(ba, body)
        await ack()
        ba.poke()
        text, blocks = render.told_text(told.experiment), render.told_blocks(*_pair(told))
        await answer(ba, body, text, blocks)

    async def on_later(ack: AsyncAck, body: dict[str, Any]) -> None:
        text = await put_off(ba, body)
        await ack()
        await answer(ba, body, text, [section(text)])

    async def on_words(ack: AsyncAck, body: dict[str, Any]) -> None:
        person = person_of(body)
        await open_result(ba, person, number_of(action_value(body)))
        await ack()

    async def on_result(ack: AsyncAck, body: dict[str, Any]) -> None:
        told = await keep_result(ba, body)
        await ack(response_action="update", view=render.result_kept(*_pair(told)))
        ba.poke()

    app.action(Action.CARD_PRACTICE.value)(on_menu)
    for action in OUTCOMES:
        app.action(action.value)(on_outcome)
    app.action(Action.EXPERIMENT_LATER.value)(on_later)
    app.action(Action.EXPERIMENT_DROP.value)(on_later)
    app.action(Action.EXPERIMENT_WORDS.value)(on_words)
    app.view(Callback.PREDICT_FORM.value)(on_predict)
    app.view(Callback.RESULT_FORM.value)(on_result)


def number_of(value: str) -> int:
    """The id that a button carries. Raises PersonError when it carries none."""
    if not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise PersonError(texts.GONE)
    return int(value)


async def answer(ba: Ba, body: Body, text: str, blocks: Blocks) -> None:
    """Change what was pressed into its answer: a direct message, a modal; else say it."""
    view, message = body.get("view"), message_of(body)
    if isinstance(view, Mapping) and view.get("type") == "modal":
        await ba.gateway.call("views.update", view_id=view["id"], view=render.notice(text))
    elif message.get("ts") and person_of(body).channel_id.startswith("D"):
        place = {"channel": person_of(body).channel_id, "ts": str(message["ts"])}
        await ba.gateway.call("chat.update", **place, text=text, blocks=list(blocks))
    else:
        await tell(ba.gateway, person_of(body), text, blocks)


async def open_predict(ba: Ba, person: Person, card_id: int) -> None:
    """Open the form for a prediction from a card."""
    who = (person.workspace_id, person.member_id)
    async with ba.sessions() as session:
        card = await experiments.card_to_predict(session, *who, card_id)
        zone = await experiments.zone_of(session, *who, ba.settings)
    view = render.predict_form(card, (ba.clock.now() + IN_A_WHILE).astimezone(zone).date())
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)


async def open_result_of(ba: Ba, person: Person, card_id: int) -> None:
    """Open the form for what came of a card's prediction."""
    who = (person.workspace_id, person.member_id)
    async with ba.sessions() as session:
        await experiments.card_to_predict(session, *who, card_id)
        found = await open_experiments(session, person.workspace_id, [card_id])
    if not found:
        raise PersonError(texts.NONE_OPEN)
    mine = [each for each in found if each.made_by == person.member_id]
    await open_result(ba, person, (mine or found)[0].id)


async def open_result(ba: Ba, person: Person, experiment_id: int) -> None:
    """Open the form for what came of a prediction."""
    who = (person.workspace_id, person.member_id)
    async with ba.sessions() as session:
        told = await experiments.seen_experiment(session, *who, experiment_id)
    view = render.result_form(told.experiment)
    await ba.gateway.call("views.open", trigger_id=person.trigger_id, view=view)


async def predict(ba: Ba, body: Body) -> tuple[dict[str, str], str]:
    """Keep a prediction: what is wrong with it by field, or what to say."""
    person, view, now = person_of(body), body["view"], ba.clock.now()
    who = (person.workspace_id, person.member_id)
    names = (render.EXPECTED, render.DAY, render.SEEN_BY, render.NUMBER)
    prediction = Prediction(*(render.typed(view, name) for name in names))
    async with ba.sessions.begin() as session:
        zone = await experiments.zone_of(session, *who, ba.settings)
        errors = experiments.wrong_in(prediction, zone, ba.settings.day_begins, now)
        if errors:
            return errors, ""
        card_id = number_of(str(view["private_metadata"]))
        made = await experiments.predict(session, *who, card_id, prediction, now, ba.settings)
    return {}, texts.KEPT.format(day=f"{made.due_at.astimezone(zone):%d %B %Y}")


async def say_outcome(ba: Ba, body: Body) -> Told:
    """A prediction came true, or did not, by one press."""
    person = person_of(body)
    outcome = OUTCOMES[Action(str(body["actions"][0]["action_id"]))]
    async with ba.sessions.begin() as session:
        return await experiments.tell_result(
            session,
            person.workspace_id,
            person.member_id,
            number_of(action_value(body)),
            outcome,
            ba.clock.now(),
        )


async def put_off(ba: Ba, body: Body) -> str:
    """Ask again in a week, or no more; the answer to the person."""
    person = person_of(body)
    for_good = str(body["actions"][0]["action_id"]) == Action.EXPERIMENT_DROP
    async with ba.sessions.begin() as session:
        await experiments.postpone(
            session,
            person.workspace_id,
            person.member_id,
            number_of(action_value(body)),
            ba.clock.now(),
            for_good=for_good,
        )
    return texts.DROPPED if for_good else texts.LATER


async def keep_result(ba: Ba, body: Body) -> Told:
    """Keep what came, as the form says it."""
    person, view = person_of(body), body["view"]
    async with ba.sessions.begin() as session:
        return await experiments.add_result(
            session,
            person.workspace_id,
            person.member_id,
            number_of(str(view["private_metadata"])),
            render.typed(view, render.CAME),
            ba.clock.now(),
        )


async def tell_by_command(ba: Ba, person: Person, words: str) -> None:
    """``/concept result <card> <words or a number>``."""
    who = (person.workspace_id, person.member_id)
    async with ba.sessions.begin() as session:
        experiment, came = await choosing.chosen(session, *who, words)
        if not came:
            raise PersonError(texts.USAGE)
        told = await experiments.add_result(session, *who, experiment.id, came, ba.clock.now())
    ba.poke()
    if told.is_open:
        title = title_of(told.card)
        await tell(ba.gateway, person, texts.which(title), render.which_blocks(*_pair(told)))
    else:
        await tell(ba.gateway, person, render.told_text(told.experiment))


def _pair(told: Told) -> tuple[Any, Any]:
    return told.card, told.experiment


MENU = {"predict": open_predict, "result": open_result_of, "teach": teach_from_card}
