from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.ba.life_rules import DAY, HOUR, Beat, read_life, read_thread_life, usual_pause
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
