"""Is the corpus fit to learn from? Doubles, leakage, balance, and nothing taken from evaluation
talk.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from .talk import Thread

SHINGLE = 8
"""Words in a row that count as the same sentence."""
HASHES = Path(__file__).parent / "evaluation_shingles.txt"
"""Hashes of every shingle of the evaluation's talk, so that overlap is found without having it
here."""
_BYTES = 5
_LONG = 30
_WORD = re.compile(r"[a-z0-9']+")


def words_of(text: str) -> list[str]:
    """Give a text's words, lower case."""
    return _WORD.findall(text.lower().replace("’", "'"))


def shingles(text: str, size: int = SHINGLE) -> Iterator[str]:
    """Give every run of ``size`` words."""
    words = words_of(text)
    for start in range(len(words) - size + 1):
        yield " ".join(words[start : start + size])


def hashed(texts: Iterable[str]) -> set[str]:
    """Give the short hashes (hex) of all shingles of ``texts``."""
    return {
        hashlib.sha256(shingle.encode()).hexdigest()[: 2 * _BYTES]
        for text in texts
        for shingle in shingles(text)
        if _telling(shingle)
    }


def _telling(shingle: str) -> bool:
    """Say whether a run of words is more than counting ("1 2 3 4 …")."""
    return sum(word.isalpha() for word in shingle.split()) >= SHINGLE // 2


def committed_hashes(path: Path = HASHES) -> set[str]:
    """Read the committed hashes: one hex run without separators, by lines."""
    run = "".join(path.read_text(encoding="ascii").split())
    step = 2 * _BYTES
    return {run[at : at + step] for at in range(0, len(run), step)}


def exact_doubles(threads: Sequence[Thread]) -> list[str]:
    """Give long messages that stand more than once (short ones, like "thanks", may)."""
    texts = Counter(" ".join(words_of(m.text)) for t in threads for m in t.messages)
    return [text for text, count in texts.items() if count > 1 and len(text) > _LONG]


def near_doubles(threads: Sequence[Thread], share: float = 0.7) -> list[tuple[str, str]]:
    """Give pairs of messages that share most of their 4-word runs."""
    texts = [m.text for t in threads for m in t.messages if len(m.text) > _LONG]
    runs = [set(shingles(text, 4)) for text in texts]
    where: dict[str, list[int]] = defaultdict(list)
    for index, own in enumerate(runs):
        for run in own:
            where[run].append(index)
    shared: Counter[tuple[int, int]] = Counter()
    for places in where.values():
        for at, one in enumerate(places):
            shared.update((one, other) for other in places[at + 1 :])
    return [
        (texts[a], texts[b])
        for (a, b), count in shared.items()
        if count >= 3 and count >= share * min(len(runs[a]), len(runs[b]))
    ]


def label_counts(threads: Sequence[Thread]) -> Counter[str]:
    """Count the labels."""
    return Counter(message.mode.value for thread in threads for message in thread.messages)
