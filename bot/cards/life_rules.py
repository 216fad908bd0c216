"""The life of a card: what may become of it, when to ask again, what is never questioned. Pure.

Knowledge is justified belief (Nonaka, Toyama and Konno, part 2): how far a card is justified is
said by people, each time with a reason. What worked for long is the likeliest to go unquestioned
("core rigidity", part 4): it is pointed out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from models.card import CardStatus

# The one table of what may follow what.
NEXT: Mapping[CardStatus, tuple[CardStatus, ...]] = {
    CardStatus.CONJECTURE: (CardStatus.TESTED, CardStatus.CONTESTED, CardStatus.RETIRED),
    CardStatus.TESTED: (CardStatus.ENDORSED, CardStatus.CONTESTED, CardStatus.RETIRED),
    CardStatus.ENDORSED: (CardStatus.CONTESTED, CardStatus.RETIRED),
    CardStatus.CONTESTED: (CardStatus.TESTED, CardStatus.ENDORSED, CardStatus.RETIRED),
    CardStatus.RETIRED: (CardStatus.CONJECTURE,),
}
# The kinds of messages to a card's authors; each can be refused for good.
TRUE_KIND, TALK_KIND = "still_true", "talked_on"
# "Ask later" means in two weeks; who has not answered is asked once more after a month.
LATER = timedelta(days=14)
UNANSWERED = timedelta(days=30)
# So many uses without a word against it, and a card counts as never challenged.
MUCH_USED = 5


def may_follow(now: str, then: str) -> bool:
    """Whether a card may go from one status to another."""
    return CardStatus(then) in NEXT[CardStatus(now)]


def needs_owner(now: str, then: str) -> bool:
    """Whether only the card's authors and administrators may make this change."""
    return CardStatus.RETIRED in (CardStatus(now), CardStatus(then))


def next_review(now: datetime, days: int) -> datetime:
    """When to ask whether a card is still true."""
    return now + timedelta(days=days)


def is_unchallenged(counts: Mapping[str, int], *, was_challenged: bool) -> bool:
    """Whether a card is much used and was never challenged, from its practice counts by answer."""
    uses = counts.get("used", 0) + counts.get("worked", 0)
    return uses >= MUCH_USED and not counts.get("failed", 0) and not was_challenged
