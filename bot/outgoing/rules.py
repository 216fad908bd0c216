"""Restraint: may this be sent now, later, or not at all? Pure rules; time is an argument."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# When to look again whether what another sender had begun to say was said.
MOMENT = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Send:
    """Send it now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again at ``until`` (UTC)."""

    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Never send it."""

    reason: str


Verdict = Send | Wait | Drop


@dataclass(frozen=True, slots=True)
class Hours:
    """When unasked things may be sent: local hours [begins, ends) on working days (0 is Monday).

    ``away_until`` (UTC): nothing before it.
    """

    begins: int
    ends: int
    days: tuple[int, ...]
    away_until: datetime | None = None


def own_hours(
    begins: int, ends: int, days: Collection[int], away_until: datetime | None, usual: Hours
) -> Hours:
    """Somebody's own times; their days, not the usual ones.

    Values that allow nothing at all fall back to the usual ones: who wants nothing mutes.
    """
    kept = tuple(sorted(day for day in set(days) if day in range(7)))
    if not 0 <= begins < ends <= 24 or not kept:
        return Hours(usual.begins, usual.ends, usual.days, away_until)
    return Hours(begins, ends, kept, away_until)


def decide(
    *,
    now: datetime,
    zone: ZoneInfo,
    hours: Hours,
    is_unasked: bool,
    expires_at: datetime | None,
    used: int,
    budget: int,
    kind: str,
    muted: Collection[str],
    under_way: int = 0,
) -> Verdict:
    """Whether one message may go out.

    ``used`` unasked messages of any kind have reached this recipient in the budget's span, of
    ``budget`` allowed, and so many are ``under_way``: perhaps they will have, soon it is known.
    ``muted`` are the kinds the recipient does not want ("all" is every kind).
    What somebody asked for is held back by nothing but its expiry.
    """
    if expires_at is not None and now >= expires_at:
        return Drop("too late to be of use")
    if not is_unasked:
        return Send()
    if kind in muted or "all" in muted:
        return Drop("not wanted")
    if budget <= 0:
        return Drop("the budget is none at all")
    opening = next_opening(now, zone, hours)
    if opening > now:
        return Wait(opening, "outside working hours")
    if used >= budget:
        tomorrow = next_opening(start_of_next_day(now, zone), zone, hours)
        return Wait(tomorrow, "enough was said already")
    if used + under_way >= budget:
        return Wait(now + MOMENT, "something else is being said")
    return Send()


def next_opening(now: datetime, zone: ZoneInfo, hours: Hours) -> datetime:
    """The first moment from ``now`` on at which unasked things may be sent (UTC)."""
    if hours.away_until is not None and hours.away_until > now:
        now = hours.away_until
    local = now.astimezone(zone)
    if local.weekday() in hours.days and hours.begins <= local.hour < hours.ends:
        return now
    day = local.date() if local.hour < hours.begins else local.date() + timedelta(days=1)
    for _ in range(8):
        opening = _at(day, hours.begins, zone)
        if day.weekday() in hours.days and opening >= now:
            return opening
        day += timedelta(days=1)
    raise ValueError("no working day in the week")


def start_of_day(now: datetime, zone: ZoneInfo) -> datetime:
    """Local midnight before ``now`` (UTC)."""
    return _at(now.astimezone(zone).date(), 0, zone)


def start_of_next_day(now: datetime, zone: ZoneInfo) -> datetime:
    """Local midnight after ``now`` (UTC)."""
    return _at(now.astimezone(zone).date() + timedelta(days=1), 0, zone)


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """A local hour as UTC. One that a clock change skips becomes the first hour that exists."""
    local = datetime.combine(day, time(hour), zone)
    return local.astimezone(UTC)
