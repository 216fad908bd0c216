"""The two forms of levers: ask somebody in, say thanks."""

from __future__ import annotations

from collections.abc import Collection

from bot.cards.render import card_name
from bot.leadership.knows_render import knower_line
from bot.leadership.levers_people import WORDS_MOST, Askable
from bot.slack.blocks import (
    Block,
    divider,
    modal,
    people_input,
    section,
    select_input,
    text_input,
)
from bot.slack.ids import Callback
from bot.texts import levers as texts

WHO, WORDS = "who", "words"
THANKED_MOST = 5


def ask_in_form(askable: Askable) -> Block:
    """Whom to ask in about a card, with the reasons; words when there is nobody."""
    about = {"channel": askable.channel_id, "card": card_name(askable.card)}
    if not askable.people:
        words = texts.ASK_IN_NOBODY.format(**about)
        return modal(Callback.ASK_IN_FORM, texts.ASK_IN_TITLE, [section(words)])
    lines = [section(knower_line(each, askable.cards)) for each in askable.people]
    options = [(askable.names[each.member_id], each.member_id) for each in askable.people]
    return modal(
        Callback.ASK_IN_FORM,
        texts.ASK_IN_TITLE,
        [
            section(texts.ASK_IN.format(**about)),
            *lines,
            divider(),
            select_input(WHO, texts.ASK_IN_WHO, options, optional=False),
            text_input(WORDS, texts.ASK_IN_WORDS, multiline=True, most=WORDS_MOST),
        ],
        submit=texts.ASK_IN_SUBMIT,
        private_metadata=f"{askable.channel_id}:{askable.card.id}",
    )


def thank_form(channel_id: str, card_id: int | None, people: Collection[str]) -> Block:
    """Whom to thank, for what; ``people`` stand there already (a card's authors)."""
    chosen = people_input(WHO, texts.THANK_WHO, initial=sorted(people), most=THANKED_MOST)
    words = text_input(
        WORDS, texts.THANK_WORDS, hint=texts.THANK_HINT, multiline=True, most=WORDS_MOST
    )
    return modal(
        Callback.THANK_FORM,
        texts.THANK_TITLE,
        [chosen, words],
        submit=texts.THANK_SUBMIT,
        private_metadata=f"{channel_id}:{card_id or ''}",
    )
