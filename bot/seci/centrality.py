"""How central each text is among its neighbours: the mean TF-IDF cosine to the others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

_WORD = re.compile(r"[a-z][a-z'-]{2,}")
_COMMON = frozenset(
    [
        "the",
        "and",
        "that",
        "this",
        "with",
        "for",
        "you",
        "are",
        "was",
        "have",
        "has",
        "had",
        "not",
        "but",
        "can",
        "will",
        "just",
        "what",
        "there",
        "they",
        "from",
        "its",
        "it's",
        "i'm",
        "don't",
        "would",
        "could",
        "should",
        "about",
        "then",
        "than",
        "them",
        "when",
        "which",
        "your",
        "our",
        "out",
        "all",
        "one",
        "get",
        "got",
        "like",
        "some",
        "any",
        "how",
        "why",
        "who",
        "did",
        "does",
        "been",
        "were",
        "because",
        "into",
        "also",
        "only",
        "more",
        "very",
        "too",
        "yes",
    ]
)


def centrality(texts: Sequence[str]) -> list[float]:
    """Give for each text its mean likeness (0-1) to the other texts; 0 for one alone."""
    counts = [Counter(_stems(text)) for text in texts]
    spread: Counter[str] = Counter()
    for count in counts:
        spread.update(count.keys())
    vectors = [_vector(count, spread, len(texts)) for count in counts]
    others = max(len(texts) - 1, 1)
    return [
        sum(_dot(one, two) for j, two in enumerate(vectors) if j != i) / others
        for i, one in enumerate(vectors)
    ]


def _stems(text: str) -> list[str]:
    words = _WORD.findall(text[:4_000].lower())
    return [word.rstrip("s")[:7] for word in words if word not in _COMMON]


def _vector(count: Counter[str], spread: Counter[str], size: int) -> dict[str, float]:
    raw = {w: (1 + math.log(n)) * math.log(1 + size / spread[w]) for w, n in count.items()}
    norm = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {word: value / norm for word, value in raw.items()}


def _dot(one: dict[str, float], two: dict[str, float]) -> float:
    if len(one) > len(two):
        one, two = two, one
    return sum(value * two[word] for word, value in one.items() if word in two)
