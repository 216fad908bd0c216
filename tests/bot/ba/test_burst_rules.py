from __future__ import annotations

from bot.ba.burst_rules import (
    KNOWN_SINCE,
    PAUSE,
    Sitting,
    Spoken,
    is_burst,
    is_known,
    known_share,
    sittings,
)

DAY = 86_400.0
NOW = 1_000 * DAY


def thread(at: float, who: str, *, channel: str = "C1", name: str = "t1") -> list[Spoken]:
    """One letter is one person saying something, a minute after the last."""
    return [
        Spoken(channel, name, at + n * 60, f"U{letter}", is_reply=n > 0)
        for n, letter in enumerate(who)
    ]


def loose(at: float, who: str, pause: float = 60.0, channel: str = "C1") -> list[Spoken]:
    """The same without a thread."""
    return [
        Spoken(channel, f"{at + n * pause}", at + n * pause, f"U{letter}")
        for n, letter in enumerate(who)
    ]


def apart(days_ago: float) -> list[Spoken]:
    """Each of a, b and c talks, but with others."""
    return [
        said
        for n, pair in enumerate(("axax", "byby", "czcz"))
        for said in thread(NOW - days_ago * DAY + n * 7_200, pair, channel=f"C{n + 5}", name=pair)
    ]


def burst_of(told: list[Spoken], before: list[Spoken]) -> bool:
    (sitting,) = sittings(told)
    return is_burst(sitting, sittings(before), was_heard=before)


def test_people_who_never_met_suddenly_talk() -> None:
    before = apart(30) + apart(10)
    assert burst_of(thread(NOW, "abcabc"), before)
    assert burst_of(loose(NOW, "abcabc"), before)


def test_people_who_talk_every_week_are_no_surprise() -> None:
    before = apart(30) + thread(NOW - 10 * DAY, "abcabc", name="t0")
    assert not burst_of(thread(NOW, "abcabc"), before)


def test_count_alone_is_no_burst() -> None:
    before = apart(30)
    assert not burst_of(thread(NOW, "abab" * 5), before)  # two people
    assert not burst_of(thread(NOW, "abc"), before)  # three words
    assert not burst_of(thread(NOW, "abcdef"), before)  # nobody answers anybody


def test_of_strangers_nobody_can_say_that_they_rarely_talk() -> None:
    assert not burst_of(thread(NOW, "abcabc"), [])
    assert not burst_of(thread(NOW, "abcabc"), apart(2))  # heard for two days only


def test_a_pause_of_an_hour_parts_talk_between_threads_but_not_in_one() -> None:
    told = loose(NOW, "abc") + loose(NOW + 3_600, "abc")
    assert [len(sitting.spoken) for sitting in sittings(told)] == [3, 3]
    told = thread(NOW, "abc") + thread(NOW + 3_600, "abc")[1:]
    assert [len(sitting.spoken) for sitting in sittings(told)] == [5]


def test_which_share_of_the_pairs_is_known() -> None:
    people = frozenset({"Ua", "Ub", "Uc"})
    assert known_share(people, sittings(thread(NOW, "ab"))) == 1 / 3
    assert known_share(people, []) == 0.0
    assert known_share(frozenset({"Ua"}), []) == 0.0


def test_a_sitting_knows_its_place_and_is_one_up_to_the_pause() -> None:
    told = loose(NOW, "ab", pause=PAUSE)
    assert sittings(told) == [Sitting("C1", "", tuple(told))]
    assert sittings(thread(NOW, "ab")) == [Sitting("C1", "t1", tuple(thread(NOW, "ab")))]


def test_two_who_speak_again_make_a_meeting_of_three() -> None:
    (answered,), (said_once,) = sittings(thread(NOW, "abcabd")), sittings(thread(NOW, "abcdef"))
    assert is_burst(answered, [])
    assert not is_burst(said_once, [])


def test_most_people_must_have_been_heard_a_week_before() -> None:
    (sitting,) = sittings(thread(NOW, "abcde"))

    def heard(who: str, since: float) -> list[Spoken]:
        return [Spoken("C2", "t", NOW - since, f"U{letter}") for letter in who]

    assert is_known(sitting, heard("abc", KNOWN_SINCE))
    assert not is_known(sitting, heard("ab", KNOWN_SINCE))
    assert not is_known(sitting, heard("abc", KNOWN_SINCE - 1))
