"""A message's text as people would quote it: cleaned of marking, and split into sentences."""

from __future__ import annotations

import re

CLEAN_AT_MOST = 12_000
"""Characters of a message that are looked at for quoting."""

_FENCE = re.compile(r"(`{3,}|~{3,}).*?(?:\1|\Z)", re.DOTALL)
_LABELLED = re.compile(r"<(?:https?|mailto|tel|ftp):[^<>\s|]{1,900}\|([^<>]{1,300})>")
_LINK = re.compile(r"<((?:https?|ftp):[^<>\s|]{1,900})\|?>")
_MENTION = re.compile(r"<[@#!][^<>\s|]{1,80}(?:\|([^<>]{0,80}))?>")
_AT = re.compile(r"@\*\*([^*\n]{1,60})\*\*")
_EMOJI = re.compile(
    r"(?<![\w:]):[a-z0-9_+'-]{2,40}:(?!\w)|[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?"
)
_SMILEY = re.compile(r"(?<!\S)[:;=]['-]?[)(DPpO/|\]\[](?!\S)")
_MARKED = re.compile(
    r"(?<![\w*_~])(\*{1,2}|_|~{1,2})(?=[^\s*_~])([^\n]{1,300}?)(?<=[^\s*_~])\1(?![\w*_~])"
)
_QUOTED = re.compile(r"^>.*$", re.MULTILINE)
_BULLET = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.)])\s+", re.MULTILINE)
_ADDRESS = re.compile(r"^(?:\s*@[\w.-]+[,:]?\s+)+")
_SPACE = re.compile(r"\s+")
_END = re.compile(r"(?<=[.!?])[)\"']*\s+(?=[\"'(@`]?[A-Za-z0-9])|\n+|(?<=\.\.\.)\s+")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))
_UNFINISHED = (
    ":",
    ",",
    " is",
    " are",
    " was",
    " and",
    " or",
    " the",
    " to",
    " that",
    " of",
    " with",
)
_SHORT_FORMS = (
    "e.g.",
    "i.e.",
    "etc.",
    "vs.",
    "approx.",
    "Dr.",
    "Mr.",
    "Mrs.",
    "no.",
    "cf.",
    "incl.",
)


def clean(text: str) -> str:
    """Give ``text`` without pasted blocks, quotes, emoji and marking; words stay as they were
    said.
    """
    text = text[:CLEAN_AT_MOST]
    text = _FENCE.sub("\n", text)
    text = _LABELLED.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    text = _MENTION.sub(lambda match: f"@{match.group(1)}" if match.group(1) else "", text)
    text = _AT.sub(r"@\1", text)
    for entity, sign in _ENTITIES:
        text = text.replace(entity, sign)
    text = _SMILEY.sub("", _EMOJI.sub("", _QUOTED.sub("", text)))
    text = _MARKED.sub(r"\2", text)
    lines = (_tidy(line) for line in _BULLET.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)


def sentences(text: str) -> list[str]:
    """Split a message into cleaned sentences, each a piece of ``clean(text)``."""
    found: list[str] = []
    for piece in _END.split(clean(text)):
        piece = _ADDRESS.sub("", piece.strip())
        if not piece:
            continue
        if found and found[-1].endswith((*_SHORT_FORMS, *_UNFINISHED)):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return found


def shorten(text: str, at_most: int) -> str:
    """Cut ``text`` to ``at_most`` characters at a clause or, failing that, a word."""
    text = _SPACE.sub(" ", text).strip()
    if len(text) <= at_most:
        return text
    head = text[: at_most + 1]
    for mark in ("; ", ": ", ", ", " - ", " because ", " so that ", " which "):
        cut = head.rfind(mark)
        if cut >= at_most // 2:
            return head[:cut].rstrip(" ,;:-")
    cut = head.rfind(" ", 0, at_most)
    return head[: cut if cut > 0 else at_most - 1].rstrip(" ,;:-") + "…"


def _tidy(line: str) -> str:
    return _SPACE.sub(" ", line).strip(" *")
