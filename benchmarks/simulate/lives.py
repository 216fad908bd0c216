"""Simulated lives: channels form, live, fall asleep, wake up; people meet; subjects are shared.

A workspace has teams, each with a channel of its own. Every channel has a fate, week by week, from
which the truth follows; some channels share a subject, of which each uses its own part of the
words; and now and then people of different teams, who never talk together, suddenly do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from benchmarks.simulate import Mix, SimMessage, talk, trades
from benchmarks.simulate.talk import Voice
from models.channel import Kind, Stage

WEEKS = 26
TEAM = 5
# Of each slot of a subject, a channel uses so many of its four phrases.
PHRASES = 2
# How often (0-1) in a silent week somebody says a word that nobody answers.
STRAY = 0.15
MIXES: tuple[Mix, ...] = (
    {Kind.DIALOGUING: 1.0},
    {Kind.DIALOGUING: 0.6, Kind.SYSTEMIZING: 0.4},
    {Kind.ORIGINATING: 0.5, Kind.DIALOGUING: 0.5},
    {Kind.EXERCISING: 0.6, Kind.DIALOGUING: 0.4},
)


@dataclass(frozen=True, slots=True)
class Fate:
    """How a channel's weeks go: the first with talk, every how many, silent spells [from, to)."""

    begins: int
    every: int = 1
    silent: tuple[tuple[int, int], ...] = ()
    conversations: int = 6

    def talks(self, week: int) -> bool:
        """Whether people talk in a week."""
        if week < self.begins or any(start <= week < end for start, end in self.silent):
            return False
        return (week - self.begins) % self.every == 0

    def stage(self, week: int) -> Stage | None:
        """The truth at the end of a week; None where a week lies between two stages.

        Forming: the first week of talk ever. Dormant: silence of more than four usual pauses, and
        of at least three weeks. Active: talk at the channel's pace, from the third time on.
        """
        if week < self.begins:
            return None
        spoken = [w for w in range(week + 1) if self.talks(w)]
        if len(spoken) == 1:
            return Stage.FORMING if week == spoken[0] else None
        silence = week - spoken[-1]
        if silence >= max(3, 4 * self.every) + 1 or silence >= 7:
            return Stage.DORMANT
        run = [w for w in spoken if not any(w < start <= week for start, _ in self.silent)]
        if silence < self.every and len(run) >= 3:
            return Stage.ACTIVE
        return None


def fates(dice: random.Random) -> list[Fate]:
    """One fate of each sort: steady, busy, slow, ended, woken up, young."""
    pause = dice.randrange(10, 13)
    woken = pause + dice.randrange(7, 9)
    return [
        Fate(dice.randrange(3), conversations=5),
        Fate(dice.randrange(3), conversations=14),
        Fate(dice.randrange(3), every=2, conversations=3),
        Fate(dice.randrange(3), silent=((dice.randrange(14, 19), WEEKS),)),
        Fate(dice.randrange(3), silent=((pause, woken),), conversations=7),
        Fate(dice.randrange(WEEKS - 5, WEEKS)),
    ]


@dataclass(frozen=True, slots=True)
class Lived:
    """A channel with its fate, subject and talk; ``met`` are sudden meetings' first time stamps."""

    id: str
    trade: str
    fate: Fate
    people: tuple[str, ...]
    messages: tuple[SimMessage, ...]
    met: frozenset[str]


@dataclass(frozen=True, slots=True)
class World:
    """A workspace's channels, and the pairs that share a subject (lower id first)."""

    channels: tuple[Lived, ...]
    links: frozenset[tuple[str, str]]

    @property
    def end(self) -> datetime:
        """The end of the last week (UTC)."""
        return talk.START + timedelta(weeks=WEEKS)


def world(seed: int, *, held_back: bool = False, alone: int = 2, paired: int = 2) -> World:
    """A workspace: ``paired`` subjects with two channels each, ``alone`` with one."""
    dice = random.Random(seed)
    subjects = dice.sample(sorted(trades.HELD_BACK if held_back else trades.TUNED), alone + paired)
    homes = [name for name in subjects[:paired] for _ in range(2)] + subjects[paired:]
    lots = fates(dice)
    # Those that share a subject talk to the end: what is asleep says nothing new.
    lively = [lots[0], lots[1], lots[2], lots[4], lots[0], lots[1]][: 2 * paired]
    rest = [lots[3], lots[5], lots[3]][:alone]
    places: list[Lived] = []
    teams = [tuple(f"U{n:02}{m}" for m in range(TEAM)) for n in range(len(homes))]
    for number, (subject, fate) in enumerate(zip(homes, [*lively, *rest], strict=True)):
        voice = part_of(dice, talk.voice(subject, dice.choice((0.5, 0.9))))
        told = list(_weeks(dice, fate, teams[number], voice))
        meetings = list(_meetings(dice, fate, teams, voice, number))
        met = frozenset(meeting[0].ts for meeting in meetings)
        whole = sorted([*told, *(m for each in meetings for m in each)], key=lambda m: float(m.ts))
        name = f"C{number:02}"
        places.append(Lived(name, subject, fate, teams[number], tuple(whole), met))
    pairs = {
        (one.id, other.id)
        for one in places
        for other in places
        if one.id < other.id and one.trade == other.trade
    }
    return World(tuple(places), frozenset(pairs))


def part_of(dice: random.Random, voice: Voice) -> Voice:
    """The same subject in some of its words: no two places talk in quite the same ones."""
    part = {
        slot: tuple(dice.sample(list(phrases), min(PHRASES, len(phrases))))
        for slot, phrases in voice.trade.items()
    }
    return replace(voice, trade=part)


def _weeks(
    dice: random.Random, fate: Fate, people: Sequence[str], voice: Voice
) -> Iterator[SimMessage]:
    mix = dice.choice(MIXES)
    for week in range(WEEKS):
        if fate.talks(week):
            monday = talk.START + timedelta(weeks=week)
            yield from talk.week_of(
                dice, monday, mix, people, voice, conversations=fate.conversations
            )
        elif week > fate.begins and dice.random() < STRAY:
            at = talk.START + timedelta(weeks=week, days=dice.randrange(5), hours=11)
            yield next(_meeting(dice, at.timestamp(), people[:1], voice))


def _meetings(
    dice: random.Random,
    fate: Fate,
    teams: Sequence[tuple[str, ...]],
    voice: Voice,
    home: int,
) -> Iterator[list[SimMessage]]:
    """Up to two times in the second half, people of different teams meet in a channel."""
    for week in (WEEKS - 9, WEEKS - 4):
        if not fate.talks(week):
            continue
        others = [n for n in range(len(teams)) if n != home]
        who = [dice.choice(teams[home])]
        who += [dice.choice(teams[n]) for n in dice.sample(others, min(3, len(others)))]
        # On a Sunday: nothing else is said then, so that the truth is clear.
        at = talk.START + timedelta(weeks=week, days=6, hours=10 + dice.random() * 6)
        yield list(_meeting(dice, at.timestamp(), who, voice))


def _meeting(
    dice: random.Random, at: float, who: Sequence[str], voice: Voice
) -> Iterator[SimMessage]:
    root, is_thread = f"{at:.6f}", dice.random() < 0.5
    turns = [*who, *dice.choices(who, k=dice.randrange(4, 9))]
    for number, author in enumerate(turns):
        ts = f"{at:.6f}"
        words = {slot: dice.choice(list(phrases)) for slot, phrases in voice.trade.items()}
        frame = dice.choice(list(voice.frames["externalization"]))
        text = frame.format(link="<https://files.example.com/1>", **words)
        thread = root if is_thread or number == 0 else ts
        yield SimMessage(author, ts, thread, text, intent="externalization")
        at += dice.uniform(30, 600)
