"""The messages of practice as blocks. People's words are escaped and bounded here."""

from __future__ import annotations

from datetime import datetime

from slack_sdk.models.blocks import OverflowMenuElement

from bot.practice.rules import Nudge, Question, question_of
from bot.practice.service import Answered, Started
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    modal,
    overflow,
    said,
    section,
    text_input,
)
from bot.slack.ids import Action, Callback, Refusal
from bot.texts import practice as texts
from bot.texts.nudges import question as ask
from bot.texts.sharing import SHARE
from models.card import Card
from models.practice import Answer

WORDS_BLOCK = "words"


def link(url: str, words: str) -> str:
    """A link in mrkdwn, or the words alone when there is no address. ``words`` are escaped."""
    if not url.startswith("https://") and not url.startswith("http://"):
        return words
    if any(sign in url for sign in "<>|\n "):
        return words
    return f"<{url}|{words.replace('|', '¦')}>"


def title_of(card: Card) -> str:
    """A card's title on one line, escaped."""
    return said(" ".join(card.title.split()), 200) or "…"


def started_text(started: Started, now: datetime) -> str:
    """What somebody hears who wants to try a card."""
    title, days = title_of(started.card), (started.next_at - now).total_seconds() / 86400
    if started.in_silence:
        return texts.started_in_silence(title)
    if started.was_trying:
        return texts.started_already(title, days)
    return texts.started(title, round(days))


def nudge_blocks(card: Card, nudge: Nudge) -> list[Block]:
    """A nudge: what the card is about, one question, two buttons, and how to stop it."""
    question = question_of(nudge.number)
    return [
        _about(card, nudge, question),
        section(_question(card, question)),
        actions(
            button(texts.USED, Action.ANSWER_USED, nudge.value, style="primary"),
            button(texts.NOT_YET, Action.ANSWER_NOT_YET, nudge.value),
        ),
        context(texts.WHY),
    ]


def _about(card: Card, nudge: Nudge, question: Question) -> Block:
    lines = [f"*{link(card.permalink, title_of(card))}*"]
    # To recall is to say it before reading it: the statement is one press away in the card.
    if card.statement and (question != Question.RECALL or not card.permalink):
        lines.append(said(card.statement, 800))
    if card.applies_when and question != Question.RECALL:
        lines.append(texts.applies_when(said(card.applies_when, 300)))
    return section("\n".join(lines), accessory=_menu(nudge))


def _question(card: Card, question: Question) -> str:
    situation = said(" ".join(card.applies_when.split()), 300)
    return ask(card.asset_kind, question, card.status, situation)


def _menu(nudge: Nudge) -> OverflowMenuElement:
    return overflow(
        Action.NUDGE_MENU,
        [
            (texts.STOP_CARD, f"{Refusal.ONCE}:{nudge.value}"),
            (texts.STOP_WEEK, f"{Refusal.WEEK}:{nudge.value}"),
            (texts.STOP_ALL, f"{Refusal.PERSON}:{nudge.value}"),
        ],
    )


def parse_menu(value: str) -> tuple[str, str]:
    """(which refusal, the nudge's value) of a chosen entry of the nudge's menu."""
    refusal, _, nudge = value.partition(":")
    return refusal, nudge


def answered_blocks(answered: Answered, now: datetime) -> list[Block]:
    """What a nudge turns into once it is answered."""
    name = link(answered.card.permalink, title_of(answered.card)) if answered.card else ""
    head = section(
        f"*{name}*\n{answered_text(answered, now)}" if name else answered_text(answered, now),
        accessory=_menu(answered.nudge),
    )
    if answered.answer == Answer.NOT_YET:
        return [head]
    words = button(texts.ADD_WORDS, Action.ADD_WORDS, answered.nudge.value)
    share = button(SHARE, Action.SHARE_PRACTICE, answered.nudge.value)
    if answered.answer == Answer.USED:
        outcome = (
            button(texts.WORKED, Action.ANSWER_WORKED, answered.nudge.value),
            button(texts.FAILED, Action.ANSWER_FAILED, answered.nudge.value),
        )
        return [head, actions(*outcome, words, share), context(texts.BOTH_HELP)]
    return [head, actions(words, share)]


def answered_text(answered: Answered, now: datetime) -> str:
    """What an answer is answered with: in the message, and alone for notifications."""
    if answered.answer == Answer.USED:
        return texts.DID_IT_WORK
    if answered.next_at is None:
        return texts.NOTED
    days = (answered.next_at - now).total_seconds() / 86400
    if answered.answer == Answer.NOT_YET:
        return texts.thanks_not_yet(days)
    if answered.answer == Answer.WORKED:
        return texts.thanks_worked(days)
    return texts.thanks_failed(days)


def words_form(nudge: Nudge, so_far: str) -> Block:
    """The modal that asks what happened, in somebody's own words."""
    return modal(
        Callback.WORDS_FORM,
        texts.WORDS_TITLE,
        [
            text_input(
                WORDS_BLOCK,
                texts.WORDS_LABEL,
                initial=so_far,
                hint=texts.WORDS_HINT,
                multiline=True,
                optional=True,
            )
        ],
        submit=texts.WORDS_SUBMIT,
        private_metadata=nudge.value,
    )


def words_kept() -> Block:
    """What the modal turns into once the words are kept."""
    return modal(
        Callback.WORDS_FORM, texts.WORDS_TITLE, [section(texts.WORDS_KEPT)], close=texts.CLOSE
    )
