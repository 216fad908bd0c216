"""A spontaneous ba: several people who rarely talk together suddenly do (M9). Pure rules.

"Ba can be built intentionally or created spontaneously. Leaders can facilitate ba … or leaders can
'find' and utilize spontaneously formed ba" (Nonaka, Toyama and Konno, 2000). Whoever is in it is
told; nobody else. Count is not enough: those who talk every day are no surprise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

# One sitting: in a thread within a day; between threads, while nobody pauses for half an hour.
THREAD_SPAN, PAUSE = 86_400.0, 1_800.0
# A burst: people, messages, and how many of them spoke more than once.
PEOPLE, WORDS, SPOKE_AGAIN = 3, 6, 2
# Rare: at most this share (0-1) of the pairs among them talked in the weeks before.
KNOWN_MOST = 0.34
# Known people: this share (0-1) of them was heard so long (seconds) before.
KNOWN_PEOPLE, KNOWN_SINCE = 0.6, 7 * 86_400.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody said something: where (channel, thread; ``is_reply``: under another), when."""

    channel: str
    thread: str
    at: float
    author: str
    is_reply: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """People in one conversation. ``thread`` is "" for talk in the channel itself."""

    channel: str
    thread: str
    spoken: tuple[Spoken, ...]

    @property
    def people(self) -> frozenset[str]:
        """Who spoke."""
        return frozenset(each.author for each in self.spoken)

    @property
    def began(self) -> float:
        """When the first word was said, in seconds since the epoch."""
        return self.spoken[0].at

    @property
    def ended(self) -> float:
        """When the last word was said, in seconds since the epoch."""
        return self.spoken[-1].at


def sittings(spoken: Sequence[Spoken]) -> list[Sitting]:
    """Conversations, oldest first: each thread with replies, and runs of talk between threads."""
    told = sorted(spoken, key=lambda each: each.at)
    threaded = {(each.channel, each.thread) for each in told if each.is_reply}
    found: list[Sitting] = []
    for place in sorted(threaded):
        inside = [each for each in told if (each.channel, each.thread) == place]
        found += [Sitting(*place, part) for part in _parts(inside, THREAD_SPAN)]
    for channel in sorted({each.channel for each in told}):
        between = [
            each
            for each in told
            if each.channel == channel and (each.channel, each.thread) not in threaded
        ]
        found += [Sitting(channel, "", part) for part in _parts(between, PAUSE)]
    return sorted(found, key=lambda sitting: (sitting.began, sitting.thread))


def _parts(told: Sequence[Spoken], pause: float) -> list[tuple[Spoken, ...]]:
    parts: list[list[Spoken]] = []
    for each in told:
        if parts and each.at - parts[-1][-1].at <= pause:
            parts[-1].append(each)
        else:
            parts.append([each])
    return [tuple(part) for part in parts]


def is_burst(
    sitting: Sitting, before: Sequence[Sitting], *, was_heard: Sequence[Spoken] | None = None
) -> bool:
    """Whether people who rarely talk together do so here, given the weeks ``before``.

    ``was_heard``: what these people said in those weeks. Of people who were never heard, nobody
    can say that they rarely talk together. Without it, only the meeting itself is judged.
    """
    people = sitting.people
    if len(people) < PEOPLE or len(sitting.spoken) < WORDS:
        return False
    again = [who for who in people if sum(each.author == who for each in sitting.spoken) > 1]
    if len(again) < SPOKE_AGAIN:
        return False
    if was_heard is None:
        return True
    return is_known(sitting, was_heard) and known_share(people, before) <= KNOWN_MOST


def is_known(sitting: Sitting, was_heard: Sequence[Spoken]) -> bool:
    """Whether most of these people were heard a week and more ago, anywhere."""
    long_ago = {each.author for each in was_heard if sitting.began - each.at >= KNOWN_SINCE}
    return len(sitting.people & long_ago) >= len(sitting.people) * KNOWN_PEOPLE


def known_share(people: frozenset[str], before: Sequence[Sitting]) -> float:
    """Which share (0-1) of the pairs among these people talked together before."""
    pairs = {frozenset(pair) for pair in combinations(sorted(people), 2)}
    known = {
        frozenset(pair)
        for sitting in before
        for pair in combinations(sorted(sitting.people & people), 2)
    }
    return len(pairs & known) / len(pairs) if pairs else 0.0
