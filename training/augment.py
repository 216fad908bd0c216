"""Copies of messages as other people might have typed them: so that less is learned by heart."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.seci.types import Mode, Utterance

from .docs import Labelled
from .restyle import Style, restyled
from .stress import stressed

SEED = 11
STYLED = {
    Mode.SOCIALIZATION: 5,
    Mode.EXTERNALIZATION: 1,
    Mode.COMBINATION: 2,
    Mode.INTERNALIZATION: 4,
    Mode.NONE: 2,
}
"""Restyled copies of each message: more of the rare modes, so that they are not swallowed."""


def augment(
    pairs: Sequence[Labelled],
    copies: int = 1,
    style: Style | None = None,
    styled: Mapping[Mode, int] = STYLED,
) -> list[Labelled]:
    """Give ``pairs`` and ``copies`` altered copies of each, in a fixed order; deterministic.

    With a ``style`` there is also a copy of each whose uncommon words are swapped for made-up ones
    (training/stress.py), and as many as ``styled`` says for its mode as other communities would
    have typed them.
    """
    dice = random.Random(SEED)
    out = list(pairs)
    for _ in range(copies):
        out.extend((_alter(utterance, dice), mode) for utterance, mode in pairs)
    if style is not None:
        out.extend(stressed(pairs, style.common, SEED))
        for number in range(max(styled.values())):
            some = [pair for pair in pairs if styled[pair[1]] > number]
            out.extend(restyled(some, style, SEED + 1 + number))
    return out


def _alter(utterance: Utterance, dice: random.Random) -> Utterance:
    said = utterance.said
    text = _drop_words(said.text, dice) if dice.random() < 0.5 else said.text
    text = _typo(text, dice) if dice.random() < 0.4 else text
    text = text.lower() if dice.random() < 0.3 else text
    author = "" if dice.random() < 0.5 else said.author
    context = utterance.context[-1:] if dice.random() < 0.2 else utterance.context
    return Utterance(replace(said, text=text or said.text, author=author), context)


def _drop_words(text: str, dice: random.Random) -> str:
    """Leave out about one word in twelve."""
    lines = [
        " ".join(word for word in line.split(" ") if dice.random() > 1 / 12)
        for line in text.split("\n")
    ]
    return "\n".join(lines)


def _typo(text: str, dice: random.Random) -> str:
    """Swap two neighbouring letters somewhere."""
    if len(text) < 8:
        return text
    at = dice.randrange(1, len(text) - 2)
    if text[at : at + 2].isalpha():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
