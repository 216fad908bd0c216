"""Are the lives of simulated ba recovered: stages, sudden meetings, places that belong together?

On workspaces whose words no rule has seen (``benchmarks.simulate``); the held back half was not
looked at while the rules were made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.result import Result
from benchmarks.simulate import SimMessage, talk
from benchmarks.simulate.lives import WEEKS, Lived, World, world
from bot.ba.burst_rules import Spoken, is_burst, sittings
from bot.ba.bursts import BEFORE
from bot.ba.life import HORIZON
from bot.ba.life_rules import Beat, read_life
from bot.ba.topic_rules import ENOUGH_MESSAGES, added, alike, hear

SEEDS = range(10)


@dataclass(slots=True)
class Score:
    """What was found among what is there."""

    right: int = 0
    found: int = 0
    there: int = 0

    @property
    def precision(self) -> float:
        """Which share of what was found is right; 1 when nothing was."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Which share of what is there was found."""
        return self.right / self.there if self.there else 1.0


def score_stages(worlds: Sequence[World]) -> Counter[tuple[str, str]]:
    """(true stage, read stage) of every channel at the end of every week that has a truth."""
    told: Counter[tuple[str, str]] = Counter()
    for place in (place for each in worlds for place in each.channels):
        first = float(place.messages[0].ts)
        for week in range(WEEKS):
            truth = place.fate.stage(week)
            now = (talk.START + timedelta(weeks=week + 1)).timestamp()
            if truth is None or first > now:
                continue
            horizon = now - HORIZON.total_seconds()
            beats = [
                Beat(float(message.ts), message.author)
                for message in place.messages
                if horizon <= float(message.ts) < now and not _is_meeting(message)
            ]
            told[str(truth), str(read_life(beats, now, first=first).stage)] += 1
    return told


def _is_meeting(message: SimMessage) -> bool:
    """Meetings are on Sundays, outside the weeks' plan."""
    return message.at.weekday() == 6


def accuracy(told: Counter[tuple[str, str]]) -> float:
    """The mean over the true stages of the share that was read right (0-1)."""
    stages = sorted({truth for truth, _ in told})
    rights = [
        told[stage, stage] / sum(count for (truth, _), count in told.items() if truth == stage)
        for stage in stages
    ]
    return sum(rights) / len(rights) if rights else 0.0


def score_meetings(worlds: Sequence[World]) -> Score:
    """Sudden meetings that were noticed, among all conversations of the second half year."""
    score = Score()
    for each in worlds:
        spoken = [said for place in each.channels for said in _spoken(place)]
        begins = (talk.START + timedelta(weeks=WEEKS - 10)).timestamp()
        truth = {(place.id, ts) for place in each.channels for ts in place.met}
        score.there += len(truth)
        for sitting in sittings(spoken):
            if sitting.began < begins or not is_burst(sitting, []):
                continue
            past = [
                said
                for said in spoken
                if said.author in sitting.people
                and 0 < sitting.began - said.at <= BEFORE.total_seconds()
            ]
            if is_burst(sitting, sittings(past), was_heard=past):
                score.found += 1
                score.right += (sitting.channel, f"{sitting.began:.6f}") in truth
    return score


def _spoken(place: Lived) -> Iterator[Spoken]:
    for message in place.messages:
        yield Spoken(
            place.id, message.thread_ts, float(message.ts), message.author, message.is_reply
        )


def score_links(worlds: Sequence[World]) -> Score:
    """Pairs of channels proposed, heard week by week as the bot does, among those with talk."""
    score = Score()
    for each in worlds:
        topics: dict[str, dict[str, float]] = {}
        for place in each.channels:
            weights: dict[str, float] = {}
            for week in range(WEEKS):
                monday = talk.START + timedelta(weeks=week)
                texts = [
                    message.text
                    for message in place.messages
                    if monday <= message.at < monday + timedelta(weeks=1)
                ]
                weights = added(weights, 7.0, hear(texts, "T1"))
            if len(place.messages) >= ENOUGH_MESSAGES:
                topics[place.id] = weights
        found = {(pair.one, pair.other) for pair in alike(topics, {})}
        score.there += len(each.links)
        score.found += len(found)
        score.right += len(found & each.links)
    return score


def run() -> list[Result]:
    """A line for each measure and half."""
    results = []
    for half, held_back in (("tuned", False), ("held back", True)):
        worlds = [world(1_000 + seed, held_back=held_back) for seed in SEEDS]
        told = score_stages(worlds)
        results.append(
            Result(f"stage of a channel, {half}", accuracy(told), 0.9, note=_confusions(told))
        )
        for name, score in (("meetings", score_meetings(worlds)), ("links", score_links(worlds))):
            note = f"{score.right} right of {score.found} found, {score.there} there"
            results.append(Result(f"{name}, precision, {half}", score.precision, 0.9, note=note))
            results.append(Result(f"{name}, recall, {half}", score.recall, 0.8, note=note))
    return results


def _confusions(told: Counter[tuple[str, str]]) -> str:
    parts = [f"{truth}→{read}: {count}" for (truth, read), count in sorted(told.items())]
    return ", ".join(parts)
