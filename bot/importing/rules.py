"""Which top-level messages belong together, where a channel has no threads. No I/O.

Before 2017 Slack had no threads, and some teams still do without: there a conversation is told by
time. A pause of half an hour ends it, and so does its length.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta

PAUSE_SECONDS = 30 * 60
LONGEST = 40
# Where people use threads, a message outside them stands alone; so far around a thread.
AROUND = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A run of top-level messages: the first one's time stamp, the last one's time, how many."""

    root: str
    last: float
    count: int = 1


def follow(current: Conversation | None, ts: str, *, grouped: bool) -> Conversation:
    """The conversation that a message (the next in time) belongs to; a new one begins with it.

    ``ts`` is Slack's time stamp; without ``grouped`` the message stands alone.
    """
    at = float(ts)
    if (
        not grouped
        or current is None
        or at - current.last > PAUSE_SECONDS
        or current.count >= LONGEST
    ):
        return Conversation(ts, at)
    return Conversation(current.root, max(at, current.last), current.count + 1)


def days_around(days: Iterable[date]) -> Set[date]:
    """The days that are near enough to one of ``days`` (on which a thread was seen)."""
    reach = range(-AROUND.days, AROUND.days + 1)
    return {
        date.fromordinal(ordinal)
        for day in days
        for step in reach
        if 0 < (ordinal := day.toordinal() + step) <= date.max.toordinal()
    }
