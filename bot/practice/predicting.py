"""Predictions and what came of them. Pure: numbers, days, verdicts; time is an argument.

A concept is justified by what it lets people do and foresee (Nonaka and Takeuchi, 1995, on
justifying concepts): a prediction says beforehand what would speak against it.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.texts import experiments as texts
from models.card import CardStatus
from models.experiment import Outcome

# The reminder's kind in the outbox, and of its mute; the post that takes a card up again.
REMINDER = "experiment"
REOPEN = "reopened"
# "About 20": this far off is still about.
ABOUT = 0.1
# A reminder without an answer is put again after a week, and then no more.
MOST_ASKED = 2
ASK_AGAIN = timedelta(days=7)
# A reminder that could not be sent for so long is of no use any more.
REMINDER_LIVES = timedelta(days=7)
# Time for words after the press, before the thread hears of a refutation.
TIME_FOR_WORDS = timedelta(minutes=10)
LONGEST = timedelta(days=730)
WORDS_MOST = 1000

_SIGNS = {"≥": "least", ">=": "least", ">": "least", "≤": "most", "<=": "most", "<": "most"}
_NUMBER = re.compile(
    r"^\s*(?P<sign>≥|>=|≤|<=|>|<|~|≈)?\s*(?P<number>[+-]?\d{1,15}(?:[.,]\d{1,9})?)\s*(?P<unit>%)?\s*$"
)


@dataclass(frozen=True, slots=True)
class Predicted:
    """A predicted number; ``sign``: "about", "least" or "most"."""

    number: float
    sign: str = "about"


def parse_number(text: str) -> Predicted | None:
    """The number that somebody wrote, or None: "20", "≥ 20", "<= 3,5", "12 %"."""
    text = text.replace("&gt;", ">").replace("&lt;", "<")
    found = _NUMBER.match(text)
    if found is None:
        return None
    number = float(found["number"].replace(",", "."))
    return Predicted(number, _SIGNS.get(found["sign"] or "", "about"))


def verdict(predicted: Predicted | None, came: str) -> Outcome | None:
    """Whether a result confirms a prediction; None when that is for people to say."""
    told = parse_number(came)
    if predicted is None or told is None:
        return None
    if predicted.sign == "least":
        holds = told.number >= predicted.number
    elif predicted.sign == "most":
        holds = told.number <= predicted.number
    else:
        margin = abs(predicted.number) * ABOUT
        holds = math.isclose(told.number, predicted.number, rel_tol=1e-9, abs_tol=margin + 1e-9)
    return Outcome.CONFIRMED if holds else Outcome.REFUTED


def shown_number(number: float | None, sign: str) -> str:
    """A predicted number for people, "" when there is none."""
    return "" if number is None else texts.number_words(sign, f"{number:,.10g}")


def moment_of(day: str, zone: ZoneInfo, hour: int, now: datetime) -> datetime | None:
    """When a chosen day (YYYY-MM-DD) comes, at a local hour (UTC); None: past, too far, no day."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        return None
    if chosen < now.astimezone(zone).date() or chosen - now.date() > LONGEST:
        return None
    at = datetime.combine(chosen, time(hour), zone).astimezone(UTC)
    return max(at, now)


def status_after(status: str, outcome: Outcome) -> CardStatus:
    """A card's status after a result. What was endorsed stays so; what is out of use too."""
    known = CardStatus(status)
    if known == CardStatus.RETIRED:
        return known
    if outcome == Outcome.REFUTED:
        return CardStatus.CONTESTED
    return known if known == CardStatus.ENDORSED else CardStatus.TESTED
