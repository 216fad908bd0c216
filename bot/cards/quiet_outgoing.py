"""What the bot says in a thread that has gone quiet, beside offers: cards that exist already."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.ba.conduct import Conduct, conduct_at
from bot.cards.quiet import POINTER, PRACTICE
from bot.cards.render import card_line
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.slack.blocks import Block, actions, button, section
from bot.slack.ids import Action
from bot.texts import cards as card_texts
from bot.texts import quiet as texts
from models.audience import Audience
from models.card import Card
from models.link import LinkKind
from models.outbox import Outbox
from models.search import list_cards


async def make_pointer(making: Making, row: Outbox) -> Outgoing:
    """Cards that this channel may see: on what was worked out, or on what nobody answered."""
    conduct, cards = await _now(making, row)
    is_answer = bool(row.payload.get("is_answer"))
    if not (conduct.answers_from_cards if is_answer else conduct.links_cards):
        return Drop("no pointers here any more")
    if not cards:
        return Drop("nothing to point to any more")
    words = texts.LINKS
    if is_answer:
        words = texts.ANSWERS if len(cards) == 1 else texts.ANSWERS_MORE
    blocks = [_named(words, cards)]
    if conduct.offers_combining and len(cards) > 1:
        blocks.append(actions(combine_button(cards)))
    return Post(words.format(links=""), blocks)


async def make_practice(making: Making, row: Outbox) -> Outgoing:
    """The card that is being tried, with the button to be asked about it; what came of it?"""
    conduct, cards = await _now(making, row)
    if not (conduct.offers_practice or conduct.asks_reflection):
        return Drop("no practice here any more")
    if not cards:
        return Drop("nothing to point to any more")
    blocks = [_named(texts.PRACTICE, cards)]
    if conduct.asks_reflection:
        blocks.append(section(texts.REFLECT))
    if conduct.offers_practice:
        blocks.append(actions(button(card_texts.CARD_TRY, Action.TRY_CARD, str(cards[0].id))))
    return Post(texts.PRACTICE.format(links=""), blocks)


async def _now(making: Making, row: Outbox) -> tuple[Conduct, list[Card]]:
    """How the channel is to be treated now, and which of the cards it may see."""
    audience = Audience(row.workspace_id, channel_id=row.channel_id)
    async with making.sessions.begin() as session:
        conduct = await conduct_at(session, row.workspace_id, row.channel_id)
        return conduct, await list_cards(session, audience, ids=row.payload["cards"])


def _named(words: str, cards: Sequence[Card]) -> Block:
    return section(words.format(links=" · ".join(card_line(card) for card in cards)))


def combine_button(cards: Sequence[Card]) -> ButtonElement:
    """The button that opens the form of a guide with these cards chosen."""
    value = f"{LinkKind.COMBINES}:{','.join(str(card.id) for card in cards)}"
    return button(texts.COMBINE, f"{Action.LINK_CARDS}_{LinkKind.COMBINES}", value)


KINDS = (Kind(POINTER, make_pointer), Kind(PRACTICE, make_practice))
