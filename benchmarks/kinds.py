"""Kinds of ba on simulated channels: recovered from talk, by the bot's own reader and rules.

Trades and sentences that were ``HELD_BACK`` while the rules were made are reported beside those
that were not. What is stored is tried too: channels that change their kind, week by week.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.databases import sqlite_files
from benchmarks.result import Result
from benchmarks.simulate import Mix, Phase, SimMessage, feeding, talk, trades
from bot.ba.kinds import heard_of, refresh_kind
from bot.ba.rules import KindReading, read_kind
from bot.seci.reader import Reader, load_reader
from migrations.run import upgrade
from models.channel import Kind, Level, ensure_channel
from models.channel_week import Place, Spoken, monday_of, touch_weeks
from models.database import Sessions, make_engine, make_sessions

PURE, MIXED, FEW = 0.8, 0.7, 0.6
# The mean distance between a mixture and its probabilities: half the sum of the differences (0-1).
DISTANCE = 0.3
# So many conversations a week; and in a week that is nearly too quiet to tell.
LIVELY, QUIET = 10, 5
SEEDS = 5
PEOPLE = tuple(f"U{number}" for number in range(9))
HALVES: Mapping[str, tuple[Sequence[str], range]] = {
    "tuned": (tuple(trades.TUNED), range(SEEDS)),
    "held back": (tuple(trades.HELD_BACK), range(1_000, 1_000 + SEEDS)),
}


@dataclass(frozen=True, slots=True)
class Week:
    """A simulated week: what it was made of, and what the bot made of it."""

    mix: Mapping[Kind, float]
    reading: KindReading

    @property
    def is_right(self) -> bool:
        """Whether the likeliest kind is the one that most messages belong to."""
        return self.reading.kind == max(self.mix, key=lambda each: self.mix[each])

    @property
    def distance(self) -> float:
        """Between the shares of messages and the probabilities, 0 (the same) to 1."""
        scores = self.reading.scores
        return sum(abs(self.mix.get(k, 0.0) - scores.get(k, 0.0)) for k in Kind) / 2


def run() -> list[Result]:
    """Accuracy on pure weeks, quiet weeks and mixtures; how soon a change is seen."""
    reader, results = load_reader(), list[Result]()
    for half, (names, seeds) in HALVES.items():
        pure = list(_pure(reader, names, seeds, LIVELY))
        results.append(_accuracy(f"kinds: pure weeks, {half}", pure, PURE))
        quiet = list(_pure(reader, names, seeds, QUIET))
        results.append(_accuracy(f"kinds: pure but quiet weeks, {half}", quiet, FEW))
        mixed = list(_mixed(reader, names, seeds))
        results.append(_accuracy(f"kinds: mixtures, likeliest kind, {half}", mixed, MIXED))
        distance = sum(week.distance for week in mixed) / len(mixed)
        note = f"{len(mixed)} weeks of 2 to 4 kinds"
        name = f"kinds: mixtures, distance of probabilities, {half}"
        results.append(Result(name, distance, DISTANCE, "lower", note))
    return [*results, asyncio.run(_changes(reader))]


def _accuracy(name: str, weeks: Sequence[Week], reach: float) -> Result:
    right: Counter[Kind] = Counter()
    total: Counter[Kind] = Counter()
    for week in weeks:
        kind = max(week.mix, key=lambda each: week.mix[each])
        total[kind] += 1
        right[kind] += week.is_right
    unsaid = sum(week.reading.kind is None for week in weeks)
    note = ", ".join(f"{kind} {right[kind]}/{total[kind]}" for kind in Kind)
    note += f"; too little talk to tell: {unsaid}" if unsaid else ""
    return Result(name, right.total() / len(weeks), reach, note=note)


def _pure(reader: Reader, names: Sequence[str], seeds: range, conversations: int) -> Iterator[Week]:
    for kind in Kind:
        for name in names:
            for seed in seeds:
                yield _week(reader, {kind: 1.0}, name, f"{kind}:{seed}", conversations)


def _mixed(reader: Reader, names: Sequence[str], seeds: range) -> Iterator[Week]:
    for name in names:
        for seed in seeds:
            dice = random.Random(f"mixture:{name}:{seed}")
            kinds = dice.sample(list(Kind), dice.choice((2, 2, 3, 4)))
            weights = sorted((dice.random() + 0.2 for _ in kinds), reverse=True)
            # Shares of messages, not of conversations: those of some kinds are much longer.
            mix = {
                kind: weight / sum(talk.MANNERS[kind].turns)
                for kind, weight in zip(kinds, weights, strict=True)
            }
            yield _week(reader, mix, name, f"mixed:{seed}", 3 * LIVELY)


def _week(reader: Reader, mix: Mix, trade: str, seed: str, conversations: int) -> Week:
    dice = random.Random(f"{trade}:{seed}")
    speaking = talk.voice(trade, dice.choice((0.9, 0.9, 0.5)))
    said = talk.week_of(dice, talk.START, mix, PEOPLE, speaking, conversations=conversations)
    belongs = Counter(each.ba for each in said if each.ba is not None)
    shares = {kind: count / len(said) for kind, count in belongs.items()}
    return Week(shares, read(reader, said))


def read(reader: Reader, said: Sequence[SimMessage]) -> KindReading:
    """The kind of place that messages come from, by the bot's own reader and rules."""
    rows = feeding.rows_of("T1", "C1", said, feeding.read(reader, said))
    return read_kind([heard_of(Spoken(*(row[name] for name in Spoken._fields))) for row in rows])


async def _changes(reader: Reader) -> Result:
    """Channels that change their kind after four weeks: seen by the second week of the new kind."""
    pairs = [(a, b) for a in Kind for b in Kind if a != b]
    seen = 0
    with sqlite_files() as url_of:
        engine = make_engine(url_of("changes"))
        await upgrade(engine)
        for number, (before, after) in enumerate(pairs):
            sessions = make_sessions(engine)
            seen += await _is_seen(reader, sessions, f"C{number}", before, after)
        await engine.dispose()
    name = "kinds: a change is seen by its second week, held back"
    return Result(name, seen / len(pairs), PURE, note=f"{seen} of {len(pairs)} pairs of kinds")


async def _is_seen(
    reader: Reader, sessions: Sessions, channel_id: str, before: Kind, after: Kind
) -> bool:
    dice = random.Random(f"change:{before}:{after}")
    trade = dice.choice(list(trades.HELD_BACK))
    phases = [Phase(4, {before: 1.0}, LIVELY), Phase(2, {after: 1.0}, LIVELY)]
    told = talk.timeline(dice, channel_id, PEOPLE, trade, phases)
    async with sessions.begin() as session:
        channel = await ensure_channel(session, "T1", channel_id, level=Level.OFFERING)
        await feeding.store(session, "T1", told, reader)
        kinds = []
        for week in range(6):
            monday = talk.START + timedelta(weeks=week)
            await touch_weeks(session, [(Place("T1", channel_id), monday_of(monday))], monday)
            await refresh_kind(session, channel, monday + timedelta(weeks=1))
            kinds.append(channel.kind)
    return kinds[:4] == [before] * 4 and kinds[5] == after
