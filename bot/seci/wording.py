"""Pieces of talk made fit for a card: lead-ins dropped, titles cut short. Words only go."""

from __future__ import annotations

import re

from .sentences import shorten

TITLE_AT_MOST = 60
_TITLE_AT_LEAST = 15
_LEAD_IN = re.compile(
    r"^(?:(?:"
    r"(?:ok|okay|so|and|but|well|yes|yeah|yep|no|right|exactly|hm+|ah|oh|lol|haha|also|then|anyway|"
    r"maybe|perhaps|honestly|basically|actually|personally|there you go|you see|look|tbh|fwiw|"
    r"imo|imho|afaik|iirc|i mean|i guess|i suppose|i believe|i think|i'd say|it seems|in short|"
    r"in other words|to be fair|turns out|thanks|makes sense|good point|good question|agreed)\b"
    r"(?: that\b)?"
    r"|(?:then |so )?(?:the|my|our) (?:rule|point|thing|lesson|moral|upshot|trick|answer|"
    r"short version|bottom line)(?: (?:then|now|here))?(?: is| was)?(?: this)?\s*:"
    r"|what (?:i|we) (?:tell|say to|do|did|learned|learnt|took|take)\b[^:.!?\n]{0,30}(?: is)?\s*:"
    r"|something (?:i|we)['a-z]{0,3} like to [^:.!?\n]{0,40}:"
    r")[\s,.:;!-]*)+",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"^(?:when|whenever|if|once|since|because|after|before|as|while|unless|as soon as|as long as)\b"
    r"[^,]{3,90}, (?:then )?",
    re.IGNORECASE,
)
_LEAD_ON = (
    "a an the and or but nor so than that which who whose whom what when where while if as because "
    "since until unless of to in on at by for from with without into onto over under about between "
    "is are was were be been being am it's its their his her our your my this these those there "
    "i you we they he she it not no don't doesn't isn't wasn't aren't weren't won't can't couldn't "
    "didn't hasn't haven't shouldn't wouldn't can could will would should may might must has have "
    "had do does did very more most just only also then even still too"
)
_HANGING = frozenset(_LEAD_ON.split(" "))
_BREAKS = (": ", "; ", " - ", " – ", " — ", ", ", " because ", " so that ", " which ", " (")
_QUOTING = re.compile(r"[`\"“”]")


def without_lead_in(text: str) -> str:
    """Drop words that only lead in ("ok so, I think …"), unless little else is left."""
    bare = _LEAD_IN.sub("", text).strip()
    return bare if len(bare) >= _TITLE_AT_LEAST else text.strip()


def title(statement: str) -> str:
    """Make a title of at most TITLE_AT_MOST characters of a statement's own words."""
    bare = _QUOTING.sub("", without_lead_in(statement)).rstrip(" .!…")
    if len(bare) > TITLE_AT_MOST:
        rest = _CONDITION.sub("", bare)
        bare = rest if len(rest) >= _TITLE_AT_LEAST else bare
    short = bare
    if len(bare) > TITLE_AT_MOST:
        short = _unhung(_cut(bare)) or shorten(bare, TITLE_AT_MOST)
    return short[:1].upper() + short[1:]


def _cut(text: str) -> str:
    """Cut at the last break between clauses that fits, or else at a word."""
    head = text[: TITLE_AT_MOST + 1]
    breaks = [head.rfind(mark) for mark in _BREAKS]
    best = max(breaks)
    if best >= _TITLE_AT_LEAST + 10:
        return head[:best]
    return head[: max(head.rfind(" "), 0)]


def _unhung(text: str) -> str:
    """Drop words at the end that lead on to nothing: articles, prepositions, auxiliaries."""
    words = text.rstrip(" ,;:.-–—").split(" ")
    while len(words) > 2 and words[-1].lower().strip(",;:.-–—()'\"") in _HANGING | {""}:
        words.pop()
    return " ".join(words).rstrip(" ,;:.-–—")
