"""A posted card is brought up to date: how trying it went stands on it, as counts without names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.evidence import linked_evidence
from bot.cards.face import face_of
from bot.cards.lineage import link_lines
from bot.cards.render import card_blocks
from bot.cards.standing import standing_of
from bot.outgoing.kinds import Change, Kind, Making, Outgoing
from bot.outgoing.rules import Drop
from bot.slack.blocks import Block, said
from bot.texts import cards as texts
from models.audience import Audience
from models.card import Card
from models.outbox import Outbox, put
from models.search import get_card


async def refresh_card(session: AsyncSession, card: Card, *, key: str, now: datetime) -> None:
    """Have a card's post brought up to date, once per key."""
    await put(
        session,
        workspace_id=card.workspace_id,
        kind="card_refresh",
        key=f"card_refresh:{card.id}:{key}",
        channel_id=card.channel_id,
        payload={"card": card.id},
        now=now,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A card as its channel sees it: the text for notifications, and the blocks."""

    card: Card
    text: str
    blocks: list[Block]


async def shown_card(making: Making, row: Outbox) -> Shown | None:
    """The card that a row names, as it looks now; None when its channel may not see it."""
    audience = Audience(row.workspace_id, channel_id=row.channel_id)
    async with making.sessions.begin() as session:
        card = await get_card(session, audience, int(row.payload["card"]))
        if card is None:
            return None
        standing = await standing_of(session, card)
        face = await face_of(session, card, audience)
        links = await link_lines(session, audience, card)
    card.evidence = await linked_evidence(making, card)
    text = texts.CARD_FALLBACK.format(title=said(card.title, 150))
    told = (*standing.told, *links)
    return Shown(card, text, card_blocks(card, practice=standing.practice, told=told, face=face))


async def make_refresh(making: Making, row: Outbox) -> Outgoing:
    """The card's post as it should look now."""
    shown = await shown_card(making, row)
    if shown is None or not shown.card.posted_ts:
        return Drop("the card is not posted")
    return Change(shown.card.channel_id, shown.card.posted_ts, shown.text, shown.blocks)


KINDS = (Kind("card_refresh", make_refresh),)
