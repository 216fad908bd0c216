from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ba.axes import Heard, Standing, collectiveness, conversations, speakers, standing_of
from models.channel import Kind
from tests.bot.ba.stories import said, talk

names = st.lists(st.sampled_from("abcdef"), min_size=1, max_size=30)


@given(names)
def test_collectiveness_is_a_share_and_speakers_count_people(authors: list[str]) -> None:
    assert 0 <= collectiveness(authors) <= 1
    assert 1 <= speakers(authors) <= len(set(authors)) + 1e-9


@pytest.mark.parametrize(
    ("fewer", "more"),
    [
        ("aaaa", "abab"),  # one alone; two to and fro
        ("ababab", "abcabc"),  # how many take part
        ("abcbabcb", "abcabcab"),  # to and fro with one in the middle; the word goes round
        ("aabaab", "abcdab"),  # the one who began goes on; others answer
    ],
)
def test_more_people_answers_and_turns_are_more_collective(fewer: str, more: str) -> None:
    assert collectiveness(list(fewer)) < collectiveness(list(more))


def test_the_ends_of_the_first_axis() -> None:
    assert collectiveness(list("aaaaa")) == 0
    assert collectiveness(list("abcdbacdabcd")) > 0.8
    assert collectiveness(["a"]) == 0.5, "nobody answered: that says nothing"


def pair(pause: float, **more: object) -> Standing:
    return standing_of([said("U1", at=0, **more), said("U2", at=pause, **more)])


def test_each_measure_moves_the_second_axis_its_own_way() -> None:
    plain = pair(1000).virtual
    assert pair(60).virtual < plain < pair(9000).virtual, "pace"
    assert pair(1000, mentions=1).virtual < plain, "mentions"
    assert pair(1000, length=500).virtual > plain, "length"
    assert pair(1000, links=1).virtual > plain, "links"
    assert pair(1000, files=1).virtual > plain, "documents"


@given(seed=st.integers(), kind=st.sampled_from(Kind), count=st.integers(1, 60))
def test_all_measures_are_shares(seed: int, kind: Kind, count: int) -> None:
    for each in conversations(talk(kind, seed, count)):
        standing = standing_of(each)
        for name in ("collective", "virtual", "quick", "slow", "documents", "addressed"):
            assert 0 <= getattr(standing, name) <= 1, name


def test_threads_are_conversations_and_so_are_runs_outside_of_them() -> None:
    heard = [
        said(thread="1", at=0),
        said("U2", thread="2", at=100),
        said("U3", thread="3", at=200),  # the first three: one run, but for the thread
        said("U2", thread="3", at=9000),
        said("U4", thread="5", at=4000),  # more than half an hour later
    ]
    found = [[each.thread for each in conversation] for conversation in conversations(heard)]
    assert sorted(found) == [["1", "2"], ["3", "3"], ["5"]]


@given(seed=st.integers(0, 1000), kind=st.sampled_from(Kind))
def test_every_message_is_in_one_conversation(seed: int, kind: Kind) -> None:
    heard = talk(kind, seed, 50)
    flat: list[Heard] = [each for conversation in conversations(heard) for each in conversation]
    assert sorted(flat, key=lambda each: each.at) == heard


def test_the_mean_weighs() -> None:
    low, high = pair(60), pair(9000)
    mean = Standing.mean([(low, 3), (high, 1)])
    assert mean is not None
    assert mean.virtual == pytest.approx((3 * low.virtual + high.virtual) / 4)
    assert Standing.mean([]) is None
