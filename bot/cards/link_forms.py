"""Forms that link cards and share them, and what somebody filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.cards.linking import MOST_COMBINED, MOST_PARTS
from bot.slack.blocks import Block, channel_input, clip, modal, said, section, text_input
from bot.slack.ids import Action, Callback
from bot.texts import cards as card_texts
from bot.texts import linking as texts
from models.card import Card
from models.link import LinkKind

CARDS, TITLE, STATEMENT, FITS, HOME, WHY, PART = (
    "link_chosen",
    "link_title",
    "link_statement",
    "link_fits",
    "link_home",
    "link_why",
    "link_part",
)


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form holds: words by field, chosen cards, the chosen channel."""

    words: Mapping[str, str] = field(default_factory=dict)
    cards: Sequence[int] = ()
    channel_id: str = ""


def link_form(kind: LinkKind, card: Card, *more: Card) -> Block:
    """The form for one kind of link, begun from a card that the person may see.

    ``more`` cards are chosen beside it from the start, where the form is about several.
    """
    blocks = [section(texts.FORM_INTROS[kind].format(title=said(card.title, 150)))]
    blocks += {
        LinkKind.COMBINES: lambda card: _combine(card, *more),
        LinkKind.BREAKS_DOWN: _break_down,
        LinkKind.RELATES: _relate,
        LinkKind.CHALLENGES: _challenge,
        LinkKind.GREW_FROM: _relate,
    }[kind](card)
    return modal(
        Callback.LINK_FORM,
        texts.FORM_TITLES[kind],
        blocks,
        submit=texts.KEEP,
        close=card_texts.FORM_CLOSE,
        private_metadata=f"{kind}:{card.id}",
    )


def first_field(kind: LinkKind) -> str:
    """The field at which an error of a form is shown."""
    return {
        LinkKind.BREAKS_DOWN: f"{PART}_1",
        LinkKind.CHALLENGES: WHY,
    }.get(kind, CARDS)


def share_form(card: Card) -> Block:
    """Which channel shall be pointed to a card?"""
    return modal(
        Callback.POINT_FORM,
        texts.SHARE_TITLE,
        [
            section(f"*{said(card.title, 150)}*"),
            channel_input(HOME, texts.SHARE_TO, hint=texts.SHARE_HINT),
        ],
        submit=texts.KEEP,
        close=card_texts.FORM_CLOSE,
        private_metadata=str(card.id),
    )


def done_view(words: str) -> Block:
    """What stands in the form's place once it is kept."""
    return modal(Callback.CARD_LOADING, texts.DETAILS_TITLE, [section(words)])


def _combine(*cards: Card) -> list[Block]:
    return [
        _cards_input(*cards),
        text_input(TITLE, texts.GUIDE_NAME, optional=False, most=150),
        text_input(STATEMENT, texts.GUIDE_SAYS, optional=False, multiline=True),
        text_input(FITS, texts.GUIDE_FITS, hint=texts.GUIDE_FITS_HINT, multiline=True),
        channel_input(HOME, texts.GUIDE_HOME),
    ]


def _break_down(card: Card) -> list[Block]:
    return [
        text_input(
            f"{PART}_{number}",
            texts.PART_NAME.format(number=number),
            hint=texts.PART_HINT if number == 1 else "",
            multiline=True,
            optional=number > 2,
            most=1000,
        )
        for number in range(1, MOST_PARTS + 1)
    ]


def _relate(card: Card) -> list[Block]:
    return [_cards_input(), text_input(WHY, texts.WHY, most=500)]


def _challenge(card: Card) -> list[Block]:
    return [text_input(WHY, texts.WHY_DOUBT, optional=False, multiline=True, most=500)]


def _cards_input(*initial: Card) -> Block:
    element: Block = {
        "type": "multi_external_select",
        "action_id": Action.CHOOSE_CARDS,
        "min_query_length": 0,
        "max_selected_items": MOST_COMBINED,
        "placeholder": {"type": "plain_text", "text": texts.TYPE_TO_FIND},
    }
    if initial:
        element["initial_options"] = [option(card) for card in initial]
    return {
        "type": "input",
        "block_id": CARDS,
        "label": {"type": "plain_text", "text": texts.WHICH_CARDS},
        "element": element,
    }


def option(card: Card) -> Block:
    """A card as an entry to choose."""
    name = clip(" ".join(card.title.split()) or "…", 75)
    return {"text": {"type": "plain_text", "text": name}, "value": str(card.id)}


def read_form(view: Mapping[str, Any]) -> Filled:
    """What somebody filled in."""
    state = view.get("state")
    blocks = state.get("values") if isinstance(state, Mapping) else None
    words: dict[str, str] = {}
    cards: list[int] = []
    channel_id = ""
    for block_id, elements in (blocks if isinstance(blocks, Mapping) else {}).items():
        for element in elements.values():
            chosen = element.get("selected_options") or []
            cards += [int(each["value"]) for each in chosen if str(each["value"]).isdecimal()]
            channel_id = str(element.get("selected_conversation") or channel_id)
            if isinstance(element.get("value"), str):
                words[str(block_id)] = element["value"]
    return Filled(words, cards, channel_id)
