"""When a channel's digest is due, what goes in, in what order. Pure; time is an argument.

Weekly meetings share successes and problems (Nonaka, Toyama and Konno, 2000, on Seven-Eleven
Japan): so does the digest, for one channel, on one screen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.outgoing.rules import Hours, next_opening, start_of_next_day
from bot.seci.types import Mode

T = TypeVar("T")

WEEK = timedelta(days=7)
# The spiral's order, as the paper draws it: from the upper left, with the clock.
SPIRAL = (Mode.SOCIALIZATION, Mode.EXTERNALIZATION, Mode.COMBINATION, Mode.INTERNALIZATION)

# One screen: so many of each at the most.
MOST_NEW = 3
MOST_CHANGED = 2
MOST_TRIED = 3
MOST_THANKED = 8
# Talk alone is worth telling from so many messages a week on.
LEAST_TALK = 5


@dataclass(frozen=True, slots=True)
class Due:
    """A channel's next digest: when (UTC), until when it is of use, for which ISO week."""

    at: datetime
    until: datetime
    year: int
    week: int

    def key(self, channel_id: str) -> str:
        """The outbox key that makes it one per channel and week."""
        return f"digest:{channel_id}:{self.year}-W{self.week:02d}"


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card as the digest names it; words are as people wrote them (escape them)."""

    card_id: int
    title: str
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying a card this week."""

    card: CardLine
    worked: int = 0
    failed: int = 0
    used: int = 0


@dataclass(frozen=True, slots=True)
class Listed:
    """The first few of something, and how many more there are."""

    cards: tuple[CardLine, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """A channel's last seven days. Counts are per channel; ``thanks`` are names, alphabetical."""

    channel_id: str
    channel_name: str
    since: datetime
    until: datetime
    talk: Mapping[str, int] = field(default_factory=dict)
    talk_before: Mapping[str, int] = field(default_factory=dict)
    moved: Mapping[str, int] = field(default_factory=dict)
    new: Listed = Listed()
    changed: Listed = Listed()
    tried: tuple[Tried, ...] = ()
    tried_more: int = 0
    ripe: int = 0
    ripe_ts: str = ""
    question: CardLine | None = None
    thanks: tuple[str, ...] = ()
    thanks_more: bool = False


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


def is_worth_telling(digest: Digest) -> bool:
    """Whether there is anything to tell; a question or a thank-you alone is not."""
    facts = (digest.new.cards, digest.changed.cards, digest.tried, digest.ripe)
    return (
        any(facts)
        or any(digest.moved.get(mode, 0) for mode in SPIRAL)
        or sum(digest.talk.get(mode, 0) for mode in SPIRAL) >= LEAST_TALK
    )


def in_order(tried: Sequence[Tried]) -> list[Tried]:
    """Problems first, then successes, then what has no outcome yet; within each by title."""

    def place(one: Tried) -> tuple[int, str, int]:
        rank = 0 if one.failed else 1 if one.worked else 2
        return rank, one.card.title.casefold(), one.card.card_id

    return sorted(tried, key=place)


def both_sides(tried: Sequence[Tried], most: int) -> tuple[Tried, ...]:
    """At most ``most`` of them; both a problem and a success among them when there are both."""
    ordered = in_order(tried)
    chosen = ordered[:most]
    if chosen and not any(one.worked for one in chosen):
        success = next((one for one in ordered[most:] if one.worked), None)
        chosen = [*chosen[:-1], success] if success is not None else chosen
    return tuple(chosen)


def of_the_week(things: Sequence[T], year: int, week: int) -> T | None:
    """One of them, another each week, the same all week; None of none."""
    return things[(year * 53 + week) % len(things)] if things else None


def alphabetical(names: Sequence[str], most: int) -> tuple[tuple[str, ...], bool]:
    """Names once each, alphabetical, the first ``most``; whether there are more."""
    ordered = sorted(set(names), key=lambda name: (name.casefold(), name))
    return tuple(ordered[:most]), len(ordered) > most
