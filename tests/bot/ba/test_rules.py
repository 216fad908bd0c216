from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ba.conduct import Conduct, conduct_of
from bot.ba.rules import ENOUGH, Heard, collectiveness, read_kind, virtuality
from models.channel import Channel, Kind, Level

# How people talk in each kind of place, told by a storyteller who knows nothing of the rules'
# numbers: (what they mostly do, people per thread, seconds between messages, length, links).
STORIES = {
    Kind.ORIGINATING: ("socialization", 2, 60, 60, 0.02),
    Kind.DIALOGUING: ("externalization", 5, 90, 140, 0.05),
    Kind.SYSTEMIZING: ("combination", 4, 5000, 500, 0.8),
    Kind.EXERCISING: ("internalization", 1, 9000, 350, 0.3),
}
MODES = ["socialization", "externalization", "combination", "internalization"]


def talk(kind: Kind, seed: int, count: int = 120) -> list[Heard]:
    """Generated talk: three in five messages do what the place is for, the others anything."""
    dice = random.Random(seed)
    mode, people, pause, length, links = STORIES[kind]
    heard, at = [], 0.0
    for number in range(count):
        at += dice.expovariate(1 / pause)
        does = mode if dice.random() < 0.6 else dice.choice([*MODES, "none", None])
        heard.append(
            Heard(
                author=f"U{(number // 10) * 3 + dice.randrange(people)}",
                thread=f"t{number // 10}",
                at=at,
                mode=does,
                length=int(dice.gauss(length, length / 4)),
                links=int(dice.random() < links),
                files=0,
                mentions=int(dice.random() < 0.3),
            )
        )
    return heard


@pytest.mark.parametrize("kind", Kind)
def test_the_kind_is_recovered_from_talk(kind: Kind) -> None:
    readings = [read_kind(talk(kind, seed)) for seed in range(20)]
    assert sum(reading.kind == kind for reading in readings) >= 19
    for reading in readings:
        assert sum(reading.scores.values()) == pytest.approx(1)
        assert set(reading.scores) == set(Kind)
        assert reading.reason.startswith("because ")
        assert len(reading.reason.split()) > 6


def test_little_talk_says_nothing() -> None:
    few = [each for each in talk(Kind.DIALOGUING, 1) if each.mode in MODES][: ENOUGH - 1]
    reading = read_kind(few)
    assert (reading.kind, reading.scores) == (None, {})
    assert str(ENOUGH - 1) in reading.reason
    assert read_kind([]).kind is None


@given(seed=st.integers(), kind=st.sampled_from(Kind), count=st.integers(0, 60))
def test_the_axes_are_shares(seed: int, kind: Kind, count: int) -> None:
    heard = talk(kind, seed, count)
    assert 0 <= collectiveness(heard) <= 1
    assert 0 <= virtuality(heard) <= 1


def test_the_axes_point_the_right_way() -> None:
    assert collectiveness(talk(Kind.EXERCISING, 1)) == 0
    assert collectiveness(talk(Kind.DIALOGUING, 1)) > collectiveness(talk(Kind.ORIGINATING, 1))
    assert virtuality(talk(Kind.SYSTEMIZING, 1)) > virtuality(talk(Kind.DIALOGUING, 1)) + 0.3


SILENT, DIGEST = Conduct(), Conduct(posts_digest=True)
OFFERS = Conduct(offers_cards=True, posts_digest=True)
POINTS = Conduct(points_to_cards=True, posts_digest=True)


@pytest.mark.parametrize(
    ("level", "kind", "conduct"),
    [
        *((Level.OFF, kind, SILENT) for kind in (None, *Kind)),
        (Level.LISTENING, None, DIGEST),
        (Level.LISTENING, Kind.ORIGINATING, SILENT),
        (Level.LISTENING, Kind.DIALOGUING, DIGEST),
        (Level.LISTENING, Kind.SYSTEMIZING, DIGEST),
        (Level.LISTENING, Kind.EXERCISING, DIGEST),
        (Level.OFFERING, None, DIGEST),
        (Level.OFFERING, Kind.ORIGINATING, SILENT),
        (Level.OFFERING, Kind.DIALOGUING, OFFERS),
        (Level.OFFERING, Kind.SYSTEMIZING, POINTS),
        (Level.OFFERING, Kind.EXERCISING, DIGEST),
    ],
)
def test_each_cell_of_the_conduct_table(level: Level, kind: Kind | None, conduct: Conduct) -> None:
    base = {"workspace_id": "T1", "id": "C1", "level": level, "is_archived": False}
    assert conduct_of(Channel(**base, kind=kind)) == conduct
    # A pinned kind decides, whatever was derived.
    assert conduct_of(Channel(**base, kind=Kind.EXERCISING, pinned_kind=kind or "exercising")) == (
        conduct if kind else conduct_of(Channel(**base, kind=Kind.EXERCISING))
    )
    assert conduct_of(Channel(**{**base, "is_archived": True}, kind=kind)) == SILENT
