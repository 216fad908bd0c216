"""Who may change a card, and who may take it out of use."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.texts import card_life as texts
from models.audience import PERSON, Audience
from models.author import authors_of
from models.card import Card
from models.member import get_member, members_of
from models.search import get_card


async def seen_card(session: AsyncSession, workspace_id: str, member_id: str, card_id: int) -> Card:
    """A card that somebody may see; raises PersonError for absent and forbidden ones alike."""
    card = await get_card(session, Audience(workspace_id, member_id=member_id), card_id)
    if card is None:
        raise PersonError(texts.NO_CARD)
    return card


async def is_editor(session: AsyncSession, card: Card, member_id: str) -> bool:
    """Whether somebody may change a card: everybody in its channel; one for oneself, its author."""
    if card.scope == PERSON:
        return member_id == card.author_id
    return member_id in await members_of(session, card.workspace_id, card.channel_id)


async def is_owner(session: AsyncSession, card: Card, member_id: str) -> bool:
    """Whether somebody may take a card out of use: its authors, and administrators."""
    if member_id in (await authors_of(session, [card]))[card.id]:
        return True
    member = await get_member(session, card.workspace_id, member_id)
    return member is not None and member.is_admin and not member.is_deleted


async def require_editor(session: AsyncSession, card: Card, member_id: str) -> None:
    """Raise PersonError unless somebody may change a card."""
    if not await is_editor(session, card, member_id):
        raise PersonError(texts.EDITORS)


async def require_owner(session: AsyncSession, card: Card, member_id: str) -> None:
    """Raise PersonError unless somebody may take a card out of use."""
    if not await is_owner(session, card, member_id):
        raise PersonError(texts.OWNERS)
