"""Where a card may go: pointers to another ba, promotion and withdrawal, with its author's consent.

Knowledge moves "through the ontological levels" (Nonaka, Toyama and Konno, 2000): person, group,
organization, beyond. Nobody but its authors moves a card.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.linking import LEVELS, Linker, require_card
from bot.cards.refresh import refresh_card
from bot.errors import PersonError
from bot.outgoing.copies import take_away, withdraw_copy
from bot.texts import cards as card_texts
from bot.texts import linking as texts
from models.audience import BEYOND, SCOPES, Audience
from models.author import authors_of
from models.card import Card, revise_card
from models.conversion import ScopeLevel, record_conversion
from models.link import linked_cards
from models.member import members_of
from models.outbox import put
from models.search import get_card
from models.share import (
    CardShare,
    ShareState,
    ask_share,
    copies_of,
    drop_shares,
    get_share,
)


async def is_author(session: AsyncSession, card: Card, member_id: str) -> bool:
    """Whether somebody put a card into words, alone or with others."""
    return member_id in (await authors_of(session, [card]))[card.id]


async def share(session: AsyncSession, who: Linker, card_id: int, channel_id: str) -> CardShare:
    """Point another channel to a card: at once if an author asks, else when its author agrees.

    Raises PersonError when not everybody there may see it, or somebody shared it there before.
    """
    card = await require_card(session, who.audience, card_id)
    if who.member_id not in await members_of(session, who.workspace_id, channel_id):
        raise PersonError(texts.SHARE_NOT_THERE)
    here = Audience(who.workspace_id, channel_id=channel_id)
    if card.scope != BEYOND and await get_card(session, here, card.id) is None:
        raise PersonError(texts.SHARE_NOT_SEEN)
    is_own = await is_author(session, card, who.member_id)
    made = await ask_share(
        session,
        workspace_id=who.workspace_id,
        card_id=card.id,
        channel_id=channel_id,
        by=who.member_id,
        state=ShareState.AGREED if is_own else ShareState.ASKED,
        at=who.now,
    )
    if made.state == ShareState.ASKED and is_own:
        made.state, made.settled_at = ShareState.AGREED, who.now
    if made.state == ShareState.AGREED:
        await _post_pointer(session, card, made, who.now)
    elif made.state == ShareState.ASKED:
        await _ask_author(session, card, made, who.now)
    return made


async def settle_share(
    session: AsyncSession, who: Linker, share_id: int, *, is_agreed: bool
) -> tuple[Card, CardShare]:
    """The author answers: the pointer goes out, or it stays; who asked is told either way."""
    made = await get_share(session, who.workspace_id, share_id)
    card = await get_card(session, who.audience, made.card_id) if made else None
    if made is None or card is None:
        raise PersonError(card_texts.NO_SUCH_CARD)
    if not await is_author(session, card, who.member_id):
        raise PersonError(texts.ONLY_AUTHOR)
    if made.state == ShareState.ASKED:
        made.state = ShareState.AGREED if is_agreed else ShareState.REFUSED
        made.settled_at = who.now
        if is_agreed:
            await _post_pointer(session, card, made, who.now)
        await _tell_asker(session, made, who.now)
    return card, made


async def promote(session: AsyncSession, who: Linker, card_id: int, scope: str) -> Card:
    """An author lets a card be seen more widely, or takes it back; earlier pointers follow."""
    card = await require_card(session, who.audience, card_id)
    if not await is_author(session, card, who.member_id):
        raise PersonError(texts.ONLY_AUTHOR)
    if scope not in SCOPES[1:] or scope == card.scope:
        return card
    is_wider = SCOPES.index(scope) > SCOPES.index(card.scope)
    was_own = card.scope == SCOPES[0]
    await revise_card(session, card, {"scope": scope}, by=who.member_id, at=who.now, why=scope)
    if is_wider:
        await _record_step(session, card, who.now)
        if was_own:
            await _post_card(session, card, who.now)
    else:
        await take_back(session, card, who.now)
    return card


async def take_back(
    session: AsyncSession, card: Card, now: datetime, *, all_of: bool = False
) -> None:
    """Take away the messages that show a card outside its channel, or (``all_of``) everywhere."""
    await drop_shares(session, card.workspace_id, card_id=card.id)
    await _refresh_linked(session, card, now)
    for copy in await copies_of(session, card.workspace_id, card.id):
        if all_of or copy.channel_id != card.channel_id:
            await withdraw_copy(session, copy, now)
    if all_of and card.posted_ts:
        await take_away(session, card.workspace_id, card.channel_id, card.posted_ts, now)


async def _refresh_linked(session: AsyncSession, card: Card, now: datetime) -> None:
    """Posts of linked cards name this one: they are brought up to date."""
    for each in await linked_cards(session, card):
        if each.posted_ts:
            key = f"unlink:{card.id}:{now.timestamp():.0f}"
            await refresh_card(session, each, key=key, now=now)


async def _record_step(session: AsyncSession, card: Card, now: datetime) -> None:
    await record_conversion(
        session,
        workspace_id=card.workspace_id,
        channel_id=card.channel_id,
        key=f"promote:{card.id}:{card.scope}",
        mode="combination",
        source=f"card:{card.id}",
        target=f"card:{card.id}",
        level=LEVELS[card.scope],
        at=now,
    )


async def _post_card(session: AsyncSession, card: Card, now: datetime) -> None:
    await put(
        session,
        workspace_id=card.workspace_id,
        kind="card",
        key=f"card:{card.id}:{card.scope}",
        channel_id=card.channel_id,
        payload={"card": card.id},
        now=now,
    )


async def _post_pointer(session: AsyncSession, card: Card, made: CardShare, now: datetime) -> None:
    await put(
        session,
        workspace_id=made.workspace_id,
        kind="share_pointer",
        key=f"share:{made.id}",
        channel_id=made.channel_id,
        payload={"card": made.card_id},
        now=now,
    )
    await record_conversion(
        session,
        workspace_id=made.workspace_id,
        channel_id=made.channel_id,
        key=f"share:{made.card_id}:{made.channel_id}",
        mode="combination",
        source=f"card:{made.card_id}",
        target=f"channel:{made.channel_id}",
        level=LEVELS.get(card.scope, ScopeLevel.GROUP),
        at=now,
    )


async def _ask_author(session: AsyncSession, card: Card, made: CardShare, now: datetime) -> None:
    await put(
        session,
        workspace_id=made.workspace_id,
        kind="share_ask",
        key=f"share_ask:{made.id}",
        member_id=card.author_id,
        payload={"share": made.id, "card": card.id},
        is_unasked=True,
        now=now,
    )


async def _tell_asker(session: AsyncSession, made: CardShare, now: datetime) -> None:
    await put(
        session,
        workspace_id=made.workspace_id,
        kind="share_told",
        key=f"share_told:{made.id}",
        member_id=made.by,
        payload={"share": made.id, "card": made.card_id},
        now=now,
    )
