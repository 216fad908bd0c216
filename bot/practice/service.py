"""Practice: begin to try a card, be asked, answer, stop. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.refresh import refresh_card
from bot.errors import PersonError
from bot.practice import rules
from bot.practice.rules import NUDGE, Nudge
from bot.practice.sweep import sweep as sweep
from bot.seci.types import Mode
from bot.settings import Settings
from bot.texts import practice as texts
from models.audience import Audience
from models.card import Card, CardStatus
from models.conversion import ScopeLevel, record_conversion
from models.member import Mute, MuteSubject, mute, muted_kinds
from models.outbox import drop_waiting
from models.practice import (
    Answer,
    Practice,
    Review,
    get_practice,
    get_review,
    lock_review,
    log_practice,
    start_review,
    stop_reviews,
)
from models.search import get_card

WORDS_MOST = 3000


@dataclass(frozen=True, slots=True)
class Started:
    """Somebody will try ``card``; ``in_silence``: they want no messages at all, so none come.

    ``was_trying``: they said so before, and nothing changes; the next question is at ``next_at``.
    """

    card: Card
    in_silence: bool
    next_at: datetime
    was_trying: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What the log says now about one nudge, and when the next comes (None: it was stopped).

    ``card`` is None when they may not see it any more.
    """

    nudge: Nudge
    answer: Answer
    card: Card | None
    next_at: datetime | None


async def start(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    now: datetime,
    settings: Settings,
) -> Started:
    """Somebody wants to try a card. Raises PersonError when they may not see it.

    Who tries it already is asked when they would have been: a second press brings nothing forward.
    Asking for it is newer than an earlier "never ask me", which it lifts. It does not lift "not for
    a week" (the first question waits), nor a wish for no messages of any kind.
    """
    card = await _visible(session, workspace_id, member_id, card_id)
    if card is None:
        raise PersonError(texts.NO_CARD)
    if card.status == CardStatus.RETIRED:
        raise PersonError(texts.RETIRED)
    running = await _running(session, workspace_id, member_id, card_id)
    first = rules.first_time(card_id, now, settings.practice_first_days)
    if running is None:
        await start_review(
            session,
            workspace_id,
            member_id,
            card_id,
            schedule=first.memory,
            due_at=first.due_at,
            now=now,
        )
    muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, [member_id], now)
    key = (workspace_id, MuteSubject.PERSON, member_id, NUDGE)
    never = await session.get(Mute, key)
    if never is not None and never.until is None:
        await _mute(session, workspace_id, member_id, until=now, now=now)
    next_at = first.due_at if running is None else running.due_at
    return Started(card, "all" in muted.get(member_id, set()), next_at, running is not None)


async def _running(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int
) -> Review | None:
    review = await get_review(session, workspace_id, member_id, card_id)
    return review if review is not None and review.is_active else None


async def answer(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    nudge: Nudge,
    given: Answer,
    now: datetime,
    settings: Settings,
) -> Answered:
    """Log what somebody says about a card, once per nudge, and plan the next question.

    Raises PersonError when the nudge is not theirs. Using a card is a conversion of explicit into
    tacit knowledge (internalization): the ledger gets it once.
    """
    review = await _own(session, workspace_id, member_id, nudge)
    before = await get_practice(session, workspace_id, nudge.key)
    card = await _visible(session, workspace_id, member_id, review.card_id)
    kept = rules.merged(Answer(before.answer) if before else None, given)
    await log_practice(
        session,
        workspace_id=workspace_id,
        member_id=member_id,
        card_id=review.card_id,
        key=nudge.key,
        answer=kept,
        at=now,
        words=before.words if before else "",
    )
    review.unanswered = 0
    if before is None:
        _plan(review, given, now, settings)
    if kept != Answer.NOT_YET and card is not None:
        await _internalized(session, card, nudge, now)
        await refresh_card(session, card, key=f"{nudge.key}:{kept}", now=now)
    return Answered(nudge, kept, card, review.due_at if review.is_active else None)


def _plan(review: Review, given: Answer, now: datetime, settings: Settings) -> None:
    planned = rules.next_time(review.schedule, given, now, settings.practice_first_days)
    review.schedule, review.due_at = planned.memory, planned.due_at


async def _internalized(session: AsyncSession, card: Card, nudge: Nudge, now: datetime) -> None:
    await record_conversion(
        session,
        workspace_id=card.workspace_id,
        channel_id=card.channel_id,
        key=f"practice:{nudge.key}",
        mode=Mode.INTERNALIZATION,
        source=f"card:{card.id}",
        target="person",
        level=ScopeLevel.PERSON,
        at=now,
    )


async def words_so_far(
    session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge
) -> str:
    """Somebody's own words about a try, "" when there are none. PersonError if not theirs."""
    return (await _logged(session, workspace_id, member_id, nudge)).words


async def add_words(
    session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge, words: str
) -> None:
    """Keep somebody's words in their private log. PersonError when there is no try of theirs."""
    entry = await _logged(session, workspace_id, member_id, nudge)
    entry.words = words.replace("\x00", "").strip()[:WORDS_MOST]


async def _logged(
    session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge
) -> Practice:
    await _own(session, workspace_id, member_id, nudge)
    entry = await get_practice(session, workspace_id, nudge.key)
    if entry is None or entry.member_id != member_id:
        raise PersonError(texts.NO_WORDS_YET)
    return entry


async def stop(session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge) -> None:
    """No more questions about this nudge's card. Raises PersonError when it is not theirs."""
    review = await _own(session, workspace_id, member_id, nudge)
    review.is_active = False


async def snooze_week(
    session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge, now: datetime
) -> None:
    """No questions for a week, about any card. It is an answer: nothing counts as unanswered."""
    review = await _own(session, workspace_id, member_id, nudge)
    until = now + rules.SNOOZE
    review.unanswered, review.due_at = 0, max(review.due_at, until)
    await _mute(session, workspace_id, member_id, until=until, now=now)
    await _take_back(session, workspace_id, member_id)


async def mute_all(session: AsyncSession, workspace_id: str, member_id: str, now: datetime) -> None:
    """No questions any more, for good; what is practised stops. The log stays theirs."""
    await stop_reviews(session, workspace_id, member_id)
    await _mute(session, workspace_id, member_id, until=None, now=now)
    await _take_back(session, workspace_id, member_id)


async def _mute(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    *,
    until: datetime | None,
    now: datetime,
) -> None:
    await mute(
        session,
        workspace_id,
        MuteSubject.PERSON,
        member_id,
        NUDGE,
        until=until,
        by=member_id,
        now=now,
    )


async def _take_back(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    await drop_waiting(
        session,
        workspace_id,
        reason="not wanted",
        kinds=[NUDGE],
        channel_id="",
        member_id=member_id,
    )


async def _own(session: AsyncSession, workspace_id: str, member_id: str, nudge: Nudge) -> Review:
    review = await lock_review(session, workspace_id, member_id, nudge.review_id)
    if review is None or not 1 <= nudge.number <= review.round:
        raise PersonError(texts.CLOSED)
    return review


async def _visible(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int
) -> Card | None:
    return await get_card(session, Audience(workspace_id, member_id=member_id), card_id)
