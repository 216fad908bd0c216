"""Combining, breaking down, relating, challenging: cards linked by people, on the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.refresh import refresh_card
from bot.cards.rules import clean_fields
from bot.cards.theming import theme_new_card
from bot.errors import PersonError
from bot.slack.blocks import clip, said
from bot.texts import cards as card_texts
from bot.texts import linking as texts
from models.audience import BEYOND, CHANNEL, ORGANIZATION, PERSON, Audience
from models.card import Card, add_card
from models.conversion import ScopeLevel, record_conversion
from models.link import LinkKind, link_cards
from models.outbox import put
from models.search import get_card, list_cards

LEAST_COMBINED, MOST_COMBINED = 2, 10
MOST_PARTS = 5
TITLE_MOST = 80

# Which conversion a link is (Nonaka, Toyama and Konno 2000): explicit to explicit, but a doubt
# comes from what somebody has lived, and is put into words.
MODES = {
    LinkKind.COMBINES: "combination",
    LinkKind.BREAKS_DOWN: "combination",
    LinkKind.RELATES: "combination",
    LinkKind.GREW_FROM: "combination",
    LinkKind.CHALLENGES: "externalization",
}
# How far knowledge reaches by a card's scope.
LEVELS = {
    PERSON: ScopeLevel.PERSON,
    CHANNEL: ScopeLevel.GROUP,
    ORGANIZATION: ScopeLevel.ORGANIZATION,
    BEYOND: ScopeLevel.BEYOND,
}


@dataclass(frozen=True, slots=True)
class Linker:
    """Who links, and when: their audience is all that they can link."""

    workspace_id: str
    member_id: str
    now: datetime

    @property
    def audience(self) -> Audience:
        """What they may see."""
        return Audience(self.workspace_id, member_id=self.member_id)


async def require_card(session: AsyncSession, audience: Audience, card_id: int) -> Card:
    """A card that this audience may see; "no such card" for absent and forbidden alike."""
    card = await get_card(session, audience, card_id)
    if card is None:
        raise PersonError(card_texts.NO_SUCH_CARD)
    return card


async def chosen_cards(
    session: AsyncSession, audience: Audience, card_ids: Sequence[int]
) -> list[Card]:
    """The chosen cards in the order of the choice; raises PersonError if one is not to be seen."""
    wanted = list(dict.fromkeys(card_ids))[: MOST_COMBINED + 1]
    found = {c.id: c for c in await list_cards(session, audience, ids=wanted, limit=len(wanted))}
    if len(found) != len(wanted):
        raise PersonError(card_texts.NO_SUCH_CARD)
    return [found[card_id] for card_id in wanted]


async def link(
    session: AsyncSession,
    who: Linker,
    kind: LinkKind,
    source_id: int,
    target_ids: Sequence[int],
    *,
    why: str = "",
) -> list[Card]:
    """Link a card to others, read from source to target; gives the targets. Both must be seen."""
    source = await require_card(session, who.audience, source_id)
    targets = await chosen_cards(session, who.audience, [i for i in target_ids if i != source_id])
    if not targets:
        raise PersonError(texts.CHOOSE_ONE)
    for target in targets:
        await _link(session, who, kind, source, target, why)
    return targets


async def challenge(session: AsyncSession, who: Linker, target_id: int, why: str) -> Card:
    """A doubt about a card becomes a card of its own, for oneself's audience, that challenges it.

    The challenged card's status is for the life of the card to decide; this records the reason.
    """
    if not why.strip():
        raise PersonError(texts.WHY_NEEDED)
    target = await require_card(session, who.audience, target_id)
    doubt = await _new_card(
        session,
        who,
        home=target.channel_id,
        scope=target.scope,
        title=clip(" ".join(why.split()), TITLE_MOST),  # not the other's title: it is theirs
        statement=why,
    )
    await _link(session, who, LinkKind.CHALLENGES, doubt, target, why)
    return doubt


async def combine(
    session: AsyncSession,
    who: Linker,
    card_ids: Sequence[int],
    *,
    home: str,
    title: str,
    statement: str,
    fits: str = "",
) -> Card:
    """Take two to ten cards together into a guide, whose audience is its home channel.

    Raises PersonError when the home's people may not see one of them: no fragment goes there.
    """
    cards = await chosen_cards(session, who.audience, card_ids)
    if not LEAST_COMBINED <= len(cards) <= MOST_COMBINED:
        raise PersonError(texts.TWO_TO_TEN)
    here = Audience(who.workspace_id, channel_id=home)
    await _require_visible(session, here, cards)
    # The cards' own words are not copied: the guide shows them by its links, to who may see them.
    guide = await _new_card(session, who, home=home, title=title, statement=statement, model=fits)
    guide.asset_kind, guide.asset_reason = "systemic", "it combines several cards"
    for card in cards:
        await _link(session, who, LinkKind.COMBINES, guide, card, "")
    return guide


async def break_down(
    session: AsyncSession, who: Linker, parent_id: int, parts: Sequence[str]
) -> list[Card]:
    """Break a concept down: each part ("name: what it is") is a card with the parent's audience."""
    parent = await require_card(session, who.audience, parent_id)
    named = [part for part in (" ".join(each.split()) for each in parts) if part][:MOST_PARTS]
    if len(named) < LEAST_COMBINED:
        raise PersonError(texts.PARTS_NEEDED)
    children = []
    for part in named:
        title, _, statement = part.partition(":")
        child = await _new_card(
            session,
            who,
            home=parent.channel_id,
            scope=parent.scope,
            title=title,
            statement=statement.strip() or part,
        )
        await _link(session, who, LinkKind.BREAKS_DOWN, parent, child, "")
        children.append(child)
    return children


async def _require_visible(session: AsyncSession, here: Audience, cards: Sequence[Card]) -> None:
    ids = [card.id for card in cards]
    seen = {card.id for card in await list_cards(session, here, ids=ids, limit=len(ids))}
    hidden = [f"*{said(card.title, 80)}*" for card in cards if card.id not in seen]
    if hidden:
        raise PersonError(texts.NOT_FOR_THAT_PLACE.format(titles=", ".join(hidden)))


async def _new_card(
    session: AsyncSession, who: Linker, *, home: str, scope: str = CHANNEL, **words: str
) -> Card:
    fields = clean_fields(words)
    for name, missing in (
        ("title", card_texts.TITLE_NEEDED),
        ("statement", card_texts.STATEMENT_NEEDED),
    ):
        if not fields[name]:
            raise PersonError(missing)
    card = Card(
        workspace_id=who.workspace_id,
        channel_id=home,
        author_id=who.member_id,
        scope=scope if scope != BEYOND else ORGANIZATION,
        **fields,
        evidence=[],
        created_at=who.now,
        updated_at=who.now,
    )
    await add_card(session, card, why="written")
    await theme_new_card(session, card, "", who.now)
    await put(
        session,
        workspace_id=who.workspace_id,
        kind="card",
        key=f"card:{card.id}",
        channel_id=home,
        payload={"card": card.id},
        now=who.now,
    )
    return card


async def _link(
    session: AsyncSession, who: Linker, kind: LinkKind, source: Card, target: Card, why: str
) -> None:
    is_new = await link_cards(
        session,
        workspace_id=who.workspace_id,
        kind=kind,
        source_id=source.id,
        target_id=target.id,
        why=" ".join(why.split()),
        by=who.member_id,
        at=who.now,
    )
    if not is_new:
        return
    for card in (source, target):
        if card.posted_ts:
            key = f"link:{kind}:{source.id}:{target.id}"
            await refresh_card(session, card, key=key, now=who.now)
    into, out_of = (target, source) if kind == LinkKind.BREAKS_DOWN else (source, target)
    await record_conversion(
        session,
        workspace_id=who.workspace_id,
        channel_id=into.channel_id,
        key=f"link:{kind}:{source.id}:{target.id}",
        mode=MODES[kind],
        source=f"card:{out_of.id}",
        target=f"card:{into.id}",
        level=LEVELS[into.scope],
        at=who.now,
    )
