"""How cards look in Slack: posted, found, listed. People's words are escaped and bounded here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.slack.blocks import Block, actions, button, context, overflow, said, section
from bot.slack.ids import Action, Refusal
from bot.texts import cards as texts
from bot.texts.reading import WHY
from models.card import Card

# Slack refuses messages of more than about 13,200 characters in all; a card stays well below.
FIELD_MOST = 1200


def card_blocks(card: Card, *, practice: str = "") -> list[Block]:
    """A whole card. ``practice`` is the line that tells how trying it went, or ""."""
    blocks = [section(f"*{said(card.title, 150)}*\n{said(card.statement, FIELD_MOST)}")]
    for name in ("metaphor", "analogy", "model", "applies_when", "not_this"):
        words = getattr(card, name)
        if words:
            blocks.append(section(f"*{texts.LABELS[name]}*\n{said(words, FIELD_MOST)}"))
    lines = [texts.CARD_BY.format(author=card.author_id, when="")]
    if card.evidence:
        links = " · ".join(
            f"<{each['permalink']}|{number}>"
            for number, each in enumerate(card.evidence[:5], 1)
            if each.get("permalink")
        )
        if links:
            lines.append(texts.CARD_EVIDENCE.format(links=links))
    if practice:
        lines.append(practice)
    blocks.append(context(" · ".join(lines)))
    blocks.append(actions(button(texts.CARD_TRY, Action.TRY_CARD, str(card.id), style="primary")))
    return blocks


def card_line(card: Card) -> str:
    """A card in one line: its title, linked to where it was posted, and how it begins."""
    title = said(card.title, 150)
    linked = f"<{card.permalink}|{title.replace('|', '/')}>" if card.permalink else f"*{title}*"
    return f"{linked}: {said(card.statement, 240)}"


def found_blocks(cards: Sequence[Card], intro: str = "") -> list[Block]:
    """The answer to a question: the cards that were found, each with its button."""
    lead = texts.FOUND_ONE if len(cards) == 1 else texts.FOUND_MANY.format(count=len(cards))
    blocks = [section(intro or lead)]
    for card in cards:
        try_it = button(texts.CARD_TRY, f"{Action.TRY_CARD}", str(card.id))
        blocks.append(section(card_line(card), accessory=try_it))
    return blocks


def offer_blocks(statement: str, place: str, days: int) -> list[Block]:
    """The offer in a thread. ``place`` ("channel:thread") says which thread it is about."""
    quoted = f"\n>{said(' '.join(statement.split()), 280)}\n" if statement else "\n"
    refuse = overflow(
        Action.REFUSE_OFFER,
        [
            (texts.NOT_THIS, f"{Refusal.ONCE}:{place}"),
            (texts.NOT_A_WEEK, f"{Refusal.WEEK}:{place}"),
            (texts.NOT_HERE, f"{Refusal.CHANNEL}:{place}"),
            (texts.NOT_ME, f"{Refusal.PERSON}:{place}"),
        ],
    )
    return [
        section(f"{texts.OFFER}{quoted}{texts.OFFER_ASK}"),
        actions(
            button(texts.MAKE_CARD, Action.MAKE_CARD, place, style="primary"),
            button(texts.NOT_THIS, f"{Action.REFUSE_OFFER}_once", f"{Refusal.ONCE}:{place}"),
            button(WHY, Action.WHY_OFFER, place),
            refuse,
        ),
        context(texts.OFFER_FOOT.format(days=days)),
    ]


def bulb_blocks(place: str) -> list[Block]:
    """What somebody sees who put a light bulb on a message."""
    return [
        section(texts.BULB),
        actions(button(texts.MAKE_CARD, Action.MAKE_CARD, place, style="primary")),
    ]
