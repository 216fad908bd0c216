"""When to ask somebody about a card again, and what to ask. Pure; time is an argument.

Learning by doing (Nonaka, Toyama and Konno, 2000, on internalization) takes repetition at growing
distances. When the next time is, FSRS says (py-fsrs): fed with two grades only, without chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from fsrs import Card as Memory
from fsrs import Rating, Scheduler
from fsrs.card import CardDict

from models.practice import Answer

# The kind of a nudge in the outbox, and of its mute.
NUDGE = "nudge"
# After so many questions without an answer in a row, the bot stops by itself.
MOST_UNANSWERED = 3
# "Not yet": no occasion came up. Asking again within days would be a reproach.
NOT_YET_LEAST = timedelta(days=7)
# A question that was not answered is put again after 7, 14, 28 days.
PATIENCE = timedelta(days=7)
# No longer gap than this, in days: after a year every card deserves a second look.
LONGEST_DAYS = 365
# A nudge that could not be sent for so long is of no use any more.
NUDGE_LIVES = timedelta(days=7)
# A card that its learner cannot see now (left the channel?) is looked at again after this.
UNSEEN_WAIT = timedelta(days=28)
# Somebody who wants no questions now, or has one waiting: look again after this.
STEP_BACK = timedelta(days=1)
SNOOZE = timedelta(days=7)


class Question(StrEnum):
    """What a nudge asks: recall it, then use it, then teach it."""

    RECALL = "recall"
    USE = "use"
    TEACH = "teach"


@dataclass(frozen=True, slots=True)
class Nudge:
    """Which nudge: the ``number``-th question about a review. Travels in buttons as text."""

    review_id: int
    number: int

    @property
    def value(self) -> str:
        """As a button carries it."""
        return f"{self.review_id}:{self.number}"

    @property
    def key(self) -> str:
        """Its key in the outbox, in the practice log and in the ledger."""
        return f"nudge:{self.review_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """FSRS's memory of a card as JSON, and when to ask next (UTC)."""

    memory: dict[str, Any]
    due_at: datetime


def parse_nudge(value: str) -> Nudge | None:
    """The nudge that a button's value names, or None when it names none."""
    review, _, number = value.partition(":")
    if not (review.isascii() and review.isdigit() and number.isascii() and number.isdigit()):
        return None
    return Nudge(int(review), int(number))


def first_time(card_id: int, now: datetime, first_days: int) -> Scheduled:
    """Somebody begins to try a card: FSRS's memory of nothing yet, and the first question."""
    now = now.astimezone(UTC)
    memory = Memory(card_id=card_id, due=now).to_dict()
    return Scheduled(dict(memory), now + timedelta(days=first_days))


def next_time(
    memory: Mapping[str, Any], answer: Answer, now: datetime, first_days: int
) -> Scheduled:
    """When to ask again after an answer.

    Two grades. Used it (whether it worked or not: that is evidence about the card, not about
    memory) is *Good*. Not yet is *Hard*, not *Again*: the question itself has just brought the card
    back to mind, only the doing is missing, and *Again* would ask weekly for ever about a card for
    the yearly festival. Gaps are in days, never shorter than ``first_days``.
    """
    now = now.astimezone(UTC)
    grade = Rating.Hard if answer == Answer.NOT_YET else Rating.Good
    known = Memory.from_dict(cast("CardDict", dict(memory)))
    reviewed, _ = _scheduler().review_card(known, grade, now)
    least = timedelta(days=first_days)
    if answer == Answer.NOT_YET:
        least = max(least, NOT_YET_LEAST)
    return Scheduled(dict(reviewed.to_dict()), max(reviewed.due, now + least))


def _scheduler() -> Scheduler:
    # No steps of minutes: a gap is days. No fuzzing: the same answers give the same times.
    return Scheduler(
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=LONGEST_DAYS,
        enable_fuzzing=False,
    )


def retrievability(memory: Mapping[str, Any], now: datetime) -> float:
    """How likely a card is still in mind, 0 to 1, by FSRS; 0 for one never recalled yet."""
    known = Memory.from_dict(cast("CardDict", dict(memory)))
    return float(_scheduler().get_card_retrievability(known, now.astimezone(UTC)))


def spacing(budget: int) -> timedelta:
    """How far apart questions to one person lie when ``budget`` a week are allowed."""
    return timedelta(days=7) / max(1, budget)


def is_given_up(unanswered: int) -> bool:
    """Whether so many questions without an answer mean: leave them in peace."""
    return unanswered >= MOST_UNANSWERED


def put_again(now: datetime, unanswered: int) -> datetime:
    """When to ask again if the question that goes out now gets no answer."""
    return now + PATIENCE * int(2 ** min(unanswered, MOST_UNANSWERED - 1))


def question_of(number: int) -> Question:
    """What the ``number``-th question (from 1) asks: recall, use, teach, use, teach, …"""
    if number <= 1:
        return Question.RECALL
    return Question.USE if number % 2 == 0 else Question.TEACH


def merged(before: Answer | None, answer: Answer) -> Answer:
    """What the log says when one nudge is answered twice: an outcome is never lost again.

    "Used it" pressed after "Worked", or "Not yet" after "Used it", is a second press of an old
    message: what was said first stays.
    """
    weight = {Answer.NOT_YET: 0, Answer.USED: 1, Answer.WORKED: 2, Answer.FAILED: 2}
    if before is None or weight[answer] >= weight[before]:
        return answer
    return before
