"""Slack's text as plain words for a terminal: names for ids, nothing that a terminal would obey."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Mapping

_SPECIAL = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
# Control, format (right-to-left overrides), surrogate and private characters.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def plain(text: str, names: Mapping[str, str]) -> str:
    """A text with its mentions and links in words, on one line; ``names`` are by id."""

    def word(found: re.Match[str]) -> str:
        sign, target, label = found[1], found[2], found[3]
        if sign == "@":
            return "@" + (names.get(target) or label or "somebody")
        if sign == "#":
            return "#" + (names.get(target) or label or "a channel")
        if sign == "!":
            return "@" + (label or target.partition("^")[0]).lstrip("@")
        return f"{label} ({target})" if label and label != target else target

    return bare(html.unescape(_SPECIAL.sub(word, text)))


def bare(text: str) -> str:
    """A text on one line, without characters that steer a terminal or turn its text around."""
    seen = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in seen if unicodedata.category(c) not in _HIDDEN).split())


def mentioned(text: str) -> set[str]:
    """The ids of people and channels that a text mentions."""
    return {found[2] for found in _SPECIAL.finditer(text) if found[1] in ("@", "#")}
