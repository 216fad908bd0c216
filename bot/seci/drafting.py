"""A concept card's draft from a thread: sentences that were said, chosen, never invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .centrality import centrality
from .sentences import sentences, shorten
from .types import AssetKind, Draft, Mode, Reading, Said

TITLE_AT_MOST = 80
STATEMENT_AT_MOST = 400
_FIGURATIVE = re.compile(
    r"\b(?:(?:is|are|was|it's|its|that's|works?|acts?|behaves?|feels?|looks?|more|just|bit|of)"
    r" like (?:an?|the|trying|having|your)\b|like an? \w+|as if\b|imagine\b|"
    r"think of (?:it|them|this) as\b|"
    r"picture an?\b|metaphor)",
    re.IGNORECASE,
)
_ANALOGY = re.compile(
    r"\b(?:same (?:as|way|thing) (?:with|as|in)|analog(?:y|ous|ically)|in the same way|similar to|"
    r"just as|reminds me of|equivalent (?:of|to)|the way (?:an?|you))\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^(?:(?:ok|okay|so|and|but|well|yes|yeah|yep|right|hm+|ah|oh|also|then|anyway|i think|i guess|"
    r"i'd say|imo|imho|afaik|maybe|honestly|basically|actually|there you go)\b[\s,.:;-]*)+",
    re.IGNORECASE,
)
_ASSET_CUES = (
    (
        AssetKind.ROUTINE,
        ("rule_of_thumb", "decision"),
        "it says what to do, as a habit of the group",
    ),
    (AssetKind.SYSTEMIC, ("link", "log", "figures"), "it rests on what is written or recorded"),
    (
        AssetKind.EXPERIENTIAL,
        ("story", "feeling", "pairing"),
        "it grew from what people lived through",
    ),
)

ReadTexts = Callable[[Sequence[str]], list[Reading]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might state the insight: where it stands and how well it would do."""

    text: str
    position: int
    worth: float


def draft(
    said: Sequence[Said], readings: Sequence[Reading], positions: Sequence[int], read: ReadTexts
) -> Draft:
    """Draft a card from the messages at ``positions`` (best first); ``read`` reads single
    sentences.
    """
    if not positions:
        return Draft()
    candidates = _candidates(said, positions, read)
    if not candidates:
        return Draft(evidence=tuple(positions))
    statement = max(candidates, key=lambda one: one.worth)
    rest = [one for one in candidates if one is not statement]
    kind, reason = asset_kind(readings, positions)
    metaphor = figurative(said, readings, _FIGURATIVE)
    return Draft(
        title=title(statement.text),
        statement=shorten(statement.text, STATEMENT_AT_MOST),
        metaphor=metaphor,
        analogy=figurative(said, readings, _ANALOGY, apart_from=metaphor),
        model=_model(rest, metaphor),
        evidence=tuple(positions),
        asset_kind=kind,
        asset_reason=reason,
    )


def title(statement: str) -> str:
    """Make a title of at most 80 characters from a statement, without its lead-in words."""
    bare = _LEAD_IN.sub("", statement).strip() or statement.strip()
    short = shorten(bare.rstrip(".!"), TITLE_AT_MOST)
    return short[:1].upper() + short[1:]


def figurative(
    said: Sequence[Said], readings: Sequence[Reading], sign: re.Pattern[str], apart_from: str = ""
) -> str:
    """Give the likeliest figurative sentence that ``sign`` finds, or "" where there is none."""
    best, worth = "", 0.0
    for one, reading in zip(said, readings, strict=True):
        score = reading.scores[Mode.EXTERNALIZATION]
        if score <= max(worth, 0.15):
            continue
        for sentence in sentences(one.text):
            if sentence != apart_from and len(sentence) > 15 and sign.search(sentence):
                best, worth = shorten(sentence, STATEMENT_AT_MOST), score
                break
    return best


def asset_kind(readings: Sequence[Reading], positions: Sequence[int]) -> tuple[AssetKind, str]:
    """Propose the kind of knowledge asset, with the reason, from the cues of the carrying
    messages.
    """
    cues = [cue.name for position in positions for cue in readings[position].cues]
    counted = [
        (sum(cues.count(name) for name in names), kind, reason)
        for kind, names, reason in _ASSET_CUES
    ]
    most, kind, reason = max(counted, key=lambda one: one[0])
    conceptual = sum(map(cues.count, ("cause", "hypothesis", "explains", "metaphor", "contrast")))
    if most > conceptual:
        return kind, reason
    return AssetKind.CONCEPTUAL, "it explains how something hangs together"


def _candidates(said: Sequence[Said], positions: Sequence[int], read: ReadTexts) -> list[Candidate]:
    found = [(text, position) for position in positions for text in sentences(said[position].text)]
    found = [(text, position) for text, position in found if len(text) > 12][:40]
    if not found:
        return []
    texts = [text for text, _ in found]
    return [
        Candidate(text, position, _worth(text, reading, central, positions.index(position)))
        for (text, position), reading, central in zip(
            found, read(texts), centrality(texts), strict=True
        )
    ]


def _worth(text: str, reading: Reading, central: float, rank: int) -> float:
    cues = {cue.name for cue in reading.cues}
    worth = reading.scores[Mode.EXTERNALIZATION] + 1.5 * central - 0.35 * rank
    worth += 0.35 * ("cause" in cues) + 0.35 * ("rule_of_thumb" in cues)
    worth += 0.15 * ("decision" in cues) + 0.1 * ("contrast" in cues) - 0.1 * ("hedge" in cues)
    worth -= 0.9 * text.rstrip().endswith("?")
    worth -= 0.5 * (len(text) < 35) + 0.3 * (len(text) > 320) + 0.6 * text.endswith((":", ","))
    return worth


def _model(rest: Sequence[Candidate], metaphor: str) -> str:
    fit = [one for one in rest if one.text != metaphor and not one.text.endswith("?")]
    fit = [one for one in fit if one.worth > 0.8 and len(one.text) > 40]
    return shorten(max(fit, key=lambda one: one.worth).text, STATEMENT_AT_MOST) if fit else ""
