"""Which kind of ba is this? Two measured axes and the mix of modes give four probabilities.

Nonaka, Toyama and Konno (2000) tell four kinds of ba apart by two axes - is interaction individual
or collective, face-to-face or virtual - and give each the mode of conversion it is the context for.
A chat channel is virtual by nature: quick, short, addressed talk stands in for face to face.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from models.channel import Kind

# The mode that each kind of ba is the context for.
MODE_OF = {
    Kind.ORIGINATING: "socialization",
    Kind.DIALOGUING: "externalization",
    Kind.SYSTEMIZING: "combination",
    Kind.EXERCISING: "internalization",
}
# Where each kind stands on the axes: (collective, virtual), each 0 or 1.
PLACE_OF = {
    Kind.ORIGINATING: (0.0, 0.0),
    Kind.DIALOGUING: (1.0, 0.0),
    Kind.SYSTEMIZING: (1.0, 1.0),
    Kind.EXERCISING: (0.0, 1.0),
}
PLAIN = {
    Kind.ORIGINATING: "share what people live through",
    Kind.DIALOGUING: "put into words what somebody knows",
    Kind.SYSTEMIZING: "pass on or combine what is written",
    Kind.EXERCISING: "tell how something was tried",
}

# Below this many messages with a clear reading nothing is said about a channel.
ENOUGH = 8
# What counts more: what messages do, or how people talk. The axes only lean.
AXIS_LEAN = 0.25
# So many imagined messages of each mode keep a few real ones from looking certain.
PRIOR = 1.0


@dataclass(frozen=True, slots=True)
class Heard:
    """One message as the kind of a ba is judged by it. ``at`` is seconds since the epoch."""

    author: str
    thread: str
    at: float
    mode: str | None
    length: int
    links: int
    files: int
    mentions: int


@dataclass(frozen=True, slots=True)
class KindReading:
    """Four probabilities (0-1, summing to 1), the likeliest kind (None: too little talk), why."""

    kind: Kind | None
    scores: dict[str, float]
    reason: str


def read_kind(messages: Sequence[Heard]) -> KindReading:
    """What kind of ba these messages (of some weeks of one channel) come from."""
    modes = Counter(message.mode for message in messages if message.mode in MODE_OF.values())
    total = sum(modes.values())
    if total < ENOUGH:
        return KindReading(
            None, {}, f"messages with a clear meaning so far: {total}, too few to tell"
        )
    collective, virtual = collectiveness(messages), virtuality(messages)
    weights = {
        kind: (modes[mode] + PRIOR) * _agreement(kind, collective, virtual)
        for kind, mode in MODE_OF.items()
    }
    whole = sum(weights.values())
    scores = {str(kind): weight / whole for kind, weight in weights.items()}
    kind = max(weights, key=lambda each: weights[each])
    return KindReading(kind, scores, _reason(kind, modes, total, messages))


def _agreement(kind: Kind, collective: float, virtual: float) -> float:
    """How well the axes agree with a kind: between 1 - AXIS_LEAN and 1 + AXIS_LEAN."""
    place = PLACE_OF[kind]
    distance = (abs(place[0] - collective) + abs(place[1] - virtual)) / 2
    return 1 + AXIS_LEAN * (1 - 2 * distance)


def _reason(kind: Kind, modes: Counter[str | None], total: int, messages: Sequence[Heard]) -> str:
    people = len({message.author for message in messages})
    share = f"{modes[MODE_OF[kind]]} of {total} recent messages"
    return f"because {share} {PLAIN[kind]}, among {people} people"


def collectiveness(messages: Sequence[Heard]) -> float:
    """Individual (0) to collective (1): how many people a conversation really has.

    The effective number of speakers (the exponential of the entropy of their shares) of each
    thread, weighted by its length: one speaker gives 0, two 0.5, many approach 1.
    """
    threads: dict[str, list[str]] = {}
    for message in messages:
        threads.setdefault(message.thread, []).append(message.author)
    if not threads:
        return 0.5
    spoken = sum(len(authors) for authors in threads.values())
    return sum((1 - 1 / _effective(a)) * len(a) for a in threads.values()) / spoken


def _effective(authors: Sequence[str]) -> float:
    shares = [count / len(authors) for count in Counter(authors).values()]
    return math.exp(-sum(share * math.log(share) for share in shares))


def virtuality(messages: Sequence[Heard]) -> float:
    """Face to face (0) to virtual (1): long, linked and slow against quick and short."""
    if not messages:
        return 0.5
    count = len(messages)
    documents = sum(1 for m in messages if m.links or m.files) / count
    long = sum(min(m.length, 600) for m in messages) / count / 600
    quick = _quickness(messages)
    addressed = sum(1 for m in messages if m.mentions) / count
    return max(0.0, min(1.0, 0.5 + 0.6 * documents + 0.5 * long - 0.4 * quick - 0.3 * addressed))


def _quickness(messages: Sequence[Heard]) -> float:
    """The share of messages that answer within five minutes in their thread."""
    last: dict[str, float] = {}
    quick = 0
    for message in sorted(messages, key=lambda each: each.at):
        before = last.get(message.thread)
        quick += before is not None and message.at - before < 300
        last[message.thread] = message.at
    return quick / len(messages)
