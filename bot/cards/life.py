"""The life of cards: how far each holds, is it still true, and what people said since. No commits.

The sweeps open sessions of their own, and hold none while a thread is read.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.life_rules import (
    LATER,
    MUCH_USED,
    TALK_KIND,
    TRUE_KIND,
    UNANSWERED,
    is_unchallenged,
    may_follow,
    needs_owner,
    next_review,
)
from bot.cards.refresh import refresh_card
from bot.cards.rights import require_editor, require_owner, seen_card
from bot.cards.rules import clean_line
from bot.errors import PersonError
from bot.settings import Settings
from bot.slack.events import stamp_of
from bot.texts import card_life as texts
from models.audience import Audience
from models.audit import record_audit
from models.author import authors_of
from models.card import Card, CardStatus, lock_card, revise_card
from models.life import (
    CardLife,
    begin_life,
    cards_without_life,
    challenged_ever,
    due_lives,
    get_life,
    unchallenged_of,
)
from models.member import MuteSubject, get_member, mute, muted_kinds
from models.outbox import put
from models.practice import count_answers
from models.search import list_cards

WHY_MOST = 300


async def life_of(session: AsyncSession, card: Card, settings: Settings) -> CardLife:
    """A card's life, begun if it was not yet."""
    found = await get_life(session, card.id)
    if found is not None:
        return found
    return await begin_life(
        session,
        card.workspace_id,
        card.id,
        review_at=next_review(card.created_at, settings.card_review_days),
        heard_ts=stamp_of(card.created_at),
    )


async def look_at_standing(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int, settings: Settings
) -> tuple[Card, CardLife]:
    """A card and its life, for somebody who may say how far it holds. Raises PersonError."""
    card = await seen_card(session, workspace_id, member_id, card_id)
    await require_editor(session, card, member_id)
    return card, await life_of(session, card, settings)


async def set_standing(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    status: str,
    why: str,
    settings: Settings,
    now: datetime,
) -> Card:
    """Somebody says how far a card holds, and why: a revision, and on the card's face.

    Raises PersonError when they may not, or when the card stands elsewhere by now.
    """
    seen, life = await look_at_standing(session, workspace_id, member_id, card_id, settings)
    card = await lock_card(session, seen.id)
    if card is None or status not in set(CardStatus) or not may_follow(card.status, status):
        raise PersonError(texts.STANDING_NOT_NEXT)
    if needs_owner(card.status, status):
        await require_owner(session, card, member_id)
    before, reason = card.status, clean_line(why, WHY_MOST)
    await revise_card(session, card, {"status": status}, by=member_id, at=now, why=reason)
    life.status_by, life.status_why, life.status_at = member_id, reason, now
    life.was_contested = life.was_contested or status == CardStatus.CONTESTED
    life.review_at = next_review(now, settings.card_review_days)
    life.round += 1  # a question that is on its way is settled by this
    if needs_owner(before, status):
        await record_audit(
            session,
            workspace_id=workspace_id,
            by=member_id,
            action="card_status",
            subject=f"card:{card.id}",
            at=now,
            details={"from": before, "to": status},
        )
    await refresh_card(session, card, key=f"revision:{card.revision}", now=now)
    return card


async def set_review_day(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    day: date,
    settings: Settings,
    now: datetime,
) -> None:
    """Somebody says when to ask again. Raises PersonError for a day that is over."""
    if day <= now.date():
        raise PersonError(texts.STANDING_NOT_PAST)
    _, life = await look_at_standing(session, workspace_id, member_id, card_id, settings)
    if life.review_at.date() != day:
        life.review_at = datetime.combine(day, time(9), now.tzinfo)


async def confirm_true(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    number: int,
    settings: Settings,
    now: datetime,
) -> datetime | None:
    """An author says that a card is still true; when to ask again, None if settled already."""
    life = await _asked(session, workspace_id, member_id, card_id, number)
    if life is None:
        return None
    life.confirmed_at, life.review_at = now, next_review(now, settings.card_review_days)
    life.round += 1
    card = await seen_card(session, workspace_id, member_id, card_id)
    await refresh_card(session, card, key=f"true:{life.round}", now=now)
    return life.review_at


async def ask_later(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    number: int,
    now: datetime,
) -> datetime | None:
    """An author wants to be asked later; when, or None if it is settled already."""
    life = await _asked(session, workspace_id, member_id, card_id, number)
    if life is None:
        return None
    life.review_at, life.round = now + LATER, life.round + 1
    return life.review_at


async def never_ask(
    session: AsyncSession, workspace_id: str, member_id: str, kind: str, now: datetime
) -> None:
    """Somebody wants no more messages of a kind about the cards that they wrote."""
    if kind not in (TRUE_KIND, TALK_KIND):
        raise PersonError(texts.TRUE_OVER)
    await mute(
        session,
        workspace_id,
        MuteSubject.PERSON,
        member_id,
        kind,
        until=None,
        by=member_id,
        now=now,
    )


async def _asked(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int, number: int
) -> CardLife | None:
    """The life of a card whose question ``number`` somebody answers; None if it is settled."""
    card = await seen_card(session, workspace_id, member_id, card_id)
    if member_id not in (await authors_of(session, [card]))[card.id]:
        raise PersonError(texts.OWNERS)
    life = await get_life(session, card_id)
    return life if life is not None and life.round == number else None


async def sweep_reviews(session: AsyncSession, settings: Settings, now: datetime) -> int:
    """Leave "is this still true?" in the outbox for the cards that are due; how many questions."""
    for card in await cards_without_life(session):
        await life_of(session, card, settings)
    asked = 0
    for card, life in await due_lives(session, now):
        life.round += 1
        life.review_at = now + UNANSWERED
        for author in sorted((await authors_of(session, [card]))[card.id]):
            asked += await _ask(session, card, life, author, now)
    return asked


async def _ask(
    session: AsyncSession, card: Card, life: CardLife, author: str, now: datetime
) -> bool:
    member = await get_member(session, card.workspace_id, author)
    if member is not None and (member.is_deleted or member.is_bot):
        return False
    muted = await muted_kinds(session, card.workspace_id, MuteSubject.PERSON, [author], now)
    if muted.get(author, set()) & {TRUE_KIND, "all"}:
        return False
    return await put(
        session,
        workspace_id=card.workspace_id,
        kind=TRUE_KIND,
        key=f"{TRUE_KIND}:{card.id}:{life.round}:{author}",
        member_id=author,
        payload={"card": card.id, "round": life.round},
        is_unasked=True,
        expires_at=now + UNANSWERED - timedelta(days=1),
        now=now,
    )


async def unchallenged_cards(
    session: AsyncSession, workspace_id: str, member_id: str, *, limit: int = 3
) -> list[Card]:
    """Somebody's own cards that are much used and were never challenged, for their Home."""
    ids = await unchallenged_of(session, workspace_id, member_id, least=MUCH_USED, limit=limit)
    return await list_cards(session, Audience(workspace_id, member_id=member_id), ids=ids)


async def unchallenged_in(
    session: AsyncSession, audience: Audience, channel_id: str, *, limit: int = 3
) -> list[Card]:
    """A channel's cards that are much used and were never challenged, for its digest."""
    cards = await list_cards(session, audience, channel_id=channel_id, limit=100)
    standing = [c for c in cards if c.status not in (CardStatus.RETIRED, CardStatus.CONTESTED)]
    ids = [card.id for card in standing]
    workspace_id = audience.workspace_id
    counts = await count_answers(session, workspace_id, ids)
    challenged = await challenged_ever(session, ids)
    return [
        card
        for card in standing
        if is_unchallenged(counts.get(card.id, {}), was_challenged=card.id in challenged)
    ][:limit]
