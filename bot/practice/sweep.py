"""What is due is asked: reviews become nudges in the outbox, one waiting per person at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.practice import rules
from bot.practice.rules import NUDGE, Nudge
from bot.settings import Settings
from models.audience import Audience
from models.card import CardStatus
from models.member import MuteSubject, muted_kinds
from models.outbox import put
from models.practice import Review, due_reviews, people_with_waiting
from models.search import get_card


async def sweep(
    session: AsyncSession, now: datetime, settings: Settings, *, limit: int = 200
) -> int:
    """Leave a nudge in the outbox for reviews that are due; how many were left there.

    Every review that was looked at is due later afterwards, or stopped: nothing piles up.
    """
    due = await due_reviews(session, now, limit=limit)
    busy = await people_with_waiting(session, NUDGE, {review.member_id for review in due})
    silent = await _silent(session, due, now)
    asked = 0
    for review in due:
        person = (review.workspace_id, review.member_id)
        if rules.is_given_up(review.unanswered):
            review.is_active = False
        elif person in busy or person in silent:
            review.due_at = now + rules.STEP_BACK
        elif await _may_be_asked(session, review, now):
            await _ask(session, review, now)
            asked += 1
            busy.add(person)
    return asked


async def _silent(
    session: AsyncSession, due: Sequence[Review], now: datetime
) -> set[tuple[str, str]]:
    """Who wants no nudges now."""
    people: dict[str, set[str]] = {}
    for review in due:
        people.setdefault(review.workspace_id, set()).add(review.member_id)
    silent: set[tuple[str, str]] = set()
    for workspace_id, members in people.items():
        muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, members, now)
        silent |= {(workspace_id, who) for who, kinds in muted.items() if kinds & {NUDGE, "all"}}
    return silent


async def _may_be_asked(session: AsyncSession, review: Review, now: datetime) -> bool:
    audience = Audience(review.workspace_id, member_id=review.member_id)
    card = await get_card(session, audience, review.card_id)
    if card is None:
        review.due_at = now + rules.UNSEEN_WAIT
        return False
    if card.status == CardStatus.RETIRED:
        review.is_active = False
        return False
    return True


async def _ask(session: AsyncSession, review: Review, now: datetime) -> None:
    nudge = Nudge(review.id, review.round + 1)
    review.round = nudge.number
    review.due_at = rules.put_again(now, review.unanswered)
    await put(
        session,
        workspace_id=review.workspace_id,
        kind=NUDGE,
        key=nudge.key,
        now=now,
        member_id=review.member_id,
        expires_at=now + rules.NUDGE_LIVES,
        is_unasked=True,
    )
