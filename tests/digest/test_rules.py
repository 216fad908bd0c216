from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import rules
from bot.digest.week import CardLine, Digest, Growth, Question, Tried
from bot.outgoing.rules import Hours, decide
from bot.spiral.rules import Spiral

HOURS = Hours(9, 18, (0, 1, 2, 3, 4))
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
ZONES = st.sampled_from(sorted(available_timezones()))
MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def iso_weeks(start: date, count: int) -> list[tuple[int, int]]:
    days = [start + timedelta(weeks=number) for number in range(count)]
    return [(day.isocalendar().year, day.isocalendar().week) for day in days]


@pytest.mark.parametrize(("weekday", "hour"), [(0, 9), (6, 2)])
def test_exactly_one_per_iso_week_in_every_zone(weekday: int, hour: int) -> None:
    """Over two years with all their clock changes, at the set local hour wherever that exists."""
    for name in sorted(available_timezones()):
        zone, now, weeks = ZoneInfo(name), datetime(2026, 1, 1, tzinfo=UTC), []
        while now < datetime(2028, 1, 1, tzinfo=UTC):
            due = rules.next_due(now, zone, weekday, hour, HOURS)
            local = due.at.astimezone(zone)
            assert due.at >= now
            assert local.weekday() == weekday
            if local.hour != hour:  # the clock jumped over this hour
                naive = local.replace(hour=hour, minute=0)
                assert naive.astimezone(UTC).astimezone(zone).hour != hour, name
            weeks.append((due.year, due.week))
            now = due.at + timedelta(seconds=1)
        first = date.fromisocalendar(*weeks[0], 1)
        assert weeks == iso_weeks(first, len(weeks)), name


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        ("Pacific/Apia", datetime(2011, 12, 20, tzinfo=UTC)),  # 30 December 2011 never was
        ("Pacific/Kwajalein", datetime(1993, 8, 10, tzinfo=UTC)),  # nor 21 August 1993
        ("America/New_York", datetime(2026, 10, 25, tzinfo=UTC)),
        ("Australia/Lord_Howe", datetime(2026, 3, 25, tzinfo=UTC)),  # half an hour
    ],
)
@pytest.mark.parametrize("weekday", range(7))
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 23])
def test_exactly_one_per_iso_week_through_odd_changes(
    zone: str, start: datetime, weekday: int, hour: int
) -> None:
    now, weeks = start, []
    for _ in range(5):
        due = rules.next_due(now, ZoneInfo(zone), weekday, hour, HOURS)
        weeks.append((due.year, due.week))
        now = due.at + timedelta(seconds=1)
    assert weeks == iso_weeks(date.fromisocalendar(*weeks[0], 1), 5)


@given(MOMENTS, ZONES, st.integers(0, 6), st.integers(0, 23), st.integers(0, 7 * 24 * 60))
def test_whenever_one_looks_it_is_the_same_digest(
    now: datetime, name: str, weekday: int, hour: int, minutes: int
) -> None:
    zone = ZoneInfo(name)
    due = rules.next_due(now, zone, weekday, hour, HOURS)
    assert now <= due.at <= now + timedelta(days=9)
    later = now + timedelta(minutes=minutes)
    again = rules.next_due(later, zone, weekday, hour, HOURS)
    assert (again == due) == (later <= due.at)
    assert due.key("C1").startswith("digest:C1:")


@given(MOMENTS, ZONES, st.integers(0, 6), st.integers(0, 23))
def test_it_can_go_out_on_two_working_days(
    now: datetime, name: str, weekday: int, hour: int
) -> None:
    """Held back by the budget on one day, it still goes out on the next."""
    zone = ZoneInfo(name)
    due = rules.next_due(now, zone, weekday, hour, HOURS)
    moment, days = due.at, set()
    while moment < due.until:
        verdict = decide(
            now=moment,
            zone=zone,
            hours=HOURS,
            is_unasked=True,
            expires_at=due.until,
            used=0,
            budget=1,
            kind="digest",
            muted=(),
        )
        if type(verdict).__name__ == "Send":
            days.add(moment.astimezone(zone).date())
        moment += timedelta(minutes=30)
    assert len(days) == 2


@given(MOMENTS, ZONES, st.integers(0, 6), st.integers(0, 23), st.sampled_from([1, 4]))
def test_skipping_leaves_out_just_so_many(
    now: datetime, name: str, weekday: int, hour: int, skip: int
) -> None:
    zone = ZoneInfo(name)
    until = rules.mute_until(now, zone, weekday, hour, HOURS, skip=skip)
    left_out, moment = 0, now
    for _ in range(skip + 1):
        due = rules.next_due(moment, zone, weekday, hour, HOURS)
        left_out += due.until <= until
        moment = due.at + timedelta(seconds=1)
    assert left_out == skip
    assert due.at >= until or due.at >= until - timedelta(days=4)


def test_the_key_names_channel_year_and_week() -> None:
    due = rules.next_due(datetime(2027, 1, 1, tzinfo=UTC), ZoneInfo("UTC"), 6, 9, HOURS)
    assert due.key("C1") == "digest:C1:2026-W53"
    assert due.key() == "digest:all:2026-W53"


def a_digest(**more: object) -> Digest:
    return Digest("C1", "kitchen", NOW - rules.WEEK, NOW, **more)  # type: ignore[arg-type]


CARD = CardLine(1, "A")


@pytest.mark.parametrize(
    ("digest", "worth"),
    [
        (a_digest(), False),
        (a_digest(question=Question(CARD), thanks=("Ana",)), False),
        (a_digest(gaps=("asked long ago",)), False),
        (a_digest(gaps=("asked now",), has_new_gap=True), True),
        (a_digest(spiral=Spiral({"none": 500})), False),
        (a_digest(spiral=Spiral({"externalization": 4})), False),
        (a_digest(spiral=Spiral({"externalization": 4, "socialization": 1})), True),
        (a_digest(spiral=Spiral(moved={"externalization": 1})), True),
        (a_digest(new=(CARD,)), True),
        (a_digest(changed=(CARD,)), True),
        (a_digest(tried=(Tried(CARD, failed=1),)), True),
        (a_digest(grew=(Growth(CARD, "wider", level="organization"),)), True),
        (a_digest(ripe=1), True),
    ],
)
def test_nothing_to_tell(digest: Digest, worth: bool) -> None:
    assert rules.is_worth_telling(digest) is worth


def test_problems_come_first_refuted_hypotheses_among_them() -> None:
    tried = [
        Tried(CardLine(1, "W"), worked=3),
        Tried(CardLine(2, "used"), used=1),
        Tried(CardLine(3, "z failed"), failed=1, worked=9),
        Tried(CardLine(4, "a refuted"), unexpected=1),
        Tried(CardLine(5, "Expected"), expected=1),
    ]
    shown = [one.card.title for one in rules.in_order(tried)]
    assert shown == ["a refuted", "z failed", "Expected", "W", "used"]


@given(MOMENTS, st.integers(-5, 20))
def test_nothing_is_told_twice_or_left_out(now: datetime, days: int) -> None:
    last = now - timedelta(days=days)
    since = rules.span_since(now, last)
    assert since == (last if 0 < days <= 10 else now - rules.WEEK)
    assert rules.span_since(now, None) == now - rules.WEEK


def test_one_question_a_week_and_another_the_next() -> None:
    assert rules.of_the_week([], 2026, 1) is None
    asked = [rules.of_the_week("abc", 2026, week) for week in (1, 1, 2, 3)]
    assert asked[0] == asked[1]
    assert len(set(asked)) == 3
    weeks = [(2026, 52), (2026, 53), (2027, 1), (2027, 2)]
    around = [rules.of_the_week("abcdefg", *week) for week in weeks]
    assert "".join(map(str, around)) in "abcdefgabcdefg"  # one after the other, also at New Year


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=10), max_size=20))
def test_names_are_alphabetical_and_stand_once(names: dict[str, str]) -> None:
    shown, people = rules.by_name(names)
    assert [name.casefold() for name in shown] == sorted(name.casefold() for name in shown)
    assert set(shown) == {" ".join(name.split()) for name in names.values() if name.split()}
    assert len(set(shown)) == len(shown)
    assert sorted(people) == sorted(who for who, name in names.items() if name.split())
