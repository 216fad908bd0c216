"""Metaphors and analogies in a thread: the sentences that speak of one thing as another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .sentences import sentences, shorten
from .types import Mode, Reading, Said

FIGURE_AT_MOST = 280
"""Characters of a figure that is told over several sentences."""
_ARGUED_AT_LEAST = 0.15
FIGURATIVE = re.compile(
    r"\b(?:(?:is|are|was|it's|its|that's|works?|acts?|behaves?|feels?|looks?|more|just|bit|of)"
    r" like (?:an?|the|trying|having|your)\b|like an? \w+|as if\b|imagine\b|"
    r"think of (?:it|them|this) as\b|"
    r"picture an?\b|metaphor)",
    re.IGNORECASE,
)
ANALOGY = re.compile(
    r"\b(?:same (?:as|way|thing) (?:with|as|in)|analog(?:y|ous|ically)|in the same way|similar to|"
    r"just as|reminds me of|equivalent (?:of|to)|the way (?:an?|you))\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:it's|it is|that's|think of it|i see it|i picture it|i imagine it) (?:a bit )?"
    r"like this\b[\s:,.-]*|\b(?:picture|imagine) (?:this|it)\s*[:,.-]\s*",
    re.IGNORECASE,
)
_LIKENS = re.compile(
    r"\b(?:is|are|was|were|becomes?|turns? (?:in)?to|be|'re|behaves? as|acts? as)\b", re.IGNORECASE
)


def figurative(
    said: Sequence[Said], readings: Sequence[Reading], sign: re.Pattern[str], apart_from: str = ""
) -> str:
    """Give the likeliest figure that ``sign`` finds, or "" where there is none.

    With FIGURATIVE, what follows "it's like this:" counts first, if it says that something is or
    turns into something.
    """
    best, worth = "", 0.0
    for one, reading in zip(said, readings, strict=True):
        score = reading.scores[Mode.EXTERNALIZATION]
        parts = sentences(one.text)
        figure = announced(parts) if sign is FIGURATIVE else ""
        if figure:
            score += 1.0
        elif score > _ARGUED_AT_LEAST:
            figure = _first(parts, sign, apart_from)
        if figure and score > worth:
            best, worth = shorten(figure, 400), score
    return best


def announced(parts: Sequence[str]) -> str:
    """Give the sentences that follow "it's like this", as many as belong to the figure, or ""."""
    for index, part in enumerate(parts):
        match = _ANNOUNCED.search(part)
        if match is None:
            continue
        told = [part[match.end() :], *parts[index + 1 :]]
        told = [one for one in told if one]
        if not told or not any(_LIKENS.search(one) for one in told[:2]):
            continue
        figure = told[0]
        for one in told[1:]:
            if len(figure) + len(one) >= FIGURE_AT_MOST:
                break
            figure = f"{figure} {one}"
        return figure[:1].upper() + figure[1:]
    return ""


def _first(parts: Sequence[str], sign: re.Pattern[str], apart_from: str) -> str:
    for part in parts:
        if part not in apart_from and len(part) > 15 and sign.search(part):
            return part
    return ""
