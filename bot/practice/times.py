"""Somebody's own practice times: the form, what it means, how it is said. Nothing here commits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import (
    CheckboxesElement,
    DatePickerElement,
    Option,
    PlainTextObject,
)

from bot.settings import Settings
from bot.slack.blocks import Block, element_input, modal, section, select_input
from bot.slack.ids import Callback
from bot.texts import sharing as texts
from models.rhythm import Rhythm

BEGINS, ENDS, DAYS, AWAY = "times_begins", "times_ends", "times_days", "times_away"
LONGEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Times:
    """Local hours [begins, ends), days (0 is Monday), away until a moment (UTC) or not."""

    begins: int
    ends: int
    days: tuple[int, ...]
    away_until: datetime | None = None


def times_of(rhythm: Rhythm | None, settings: Settings) -> Times:
    """Somebody's own times, else the usual ones."""
    if rhythm is None:
        return Times(settings.day_begins, settings.day_ends, settings.working_days)
    days = tuple(int(day) for day in rhythm.days)
    return Times(rhythm.begins, rhythm.ends, days, rhythm.away_until)


def times_form(times: Times, zone: ZoneInfo, now: datetime) -> Block:
    """The form, filled in with what holds now."""
    options = [_option(day) for day in range(7)]
    days = CheckboxesElement(
        action_id=DAYS,
        options=options,
        initial_options=[options[day] for day in times.days] or None,
    )
    away = times.away_until if times.away_until and times.away_until > now else None
    until = DatePickerElement(
        action_id=AWAY, initial_date=away.astimezone(zone).date().isoformat() if away else None
    )
    hours = [(f"{hour}:00", str(hour)) for hour in range(25)]
    return modal(
        Callback.TIMES_FORM,
        texts.TIMES_TITLE,
        [
            section(texts.TIMES_INTRO),
            select_input(
                BEGINS, texts.BEGINS, hours[:-1], initial=str(times.begins), optional=False
            ),
            select_input(ENDS, texts.ENDS, hours[1:], initial=str(times.ends), optional=False),
            element_input(DAYS, texts.DAYS, days, optional=True),
            element_input(AWAY, texts.AWAY, until, hint=texts.AWAY_HINT, optional=True),
        ],
        submit=texts.TIMES_SUBMIT,
    )


def _option(day: int) -> Option:
    return Option(value=str(day), text=PlainTextObject(text=texts.WEEKDAYS[day]))


def read_times(
    values: Mapping[str, Any], zone: ZoneInfo, now: datetime
) -> tuple[Times | None, dict[str, str]]:
    """The times that a form holds, or what is wrong with them by field."""
    begins = _hour(values[BEGINS][BEGINS])
    ends = _hour(values[ENDS][ENDS])
    chosen = values[DAYS][DAYS].get("selected_options") or []
    days = tuple(sorted({int(each["value"]) for each in chosen}))
    away = str(values[AWAY][AWAY].get("selected_date") or "")
    errors = {}
    if begins >= ends:
        errors[ENDS] = texts.TIMES_WRONG
    if not days:
        errors[DAYS] = texts.DAYS_WRONG
    until = _start_of(away, zone) if away else None
    if away and (until is None or not now < until <= now + LONGEST):
        errors[AWAY] = texts.AWAY_WRONG
    return (None if errors else Times(begins, ends, days, until)), errors


def _hour(value: Mapping[str, Any]) -> int:
    return int((value.get("selected_option") or {}).get("value") or 0)


def _start_of(day: str, zone: ZoneInfo) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(day), time(0), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def times_line(times: Times, zone: ZoneInfo, now: datetime) -> str:
    """Somebody's own times in a sentence."""
    days = ", ".join(texts.WEEKDAYS[day] for day in times.days)
    away = times.away_until if times.away_until and times.away_until > now else None
    until = f"{away.astimezone(zone):%d %B}" if away else ""
    return texts.times_line(times.begins, times.ends, days, until)
