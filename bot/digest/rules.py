"""When a channel's digest is due, what goes in, in what order. Pure; time is an argument.

Weekly meetings share successes and problems (Nonaka, Toyama and Konno, 2000, on Seven-Eleven
Japan): so does the digest, for one channel or for everybody, on one screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.digest.week import Digest, Tried
from bot.outgoing.rules import Hours, next_opening, start_of_next_day
from bot.spiral.rules import SPIRAL

T = TypeVar("T")

WEEK = timedelta(days=7)

# A digest tells of what was since the last one, of at most so much.
LONGEST = timedelta(days=10)
# Talk alone is worth telling from so many messages a week on.
LEAST_TALK = 5


@dataclass(frozen=True, slots=True)
class Due:
    """The next digest: when (UTC), until when it is of use, for which ISO week."""

    at: datetime
    until: datetime
    year: int
    week: int

    def key(self, channel_id: str = "") -> str:
        """The outbox key that makes it one per channel (or, with none, organization) and week."""
        return f"digest:{channel_id or 'all'}:{self.year}-W{self.week:02d}"


def next_due(now: datetime, zone: ZoneInfo, weekday: int, hour: int, hours: Hours) -> Due:
    """The first digest due at ``now`` or later.

    ``weekday`` (0 is Monday) and ``hour`` (0-23) are local. An hour that a clock change skips is
    moved by the change; of an hour that comes twice it is the first. It stays of use until the end
    of the next working day after the one it goes out on (``hours``).
    """
    monday = _monday(now.astimezone(zone).date())
    for week in (monday - WEEK, monday, monday + WEEK, monday + 2 * WEEK):
        day = week + timedelta(days=weekday)
        at = datetime.combine(day, time(hour), zone).astimezone(UTC)
        if at >= now:
            iso = day.isocalendar()
            return Due(at, _of_use_until(at, zone, hours), iso.year, iso.week)
    raise AssertionError("every week has every weekday")


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _of_use_until(at: datetime, zone: ZoneInfo, hours: Hours) -> datetime:
    """The budget may hold a digest back for one day: then it still goes out on the next."""
    goes_out = next_opening(at, zone, hours)
    second = next_opening(start_of_next_day(goes_out, zone), zone, hours)
    return second + timedelta(hours=hours.ends - hours.begins)


def mute_until(
    now: datetime, zone: ZoneInfo, weekday: int, hour: int, hours: Hours, *, skip: int
) -> datetime:
    """Until when to say nothing so that exactly the next ``skip`` digests are left out."""
    due = next_due(now, zone, weekday, hour, hours)
    for _ in range(skip - 1):
        due = next_due(due.at + timedelta(seconds=1), zone, weekday, hour, hours)
    return due.until


def span_since(now: datetime, last_until: datetime | None) -> datetime:
    """From when on a digest tells: since the last one, else (after a pause) of the last week.

    So that nothing is told twice or left out when one goes out a day earlier or later.
    """
    if last_until is not None and now - LONGEST <= last_until < now:
        return last_until
    return now - WEEK


def is_worth_telling(digest: Digest) -> bool:
    """Whether there is anything to tell; a question or a thank-you alone is not."""
    facts = (digest.new, digest.changed, digest.tried, digest.grew, digest.ripe, digest.has_new_gap)
    spiral = digest.spiral
    return (
        any(facts)
        or any(spiral.moved.get(mode, 0) for mode in SPIRAL)
        or sum(spiral.talk.get(mode, 0) for mode in SPIRAL) >= LEAST_TALK
    )


def in_order(tried: Sequence[Tried]) -> list[Tried]:
    """Problems first, then successes, then what has no outcome yet; within each by title."""

    def place(one: Tried) -> tuple[int, str, int]:
        rank = 0 if one.is_problem else 1 if one.is_success else 2
        return rank, one.card.title.casefold(), one.card.card_id

    return sorted(tried, key=place)


def of_the_week(things: Sequence[T], year: int, week: int) -> T | None:
    """One of them, another each week, the same all week; None of none."""
    return things[(year * 53 + week) % len(things)] if things else None


def by_name(names: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(names, ids) of people, alphabetical by name, each once; who has no name is left out."""
    named = {person: " ".join(name.split()) for person, name in names.items()}
    ordered = sorted((n.casefold(), n, person) for person, n in named.items() if n)
    return tuple(dict.fromkeys(n for _, n, _ in ordered)), tuple(p for _, _, p in ordered)
