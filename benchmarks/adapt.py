"""What a community's own corrections bring: macro-F1 gained after 20, 40 and 80 of them.

Needs labelled talk that the reader did not learn from: the folder that ``BA_EVAL_DIR`` names. For
each community with enough messages, so many corrections are drawn, learned from, and judged on the
rest of that community.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

from benchmarks.result import Result
from bot.seci import adapt
from bot.seci.evaluate import LabelledMessage, read_labelled_messages
from bot.seci.metrics import macro_f1
from bot.seci.reader import load_reader
from bot.seci.types import Mode

DRAWS = 15
LEAST_LEFT = 15
"""Messages of a community that must be left to judge on."""
REACHES = {20: 0.0, 40: 0.0, 80: 0.03}


def run() -> list[Result]:
    """Measure the learning curve; nothing where no labelled talk is named."""
    folder = os.environ.get("BA_EVAL_DIR")
    if not folder:
        return []
    rows = read_labelled_messages(Path(folder) / "messages.jsonl", load_reader())
    return [_result(rows, size, reach) for size, reach in REACHES.items()]


def _result(rows: list[LabelledMessage], size: int, reach: float) -> Result:
    gains, used = [], []
    for community in sorted({row.community for row in rows}):
        own = [row for row in rows if row.community == community]
        if len(own) < size + LEAST_LEFT:
            continue
        used.append(community)
        gains.append(_gain(own, size))
    value = sum(gains) / len(gains) if gains else float("nan")
    note = f"macro-F1 gained; {', '.join(used)}; {DRAWS} draws each"
    return Result(f"adapt {size}", value, reach, "higher", note)


def _gain(own: list[LabelledMessage], size: int) -> float:
    """Give macro-F1 with minus without adapting, over what all draws together were judged on."""
    truth: list[str] = []
    before: list[str] = []
    after: list[str] = []
    for draw in range(DRAWS):
        rows = list(own)
        random.Random(draw).shuffle(rows)
        learned = adapt.fit([(row.reading, Mode(row.truth)) for row in rows[:size]])
        rest = rows[size:]
        truth.extend(row.truth for row in rest)
        before.extend(row.reading.mode.value for row in rest)
        after.extend(learned.apply(row.reading).mode.value for row in rest)
    return macro_f1(truth, after) - macro_f1(truth, before)
