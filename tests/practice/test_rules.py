from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.practice import rules
from bot.practice.rules import Nudge, Question, parse_nudge
from bot.texts.practice import in_days, practice_line
from models.practice import Answer

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
ANSWERS = st.sampled_from([Answer.USED, Answer.NOT_YET])


def test_first_question_comes_after_the_set_days() -> None:
    planned = rules.first_time(7, NOW, 2)
    assert planned.due_at == NOW + timedelta(days=2)
    assert (planned.memory["card_id"], planned.memory["due"]) == (7, NOW.isoformat())


@pytest.fixture
def tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine that stands in Tokyo."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


def test_times_are_utc_wherever_the_machine_stands(tokyo: None) -> None:
    local = NOW.astimezone(ZoneInfo("Europe/Berlin"))
    planned = rules.first_time(7, local, 2)
    again = rules.next_time(planned.memory, Answer.USED, local, 2)
    assert rules.retrievability(again.memory, local) == 1.0
    assert planned.due_at.isoformat() == "2026-03-05T10:00:00+00:00"
    assert planned.memory["due"] == NOW.isoformat()
    assert again.memory["last_review"] == NOW.isoformat()


def test_not_yet_is_asked_sooner_than_used() -> None:
    planned = rules.first_time(7, NOW, 2)
    for _ in range(3):
        planned = rules.next_time(planned.memory, Answer.USED, planned.due_at, 2)
    used, not_yet = (
        rules.next_time(planned.memory, answer, planned.due_at, 2)
        for answer in (Answer.USED, Answer.NOT_YET)
    )
    assert not_yet.due_at < used.due_at


def test_what_was_used_is_in_mind_and_fades() -> None:
    planned = rules.first_time(7, NOW, 2)
    assert rules.retrievability(planned.memory, NOW) == 0
    planned = rules.next_time(planned.memory, Answer.USED, NOW, 2)
    known = [rules.retrievability(planned.memory, NOW + timedelta(days=day)) for day in (0, 2, 60)]
    assert known[0] == 1.0
    assert 1 > known[1] > known[2] > 0


def test_questions_to_one_person_lie_apart() -> None:
    assert rules.spacing(2) == timedelta(days=3.5)
    assert rules.spacing(1) == rules.spacing(0) == timedelta(days=7)


def test_after_three_without_an_answer_they_are_left_in_peace() -> None:
    given_up = [rules.is_given_up(unanswered) for unanswered in (0, 2, 3, 4)]
    assert given_up == [False, False, True, True]


def test_gaps_grow_while_somebody_uses_it() -> None:
    planned, now, gaps = rules.first_time(7, NOW, 2), NOW, []
    for _ in range(8):
        now = planned.due_at
        planned = rules.next_time(planned.memory, Answer.USED, now, 2)
        gaps.append(planned.due_at - now)
    assert gaps == sorted(gaps)
    assert gaps[0] >= timedelta(days=2)
    assert gaps[-1] > timedelta(days=100)


def test_the_same_answers_give_the_same_times() -> None:
    first = rules.first_time(7, NOW, 2)
    again = [rules.next_time(first.memory, Answer.USED, first.due_at, 2) for _ in range(3)]
    assert again[0] == again[1] == again[2]


def test_not_yet_waits_a_week_and_does_not_ask_weekly_for_ever() -> None:
    planned, gaps = rules.first_time(7, NOW, 2), []
    for _ in range(6):
        now = planned.due_at
        planned = rules.next_time(planned.memory, Answer.NOT_YET, now, 2)
        gaps.append(planned.due_at - now)
    assert gaps[0] == timedelta(days=7)
    assert gaps == sorted(gaps)
    assert gaps[-1] > timedelta(days=28)


@given(st.lists(st.tuples(ANSWERS, st.integers(0, 90)), max_size=30), st.integers(1, 14))
def test_gaps_stay_within_bounds_however_late_the_answers(
    answers: list[tuple[Answer, int]], first_days: int
) -> None:
    planned = rules.first_time(1, NOW, first_days)
    for answer, late in answers:
        now = planned.due_at + timedelta(days=late)
        planned = rules.next_time(planned.memory, answer, now, first_days)
        gap = planned.due_at - now
        assert timedelta(days=first_days) <= gap
        assert gap <= timedelta(days=max(rules.LONGEST_DAYS, first_days))


@given(st.lists(st.booleans(), max_size=40))
def test_a_year_of_one_card_never_piles_up(answers: list[bool]) -> None:
    """Nudges of one card: at least a first gap apart, and after three without answer none."""
    planned = rules.first_time(1, NOW, 2)
    due, memory, unanswered, asked = planned.due_at, planned.memory, 0, []
    replies = iter(answers)
    while due < NOW + timedelta(days=365) and not rules.is_given_up(unanswered):
        now = due
        asked.append(now)
        if next(replies, False):
            step = rules.next_time(memory, Answer.USED, now, 2)
            due, memory, unanswered = step.due_at, step.memory, 0
        else:
            due, unanswered = rules.put_again(now, unanswered), unanswered + 1
    assert all(later - sooner >= timedelta(days=2) for sooner, later in pairwise(asked))
    assert len(asked) <= len(answers) + rules.MOST_UNANSWERED


def test_patience_doubles() -> None:
    waits = [rules.put_again(NOW, count) - NOW for count in range(3)]
    assert waits == [timedelta(days=7), timedelta(days=14), timedelta(days=28)]
    assert rules.put_again(NOW, 9) - NOW == waits[-1]


def test_questions_lead_from_recall_to_use_to_teaching() -> None:
    asked = [rules.question_of(number) for number in range(1, 6)]
    assert asked == [Question.RECALL, Question.USE, Question.TEACH, Question.USE, Question.TEACH]


@given(st.integers(1, 10**12), st.integers(1, 10**6))
def test_a_nudge_travels_in_a_button(review: int, number: int) -> None:
    nudge = Nudge(review, number)
    assert parse_nudge(nudge.value) == nudge


@pytest.mark.parametrize("value", ["", ":", "1", "1:", ":2", "a:b", "1:2:3", "-1:2", "²:1"])
def test_anything_else_is_no_nudge(value: str) -> None:
    assert parse_nudge(value) is None


def test_an_outcome_is_never_lost_to_an_old_button() -> None:
    assert rules.merged(None, Answer.NOT_YET) == Answer.NOT_YET
    assert rules.merged(Answer.NOT_YET, Answer.USED) == Answer.USED
    assert rules.merged(Answer.USED, Answer.FAILED) == Answer.FAILED
    assert rules.merged(Answer.WORKED, Answer.FAILED) == Answer.FAILED
    assert rules.merged(Answer.FAILED, Answer.WORKED) == Answer.WORKED
    assert rules.merged(Answer.FAILED, Answer.USED) == Answer.FAILED
    assert rules.merged(Answer.USED, Answer.NOT_YET) == Answer.USED


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ({}, ""),
        ({"not_yet": 4}, ""),
        ({"used": 1}, "Tried once"),
        ({"worked": 2, "failed": 1}, "Tried 3 times: 2 worked, 1 did not"),
        ({"failed": 2}, "Tried twice: 2 did not"),
        ({"used": 1, "worked": 1}, "Tried twice: 1 worked"),
    ],
)
def test_practice_line(counts: dict[str, int], line: str) -> None:
    assert practice_line(counts) == line


def test_times_ahead_in_words() -> None:
    said = [in_days(days) for days in (0.2, 2.0, 7, 20, 46, 200)]
    assert said == [
        "tomorrow",
        "in 2 days",
        "in 7 days",
        "in about 3 weeks",
        "in about 7 weeks",
        "in about 7 months",
    ]
