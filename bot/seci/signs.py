"""Signs outside the words: a message's shape, and what came before it in its thread.

Plain string work (no spaCy), because it is done for every message. A sign is a short name such as
``len:3`` or ``before:asks why``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .normalize import BLOCK, EMOJI, LINK, MENTION, QUOTE
from .types import Said

SIGNS = "ba.signs"
"""Where a Doc's ``user_data`` holds its signs: a list of names."""

_LENGTHS = (12, 30, 60, 110, 180, 300, 600)
"""Upper ends, in characters, of the classes of length."""
_CONTEXT_READ = 400
"""Characters, from its end, that are looked at in the message before."""
_GRAMMAR_READ = 1_200
"""Characters whose grammar is looked at."""
_WHY = (
    "why",
    "how come",
    "how do",
    "how would",
    "how should",
    "what do you think",
    "should we",
    "difference",
)
_ADVICE = (
    "try ",
    "you should",
    "you could",
    "make sure",
    "have you",
    "did you",
    "can you check",
    "you need to",
)
_TROUBLE = (
    "error",
    "fail",
    "doesn't",
    "can't",
    "not work",
    "wrong",
    "broken",
    "problem",
    "issue",
    "stuck",
)
_TRIAL = ("i tried", "worked", "works now", "i ran", "tested", "just tried")
_WHO = {
    "i": "i", "i'm": "i", "i'll": "i", "i've": "i", "i'd": "i", "my": "i",
    "we": "we", "we're": "we", "we'll": "we", "our": "we", "let's": "we",
    "you": "you", "your": "you", "if": "if", "it": "it", "it's": "it", "that": "it", "that's": "it",
    "this": "it", "the": "the", "they": "they", "why": "why", "how": "how", "what": "what",
    "is": "is", "are": "is", "does": "is", "do": "is", "can": "can", "could": "can", "would": "can",
    "anyone": "any", "has": "any", "any": "any", "when": "when", "so": "so", "but": "but",
    "yes": "yes", "no": "no", "not": "not", "ok": "yes", "and": "and", "because": "because",
}  # fmt: skip

_ASKS = {
    "is": "is", "are": "is", "was": "is", "does": "do", "do": "do", "did": "do", "don't": "do",
    "has": "have", "have": "have", "can": "can", "could": "could", "would": "would",
    "should": "should", "shall": "should", "will": "will", "may": "can", "might": "would",
    "how": "how", "why": "why", "what": "what", "what's": "what", "which": "which",
    "where": "where", "where's": "where", "when": "when", "who": "who", "whose": "who",
    "who's": "who", "any": "any", "anyone": "anyone", "anybody": "anyone", "isn't": "is",
    "doesn't": "do", "wouldn't": "would", "couldn't": "could", "shouldn't": "should",
    "can't": "can", "if": "if", "or": "or",
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?\n])\s+|\n")
_GRAMMAR = re.compile(
    r"\b(?P<did>(?:i|we)(?: also| just| only| even| finally| already)? "
    r"(?:\w{2,}ed|did|ran|got|had|went|made|saw|found|took|put|set|gave|built|wrote|read|kept|was|"
    r"were|used)\b)"
    r"|\b(?P<have>(?:i|we)(?:'ve| have)(?: not| never| just| also)? "
    r"(?:been|\w+ed|\w+en|had|got|done|seen|found|run)\b)"
    r"|\b(?P<doing>(?:i|we)(?:'m| am|'re| are|'ve been| was| were)"
    r"(?: still| now| just| not| currently)? \w{2,}ing\b)"
    r"|\b(?P<will>(?:i|we)(?:'ll| will| shall|'m going to|'m gonna|'re going to)\b)"
    r"|\b(?P<able>(?:able|unable|managed|trying|tried|attempting) to\b)"
    r"|\b(?P<you>you(?:'ll| will| can| could| should| need| have| might| may| must|'d)\b)"
    r"|\b(?P<would>(?:it|that|this|there|they|we)(?:'d| would| could| should| might)\b)"
    r"|\b(?P<if>if (?:you|we|it|the|they|i|that|there|a)\b)"
    r"|\b(?P<nots>(?:isn't|doesn't|don't|won't|can't|not|never) \w+)"
    r"|\b(?P<passed>(?:has|have|had) been|(?:was|were|is|are) (?:\w+ed|done|made|sent|found)\b)"
)


def signs_of(text: str, said: Said, context: Sequence[Said]) -> list[str]:
    """Give the signs of a message: ``text`` is ``said.text`` normalized, ``context`` oldest
    first.
    """
    signs = _shape(text)
    signs.extend(_grammar(text))
    if said.files:
        signs.append("files")
    signs.extend(_before(said, context))
    return signs


def _shape(text: str) -> list[str]:
    size = len(text)
    length = sum(size > end for end in _LENGTHS)
    signs = [f"len:{length}"]
    lines = text.count("\n")
    if lines:
        signs.append(f"lines:{min(lines, 4)}")
    if "?" in text:
        signs.append("asks:end" if text[-12:].find("?") >= 0 else "asks:within")
        if text.count("?") == 1 and size < 90 and text.endswith("?"):
            signs.append("asks:only")
    if "!" in text:
        signs.append("exclaims")
    head = text[:40].lower().split(None, 3)
    while head and (head[0].startswith((MENTION, EMOJI)) or head[0] in {"hi", "hey", ":"}):
        head = head[1:]
    if head:
        who = _WHO.get(head[0].rstrip(",.!?:"))
        signs.append(f"starts:{who}" if who else "starts:other")
    digits = sum(map(text.count, "0123456789"))
    if digits:
        signs.append("digits:many" if digits * 8 > size else "digits:some")
    signs.extend(f"has:{mark}" for mark in (LINK, BLOCK, QUOTE, MENTION) if mark in text)
    bare = text.strip()
    if bare in (LINK, BLOCK, EMOJI, QUOTE):
        signs.append("only:mark")
    return signs


def _grammar(text: str) -> set[str]:
    """Give how the message speaks: who did or does what in which tense, and what its questions
    begin with.
    """
    text = text[:_GRAMMAR_READ].lower()
    signs = {f"says:{match.lastgroup}" for match in _GRAMMAR.finditer(text)}
    if "?" in text:
        signs.update(f"q:{_asked(part)}" for part in _SENTENCE.split(text) if "?" in part)
    return signs


def _asked(sentence: str) -> str:
    """Give the kind of word that a question begins with, after a comma or lead-in too."""
    for word in re.split(r"[\s,]+", sentence)[:12]:
        kind = _ASKS.get(word.strip("(\"'?"))
        if kind:
            return kind
    return "other"


def _before(said: Said, context: Sequence[Said]) -> list[str]:
    if not context:
        return ["before:nothing"]
    last = context[-1]
    signs = [f"before:{min(len(context), 3)}"]
    if said.author and last.author:
        signs.append("who:same" if said.author == last.author else "who:other")
        if any(one.author == said.author for one in context):
            signs.append("who:was here")
    tail = last.text[-_CONTEXT_READ:].lower()
    asks = tail.rstrip().endswith("?") or "? " in tail or "?\n" in tail
    if asks:
        signs.append("before:asks")
        signs.extend({f"bq:{_asked(part)}" for part in _SENTENCE.split(tail) if "?" in part})
        if any(word in tail for word in _WHY):
            signs.append("before:asks why")
    if any(word in tail for word in _ADVICE):
        signs.append("before:advice")
    if any(word in tail for word in _TROUBLE):
        signs.append("before:trouble")
    if any(word in tail for word in _TRIAL):
        signs.append("before:trial")
    if "http" in tail or "```" in tail:
        signs.append("before:link")
    if len(last.text) > 160:
        signs.append("before:long")
    elif len(last.text) < 25:
        signs.append("before:short")
    return signs
