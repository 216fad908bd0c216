"""Does reading leak? Memory after a million messages ÷ after fifty thousand, in a process of its
own.

Every message is different and holds words never seen before, as names, ids and typos are in real
talk: the kind
of talk that makes spaCy's vocabulary grow unless each batch is read in a memory zone.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.result import Result

FIRST, LAST = 50_000, 1_000_000
BATCH = 1_000
_LINES = (
    "{0} the pump on {1} stops because the filter {2} is full, so we should flush it first",
    "thanks {0}! will look at {1} tomorrow",
    "is there a list for {0}? I only found {1}",
    "I tried {0} with {1} as you said and now {2} works",
    "see https://example.org/{0}/{1} for the numbers, {2} was 17",
)


def run() -> list[Result]:
    """Measure in a fresh process and give the ratio."""
    messages = int(os.environ.get("BA_BENCH_MESSAGES", LAST))
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory", str(messages)],
        cwd=Path(__file__).parent.parent,
        check=True,
        capture_output=True,
        text=True,
    )
    first, last = json.loads(done.stdout)
    note = f"{first / 1e6:.0f} MB after {FIRST:,}, {last / 1e6:.0f} MB after {messages:,} messages"
    return [Result("memory", last / first, 1.2, "lower", note)]


def resident() -> int:
    """Give this process's memory in use, in bytes (Linux; elsewhere the most it ever used)."""
    status = Path("/proc/self/statm")
    if status.exists():
        return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _batches(messages: int) -> Iterator[list[str]]:
    for start in range(0, messages, BATCH):
        yield [
            _LINES[n % len(_LINES)].format(f"w{n * 7919:x}", f"x{n * 104729:x}", f"y{n}")
            for n in range(start, min(start + BATCH, messages))
        ]


def _measure(messages: int) -> tuple[int, int]:
    from bot.seci.reader import load_reader
    from bot.seci.types import Said, Utterance

    reader, first, done = load_reader(), 0, 0
    for texts in _batches(messages):
        reader.read([Utterance(Said(text)) for text in texts])
        done += len(texts)
        if not first and done >= FIRST:
            first = resident()
    return first or resident(), resident()


if __name__ == "__main__":
    print(json.dumps(_measure(int(sys.argv[1]))))
