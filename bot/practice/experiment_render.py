"""Predictions as blocks. People's words are escaped and bounded here."""

from __future__ import annotations

from datetime import date
from typing import Any

from slack_sdk.models.blocks import DatePickerElement

from bot.practice.predicting import shown_number
from bot.practice.render import link, title_of
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    element_input,
    modal,
    said,
    section,
    text_input,
)
from bot.slack.ids import Action, Callback
from bot.texts import experiments as texts
from models.card import Card
from models.experiment import Experiment, Outcome

EXPECTED, DAY, SEEN_BY, NUMBER, CAME = "expected", "day", "seen_by", "number", "came"


def predict_form(card: Card, in_a_while: date) -> Block:
    """The form for a prediction; ``in_a_while`` is the day it begins with."""
    picker = DatePickerElement(action_id=DAY, initial_date=in_a_while.isoformat())
    return modal(
        Callback.PREDICT_FORM,
        texts.FORM_TITLE,
        [
            section(texts.FORM_INTRO.format(title=title_of(card))),
            text_input(
                EXPECTED,
                texts.EXPECTED,
                hint=texts.EXPECTED_HINT,
                multiline=True,
                optional=False,
                most=1000,
            ),
            element_input(DAY, texts.BY_WHEN, picker),
            text_input(SEEN_BY, texts.SEEN_BY, hint=texts.SEEN_BY_HINT, most=1000),
            text_input(NUMBER, texts.NUMBER, hint=texts.NUMBER_HINT, most=40),
        ],
        submit=texts.FORM_SUBMIT,
        private_metadata=str(card.id),
    )


def typed(view: Any, name: str) -> str:
    """What somebody put into one field of a form, "" for nothing."""
    value = view["state"]["values"].get(name, {}).get(name, {})
    return str(value.get("selected_date") or value.get("value") or "")


def prediction_text(experiment: Experiment) -> str:
    """What was expected, the number, and how it is seen, as mrkdwn."""
    return texts.expected(
        said(experiment.expected, 800),
        shown_number(experiment.number, experiment.sign),
        said(experiment.seen_by, 400),
    )


def reminder_blocks(card: Card, experiment: Experiment) -> list[Block]:
    """The reminder: what was expected, and how it came, by one press."""
    return [
        section(f"*{link(card.permalink, title_of(card))}*\n{prediction_text(experiment)}"),
        section(texts.WHICH),
        outcome_buttons(experiment.id),
        context(texts.WHY),
    ]


def outcome_buttons(experiment_id: int) -> Block:
    """How it came, by one press; or not yet, or never."""
    value = str(experiment_id)
    return actions(
        button(texts.CAME, Action.EXPERIMENT_CAME, value, style="primary"),
        button(texts.CAME_NOT, Action.EXPERIMENT_NOT, value),
        button(texts.NOT_SEEN_YET, Action.EXPERIMENT_LATER, value),
        button(texts.DROP, Action.EXPERIMENT_DROP, value),
    )


def told_text(experiment: Experiment) -> str:
    """What is said once the result is told."""
    return texts.CONFIRMED if experiment.state == Outcome.CONFIRMED else texts.REFUTED


def told_blocks(card: Card, experiment: Experiment) -> list[Block]:
    """What a reminder turns into once the result is told."""
    name = link(card.permalink, title_of(card))
    return [
        section(f"*{name}*\n{told_text(experiment)}"),
        actions(button(texts.ADD_WORDS, Action.EXPERIMENT_WORDS, str(experiment.id))),
    ]


def which_blocks(card: Card, experiment: Experiment) -> list[Block]:
    """Words were told: does that mean yes or no?"""
    return [section(texts.which(title_of(card))), outcome_buttons(experiment.id)]


def result_form(experiment: Experiment) -> Block:
    """The form for what came."""
    return modal(
        Callback.RESULT_FORM,
        texts.WORDS_TITLE,
        [
            section(prediction_text(experiment)),
            text_input(
                CAME,
                texts.WORDS_LABEL,
                initial=experiment.came,
                hint=texts.WORDS_HINT,
                multiline=True,
                optional=False,
                most=1000,
            ),
        ],
        submit=texts.WORDS_SUBMIT,
        private_metadata=str(experiment.id),
    )


def notice(words: str) -> Block:
    """What a form turns into once it is kept."""
    return modal(Callback.RESULT_FORM, texts.FORM_TITLE, [section(words)], close=texts.CLOSE)


def result_kept(card: Card, experiment: Experiment) -> Block:
    """What the form turns into: done, or one more press for how it came."""
    if experiment.state == Outcome.OPEN:
        blocks = [*which_blocks(card, experiment)]
    else:
        blocks = [section(texts.WORDS_KEPT)]
    return modal(Callback.RESULT_FORM, texts.WORDS_TITLE, blocks, close=texts.CLOSE)


def reopened_blocks(card: Card, experiment: Experiment) -> list[Block]:
    """The post that takes a refuted card back to where it came from."""
    name = link(card.permalink, title_of(card))
    outcome, came = prediction_text(experiment), said(experiment.came, 800)
    return [section(texts.reopened(name, outcome, came)), section(texts.REOPEN_ASK)]
