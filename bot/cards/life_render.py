"""How far a card holds, as a form; "is this still true?", and what people said since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.cards.life_rules import NEXT, TALK_KIND, TRUE_KIND
from bot.cards.render import card_line, card_name
from bot.slack.blocks import (
    Block,
    actions,
    button,
    context,
    date_input,
    modal,
    overflow,
    said,
    section,
    select_input,
    text_input,
)
from bot.slack.ids import Action, Callback
from bot.texts import card_life as texts
from bot.texts import cards as card_texts
from models.card import Card, CardStatus

STATUS, WHY, REVIEW = "status", "why", "review"
SAME = "same"


def standing_form(card: Card, review_at: datetime, *, chosen: str = SAME, asked: str = "") -> Block:
    """The form in which somebody says how far a card holds. ``asked``: the question it answers."""
    now = CardStatus(card.status)
    options = [(texts.STANDING_AS_IT_IS, SAME)]
    options += [(texts.STATUS[status], str(status)) for status in NEXT[now]]
    initial = chosen if chosen in {value for _, value in options} else SAME
    intro = texts.STANDING_INTRO.format(title=said(card.title, 150), status=texts.STATUS[now])
    return modal(
        Callback.CARD_STANDING,
        texts.STANDING_TITLE,
        [
            section(intro),
            select_input(STATUS, texts.STANDING_ASK, options, initial=initial, optional=False),
            text_input(WHY, texts.STANDING_WHY, hint=texts.STANDING_WHY_HINT, most=300),
            date_input(REVIEW, texts.STANDING_REVIEW, initial=review_at.date()),
        ],
        submit=texts.STANDING_SUBMIT,
        close=card_texts.FORM_CLOSE,
        private_metadata=f"{card.id}:{asked}",
    )


def true_blocks(card: Card, number: int) -> list[Block]:
    """The question to an author alone. ``number`` says which time it is asked."""
    value = f"{card.id}:{number}"
    menu = overflow(Action.NEVER_ASK_TRUE, [(texts.TRUE_NEVER, TRUE_KIND)])
    return [
        section(f"{card_line(card)}\n\n*{texts.TRUE_ASK}*", accessory=menu),
        actions(
            button(texts.TRUE_YES, Action.STILL_TRUE, value, style="primary"),
            button(texts.TRUE_NO, Action.NO_LONGER_TRUE, value),
            button(texts.TRUE_LATER, Action.ASK_LATER, value),
        ),
        context(texts.TRUE_FOOT),
    ]


def talk_blocks(card: Card, address: str) -> list[Block]:
    """People found something out where a card comes from; ``address`` leads there, "" is unknown.

    It quotes nothing: what was said may be deleted, and this message would still show it.
    """
    menu = overflow(Action.NEVER_ASK_TRUE, [(texts.TALK_NEVER, TALK_KIND)])
    words = texts.TALK_SAID.format(card=card_name(card))
    if address:
        words += f" <{address}|{texts.TALK_LOOK}>"
    blocks = [section(words, accessory=menu)]
    change = button(texts.TALK_CHANGE, Action.OPEN_CHANGE, str(card.id), style="primary")
    return [*blocks, section(texts.TALK_ASK), actions(change)]


def added_line(card: Card) -> str:
    """A word to the thread that now stands on a card."""
    return texts.ADDED_IN_THREAD.format(card=card_name(card))


def added_view(card: Card) -> Block:
    """What the form turns into once the thread stands on a card."""
    words = section(texts.ADDED.format(card=card_name(card)))
    return modal(Callback.CARD_LOADING, texts.ADDED_TITLE, [words])


def unchallenged_blocks(cards: Sequence[Card]) -> list[Block]:
    """Cards that work for many and that nobody ever questioned, for their authors' Home."""
    if not cards:
        return []
    blocks = [section(f"*{texts.UNCHALLENGED}*")]
    for card in cards:
        line = texts.UNCHALLENGED_LINE.format(card=card_line(card))
        doubt = overflow(
            Action.CARD_MENU,
            [
                (texts.DOUBT, f"{CardStatus.CONTESTED}:{card.id}"),
                (texts.MENU_HISTORY, f"history:{card.id}"),
            ],
        )
        blocks.append(section(line, accessory=doubt))
    return blocks
