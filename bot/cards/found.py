"""How found cards look: a page of them, what was corrected, who has lived it, where to go on."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.cards.finding import QUERY_MOST, Found
from bot.cards.render import card_line
from bot.slack.blocks import Block, actions, button, context, said, section
from bot.slack.ids import Action
from bot.texts import cards as card_texts
from bot.texts import finding as texts
from bot.texts.lists import listed


def page_blocks(found: Found, typed: str) -> list[Block]:
    """A page of what was found, with buttons to the others. ``typed`` is what was looked for."""
    blocks = [*_corrected(found), section(_lead(found))]
    for card in found.cards:
        open_it = button(texts.OPEN, Action.CARD_DETAILS, str(card.id))
        blocks.append(section(card_line(card), accessory=open_it))
        blocks += _lived(found.lived.get(card.id, ()))
    turns = []
    if found.page:
        turns.append(button(texts.PREVIOUS, Action.FIND_PREVIOUS, _turn(typed, found.page - 1)))
    if found.has_next:
        turns.append(button(texts.NEXT, Action.FIND_NEXT, _turn(typed, found.page + 1)))
    return [*blocks, actions(*turns)] if turns else blocks


def answer_blocks(found: Found) -> list[Block]:
    """The answer to a question: the best cards, each to try, and who has lived it."""
    blocks = [*_corrected(found), section(_lead(found))]
    for card in found.cards:
        try_it = button(card_texts.CARD_TRY, Action.TRY_CARD, str(card.id))
        blocks.append(section(card_line(card), accessory=try_it))
        blocks += _lived(found.lived.get(card.id, ()))
    return blocks


def nothing_words(found: Found) -> str:
    """What is said when there is nothing; the same whether nothing is there or may be seen."""
    if found.page:
        return texts.NO_MORE
    return texts.NONE if found.is_noted else texts.NONE_FILTERED


def read_turn(value: str) -> tuple[str, int]:
    """(what was looked for, which page) from a button's value."""
    try:
        given = json.loads(value)
        return str(given["q"]), int(given["p"])
    except (ValueError, KeyError, TypeError):
        return "", 0


def _turn(typed: str, page: int) -> str:
    return json.dumps({"q": typed[:QUERY_MOST], "p": page}, ensure_ascii=False)


def _lead(found: Found) -> str:
    if found.page:
        return texts.FOUND_PAGE.format(page=found.page + 1)
    return texts.FOUND_ONE if len(found.cards) == 1 else texts.FOUND_MANY


def _corrected(found: Found) -> list[Block]:
    pairs = [
        texts.CORRECTED_PAIR.format(better=said(better, 60), word=said(word, 60))
        for word, better in found.corrected.items()
    ]
    return [context(texts.CORRECTED.format(pairs=", ".join(pairs)))] if pairs else []


def _lived(names: Sequence[str]) -> list[Block]:
    return [context(texts.LIVED.format(names=listed(names)))] if names else []
