"""How cards look in Slack: posted, found, listed. People's words are escaped and bounded here."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ExternalDataSelectElement, OverflowMenuElement

from bot.cards.face import Face, ShownTheme
from bot.cards.life_rules import NEXT
from bot.slack.blocks import Block, actions, button, context, overflow, said, section
from bot.slack.ids import Action, Refusal
from bot.texts import card_life as life_texts
from bot.texts import cards as texts
from bot.texts import experiments as experiment_texts
from bot.texts import linking as link_texts
from bot.texts import themes as theme_texts
from bot.texts.reading import WHY
from models.card import Card, CardStatus

# Slack refuses messages of more than about 13,200 characters in all; a card stays well below.
FIELD_MOST = 1200


def card_blocks(
    card: Card, *, practice: str = "", told: Sequence[str] = (), face: Face | None = None
) -> list[Block]:
    """A whole card. ``practice`` is the line that tells how trying it went, or "".

    ``told``: what reality said, predictions and stories, ready as mrkdwn.
    ``face``: who wrote it and how far it holds; without it, who began it.
    """
    face = face or Face((card.author_id,), card.status or CardStatus.CONJECTURE)
    words = f"*{said(card.title, 150)}*\n{said(card.statement, FIELD_MOST)}"
    blocks = [section(words, accessory=card_menu(card))]
    for name in ("metaphor", "analogy", "model", "applies_when", "not_this"):
        words = getattr(card, name)
        if words:
            blocks.append(section(f"*{texts.LABELS[name]}*\n{said(words, FIELD_MOST)}"))
    blocks += [section(line) for line in told]
    if face.standing_line:
        blocks.append(context(face.standing_line))
    if face.theme is not None:
        blocks.append(theme_block(card, face.theme))
    lines = [face.authors_line]
    if card.evidence:
        links = " · ".join(
            f"<{each['permalink']}|{number}>"
            for number, each in enumerate(card.evidence[:5], 1)
            if each.get("permalink")
        )
        if links:
            lines.append(texts.CARD_EVIDENCE.format(links=links))
    lines += asset_lines(card)
    if practice:
        lines.append(practice)
    blocks.append(context(" · ".join(lines)))
    if card.status == CardStatus.RETIRED:
        return blocks  # nothing to try any more
    blocks.append(
        actions(
            button(texts.CARD_TRY, Action.TRY_CARD, str(card.id), style="primary"),
            practice_menu(card.id),
            button(link_texts.JOURNEY, Action.CARD_JOURNEY, str(card.id)),
            button(link_texts.MORE, Action.CARD_DETAILS, str(card.id)),
        )
    )
    return blocks


def card_menu(card: Card) -> OverflowMenuElement:
    """What people may do with the card itself: change it, see its history, say how far it holds."""
    following = NEXT[CardStatus(card.status or CardStatus.CONJECTURE)]
    entries = [
        (life_texts.MENU_EDIT, f"edit:{card.id}"),
        (life_texts.MENU_HISTORY, f"history:{card.id}"),
        *((life_texts.MENU_STATUS[status], f"{status}:{card.id}") for status in following),
    ]
    return overflow(Action.CARD_MENU, entries)


def practice_menu(card_id: int) -> OverflowMenuElement:
    """What else can be done with a card in practice: predict, tell a result, be taught."""
    return overflow(
        Action.CARD_PRACTICE,
        [
            (experiment_texts.MENU_PREDICT, f"predict:{card_id}"),
            (experiment_texts.MENU_RESULT, f"result:{card_id}"),
            (experiment_texts.MENU_TEACH, f"teach:{card_id}"),
        ],
    )


def theme_block(card: Card, theme: ShownTheme) -> Block:
    """A card's theme, with the menu to choose another one; its entries are asked for when opened.

    The block's id says which card it is about.
    """
    menu = ExternalDataSelectElement(
        action_id=Action.CARD_THEME,
        placeholder=theme_texts.PLACEHOLDER if theme.name else theme_texts.PLACEHOLDER_NONE,
        min_query_length=0,
    )
    accessory = None if card.status == CardStatus.RETIRED else menu
    return {**section(theme.line, accessory=accessory), "block_id": f"theme:{card.id}"}


def asset_lines(card: Card) -> list[str]:
    """What kind of knowledge it is with the reason, and whose, if it is not our own."""
    kind = texts.ASSETS.get(card.asset_kind, "")
    if kind and card.asset_reason:
        reason = said(link_texts.because(card.asset_reason), 200)
        kind = link_texts.DETAILS_KIND.format(kind=kind, reason=reason)
    lines = [kind] if kind else []
    if card.origin in link_texts.ORIGINS and card.origin != "inside":
        lines.append(link_texts.ORIGIN_SHORT.format(origin=link_texts.ORIGINS[card.origin]))
    return lines


def card_line(card: Card) -> str:
    """A card in one line: its title, linked to where it was posted, and how it begins."""
    return f"{card_name(card)}: {said(card.statement, 240)}"


def card_name(card: Card) -> str:
    """A card's title, linked to where it was posted."""
    title = " ".join(said(card.title, 150).split())
    return f"<{card.permalink}|{title.replace('|', '/')}>" if card.permalink else f"*{title}*"


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
