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
from models.rhythm import away_now
from models.search import get_card
from models.turns import take_turn

Who = tuple[str, str]


async def sweep(
    session: AsyncSession, now: datetime, settings: Settings, *, limit: int = 200
) -> int:
    """Leave a nudge in the outbox for reviews that are due; how many were left there.

    One person is asked about one card: the one that is nearest to being forgotten. Their others
    are spread over the weeks to come. Every review that was looked at is due later afterwards, or
    stopped: nothing piles up.
    """
    # Two sweeps at once would each ask one person about another card.
    await take_turn(session, "practice")
    due = await due_reviews(session, now, limit=limit)
    held = await _held(session, due, now)
    apart = rules.spacing(settings.messages_per_person_per_week)
    asked = 0
    for person, reviews in _by_person(due, now).items():
        left, free_at = list(reviews), held.get(person)
        if free_at is None:
            free_at = now + apart
            asked += await _ask_first(session, left, now)
        for place, review in enumerate(left):
            review.due_at = free_at + place * apart
    return asked


async def _ask_first(session: AsyncSession, reviews: list[Review], now: datetime) -> bool:
    """Ask about the first that may be asked about; those dealt with leave the list."""
    while reviews:
        review = reviews.pop(0)
        if await _may_be_asked(session, review, now):
            await _ask(session, review, now)
            return True
    return False


async def _held(session: AsyncSession, due: Sequence[Review], now: datetime) -> dict[Who, datetime]:
    """Who is not to be asked now, and until when: away, wanting none, or one is waiting."""
    people: dict[str, set[str]] = {}
    for review in due:
        people.setdefault(review.workspace_id, set()).add(review.member_id)
    waiting = await people_with_waiting(session, NUDGE, {review.member_id for review in due})
    held = dict.fromkeys(waiting, now + rules.STEP_BACK)
    for workspace_id, members in people.items():
        muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, members, now)
        for who, kinds in muted.items():
            if kinds & {NUDGE, "all"}:
                held[workspace_id, who] = now + rules.STEP_BACK
        for who, until in (await away_now(session, workspace_id, members, now)).items():
            held[workspace_id, who] = until
    return held


def _by_person(due: Sequence[Review], now: datetime) -> dict[Who, list[Review]]:
    """What is due, by person, nearest to being forgotten first; given up ones are stopped."""
    people: dict[Who, list[Review]] = {}
    for review in due:
        if rules.is_given_up(review.unanswered):
            review.is_active = False
        else:
            people.setdefault((review.workspace_id, review.member_id), []).append(review)
    for reviews in people.values():
        if len(reviews) > 1:
            reviews.sort(key=lambda each: (rules.retrievability(each.schedule, now), each.id))
    return people


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
