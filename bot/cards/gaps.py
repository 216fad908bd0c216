"""Gaps: questions that found nothing, and the card that answers one later."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.finding import answers
from models.audience import BEYOND, ORGANIZATION, PERSON, Audience
from models.card import Card
from models.channel import get_channel
from models.outbox import put
from models.question import answer_question, open_questions
from models.search import get_card, words_on

# A notice that could not be sent for so long is no news any more.
STALE = timedelta(days=7)


async def close_gaps(session: AsyncSession, card: Card, now: datetime) -> int:
    """A card was kept: note which questions it answers; gives how many.

    Only where those who asked may see it: in the channel of the question, or, for a question
    asked in private, when everybody who works here may. The channel is told; nobody is named.
    """
    closed = 0
    words = words_on(card)
    for question in await open_questions(session, card.workspace_id):
        if not answers(question.words.split(), words):
            continue
        if not await _reaches(session, card, question.channel_id):
            continue
        answer_question(question, card.id, now)
        closed += 1
        if question.channel_id and question.channel_id != card.channel_id:
            await put(
                session,
                workspace_id=card.workspace_id,
                kind="question_answered",
                key=f"question_answered:{question.id}",
                channel_id=question.channel_id,
                payload={"question": question.id, "card": card.id},
                is_unasked=True,
                expires_at=now + STALE,
                now=now,
            )
    return closed


async def _reaches(session: AsyncSession, card: Card, channel_id: str) -> bool:
    if channel_id:
        here = Audience(card.workspace_id, channel_id=channel_id)
        return await get_card(session, here, card.id) is not None
    home = await get_channel(session, card.workspace_id, card.channel_id)
    is_open = home is not None and not home.is_private
    return card.scope in (ORGANIZATION, BEYOND) or (is_open and card.scope != PERSON)
