"""Erasing: a card with all that hangs on it, and everything somebody contributed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.building import erase_builder
from bot.cards.linking import Linker, require_card
from bot.cards.refresh import refresh_card
from bot.cards.sharing import is_author, take_back
from bot.errors import PersonError
from bot.quoting import unquote
from bot.texts import linking as texts
from models.audit import record_audit
from models.author import authors_of
from models.card import Card
from models.erasure import (
    cards_begun_by,
    cards_touched_by,
    delete_card,
    delete_person_rows,
    hand_card_to,
    nameless_revisions,
    unname_in_drafts,
)
from models.link import blank_linker
from models.member import get_member
from models.pointer import point_no_more
from models.search import existing_cards
from models.share import drop_shares
from models.theme import nameless_themes
from models.vision import nameless_visions


async def erase_card(session: AsyncSession, who: Linker, card_id: int) -> str:
    """Erase a card that an author (or an administrator who sees it) no longer wants.

    Gives its title. Revisions, evidence, links, reviews, practice, shares go with it, and the
    bot's messages that show it are taken away.
    """
    card = await require_card(session, who.audience, card_id)
    member = await get_member(session, who.workspace_id, who.member_id)
    is_admin = member is not None and member.is_admin
    if not is_admin and not await is_author(session, card, who.member_id):
        raise PersonError(texts.ONLY_AUTHOR_OR_ADMIN)
    title = card.title
    await _erase(session, card, by=who.member_id, now=who.now)
    return title


async def erase_person(
    session: AsyncSession, workspace_id: str, member_id: str, *, by: str, now: datetime
) -> int:
    """Erase what somebody contributed; gives how many cards went.

    Cards of theirs alone go; on a card that others wrote with them, their name goes and it is the
    others' from then on. Their drafts, practice, stories, links, pointers and shares go.
    """
    erased = 0
    touched = await cards_touched_by(session, workspace_id, member_id)
    for card in await cards_begun_by(session, workspace_id, member_id):
        others = (await authors_of(session, [card]))[card.id] - {member_id}
        if others:
            await hand_card_to(session, card, min(others))
        else:
            await _erase(session, card, by=by, now=now)
            erased += 1
    await nameless_revisions(session, workspace_id, member_id)
    await nameless_themes(session, workspace_id, member_id)
    await nameless_visions(session, workspace_id, member_id)
    await blank_linker(session, workspace_id, member_id)
    await erase_builder(session, workspace_id, member_id, now)
    await point_no_more(session, workspace_id, member_id)
    await drop_shares(session, workspace_id, by=member_id)
    await delete_person_rows(session, workspace_id, member_id)
    await unquote(session, workspace_id, lambda quote: quote["author"] == member_id, now)
    await unname_in_drafts(session, workspace_id, member_id)
    left = await existing_cards(session, workspace_id, [card.id for card in touched])
    for card in touched:
        if card.id in left and card.posted_ts:
            await refresh_card(session, card, key=f"erased:{int(now.timestamp())}", now=now)
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=by,
        action="erase_person",
        subject=member_id,
        at=now,
        details={"cards": erased},
    )
    return erased


async def _erase(session: AsyncSession, card: Card, *, by: str, now: datetime) -> None:
    await take_back(session, card, now, all_of=True)
    subject, workspace_id = f"card:{card.id}", card.workspace_id
    await delete_card(session, workspace_id, card.id)
    await record_audit(
        session, workspace_id=workspace_id, by=by, action="erase_card", subject=subject, at=now
    )
