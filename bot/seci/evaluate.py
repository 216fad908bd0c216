"""`ba evaluate FILE`: the table of measures for labelled JSON lines, messages or threads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import lines as parsing
from .errors import BadLineError, SeciError
from .filters import ReadsTalk
from .metrics import auc, calibration_error, f1_of, interval, macro_f1
from .types import Mode, Reading, Said, ThreadReading

OFFER = 0.5
"""The ripeness from which a card is offered."""


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message's true label, where it is from, and how it was read."""

    truth: str
    community: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class LabelledThread:
    """A thread's verdict (the judges agree), its carrying positions, and how it was read."""

    ripe: bool
    insight: frozenset[int]
    positions: Sequence[int]
    said: Sequence[Said]
    read: ThreadReading


def table(path: Path, reader: ReadsTalk) -> str:
    """Print the table that fits the file: of messages, or of threads."""
    with path.open(encoding="utf-8") as file:
        first = next(parsing.objects(file), None)
    if first is None:
        raise SeciError(f"{path.name} holds nothing")
    return threads_table(path, reader) if "messages" in first[1] else messages_table(path, reader)


def messages_table(path: Path, reader: ReadsTalk) -> str:
    """Print how messages are read: ``{"text", "context", "label" or "label_a", "agreed"}``
    lines.
    """
    rows = read_labelled_messages(path, reader)
    truth = [row.truth for row in rows]
    guess = [row.reading.mode.value for row in rows]
    sure = [row for row in rows if row.reading.confident]
    low, high = interval(
        lambda pick: macro_f1([truth[i] for i in pick], [guess[i] for i in pick]), len(rows)
    )
    right = [t == g for t, g in zip(truth, guess, strict=True)]
    confidence = [row.reading.scores[row.reading.mode] for row in rows]
    sure_right = sum(row.truth == row.reading.mode.value for row in sure) / max(len(sure), 1)
    out = [
        f"messages              {len(rows)}",
        f"macro-F1              {macro_f1(truth, guess):.3f}  (95 %: {low:.3f}-{high:.3f})",
        f"accuracy              {sum(right) / len(right):.3f}",
        f"calibration error     {calibration_error(right, confidence):.3f}  (10 bins)",
        f"abstains              {1 - len(sure) / len(rows):.3f}  "
        f"(right where confident: {sure_right:.3f})",
        "",
        f"{'label':<22}{'F1':>6}{'precision':>11}{'recall':>8}{'count':>7}",
    ]
    out.extend(_label_line(mode.value, truth, guess) for mode in Mode)
    out.extend(["", f"{'community':<22}{'F1':>6}{'count':>18}"])
    for community, count in sorted(Counter(row.community for row in rows).items()):
        own = [i for i, row in enumerate(rows) if row.community == community]
        value = macro_f1([truth[i] for i in own], [guess[i] for i in own])
        out.append(f"{community:<22}{value:>6.3f}{count:>18}")
    return "\n".join(out)


def threads_table(path: Path, reader: ReadsTalk) -> str:
    """Print how threads are read: ``{"messages", "ripe" or "ripe_a"/"ripe_b",
    "insight_positions"}``.
    """
    rows = read_labelled_threads(path, reader)
    ripe = [row.ripe for row in rows]
    scores = [row.read.ripeness for row in rows]
    lengths = [float(sum(len(one.text) for one in row.said)) for row in rows]
    offered = [score >= OFFER for score in scores]
    hits = [row for row in rows if row.ripe and row.insight]
    false = sum(o and not r for o, r in zip(offered, ripe, strict=True))
    return "\n".join(
        [
            f"threads               {len(rows)}  ({sum(ripe)} ripe)",
            _line(
                "AUC", lambda pick: auc([ripe[i] for i in pick], [scores[i] for i in pick]), rows
            ),
            _line(
                "AUC of length",
                lambda pick: auc([ripe[i] for i in pick], [lengths[i] for i in pick]),
                rows,
            ),
            _line("precision at 0.5", lambda pick: _precision(pick, ripe, offered), rows),
            _line("recall at 0.5", lambda pick: _precision(pick, offered, ripe), rows),
            f"false offers          {false} of {sum(offered)} offers",
            _line("hit@1", lambda pick: _mean([_hit(hits[i]) for i in pick]), hits),
            _line(
                "hit@1 longest message", lambda pick: _mean([_longest(hits[i]) for i in pick]), hits
            ),
        ]
    )


def read_labelled_messages(path: Path, reader: ReadsTalk) -> list[LabelledMessage]:
    """Read the agreed messages of a labelled file."""
    with path.open(encoding="utf-8") as file:
        found = [(n, data) for n, data in parsing.objects(file) if data.get("agreed", True)]
    readings = reader.read([parsing.utterance(number, data) for number, data in found])
    return [
        LabelledMessage(_label(number, data), str(data.get("community", "-")), reading)
        for (number, data), reading in zip(found, readings, strict=True)
    ]


def read_labelled_threads(path: Path, reader: ReadsTalk) -> list[LabelledThread]:
    """Read the threads of a labelled file on which the judges agree."""
    rows = []
    with path.open(encoding="utf-8") as file:
        for number, data in parsing.objects(file):
            first = data.get("ripe", data.get("ripe_a"))
            if bool(first) != bool(data.get("ripe_b", first)):
                continue
            positions, said = parsing.thread(number, data)
            insight = frozenset(data.get("insight_positions") or ())
            rows.append(
                LabelledThread(bool(first), insight, positions, said, reader.read_thread(said))
            )
    if not rows:
        raise SeciError(f"{path.name} holds no thread on which the judges agree")
    return rows


def _label(number: int, data: dict[str, Any]) -> str:
    label = data.get("label", data.get("label_a"))
    if label not in {mode.value for mode in Mode}:
        raise BadLineError(number, f"{label!r} is not a label")
    return str(label)


def _label_line(label: str, truth: Sequence[str], guess: Sequence[str]) -> str:
    hits = sum(t == g == label for t, g in zip(truth, guess, strict=True))
    precision = hits / max(sum(g == label for g in guess), 1)
    recall = hits / max(sum(t == label for t in truth), 1)
    count = sum(t == label for t in truth)
    return (
        f"{label:<22}{f1_of(truth, guess, label):>6.3f}{precision:>11.3f}{recall:>8.3f}{count:>7}"
    )


def _line(name: str, measure: Any, rows: Sequence[Any]) -> str:
    low, high = interval(measure, len(rows))
    return f"{name:<22}{measure(range(len(rows))):.3f}  (95 %: {low:.3f}-{high:.3f})"


def _precision(pick: Sequence[int], true: Sequence[bool], said: Sequence[bool]) -> float:
    picked = [true[i] for i in pick if said[i]]
    return _mean([float(one) for one in picked])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")


def _hit(row: LabelledThread) -> float:
    best = row.read.positions[0] if row.read.positions else -1
    return float(best >= 0 and row.positions[best] in row.insight)


def _longest(row: LabelledThread) -> float:
    longest = max(range(len(row.said)), key=lambda i: len(row.said[i].text))
    return float(row.positions[longest] in row.insight)
