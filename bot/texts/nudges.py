"""The nudge's questions, by kind of card, round and status. Values come in escaped.

The four kinds of knowledge assets (Nonaka, Toyama and Konno, 2000) are used in different ways: a
skill is felt, a concept is applied, a document is looked up, a routine is done.
"""

from __future__ import annotations

from collections.abc import Mapping

RECALL: Mapping[str, str] = {
    "experiential": (
        "How does it feel when it is done right? Go through it once in your mind, then look at the "
        "card. Have you done it since?"
    ),
    "conceptual": (
        "What does it say, in your own words? Say it to yourself, then look at the card. "
        "Have you used it since?"
    ),
    "systemic": (
        "Where would you look it up, and what would you find? Say it to yourself, then look at the "
        "card. Have you used it since?"
    ),
    "routine": (
        "What are its steps, in order? Say them to yourself, then look at the card. "
        "Have you done it so since?"
    ),
}
SITUATION: Mapping[str, str] = {
    "experiential": "What would your hands do first? Picture it, then look at the card.",
    "conceptual": "What do you do? Say it to yourself, then look at the card.",
    "systemic": "What do you look up, and where? Say it to yourself, then look at the card.",
    "routine": "What is the first step, and the next? Say it to yourself, then look at the card.",
}
USED_SINCE = "Have you used it since?"
USE: Mapping[str, str] = {
    "experiential": "Did you have the chance to do it? What was it like?",
    "conceptual": "Did it come up? Have you used it?",
    "systemic": "Did you need it? Have you worked with it?",
    "routine": "Did the occasion come? Was it done this way?",
}
TEACH: Mapping[str, str] = {
    "experiential": (
        "Have you done it lately? And who could learn it by watching you? Doing it side by side is "
        "the best way to pass it on."
    ),
    "conceptual": (
        "Have you used it lately? And who else could use it? Telling somebody is the best way to "
        "keep something."
    ),
    "systemic": (
        "Have you used it lately? And who still works without it? Showing somebody where it is "
        "helps you both."
    ),
    "routine": (
        "Have you done it so lately? And who is new to it? Going through it together shows what "
        "it lacks."
    ),
}
CONTESTED = (
    "_It is contested: somewhere it did not hold. Whether it does for you is worth knowing._"
)
CONJECTURE = "_Nobody has tested it yet: what you find counts._"


def question(kind: str, round_: str, status: str, situation: str) -> str:
    """What a nudge asks. ``round_``: recall, use or teach; ``situation`` may be ""."""
    known = kind if kind in RECALL else "conceptual"
    if round_ == "use":
        asked = USE[known]
    elif round_ == "teach":
        asked = TEACH[known]
    elif situation:
        asked = f"Picture this: _{situation}_\n{SITUATION[known]} {USED_SINCE}"
    else:
        asked = RECALL[known]
    note = {"contested": CONTESTED}.get(status, "")
    if status == "conjecture" and round_ == "use":
        note = CONJECTURE
    return f"{asked}\n{note}" if note else asked
