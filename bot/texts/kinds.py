"""Why a place is of a kind: the evidence in one sentence, and more for who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

DOES = {
    "originating": "share what people live through",
    "dialoguing": "put into words what somebody knows",
    "systemizing": "pass on or combine what is written",
    "exercising": "tell how something was tried",
}
DID = {
    "originating": "shared what they lived through",
    "dialoguing": "put into words what they knew",
    "systemizing": "collected and combined what is written",
    "exercising": "tried things out",
}
DO = {
    "originating": "share what they live through",
    "dialoguing": "put into words what they know",
    "systemizing": "collect and combine what is written",
    "exercising": "try things out",
}
SHORT = {
    "originating": "originating",
    "dialoguing": "dialoguing",
    "systemizing": "systemizing",
    "exercising": "exercising",
}
WHY_NOTHING = "I have not read enough here yet to tell more."
WHY_ALERT = "Why this kind of place"


def too_little(clear: int) -> str:
    """With fewer clear messages than are needed."""
    return f"messages with a clear meaning so far: {clear}, too few to tell"


def because(kind: str, count: int, total: int, among: str, pace: str, papers: str) -> str:
    """The one sentence of evidence, to stand after "I think so"."""
    rest = ", ".join(part for part in (among, pace, papers) if part)
    share = f"because {count} of {total} recent messages {DOES[kind]}"
    return f"{share}, {rest}" if rest else share


def among(people: float) -> str:
    """How many take part in a conversation, as an effective number of speakers."""
    if people < 1.4:
        return "mostly by one person at a time"
    if people < 2.4:
        return "mostly between two"
    return f"among about {round(people)} people at a time"


def pace(quick: float, slow: float) -> str:
    """How soon answers come: shares (0-1) of those within minutes, and after an hour."""
    if quick >= 0.5:
        return "with answers within minutes"
    if slow >= 0.5:
        return "with answers after hours"
    return ""


def papers(documents: float) -> str:
    """How often a message carries a link or a file (0-1)."""
    return "often with links or documents" if documents >= 0.3 else ""


def shares(scores: Mapping[str, float]) -> str:
    """The four probabilities, in the paper's order."""
    told = [f"{name} {round(100 * scores[kind])} %" for kind, name in SHORT.items()]
    return "How likely each kind is: " + ", ".join(told) + "."


def axes(collective: float, virtual: float) -> str:
    """Where the place stands on the two axes (0-1 each)."""
    return (
        f"From one alone (0) to many (100): {round(100 * collective)}. From quick and spoken (0) to"
        f" slow and written (100): {round(100 * virtual)}."
    )


def history(weeks: Sequence[tuple[date, str | None]]) -> str:
    """The kind of each week, oldest first."""
    told = [f"{day:%d %b}: {SHORT[kind] if kind else 'too little talk'}" for day, kind in weeks]
    return "Week by week – " + " · ".join(told)


def changed(now: str, before: str, conduct: str, reason: str) -> str:
    """Said once where the kind of a place has changed; both are kinds, ``reason`` an end of a
    sentence.
    """
    return (
        f"This place has changed, I think. Before, people {DID[before]}. Now people {DO[now]},"
        f" {reason}. {conduct} If that is wrong, `/ba set {before}` keeps it as it was."
    )


CHANGED_ALERT = "I think this place has changed."
