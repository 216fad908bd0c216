"""A posted card is brought up to date: how trying it went stands on it, as counts without names."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.render import card_blocks
from bot.outgoing.kinds import Change, Kind, Making, Outgoing
from bot.outgoing.rules import Drop
from bot.slack.blocks import said
from bot.texts import cards as texts
from bot.texts.practice import practice_line
from models.audience import Audience
from models.card import Card
from models.outbox import Outbox, put
from models.practice import count_answers
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


async def make_refresh(making: Making, row: Outbox) -> Outgoing:
    """The card's post as it should look now."""
    audience = Audience(row.workspace_id, channel_id=row.channel_id)
    async with making.sessions.begin() as session:
        card = await get_card(session, audience, int(row.payload["card"]))
        if card is None or not card.posted_ts:
            return Drop("the card is not posted")
        counts = await count_answers(session, row.workspace_id, [card.id])
    practice = practice_line(counts.get(card.id, {}))
    text = texts.CARD_FALLBACK.format(title=said(card.title, 150))
    return Change(card.channel_id, card.posted_ts, text, card_blocks(card, practice=practice))


KINDS = (Kind("card_refresh", make_refresh),)
