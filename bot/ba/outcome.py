"""What came of a ba that was built: cards made, tried, questions that stay open. No names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import Audience
from models.ba_built import BaBuilt
from models.card import Card
from models.practice import Answer, count_answers
from models.question import open_questions
from models.search import list_cards

CARDS_MOST, QUESTIONS_MOST = 8, 5
_USES = (Answer.USED, Answer.WORKED, Answer.FAILED)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Cards oldest first, how often they were used, helped and failed, words looked for in vain."""

    cards: Sequence[Card] = ()
    used: int = 0
    worked: int = 0
    failed: int = 0
    questions: Sequence[str] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written down."""
        return not (self.cards or self.used or self.questions)


async def gather_outcome(session: AsyncSession, built: BaBuilt) -> Outcome:
    """What came of a ba, as far as everybody in its channel may see it."""
    audience = Audience(built.workspace_id, channel_id=built.channel_id)
    until = built.ended_at or built.ends_at
    cards = [
        card
        for card in await list_cards(session, audience, channel_id=built.channel_id, limit=200)
        if built.made_at <= card.created_at <= until
        and (not built.in_thread or card.thread_ts == built.root_ts)
    ]
    answers = await count_answers(session, built.workspace_id, [card.id for card in cards])
    uses = {use: sum(counts.get(use, 0) for counts in answers.values()) for use in _USES}
    questions = [
        question.words
        for question in await open_questions(
            session, built.workspace_id, channel_id=built.channel_id, limit=50
        )
        if built.made_at <= question.at <= until and not built.in_thread
    ]
    return Outcome(
        cards[::-1],
        used=sum(uses.values()),
        worked=uses[Answer.WORKED],
        failed=uses[Answer.FAILED],
        questions=questions[:QUESTIONS_MOST],
    )
