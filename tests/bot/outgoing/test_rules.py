from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.outgoing.rules import (
    MOMENT,
    Drop,
    Hours,
    Send,
    Wait,
    decide,
    next_opening,
    own_hours,
    start_of_day,
    start_of_next_day,
)

WORK = Hours(9, 18, (0, 1, 2, 3, 4))
UTC_ZONE, BERLIN = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")
AUCKLAND = ZoneInfo("Pacific/Auckland")
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)

zones = st.sampled_from(sorted(available_timezones())).map(ZoneInfo)
times = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
hours = st.builds(
    lambda begins, length, days: Hours(begins, min(24, begins + length), tuple(sorted(days))),
    st.integers(0, 21),
    st.integers(3, 24),
    st.sets(st.integers(0, 6), min_size=1),
)


def is_open(at: datetime, zone: ZoneInfo, when: Hours) -> bool:
    local = at.astimezone(zone)
    return local.weekday() in when.days and when.begins <= local.hour < when.ends


@hypothesis_settings(deadline=None, max_examples=150)
@given(now=times, zone=zones, when=hours, used=st.integers(0, 5), budget=st.integers(0, 5))
def test_unasked_things_go_out_in_working_hours_and_budget_alone(
    now: datetime, zone: ZoneInfo, when: Hours, used: int, budget: int
) -> None:
    verdict = decide(
        now=now,
        zone=zone,
        hours=when,
        is_unasked=True,
        expires_at=None,
        used=used,
        budget=budget,
        kind="offer",
        muted=(),
    )
    if budget == 0:
        assert isinstance(verdict, Drop)
    elif isinstance(verdict, Wait):
        assert verdict.until > now
        assert is_open(verdict.until, zone, when)
        assert used >= budget or not is_open(now, zone, when)
    else:
        assert isinstance(verdict, Send)
        assert used < budget
        assert is_open(now, zone, when)


@hypothesis_settings(deadline=None, max_examples=150)
@given(now=times, zone=zones, when=hours)
def test_the_next_opening_is_the_first(now: datetime, zone: ZoneInfo, when: Hours) -> None:
    opening = next_opening(now, zone, when)
    assert opening >= now
    assert is_open(opening, zone, when)
    assert opening - now <= timedelta(days=7, hours=3)
    step = now
    while step < opening:  # no earlier hour would have done
        assert not is_open(step, zone, when)
        step += timedelta(hours=1)


@given(now=times, zone=zones)
def test_a_day_holds_its_moments(now: datetime, zone: ZoneInfo) -> None:
    begins, ends = start_of_day(now, zone), start_of_next_day(now, zone)
    assert begins <= now < ends
    assert timedelta(hours=22) <= ends - begins <= timedelta(hours=26)
    assert begins.astimezone(zone).date() == now.astimezone(zone).date()


def test_clock_changes_move_the_opening() -> None:
    friday = datetime(2026, 3, 27, 20, tzinfo=UTC)  # clocks go forward on Sunday
    assert next_opening(friday, BERLIN, WORK) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    autumn = datetime(2026, 10, 23, 20, tzinfo=UTC)
    assert next_opening(autumn, BERLIN, WORK) == datetime(2026, 10, 26, 8, tzinfo=UTC)
    night = Hours(2, 6, (6,))  # two o'clock does not exist on that Sunday
    skipped = datetime(2026, 3, 29, 0, tzinfo=UTC)
    assert next_opening(skipped, BERLIN, night) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, Send()),
        ({"muted": {"nudge"}}, Send()),
        ({"muted": {"offer"}}, Drop("not wanted")),
        ({"muted": {"all"}}, Drop("not wanted")),
        ({"expires_at": NOON}, Drop("too late to be of use")),
        ({"expires_at": NOON + timedelta(seconds=1)}, Send()),
        ({"used": 1}, Wait(datetime(2026, 3, 4, 9, tzinfo=UTC), "enough was said already")),
        ({"budget": 0}, Drop("the budget is none at all")),
        ({"under_way": 1}, Wait(NOON + MOMENT, "something else is being said")),
        ({"used": 1, "under_way": 1, "budget": 3}, Send()),
        (
            {"used": 1, "under_way": 1, "budget": 2},
            Wait(NOON + MOMENT, "something else is being said"),
        ),
        (  # tomorrow begins where they are
            {"zone": AUCKLAND, "now": datetime(2026, 3, 2, 22, tzinfo=UTC), "used": 1},
            Wait(datetime(2026, 3, 3, 20, tzinfo=UTC), "enough was said already"),
        ),
        ({"is_unasked": False, "used": 9, "budget": 0, "muted": {"all"}}, Send()),
        ({"is_unasked": False, "now": NOON + timedelta(hours=12)}, Send()),
        ({"is_unasked": False, "expires_at": NOON}, Drop("too late to be of use")),
        (
            {"now": NOON + timedelta(days=3, hours=6)},
            Wait(datetime(2026, 3, 9, 9, tzinfo=UTC), "outside working hours"),
        ),
    ],
)
def test_each_reason_to_hold_back(more: dict[str, object], expected: object) -> None:
    base: dict[str, object] = {
        "now": NOON,
        "zone": UTC_ZONE,
        "hours": WORK,
        "is_unasked": True,
        "expires_at": None,
        "used": 0,
        "budget": 1,
        "kind": "offer",
        "muted": frozenset(),
    }
    assert decide(**{**base, **more}) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begins", "ends", "days", "expected"),
    [
        (10, 16, [4, 0, 4], Hours(10, 16, (0, 4), NOON)),
        (0, 24, [6, 7, -1], Hours(0, 24, (6,), NOON)),
        (8, 9, [0], Hours(8, 9, (0,), NOON)),
        (9, 9, [0], Hours(9, 18, (0, 1, 2, 3, 4), NOON)),
        (16, 10, [0], Hours(9, 18, (0, 1, 2, 3, 4), NOON)),
        (-1, 10, [0], Hours(9, 18, (0, 1, 2, 3, 4), NOON)),
        (9, 25, [0], Hours(9, 18, (0, 1, 2, 3, 4), NOON)),
        (10, 16, [], Hours(9, 18, (0, 1, 2, 3, 4), NOON)),
        (10, 16, [7], Hours(9, 18, (0, 1, 2, 3, 4), NOON)),
    ],
)
def test_own_times_are_kept_unless_they_allow_nothing(
    begins: int, ends: int, days: list[int], expected: Hours
) -> None:
    assert own_hours(begins, ends, days, NOON, WORK) == expected


def test_nobody_is_written_to_while_away() -> None:
    back = datetime(2026, 3, 4, 11, tzinfo=UTC)
    assert next_opening(NOON, UTC_ZONE, Hours(9, 18, WORK.days, back)) == back
    night = datetime(2026, 3, 4, 20, tzinfo=UTC)
    morning = datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert next_opening(NOON, UTC_ZONE, Hours(9, 18, WORK.days, night)) == morning
    assert next_opening(NOON, UTC_ZONE, Hours(9, 18, WORK.days, NOON)) == NOON
