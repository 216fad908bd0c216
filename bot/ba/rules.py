"""Which kind of ba is this? Two measured axes and the mix of modes give four probabilities.

Nonaka, Toyama and Konno (2000) tell four kinds of ba apart by two axes - is interaction individual
or collective, face-to-face or virtual - and give each the mode of conversion it is the context for.
A chat channel is virtual by nature: quick, short, addressed talk stands in for face to face.

Threads are short-lived ba themselves: so each conversation is judged, by the modes in it and by
where it stands on the axes, and a week is the sum of its conversations.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.ba.axes import Heard, Standing, conversations, standing_of
from bot.texts import kinds as texts
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

# Below this many messages with a clear reading nothing is said about a channel.
ENOUGH = 8
# "By no means exclusive": of the messages that do something with knowledge, so many (0-1) do what
# the kind is for, the others one of the other three things.
FOR_THE_KIND = 0.6
# What the axes of a conversation weigh, in units of one clear message: they lean, modes decide.
AXES_WEIGH = 0.5
# So many imagined messages of each kind keep a few real ones from looking certain.
PRIOR = 1.0
# Rounds of fitting the mixture of a week's conversations; it changes little after a few.
ROUNDS = 8
# The weeks that make the present kind, newest first, and what each counts.
WEEKS_COUNT = (1.0, 0.6, 0.35, 0.2)
# A new kind must be so much likelier (0-1) than the one that was: no place changes to and fro.
LEAD = 0.1

_STEP = math.log(FOR_THE_KIND / ((1 - FOR_THE_KIND) / 3))


@dataclass(frozen=True, slots=True)
class Tally:
    """Some talk, summed up: what a week is kept as.

    ``modes``: clear readings by mode; ``belongs``: how many of them belong to each kind; ``axes``:
    where it stands, weighted by its messages (None: no talk).
    """

    messages: int = 0
    people: int = 0
    conversations: int = 0
    modes: Mapping[str, int] = field(default_factory=dict)
    belongs: Mapping[str, float] = field(default_factory=dict)
    axes: Standing | None = None


@dataclass(frozen=True, slots=True)
class KindReading:
    """Four probabilities (0-1, summing to 1), the likeliest kind (None: too little talk), why."""

    kind: Kind | None
    scores: dict[str, float]
    reason: str


def read_kind(messages: Sequence[Heard]) -> KindReading:
    """What kind of ba these messages come from."""
    return judge(tally(messages))


def tally(messages: Sequence[Heard]) -> Tally:
    """Sum up the talk of a week of one channel, conversation by conversation."""
    talks = conversations(messages)
    standings = [standing_of(talk) for talk in talks]
    clear = [Counter(str(m.mode) for m in talk if m.mode in MODE_OF.values()) for talk in talks]
    modes: Counter[str] = sum(clear, Counter())
    signs = [signs_of(*pair) for pair in zip(clear, standings, strict=True)]
    counts = [each.total() for each in clear]
    return Tally(
        messages=len(messages),
        people=len({message.author for message in messages}),
        conversations=len(talks),
        modes=dict(modes),
        belongs=_shared_out(signs, counts),
        axes=Standing.mean([(each, len(t)) for each, t in zip(standings, talks, strict=True)]),
    )


def signs_of(clear: Mapping[str, int], standing: Standing) -> dict[Kind, float]:
    """What one conversation says for each kind: the logarithm of its likelihood, but a constant."""
    return {
        kind: _STEP * (clear.get(mode, 0) + AXES_WEIGH * _agreement(kind, standing))
        for kind, mode in MODE_OF.items()
    }


def _shared_out(signs: Sequence[Mapping[Kind, float]], counts: Sequence[int]) -> dict[str, float]:
    """How many of the clear messages belong to each kind.

    A mixture of kinds, fitted by expectation and maximization: a conversation that could be this or
    that is taken for what the channel's others are, as much as those are clear.
    """
    amounts = dict.fromkeys(Kind, 0.0)
    for _ in range(ROUNDS):
        whole = sum(amounts.values()) + PRIOR * len(Kind)
        common = {kind: math.log((amounts[kind] + PRIOR) / whole) for kind in Kind}
        amounts = dict.fromkeys(Kind, 0.0)
        for sign, count in zip(signs, counts, strict=True):
            heights = {kind: sign[kind] + common[kind] for kind in Kind}
            for kind, share in _likely(heights).items():
                amounts[kind] += share * count
    return {str(kind): amount for kind, amount in amounts.items()}


def _likely(heights: Mapping[Kind, float]) -> dict[Kind, float]:
    """Probabilities (0-1, summing to 1) from logarithms."""
    top = max(heights.values())
    weights = {kind: math.exp(height - top) for kind, height in heights.items()}
    whole = sum(weights.values())
    return {kind: weight / whole for kind, weight in weights.items()}


def _agreement(kind: Kind, standing: Standing) -> float:
    """How well a conversation's place on the axes agrees with a kind: -1 to 1."""
    collective, virtual = PLACE_OF[kind]
    return 1 - abs(collective - standing.collective) - abs(virtual - standing.virtual)


def judge(talk: Tally) -> KindReading:
    """The kind of some talk, summed up."""
    total = sum(talk.modes.values())
    if total < ENOUGH or talk.axes is None:
        return KindReading(None, {}, texts.too_little(total))
    whole = total + PRIOR * len(Kind)
    scores = {str(kind): (talk.belongs.get(kind, 0.0) + PRIOR) / whole for kind in Kind}
    kind = max(Kind, key=lambda each: scores[each])
    return KindReading(kind, scores, reason_for(kind, talk))


def reason_for(kind: Kind, talk: Tally) -> str:
    """One sentence of evidence for a kind, from what was measured."""
    total, axes = sum(talk.modes.values()), talk.axes
    among = pace = papers = ""
    if axes is not None:
        among = texts.among(axes.speakers)
        pace = texts.pace(axes.quick, axes.slow)
        papers = texts.papers(axes.documents)
    count = talk.modes.get(MODE_OF[kind], 0)
    return texts.because(kind, count, total, among, pace, papers)


def together(weeks: Sequence[Tally]) -> Tally:
    """The last weeks with talk, newest first, as one.

    Counts are summed. What belongs to which kind is a mean of the weeks' shares in which newer
    weeks count more, and a week does not count twice as much because people talked twice as much:
    a place that became quiet is what it is now.
    """
    counted = list(zip(weeks, WEEKS_COUNT, strict=False))
    weighed = [(week, count * _certainty(week)) for week, count in counted]
    whole = sum(weight for _, weight in weighed)
    clear = sum(sum(week.modes.values()) for week, _ in counted)
    belongs = dict.fromkeys(map(str, Kind), 0.0)
    for week, weight in weighed:
        for kind, amount in week.belongs.items() if weight else ():
            belongs[kind] += clear * weight / whole * amount / sum(week.modes.values())
    modes: Counter[str] = Counter()
    for week, _ in counted:
        modes.update(week.modes)
    return Tally(
        messages=sum(week.messages for week, _ in counted),
        people=max((week.people for week, _ in counted), default=0),
        conversations=sum(week.conversations for week, _ in counted),
        modes=dict(modes),
        belongs=belongs,
        axes=Standing.mean([(week.axes, weight) for week, weight in weighed if week.axes]),
    )


def _certainty(week: Tally) -> float:
    """How much a week can tell, 0-1: half with just enough clear messages."""
    clear = sum(week.modes.values())
    return clear / (clear + ENOUGH)


def settle(before: str | None, reading: KindReading) -> Kind | None:
    """The kind to go by: the one that was, unless another has become clearly likelier."""
    known = Kind(before) if before else None
    if reading.kind is None:
        return known
    if known is None:
        return reading.kind
    lead = reading.scores[reading.kind] - reading.scores[known]
    return reading.kind if lead >= LEAD else known
