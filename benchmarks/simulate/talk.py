"""Writes talk: one week of one channel, or a channel over many weeks.

How people talk in each kind of ba follows the paper's two axes: alone or in pairs against many;
quick, short and addressed (as near to face to face as chat comes) against slow, long and written.
Kinds are "by no means exclusive": also in a pure week a good part of what is said does something
else, or nothing, with knowledge.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from benchmarks.simulate import Mix, Phase, SimChannel, SimMessage, frames, trades
from benchmarks.simulate.frames import Frames
from benchmarks.simulate.trades import Trade
from models.channel import Kind

# What a pure week is made of: this share does what the kind is for, this does nothing with
# knowledge, the rest anything else.
MAIN, SMALL_TALK = 0.55, 0.2
MODES = ("socialization", "externalization", "combination", "internalization")
# A Monday.
START = datetime(2026, 1, 5, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Manner:
    """How conversations go in a kind of ba: ranges of people, turns, seconds between turns.

    ``sentences`` per message at the most; ``links``, ``files``, ``names``: how often (0-1) a
    message carries one; ``alone``: how often the one who began goes on by themselves.
    """

    mode: str
    people: tuple[int, int]
    turns: tuple[int, int]
    pause: tuple[int, int]
    sentences: int
    links: float
    files: float
    names: float
    alone: float


MANNERS = {
    Kind.ORIGINATING: Manner("socialization", (2, 2), (4, 9), (20, 240), 1, 0.0, 0.03, 0.35, 0.1),
    Kind.DIALOGUING: Manner("externalization", (3, 6), (5, 14), (20, 300), 2, 0.03, 0.02, 0.3, 0.1),
    Kind.SYSTEMIZING: Manner(
        "combination", (2, 6), (1, 5), (1_200, 30_000), 3, 0.35, 0.2, 0.1, 0.2
    ),
    Kind.EXERCISING: Manner(
        "internalization", (1, 2), (1, 4), (3_600, 60_000), 3, 0.1, 0.1, 0.05, 0.75
    ),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """What is talked about and in which sentences; ``threaded``: how often (0-1) in threads."""

    trade: Trade
    frames: Frames
    threaded: float = 0.8


def voice(trade: str, threaded: float = 0.8) -> Voice:
    """A trade with the sentences of its half: those of held back trades are held back as well."""
    half = frames.TUNED if trade in trades.TUNED else frames.HELD_BACK
    return Voice(trades.trade_named(trade), half, threaded)


def pure(kind: Kind) -> Mix:
    """Nothing but one kind."""
    return {kind: 1.0}


def week_of(
    dice: random.Random,
    monday: datetime,
    mix: Mix,
    people: Sequence[str],
    voice: Voice,
    *,
    conversations: int = 12,
) -> list[SimMessage]:
    """One week of a channel, oldest first: about so many conversations, their kinds by the mix."""
    kinds, weights = list(mix), list(mix.values())
    count = max(1, round(dice.gauss(conversations, conversations / 6)))
    written: list[SimMessage] = []
    for _ in range(count):
        kind = dice.choices(kinds, weights)[0]
        begins = monday + timedelta(days=dice.randrange(5), seconds=dice.randrange(28_800, 61_200))
        written.extend(_conversation(dice, begins, kind, people, voice))
    return _one_at_a_time(written)


def timeline(
    dice: random.Random,
    channel_id: str,
    people: Sequence[str],
    trade: str,
    phases: Sequence[Phase],
    *,
    start: datetime = START,
) -> SimChannel:
    """A channel over its phases from ``start`` (a Monday) on, one after another."""
    monday, written = start, list[SimMessage]()
    habit = dice.choice((0.9, 0.9, 0.5))
    for phase in phases:
        speaking = voice(phase.trade or trade, habit)
        for _ in range(phase.weeks):
            if phase.mix:
                among = phase.people or people
                written += week_of(
                    dice,
                    monday,
                    phase.mix,
                    among,
                    speaking,
                    conversations=phase.conversations,
                )
            monday += timedelta(weeks=1)
    name = f"{trade}-{channel_id.lower()}"
    told = tuple(_one_at_a_time(written))
    return SimChannel(channel_id, name, tuple(people), trade, tuple(phases), told)


def _conversation(
    dice: random.Random, begins: datetime, kind: Kind, people: Sequence[str], voice: Voice
) -> Iterator[SimMessage]:
    manner = MANNERS[kind]
    among = dice.sample(list(people), min(len(people), dice.randint(*manner.people)))
    is_thread = dice.random() < voice.threaded
    at, speaker, root = begins.timestamp() + dice.random(), among[0], ""
    for _ in range(dice.randint(*manner.turns)):
        intent = _intent(dice, manner.mode)
        ts = f"{at:.6f}"
        root = root or ts
        other = dice.choice([each for each in among if each != speaker] or list(people))
        yield SimMessage(
            author=speaker,
            ts=ts,
            thread_ts=root if is_thread else ts,
            text=_text(dice, intent, manner, voice, other),
            files=int(dice.random() < manner.files),
            intent=intent,
            ba=kind,
        )
        at += dice.uniform(*manner.pause)
        if dice.random() >= manner.alone:
            speaker = dice.choice([each for each in among if each != speaker] or among)


def _intent(dice: random.Random, mode: str) -> str:
    drawn = dice.random()
    if drawn < MAIN:
        return mode
    if drawn < MAIN + SMALL_TALK:
        return "none"
    return dice.choice([each for each in MODES if each != mode])


def _text(dice: random.Random, intent: str, manner: Manner, voice: Voice, other: str) -> str:
    many = 1 if intent == "none" else dice.randint(1, manner.sentences)
    said = dice.sample(list(voice.frames[intent]), many)
    link = f"<https://files.example.com/{dice.randrange(10_000)}>"
    words = {slot: dice.choice(list(phrases)) for slot, phrases in voice.trade.items()}
    sentences = [frame.format(link=link, **words) for frame in said]
    if many > 1:
        sentences = [_begun(sentence) for sentence in sentences]
    text = ". ".join(sentences)
    if intent != "none" and link not in text and dice.random() < manner.links:
        text += f" {link}"
    if dice.random() < manner.names:
        text = f"<@{other}> {text}"
    return _begun(text) if dice.random() < 0.5 else text


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _one_at_a_time(written: Sequence[SimMessage]) -> list[SimMessage]:
    """In order of time; Slack gives no time stamp twice in a channel."""
    seen: set[str] = set()
    return [
        each
        for each in sorted(written, key=lambda one: float(one.ts))
        if not (each.ts in seen or seen.add(each.ts))  # type: ignore[func-returns-value]
    ]
