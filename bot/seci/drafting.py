"""A concept card's draft from a thread: sentences that were said, chosen, never invented."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from .centrality import centrality
from .figures import ANALOGY, FIGURATIVE, figurative
from .sentences import sentences, shorten
from .types import AssetKind, Draft, Mode, Reading, Said
from .wording import title, without_lead_in

STATEMENT_AT_MOST = 400
TWO_AT_MOST = 300
"""Characters up to which a second sentence may complete a statement."""
_COMPLETES = re.compile(
    r"^(?:half\b|so\b|then\b|otherwise\b|instead\b|because\b|but\b|and\b|or\b|not\b|rather\b|"
    r"that way\b|that's (?:why|because)\b|which\b|it's (?:the|because|not)\b|only\b|always\b|"
    r"never\b|"
    r"if\b|when\b|use\b|do\b|don't\b|put\b|take\b|keep\b|leave\b|give\b|make\b|ask\b)",
    re.IGNORECASE,
)
_CONCLUDES = re.compile(
    r"^(?:so|then|the rule|which means|that means|meaning|that's why|hence|therefore)\b", re.I
)
_LEANS = re.compile(
    r"^(?:it|that|this|they|he|she|those|these|there|and|but|then|otherwise|half|because)\b", re.I
)
_CONDITION = re.compile(r"\b(?:if|when|whenever|as soon as|unless|until)\b", re.IGNORECASE)
_GENERAL = re.compile(
    r"\b(?:always|never|every|each|any|whenever|instead|rather than|should|must|need to|needs|"
    r"means|rule|only|first|the reason|the point|the trick)\b",
    re.IGNORECASE,
)
_PERSONAL = re.compile(r"\b(?:I|I've|I'm|my|me)\b")
_PAST = re.compile(r"\b(?:was|were|had|did|yesterday|went|\w{3,}ed)\b", re.IGNORECASE)
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

_THREAD_READ = 80
"""Messages of the thread (the last ones) against which a sentence's centrality is taken."""
_MODEL_AT_LEAST = 0.2
ReadTexts = Callable[[Sequence[str]], list[Reading]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that might state the insight: where it stands and how well it would do.

    ``before`` and ``then`` are the sentences before and after it in its message, or "".
    """

    text: str
    position: int
    worth: float
    before: str = ""
    then: str = ""


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
    best = max(candidates, key=lambda one: one.worth)
    parts = stated(best)
    rest = [one for one in candidates if one.text not in parts]
    kind, reason = asset_kind(readings, positions)
    metaphor = figurative(said, readings, FIGURATIVE)
    return Draft(
        title=title(parts[0]),
        statement=shorten(without_lead_in(" ".join(parts)), STATEMENT_AT_MOST),
        metaphor=metaphor,
        analogy=figurative(said, readings, ANALOGY, apart_from=metaphor),
        model=_model(rest, metaphor),
        evidence=tuple(positions),
        asset_kind=kind,
        asset_reason=reason,
    )


def stated(best: Candidate) -> tuple[str, ...]:
    """Give the statement: a sentence, with one that it leans on or that completes it."""
    if _LEANS.match(best.text) and _joins(best.before, best.text):
        return best.before, best.text
    open_ended = best.text.endswith((":", ","))
    if (_COMPLETES.match(best.then) or open_ended) and _joins(best.text, best.then):
        return best.text, best.then
    return (best.text,)


def _joins(first: str, second: str) -> bool:
    """Say whether two sentences in a row make one statement by their length and their ends."""
    if not first or not second or len(first) + len(second) >= TWO_AT_MOST:
        return False
    return not first.endswith("?") and not second.endswith(("?", ":"))


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
    found = [
        (Candidate(part, position, 0.0, before, then), rank)
        for rank, position in enumerate(positions)
        for before, part, then in _in_threes(sentences(said[position].text))
        if len(part) > 12
    ][:40]
    if not found:
        return []
    texts = [one.text for one, _ in found]
    among = centrality(texts)
    within = centrality([*texts, *(one.text for one in said[-_THREAD_READ:])])
    return [
        replace(one, worth=_worth(one.text, reading, 4 * near, 4 * far, rank))
        for (one, rank), reading, near, far in zip(
            found, read(texts), among, within[: len(texts)], strict=True
        )
    ]


def _in_threes(parts: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Give each sentence between the one before and the one after it ("" where none is)."""
    return zip(["", *parts], parts, [*parts[1:], ""], strict=False)


def _worth(text: str, reading: Reading, near: float, far: float, rank: int) -> float:
    """Say how well a sentence would state the insight: how many of its words it is likely to hold.

    The weights are those of a least-squares fit, rounded, to the words that sentences share with
    the statements written in the corpus; ``near`` and ``far`` are how central the sentence is
    among the carrying messages' sentences and in the thread, ``rank`` is its message's.
    """
    worth = 0.26 * far + 0.16 * near - 0.09 * reading.scores[Mode.SOCIALIZATION]
    worth -= 0.04 * reading.scores[Mode.NONE] + 0.02 * rank
    worth += 0.07 * min(len(text), 200) / 100 - 0.03 * (len(text) > 240)
    worth += 0.04 * bool(_CONCLUDES.match(text)) - 0.025 * bool(_LEANS.match(text))
    worth += 0.025 * bool(_CONDITION.search(text)) + 0.02 * min(len(_GENERAL.findall(text)), 3)
    worth -= 0.02 * bool(_PERSONAL.search(text)) + 0.02 * bool(_PAST.search(text))
    worth -= 0.1 * text.rstrip().endswith("?") + 0.05 * text.endswith((":", ","))
    return worth


def _model(rest: Sequence[Candidate], metaphor: str) -> str:
    fit = [one for one in rest if one.text != metaphor and not one.text.endswith("?")]
    fit = [one for one in fit if one.worth > _MODEL_AT_LEAST and len(one.text) > 40]
    return shorten(max(fit, key=lambda one: one.worth).text, STATEMENT_AT_MOST) if fit else ""
