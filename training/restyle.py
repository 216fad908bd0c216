"""Copies of messages as other communities would have typed them; the labels stay.

Words of a trade become those of another (or made-up ones), apostrophes and capitals go, a sentence
or a word is missing, code, links and greetings stand in between, authors are unknown, the context
is short.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.seci.types import Said, Utterance

from .docs import Labelled
from .stress import WORD, made_up
from .talk import Thread

TOKENS = (
    "`make -j8`", "/etc/hosts", "v2.14.1", "https://example.org/a/b", "#4127", "PR 233",
    "config.yaml", "@**Ann Lee**", "0x7f3a", "`get_field()`", "x86_64", "CamelThing",
)  # fmt: skip
OPENINGS = (
    "hi all,", "thanks!", "hey", "ok,", "hmm", "yes,", "good morning,", "right,", "lol", "@bob",
    "bob:", "sorry for the late reply,",
)  # fmt: skip
CLOSINGS = (
    "thanks!",
    "cheers",
    "thoughts?",
    ":)",
    "let me know",
    "hope that helps",
    "any ideas?",
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_CONTEXT_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class Style:
    """What a restyling needs: the words of common talk, and words to swap others for."""

    common: frozenset[str]
    pool: tuple[str, ...]


def style_of(threads: Sequence[Thread], common: frozenset[str]) -> Style:
    """Give the style whose words to swap for are those of ``threads`` that are not ``common``."""
    words = {w for t in threads for m in t.messages for w in WORD.findall(m.text)}
    return Style(common, tuple(sorted(word for word in words if word.lower() not in common)))


def restyled(pairs: Sequence[Labelled], style: Style, seed: int) -> list[Labelled]:
    """Give ``pairs`` restyled; deterministic for a seed."""
    dice = random.Random(seed)
    return [(_restyle(utterance, style, dice), mode) for utterance, mode in pairs]


def _restyle(utterance: Utterance, style: Style, dice: random.Random) -> Utterance:
    text = _less(utterance.said.text, dice)
    text = _swapped(text, style, dice)
    words = [word for word in text.split(" ") if dice.random() > 0.08 or len(word) > 12]
    if dice.random() < 0.25:
        words.insert(dice.randrange(len(words) + 1), dice.choice(TOKENS))
    text = " ".join(words)
    if dice.random() < 0.3:
        text = text.replace("'", "").replace("’", "")
    if dice.random() < 0.6:
        text = text.lower()
    if dice.random() < 0.2:
        text = f"{dice.choice(OPENINGS)} {text}"
    if dice.random() < 0.1:
        text = f"{text} {dice.choice(CLOSINGS)}"
    if dice.random() < 0.08 and utterance.context:
        text = f"> {utterance.context[-1].text.splitlines()[0][:120]}\n{text}"
    return Utterance(Said(text), _context(utterance.context, dice))


def _less(text: str, dice: random.Random) -> str:
    """Leave out the first or the last of several sentences, sometimes."""
    if dice.random() >= 0.3:
        return text
    parts = [part for part in _SENTENCE.split(text) if part.strip()]
    if len(parts) <= 2:
        return text
    return " ".join(parts[1:] if dice.random() < 0.5 else parts[:-1])


def _swapped(text: str, style: Style, dice: random.Random) -> str:
    """Swap uncommon words: for made-up ones in a third of the texts, else for other trades'."""
    how = dice.random()
    if how >= 0.9:
        return text

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        if word.lower() in style.common or word.startswith("xx"):
            return word
        return made_up(word, dice) if how < 0.35 else _like(word, style, dice)

    return WORD.sub(swap, text)


def _like(word: str, style: Style, dice: random.Random) -> str:
    """Give another trade's word with the same ending, if one turns up soon."""
    for _ in range(6):
        other = dice.choice(style.pool)
        if other[-2:].lower() == word[-2:].lower():
            return other
    return dice.choice(style.pool) if dice.random() < 0.5 else word


def _context(context: tuple[Said, ...], dice: random.Random) -> tuple[Said, ...]:
    """Cut long messages of the context, without authors; all or most of it is gone sometimes."""
    which = dice.random()
    if which < 0.2:
        return ()
    kept = context[-1:] if which < 0.4 else context
    return tuple(Said(_cut(one.text)) for one in kept)


def _cut(text: str) -> str:
    return text if len(text) < _CONTEXT_AT_MOST else text[: _CONTEXT_AT_MOST - 3] + "..."
