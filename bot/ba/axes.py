"""The two axes of ba, measured in talk: individual to collective, face-to-face to virtual.

Of a conversation - a thread, or a run of messages outside threads with no long pause - it is
measured how many take part, whether others answer the one who began, and how turns go round; how
quickly answers come, how long messages are, whether they are addressed, whether they bring links or
documents. Plain values; nothing here knows what a message means.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

# An answer within five minutes is nearly spoken; one after an hour is a letter.
QUICK_SECONDS, SLOW_SECONDS = 300.0, 3_600.0
# Outside threads, half an hour's pause ends a conversation.
PAUSE_SECONDS = 1_800.0
# As collective as it gets: four who speak equally much.
MANY = 4.0
# Longer than this many characters is no longer.
LONG = 600


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
class Standing:
    """Where talk stands on the axes (0-1 each), and what that was measured from.

    ``speakers`` is the effective number of people in a conversation (1 and up); ``quick``,
    ``slow``, ``documents``, ``addressed`` are shares of 0-1.
    """

    collective: float
    virtual: float
    speakers: float
    quick: float
    slow: float
    documents: float
    addressed: float

    @staticmethod
    def mean(standings: Sequence[tuple[Standing, float]]) -> Standing | None:
        """The mean of some, by weight; None of none."""
        whole = sum(weight for _, weight in standings)
        if not whole:
            return None
        columns = zip(*(astuple(each) for each, _ in standings), strict=True)
        weights = [weight / whole for _, weight in standings]
        return Standing(
            *(sum(v * w for v, w in zip(column, weights, strict=True)) for column in columns)
        )


def conversations(messages: Sequence[Heard]) -> list[list[Heard]]:
    """Talk, as conversations: threads, and runs of messages that nobody answered in a thread."""
    threads: dict[str, list[Heard]] = {}
    for message in sorted(messages, key=lambda each: each.at):
        threads.setdefault(message.thread, []).append(message)
    found: list[list[Heard]] = []
    run: list[Heard] = []
    for talk in threads.values():  # in the order of their first messages
        if len(talk) > 1:
            found.append(talk)
        elif run and talk[0].at - run[-1].at <= PAUSE_SECONDS:
            run.append(talk[0])
        else:
            run = [talk[0]]
            found.append(run)
    return found


def standing_of(talk: Sequence[Heard]) -> Standing:
    """Where one conversation (in order of time, at least one message) stands."""
    pauses = [after.at - before.at for before, after in pairwise(talk)]
    quick = _share([pause < QUICK_SECONDS for pause in pauses])
    slow = _share([pause > SLOW_SECONDS for pause in pauses])
    documents = _share([bool(each.links or each.files) for each in talk])
    addressed = _share([each.mentions > 0 for each in talk])
    length = sum(min(each.length, LONG) for each in talk) / len(talk) / LONG
    virtual = 0.5 + 0.5 * documents + 0.4 * length + 0.2 * slow - 0.5 * quick - 0.2 * addressed
    authors = [each.author for each in talk]
    return Standing(
        collective=collectiveness(authors),
        virtual=max(0.0, min(1.0, virtual)),
        speakers=speakers(authors),
        quick=quick,
        slow=slow,
        documents=documents,
        addressed=addressed,
    )


def collectiveness(authors: Sequence[str]) -> float:
    """Individual (0) to collective (1), from who spoke in turn.

    The mean of three: how many take part; how much of what follows comes from others than the one
    who began; how often the word goes on to somebody who was not just speaking, instead of to and
    fro. One message that nobody answered says nothing: 0.5.
    """
    if len(authors) == 1:
        return 0.5
    takers = min(1.0, (speakers(authors) - 1) / (MANY - 1))
    answered = _share([author != authors[0] for author in authors[1:]])
    round_trip = _share(
        [author not in authors[place : place + 2] for place, author in enumerate(authors[2:])]
    )
    return (takers + answered + round_trip) / 3


def speakers(authors: Sequence[str]) -> float:
    """The effective number of speakers: the exponential of the entropy of their shares."""
    shares = [count / len(authors) for count in Counter(authors).values()]
    return math.exp(-sum(share * math.log(share) for share in shares))


def _share(yes: Sequence[bool]) -> float:
    return sum(yes) / len(yes) if yes else 0.0
