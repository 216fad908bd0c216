"""Is this thread ripe, and which of its messages carry the insight? Few features, learned weights.

Pure: readings in, numbers and words out. The weights come from the corpus (``training``) and lie
as JSON beside the pipeline, so that anyone can read what counts for how much.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .centrality import centrality
from .normalize import normalize
from .types import Mode, Reading, Said

Features = dict[str, float]

THREAD_AT_MOST = 80
"""Messages of a thread that are weighed (the last ones)."""
_LENGTH_COUNTS = 250
"""Characters (code and links apart) beyond which a longer message is no likelier to carry it."""
_UNSETTLED = 1.5
"""Log-odds taken off while a thread is known to be still moving."""
BESIDE = frozenset(
    {
        "combination",
        "socialization",
        "argued beside others",
        "argued later",
        "after the most argued",
    }
)
"""Features of a message that only say which of a thread's messages is meant, not whether one is."""
_UPTAKE = frozenset({"thanks", "agreement", "taking_on", "trial", "insight"})
_INSIGHT_CUES = (
    "cause",
    "rule_of_thumb",
    "hypothesis",
    "contrast",
    "explains",
    "decision",
    "metaphor",
    "hedge",
    "trial",
    "symptom",
    "link",
)

WORDS: Mapping[str, tuple[str, str]] = {
    "best": (
        "one message clearly puts an insight into words",
        "no message clearly states an insight",
    ),
    "uptake": ("others took it up", "nobody took it up"),
    "tried": ("somebody tried it and told how it went", "nobody has tried it"),
    "voices": ("more than one person reasoned about it", "only one person reasoned"),
    "chatter": ("much of it is arrangement or small talk", "it stays with the matter"),
    "open": ("it ends in an open question", ""),
    "substance": ("it is argued at some length", "it is only touched on"),
}
"""What each feature of a thread says where there is much of it, and where there is little."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic rule: a bias and a weight per feature (features are on natural scales, about
    0-3).
    """

    bias: float
    weights: Mapping[str, float]

    def odds(self, features: Features) -> float:
        """Give the log-odds of ``features``; features without a weight do not count."""
        return self.bias + sum(self.weights.get(name, 0.0) * x for name, x in features.items())


@dataclass(frozen=True, slots=True)
class RipenessRules:
    """The learned rules: does a message carry an insight at all; is a thread ripe; and which of a
    thread's messages carries it (``among``).

    ``usual`` holds each thread feature's mean in the corpus, against which reasons are told.
    """

    carries: Weights
    ripe: Weights
    usual: Mapping[str, float]
    among: Weights = Weights(0.0, {})

    def to_json(self) -> str:
        """Write as JSON."""
        return json.dumps(
            {
                "carries": {"bias": self.carries.bias, "weights": dict(self.carries.weights)},
                "ripe": {"bias": self.ripe.bias, "weights": dict(self.ripe.weights)},
                "usual": dict(self.usual),
                "among": {"bias": self.among.bias, "weights": dict(self.among.weights)},
            },
            indent=1,
        )


def read_rules(path: Path) -> RipenessRules:
    """Read what ``RipenessRules.to_json`` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    carries, ripe, among = data["carries"], data["ripe"], data["among"]
    return RipenessRules(
        Weights(carries["bias"], carries["weights"]),
        Weights(ripe["bias"], ripe["weights"]),
        data["usual"],
        Weights(among["bias"], among["weights"]),
    )


def sigmoid(odds: float) -> float:
    """Turn log-odds into a probability, for any size of number."""
    if odds >= 0:
        return 1.0 / (1.0 + math.exp(-min(odds, 500.0)))
    power = math.exp(max(odds, -500.0))
    return power / (1.0 + power)


def message_features(said: Sequence[Said], readings: Sequence[Reading]) -> list[Features]:
    """Give, for each message of a thread, what speaks for its carrying the insight."""
    central = centrality([one.text for one in said])
    argued = [reading.scores[Mode.EXTERNALIZATION] for reading in readings]
    most = max(argued, default=0.0)
    rows = []
    for index, (one, reading) in enumerate(zip(said, readings, strict=True)):
        cues = {cue.name for cue in reading.cues}
        row: Features = {
            "externalization": reading.scores[Mode.EXTERNALIZATION],
            "internalization": reading.scores[Mode.INTERNALIZATION],
            "combination": reading.scores[Mode.COMBINATION],
            "socialization": reading.scores[Mode.SOCIALIZATION],
            "none": reading.scores[Mode.NONE],
            "argued beside others": argued[index] / max(most, 1e-9),
            "argued later": max(argued[index + 1 :], default=0.0),
            "after the most argued": float(index > argued.index(most)),
            "central": central[index] * 4,
            "length": math.log1p(min(len(normalize(one.text)), _LENGTH_COUNTS)) / 3,
            "late": index / max(len(said) - 1, 1),
            "opens": float(index == 0),
            "asks": float("?" in one.text),
            "asks only": float(one.text.rstrip().endswith("?")),
            "uptake": _uptake(index, said, readings),
            "after question": float(index > 0 and "?" in said[index - 1].text),
        }
        row.update({f"cue {name}": float(name in cues) for name in _INSIGHT_CUES})
        rows.append(row)
    return rows


def _uptake(index: int, said: Sequence[Said], readings: Sequence[Reading]) -> float:
    """1 where another person answers within three messages by thanks, agreement or a trial; else
    0.
    """
    author = said[index].author
    for later in range(index + 1, min(index + 4, len(said))):
        if said[later].author == author and author:
            continue
        if _UPTAKE & {cue.name for cue in readings[later].cues}:
            return 1.0
    return 0.0


def thread_features(
    said: Sequence[Said], readings: Sequence[Reading], carries: Sequence[float]
) -> Features:
    """Give what speaks for a thread's being ripe; ``carries`` holds a probability per message."""
    best = max(range(len(said)), key=lambda i: (carries[i], -i))
    share = [reading.scores[Mode.EXTERNALIZATION] for reading in readings]
    voices = {one.author for one, p in zip(said, share, strict=True) if p > 0.5}
    none = [reading.scores[Mode.NONE] for reading in readings]
    after = readings[best + 1 :]
    reasoned = sum(p * min(len(one.text), 500) for one, p in zip(said, share, strict=True))
    return {
        "best": carries[best] * 3,
        "uptake": _uptake(best, said, readings),
        "tried": max((r.scores[Mode.INTERNALIZATION] for r in after), default=0.0),
        "voices": float(min(len(voices), 3)),
        "chatter": sum(none) / len(none),
        "open": float(said[-1].text.rstrip().endswith("?")),
        "substance": math.log1p(reasoned / 100),
    }


def judge(
    said: Sequence[Said], readings: Sequence[Reading], rules: RipenessRules, settled: bool | None
) -> tuple[float, tuple[int, ...], tuple[str, ...]]:
    """Give a thread's ripeness (0-1), the positions that carry the insight (best first), and
    reasons.
    """
    if not said:
        return 0.0, (), ("nothing was said",)
    rows = message_features(said, readings)
    carries = [sigmoid(rules.carries.odds(row)) for row in rows]
    among = [sigmoid(rules.among.odds(row)) for row in rows]
    features = thread_features(said, readings, carries)
    odds = rules.ripe.odds(features) - (_UNSETTLED if settled is False else 0.0)
    ripeness = sigmoid(odds)
    reasons = reasons_for(features, rules, ripe=ripeness >= 0.5)
    if settled is False:
        reasons = (*reasons, "people are still talking")
    return ripeness, positions_of(among), reasons


def positions_of(carries: Sequence[float]) -> tuple[int, ...]:
    """Give up to three positions, best first; the second and third only if nearly as good."""
    order = sorted(range(len(carries)), key=lambda i: (-carries[i], i))
    return tuple(i for i in order[:3] if carries[i] >= 0.4 * carries[order[0]])


def reasons_for(features: Features, rules: RipenessRules, *, ripe: bool) -> tuple[str, ...]:
    """Say in plain words what weighed most for the verdict, at most three things."""
    pulls = []
    for name, value in features.items():
        lean = value - rules.usual.get(name, 0.0)
        pull = rules.ripe.weights.get(name, 0.0) * lean
        word = WORDS[name][0 if lean > 0 else 1]
        if word and (pull > 0) == ripe:
            pulls.append((abs(pull), word))
    return tuple(word for _, word in sorted(pulls, reverse=True)[:3])
