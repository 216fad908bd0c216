"""Sharing as blocks: the form, what it turns into, what the card's ba hears."""

from __future__ import annotations

from bot.practice.render import link, title_of
from bot.practice.rules import Nudge
from bot.practice.sharing import Sharing
from bot.slack.blocks import (
    Block,
    actions,
    button,
    modal,
    said,
    section,
    select_input,
    text_input,
)
from bot.slack.ids import Action, Callback
from bot.texts import sharing as texts
from models.card import Card
from models.story import Stance, Story

WORDS, STANCE = "story_words", "story_stance"


def share_form(sharing: Sharing, nudge: Nudge) -> Block:
    """The form; it begins with the private words, which stay private until it is sent."""
    return modal(
        Callback.SHARE_FORM,
        texts.FORM_TITLE,
        [
            section(texts.FORM_INTRO.format(title=title_of(sharing.card))),
            text_input(
                WORDS,
                texts.WORDS,
                initial=sharing.entry.words,
                hint=texts.WORDS_HINT,
                multiline=True,
                optional=False,
                most=1000,
            ),
            select_input(
                STANCE,
                texts.STANCE,
                [(texts.FOR, Stance.FOR), (texts.AGAINST, Stance.AGAINST)],
                initial=sharing.stance,
                optional=False,
            ),
        ],
        submit=texts.SUBMIT,
        private_metadata=nudge.value,
    )


def shared_view(nudge: Nudge) -> Block:
    """What the form turns into: shared, and perhaps the beginning of a card."""
    grow = actions(button(texts.GROW, Action.CARD_FROM_PRACTICE, nudge.value))
    blocks = [section(texts.SHARED), grow]
    return modal(Callback.SHARE_FORM, texts.FORM_TITLE, blocks, close=texts.CLOSE)


def told_blocks(card: Card, story: Story) -> list[Block]:
    """What the ba that a card came from hears."""
    name = link(card.permalink, title_of(card))
    return [section(texts.told(name, story.member_id, story.stance, said(story.words, 1000)))]
