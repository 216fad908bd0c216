"""Do-not-disturb: the next quiet hours of a person, in epoch seconds."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.model import Person
from playground.types import Json


def dnd_window(person: Person, now: float) -> tuple[int, int]:
    """Start and end (epoch s) of the quiet hours that hold at `now` or come next; (1, 1) when there
    are none.
    """
    if not person.dnd.enabled:
        return 1, 1
    zone = ZoneInfo(person.tz)
    local = datetime.fromtimestamp(now, zone)
    begin, end = time.fromisoformat(person.dnd.start), time.fromisoformat(person.dnd.end)
    day = local.date() - timedelta(days=1)
    while True:
        opens = datetime.combine(day, begin, zone)
        closes = datetime.combine(day, end, zone)
        if closes <= opens:
            closes = datetime.combine(day + timedelta(days=1), end, zone)
        if closes.timestamp() > now:
            return int(opens.timestamp()), int(closes.timestamp())
        day += timedelta(days=1)


def dnd_shape(person: Person, now: float) -> Json:
    """The answer of dnd.info for somebody else than the caller (no snooze fields unless one is
    on).
    """
    start, end = dnd_window(person, now)
    return {
        "dnd_enabled": person.dnd.enabled,
        "next_dnd_start_ts": start,
        "next_dnd_end_ts": end,
    }


def snooze_shape(person: Person, now: float) -> Json:
    """The snooze fields, which only the person themselves (or the page) sees."""
    on = person.dnd.snooze_until > now
    shape: Json = {"snooze_enabled": on}
    if on:
        until = int(person.dnd.snooze_until)
        shape |= {"snooze_endtime": until, "snooze_remaining": until - int(now)}
    return shape
