"""The simulated talk is what the definitions say, and the bot recovers its kind."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest

from benchmarks.kinds import PEOPLE, read
from benchmarks.simulate import Phase, SimMessage, frames, talk, trades
from bot.seci.reader import Reader, load_reader
from models.channel import Kind

CORPUS = Path(__file__).parents[2] / "training" / "corpus"


@pytest.fixture(scope="module")
def reader() -> Reader:
    return load_reader()


def week(kind: Kind, trade: str, seed: int = 1, threaded: float = 1.0) -> list[SimMessage]:
    dice = random.Random(seed)
    voice = talk.voice(trade, threaded)
    return talk.week_of(dice, talk.START, talk.pure(kind), PEOPLE, voice, conversations=20)


def test_the_same_seed_writes_the_same_week() -> None:
    one, same, other = (week(Kind.DIALOGUING, "bakery", seed) for seed in (1, 1, 2))
    assert one == same != other
    stamps = [each.ts for each in one]
    assert stamps == sorted(set(stamps), key=float), "in order, none twice"


def test_what_was_held_back_shares_nothing_with_the_rest() -> None:
    assert not set(trades.TUNED) & set(trades.HELD_BACK)
    for mode, sentences in frames.TUNED.items():
        held = set(frames.HELD_BACK[mode])
        if mode != "none":
            assert not held & set(sentences)
    tuned = {
        phrase for trade in trades.TUNED.values() for slot in trade.values() for phrase in slot
    }
    held = {phrase for trade in trades.HELD_BACK.values() for s in trade.values() for phrase in s}
    assert not tuned & held


def test_no_sentence_is_one_that_the_reader_learned_from() -> None:
    learned = "\n".join(page.read_text(encoding="utf-8") for page in sorted(CORPUS.rglob("*.*")))
    for half in (frames.TUNED, frames.HELD_BACK):
        for mode, sentences in half.items():
            # Without slots and greetings: the longest run of its own words in each sentence.
            own = [max(frame.replace("{", "}").split("}"), key=len) for frame in sentences]
            for words in own if mode != "none" else ():
                assert len(words) < 20 or words not in learned, words


@pytest.mark.parametrize("kind", Kind)
def test_every_slot_of_every_sentence_is_filled(kind: Kind) -> None:
    for trade in (*trades.TUNED, *trades.HELD_BACK):
        said = week(kind, trade)
        assert not [each for each in said if "{" in each.text or "}" in each.text]
        assert mean(each.intent == talk.MANNERS[kind].mode for each in said) > 0.4
        assert all(each.ba == kind for each in said)


def test_people_talk_as_the_two_axes_say() -> None:
    def threads(kind: Kind) -> list[list[SimMessage]]:
        found: dict[str, list[SimMessage]] = {}
        for each in week(kind, "school"):
            found.setdefault(each.thread_ts, []).append(each)
        return list(found.values())

    def people(kind: Kind) -> float:
        return mean(len({each.author for each in thread}) for thread in threads(kind))

    def pause(kind: Kind) -> float:
        return mean(
            (b.at - a.at).total_seconds() for thread in threads(kind) for a, b in pairwise(thread)
        )

    assert people(Kind.EXERCISING) < people(Kind.DIALOGUING)
    assert people(Kind.ORIGINATING) <= 2 < people(Kind.DIALOGUING)
    assert pause(Kind.ORIGINATING) < 300 < 3_600 < pause(Kind.EXERCISING)
    assert pause(Kind.DIALOGUING) < 300 < 3_600 < pause(Kind.SYSTEMIZING)


def test_a_timeline_has_silence_and_turns_of_kind_and_subject() -> None:
    phases = [
        Phase(2, talk.pure(Kind.DIALOGUING), people=("U1", "U2", "U3")),
        Phase(3, None),
        Phase(1, {Kind.SYSTEMIZING: 0.5, Kind.EXERCISING: 0.5}, trade="ward"),
    ]
    told = talk.timeline(random.Random(3), "C1", PEOPLE, "bakery", phases)
    weeks = [(each.at - talk.START) // timedelta(weeks=1) for each in told.messages]
    # A slow conversation may run on into the days after its week.
    assert {0, 1, 5} <= set(weeks) <= {0, 1, 5, 6}
    first = [each for each in told.messages if each.at < talk.START + timedelta(weeks=2)]
    assert {each.author for each in first} <= {"U1", "U2", "U3"}
    assert {each.ba for each in first} == {Kind.DIALOGUING}
    assert told.kind in (Kind.SYSTEMIZING, Kind.EXERCISING)


@pytest.mark.parametrize("trade", trades.HELD_BACK)
def test_the_kind_is_recovered_from_held_back_talk(reader: Reader, trade: str) -> None:
    found = [read(reader, week(kind, trade, seed=77, threaded=0.8)).kind for kind in Kind]
    assert sum(a == b for a, b in zip(found, Kind, strict=True)) >= 3, found
