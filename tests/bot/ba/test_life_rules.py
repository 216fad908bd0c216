from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ba.life_rules import DAY, HOUR, Beat, Life, read_life, read_thread_life, usual_pause
from bot.texts import ba_life as texts
from models.channel import Stage

NOW = 1_000 * DAY


def talk(*days_ago: float, people: int = 3) -> list[Beat]:
    """Everybody says something on each of these days before NOW."""
    return [Beat(NOW - day * DAY + n * 60, f"U{n}") for day in days_ago for n in range(people)]


def test_nobody_has_spoken_yet() -> None:
    life = read_life([], NOW)
    assert life.stage == Stage.FORMING
    assert "nobody" in life.reason


def test_a_few_days_of_talk_are_a_beginning() -> None:
    life = read_life(talk(3, 2, 1), NOW)
    assert life.stage == Stage.FORMING
    assert "3 people" in life.reason


def test_weeks_of_talk_among_several_are_alive() -> None:
    life = read_life(talk(*range(1, 20, 2)), NOW)
    assert life.stage == Stage.ACTIVE
    assert "3 people talked on 10 days" in life.reason


BEFORE = range(60, 48, -2)  # a life, seven weeks ago


def in_turn(*days_ago: float) -> list[Beat]:
    """Two people take turns, a word each day."""
    return [Beat(NOW - day * DAY, f"U{n % 2}") for n, day in enumerate(days_ago)]


@pytest.mark.parametrize(
    ("told", "life"),
    [
        ([Beat(NOW + 1, "U1")], Life(Stage.FORMING, texts.NOBODY_YET)),
        ([Beat(NOW, "U1")], Life(Stage.FORMING, "one person began to talk, on one day so far.")),
        (
            talk(14, people=1),  # quiet for just as long as may be
            Life(Stage.FORMING, "one person began to talk, on one day so far."),
        ),
        (
            talk(44, 34, 24, 15, people=2),
            Life(Stage.ACTIVE, "2 people talked on 4 days of the last 30 days."),
        ),
        (
            in_turn(8, 5, 3, 1),  # just a week from the first to the last
            Life(Stage.ACTIVE, "2 people talked on 4 days of the last 8 days."),
        ),
        (
            in_turn(7, 5, 3, 1),
            Life(Stage.FORMING, "2 people began to talk, on 4 days so far."),
        ),
        (
            in_turn(30, 29, 28, 27, 26, 12, 11),  # no pause longer than may be
            Life(Stage.ACTIVE, "2 people talked on 7 days of the last 20 days."),
        ),
        (
            talk(8, 3, 1, people=2),
            Life(Stage.FORMING, "2 people began to talk, on 3 days so far."),
        ),
        (
            talk(*BEFORE, 2, 1, people=2),
            Life(
                Stage.ACTIVE,
                "again, after 7 weeks of quiet: 2 people talked on 2 days of the last 2 days.",
            ),
        ),
        (
            talk(*BEFORE, 1, people=2),
            Life(Stage.FORMING, "2 people began again to talk, on one day so far."),
        ),
        (
            [Beat(NOW - 60 * DAY, "U0"), *talk(2, 1, people=2)],
            Life(
                Stage.ACTIVE,
                "again, after 8 weeks of quiet: 2 people talked on 2 days of the last 2 days.",
            ),
        ),
        ([*talk(*BEFORE), Beat(NOW, "U1")], Life(Stage.DORMANT, texts.ALONE_AGAIN)),
        (
            talk(80, 70, 60),
            Life(
                Stage.DORMANT,
                "the last word was 60 days ago, where people used to talk every 10 days.",
            ),
        ),
    ],
)
def test_a_places_stage_and_why(told: list[Beat], life: Life) -> None:
    assert read_life(told, NOW) == life


def test_what_was_before_the_beats_makes_it_alive_again() -> None:
    told = in_turn(1, 0)
    known = read_life(told, NOW, first=NOW - 15 * DAY - 1)
    assert known == Life(Stage.ACTIVE, "2 people talked on 2 days of the last 2 days.")
    assert read_life(told, NOW, first=NOW - 15 * DAY).stage == Stage.FORMING
    assert read_life([], NOW, first=NOW - 300 * DAY).reason == texts.QUIET_LONG


def test_more_than_can_be_looked_at_says_for_how_many_days() -> None:
    loud = Life(Stage.ACTIVE, texts.LOUD.format(days="3 days"))
    assert read_life(in_turn(2, 1, 0), NOW, is_cut=True) == loud


def test_the_usual_pause_is_between_days_with_talk() -> None:
    told = [Beat(day * DAY + n, "U1") for day in (10, 11, 15) for n in (0, 5)]
    assert usual_pause(told) == 2.5 * DAY
    assert usual_pause(told[:2]) == DAY


def test_one_person_alone_stays_a_beginning() -> None:
    assert read_life(talk(*range(1, 20, 2), people=1), NOW).stage == Stage.FORMING


def test_two_weeks_of_silence_where_people_talked_daily() -> None:
    life = read_life(talk(*range(16, 40)), NOW)
    assert life.stage == Stage.DORMANT
    assert "16 days ago" in life.reason
    assert "every day" in life.reason


def test_the_same_silence_is_no_sleep_where_people_meet_every_ten_days() -> None:
    assert read_life(talk(16, 26, 36, 46, 56), NOW).stage == Stage.ACTIVE


def test_it_wakes_up_faster_than_it_began() -> None:
    woken = talk(1, 2) + talk(*range(40, 60, 2))
    life = read_life(woken, NOW)
    assert life.stage == Stage.ACTIVE
    assert life.reason.startswith("again, after 5 weeks")
    # Without a life before, the same talk is a beginning.
    assert read_life(talk(1, 2), NOW).stage == Stage.FORMING
    # A life before what can still be seen counts as well.
    assert read_life(talk(1, 2), NOW, first=NOW - 200 * DAY).stage == Stage.ACTIVE


def test_more_talk_than_can_be_looked_at_is_alive() -> None:
    loud = [Beat(NOW - n * 20, f"U{n % 9}") for n in range(2_000)]
    assert read_life(loud, NOW, first=NOW - 12 * DAY).stage == Stage.FORMING
    life = read_life(loud, NOW, first=NOW - 12 * DAY, is_cut=True)
    assert life.stage == Stage.ACTIVE
    alone = [Beat(beat.at, "U1") for beat in loud]
    assert read_life(alone, NOW, first=NOW - 12 * DAY, is_cut=True).stage == Stage.FORMING


def test_a_lonely_word_after_long_silence_wakes_nothing() -> None:
    told = [*talk(*range(40, 60, 2)), Beat(NOW - DAY, "U1")]
    life = read_life(told, NOW)
    assert life.stage == Stage.DORMANT
    assert "nobody has answered" in life.reason


def test_quiet_for_longer_than_can_be_seen() -> None:
    assert read_life([], NOW, first=NOW - 300 * DAY).stage == Stage.DORMANT


def test_a_thread_lives_by_the_hour() -> None:
    def thread(*hours_ago: float) -> list[Beat]:
        return [Beat(NOW - hour * HOUR, f"U{n % 2}") for n, hour in enumerate(hours_ago)]

    assert read_thread_life(thread(1), NOW).stage == Stage.FORMING
    assert read_thread_life(thread(2, 1.5, 1), NOW).stage == Stage.ACTIVE
    assert read_thread_life(thread(12, 11.5, 11), NOW).stage == Stage.DORMANT
    assert read_thread_life(thread(24 * 16, 24 * 15), NOW).stage == Stage.CLOSED
    assert read_thread_life(thread(2, 1.5, 1), NOW, is_settled=True).stage == Stage.CLOSED


@pytest.mark.parametrize(
    ("who", "hours_ago", "life"),
    [
        ("", (), Life(Stage.FORMING, texts.NOBODY_YET)),
        ("aaa", (2, 1.5, 1), Life(Stage.FORMING, texts.THREAD_YOUNG)),
        ("ab", (2, 1), Life(Stage.FORMING, texts.THREAD_YOUNG)),
        ("aba", (2, 1, 0), Life(Stage.ACTIVE, texts.THREAD_LIVELY)),
        ("aba", (7, 6.5, 6), Life(Stage.ACTIVE, texts.THREAD_LIVELY)),
        ("aba", (7, 6.5, 6.1), Life(Stage.DORMANT, texts.THREAD_QUIET)),
        ("aba", (50, 40, 30), Life(Stage.ACTIVE, texts.THREAD_LIVELY)),  # its pauses are long
        ("aba", (130, 100, 73), Life(Stage.DORMANT, texts.THREAD_QUIET)),  # three days at most
        ("a", (14 * 24,), Life(Stage.DORMANT, texts.THREAD_QUIET)),
        ("a", (14 * 24 + 1,), Life(Stage.CLOSED, texts.THREAD_GONE)),
    ],
)
def test_a_threads_stage_and_why(who: str, hours_ago: tuple[float, ...], life: Life) -> None:
    told = [Beat(NOW - hour * HOUR, n) for n, hour in zip(who, hours_ago, strict=True)]
    assert read_thread_life(told, NOW) == life
    settled = Life(Stage.CLOSED, texts.THREAD_SETTLED)
    assert read_thread_life(told, NOW, is_settled=True) == settled


beats = st.lists(
    st.builds(
        Beat,
        at=st.floats(NOW - 60 * DAY, NOW, allow_nan=False),
        author=st.sampled_from(["U1", "U2", "U3"]),
    ),
    max_size=40,
)


@given(beats)
def test_the_order_of_hearing_does_not_matter(told: list[Beat]) -> None:
    assert read_life(told, NOW) == read_life(told[::-1], NOW)


@given(beats.filter(bool))
def test_long_silence_is_always_sleep(told: list[Beat]) -> None:
    assert read_life(told, NOW + 43 * DAY).stage == Stage.DORMANT


@given(beats)
def test_pauses_are_at_least_a_day(told: list[Beat]) -> None:
    assert usual_pause(told) >= DAY


@given(beats)
def test_nobody_is_named_in_a_reason(told: list[Beat]) -> None:
    assert not any(who in read_life(told, NOW).reason for who in ("U1", "U2", "U3"))
