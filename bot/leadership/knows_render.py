"""How people who know are shown: alphabetically, with reasons, without a number."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.cards.render import card_line, card_name
from bot.leadership.knows import Known, Mine
from bot.leadership.knows_rules import Knower
from bot.slack.blocks import Block, actions, button, context, said, section, select
from bot.slack.ids import Action
from bot.texts import knows as texts
from models.card import Card

# Slack takes at most 100 entries in a menu.
THEMES_MOST = 100
CARDS_MOST = 3


def known_blocks(known: Known) -> list[Block]:
    """The answer to "who knows about …?", for the asker alone."""
    if known.people:
        lines = [section(knower_line(each, known.cards)) for each in known.people]
        more = [context(texts.MORE)] if known.has_more else []
        return [section(texts.KNOW), *lines, *more, context(texts.FOOT)]
    if known.cards:
        cards = list(known.cards.values())[:CARDS_MOST]
        return [
            section(texts.NOBODY_BUT_CARDS),
            *(
                section(
                    card_line(card),
                    accessory=button(texts.OPEN, Action.CARD_DETAILS, str(card.id)),
                )
                for card in cards
            ),
        ]
    return [section(texts.NOBODY if known.is_noted else texts.NOBODY_QUIET)]


def knower_line(knower: Knower, cards: Mapping[int, Card]) -> str:
    """One person, and why: never what they told."""
    parts = [
        words(_cards(ids, cards))
        for words, ids in (
            (texts.wrote, knower.wrote),
            (texts.helped, knower.helped),
            (texts.used, knower.used),
            (texts.lived, knower.lived),
        )
        if any(each in cards for each in ids)
    ]
    if knower.told:
        parts.append(texts.told(", ".join(f"<#{channel}>" for channel in knower.told)))
    return f"<@{knower.member_id}> {texts.joined(parts)}"


def _cards(ids: Collection[int], cards: Mapping[int, Card]) -> str:
    return ", ".join(card_name(cards[each]) for each in ids if each in cards)


def ask_blocks(card: Card | None) -> list[Block]:
    """The one question whether somebody may be named."""
    asked = texts.ASK.format(card=card_name(card)) if card is not None else texts.ASK_THANKED
    return [
        section(asked),
        context(texts.ASK_MEANS),
        actions(
            button(texts.AGREE, Action.FOUND_AGREE, style="primary"),
            button(texts.REFUSE, Action.FOUND_REFUSE),
        ),
        context(texts.ASK_FOOT),
    ]


def mine_blocks(mine: Mine) -> list[Block]:
    """What the bot would say of somebody, and how to end it; for them alone."""
    if not mine.is_agreed:
        agree = button(texts.ON_BUTTON, Action.FOUND_AGREE)
        return [section(texts.STATE_OFF), context(texts.ASK_MEANS), actions(agree)]
    themes = [said(theme, 40) for theme in mine.themes]
    shown = texts.THEMES.format(themes=", ".join(themes[:60])) if themes else texts.NO_THEMES
    off = button(texts.OFF_BUTTON, Action.FOUND_REFUSE)
    blocks = [section(f"{texts.STATE_ON}\n{shown}")]
    if not themes:
        return [*blocks, actions(off)]
    menu = select(
        Action.FOUND_THEME,
        [(theme, theme) for theme in mine.themes[:THEMES_MOST]],
        placeholder=texts.THEME_LABEL,
    )
    return [*blocks, actions(menu, off)]
