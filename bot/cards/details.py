"""A card in detail: what kind of knowledge and why, where from, who sees it, its lineage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import InteractiveElement
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.face import ShownTheme, shown_theme
from bot.cards.lineage import lineage_of, lineage_words
from bot.cards.linking import Linker, require_card
from bot.cards.render import card_name, theme_block
from bot.slack.blocks import Block, actions, button, context, modal, said, section
from bot.slack.ids import Action, Callback
from bot.texts import cards as card_texts
from bot.texts import finding as finding_texts
from bot.texts import linking as texts
from bot.texts.lists import listed
from models.audience import BEYOND, CHANNEL, ORGANIZATION, PERSON
from models.author import authors_of
from models.card import Card
from models.link import LinkKind
from models.member import get_member, names_of
from models.pointer import lived_by

# Which scopes an author may choose from each: one step wider, or back to the card's channel.
WIDER = {PERSON: CHANNEL, CHANNEL: ORGANIZATION, ORGANIZATION: BEYOND}


@dataclass(frozen=True, slots=True)
class Details:
    """A card as one person may see it, with what they may do."""

    card: Card
    lineage: Sequence[str]
    lived: Sequence[str]
    is_found: bool
    is_author: bool
    may_erase: bool
    theme: ShownTheme | None = None


async def gather_details(session: AsyncSession, who: Linker, card_id: int) -> Details:
    """Collect a card's details for somebody; raises PersonError when they may not see it."""
    card = await require_card(session, who.audience, card_id)
    lineage = await lineage_of(session, who.audience, card, depth=1)
    people = (await lived_by(session, who.workspace_id, [card.id])).get(card.id, [])
    names = await names_of(session, who.workspace_id, people)
    member = await get_member(session, who.workspace_id, who.member_id)
    is_author = who.member_id in (await authors_of(session, [card]))[card.id]
    return Details(
        card,
        lineage_words(lineage, card_name),
        [said(names[person], 80) for person in people if names.get(person)],
        who.member_id in people,
        is_author,
        is_author or bool(member and member.is_admin),
        await shown_theme(session, card, who.audience),
    )


def details_view(details: Details) -> Block:
    """The modal with a card's details."""
    card = details.card
    blocks = [
        section(f"*{said(card.title, 150)}*\n{said(card.statement, 1200)}"),
        section("\n".join(details.lineage) or texts.NO_LINEAGE),
    ]
    if details.lived:
        names = listed(details.lived)
        blocks.append(section(finding_texts.LIVED.format(names=names)))
    if details.theme is not None:
        blocks.append(theme_block(card, details.theme))
    blocks.append(context(" ".join(_facts(card))))
    blocks.append(actions(*_link_buttons(card.id)))
    blocks.append(actions(*_other_buttons(details)))
    return modal(Callback.CARD_DETAILS, texts.DETAILS_TITLE, blocks, private_metadata=str(card.id))


def _facts(card: Card) -> list[str]:
    kind = card_texts.ASSETS.get(card.asset_kind, card.asset_kind)
    if card.asset_reason:
        reason = said(texts.because(card.asset_reason), 300)
        kind = texts.DETAILS_KIND.format(kind=kind, reason=reason)
    origin = texts.ORIGINS.get(card.origin, said(card.origin, 40))
    scope = texts.DETAILS_SCOPE.get(card.scope, "").format(channel=card.channel_id)
    return [f"{kind}.", texts.DETAILS_ORIGIN.format(origin=origin), scope]


def _link_buttons(card_id: int) -> list[InteractiveElement]:
    return [
        button(texts.LINK_BUTTONS[kind], f"{Action.LINK_CARDS}_{kind}", f"{kind}:{card_id}")
        for kind in LinkKind
    ]


def _other_buttons(details: Details) -> list[InteractiveElement]:
    card, number = details.card, str(details.card.id)
    me = texts.FIND_ME_NO_MORE if details.is_found else texts.FIND_ME
    buttons: list[InteractiveElement] = [
        button(card_texts.CARD_TRY, Action.TRY_CARD, number),
        button(me, Action.FIND_ME, f"{'off' if details.is_found else 'on'}:{number}"),
        button(texts.THANK, Action.THANK, f"{card.channel_id}:{number}"),
    ]
    if details.lineage:
        buttons.append(button(texts.LINEAGE_PICTURE, Action.CARD_PICTURE, number))
    if card.scope != PERSON:
        buttons.append(button(texts.SHARE, Action.SHARE_CARD, number))
    if details.is_author:
        buttons += _scope_buttons(card)
    if details.may_erase:
        buttons.append(
            button(texts.ERASE, Action.ERASE_CARD, number, style="danger", confirm=texts.ERASE_SURE)
        )
    return buttons


def _scope_buttons(card: Card) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    wider = WIDER.get(card.scope)
    if wider:
        action = f"{Action.PROMOTE_CARD}_{wider}"
        buttons.append(button(texts.PROMOTE[wider], action, f"{wider}:{card.id}"))
    if card.scope in (ORGANIZATION, BEYOND):
        action = f"{Action.PROMOTE_CARD}_back"
        buttons.append(button(texts.WITHDRAW, action, f"{CHANNEL}:{card.id}"))
    return buttons
