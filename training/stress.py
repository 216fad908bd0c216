"""A harsher development set: held-back talk made stranger, as another community's talk would be.

Held-back trades were still written by the same hands. Here the words that few trades share are
swapped for
made-up ones, some words are dropped, capitals and authors are gone: what remains to read by is what
any
community has in common. Used to choose between arrangements and to calibrate with the shift in
mind.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.seci.types import Said, Utterance

from .docs import Labelled
from .talk import Thread

SEED = 5
SHARED_BY = 8
"""A word is common talk if at least this many trades use it."""
DROPPED = 0.1
WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
_SYLLABLES = ("ka", "mo", "ri", "ten", "sul", "va", "dor", "ne", "pli", "gat", "hu", "ber")


def common_words(threads: Sequence[Thread]) -> frozenset[str]:
    """Give the words (lower case) that at least SHARED_BY trades use."""
    users: dict[str, set[str]] = defaultdict(set)
    for thread in threads:
        for message in thread.messages:
            for word in WORD.findall(message.text.lower()):
                users[word].add(thread.trade)
    return frozenset(word for word, trades in users.items() if len(trades) >= SHARED_BY)


def stressed(pairs: Sequence[Labelled], common: frozenset[str], seed: int = SEED) -> list[Labelled]:
    """Give ``pairs`` made stranger; deterministic for a seed."""
    dice = random.Random(seed)
    return [(_strange(utterance, common, dice), mode) for utterance, mode in pairs]


def _strange(utterance: Utterance, common: frozenset[str], dice: random.Random) -> Utterance:
    context = tuple(Said(one.text) for one in utterance.context)
    words = [
        word for word in utterance.said.text.split(" ") if dice.random() > DROPPED or len(word) > 12
    ]
    text = WORD.sub(lambda match: _swap(match.group(), common, dice), " ".join(words))
    return replace(utterance, said=Said(text.lower() or utterance.said.text), context=context)


def _swap(word: str, common: frozenset[str], dice: random.Random) -> str:
    if word.lower() in common or word.startswith("xx"):
        return word
    return made_up(word, dice)


def made_up(word: str, dice: random.Random) -> str:
    """Give a made-up word about as long as ``word``."""
    return "".join(dice.choice(_SYLLABLES) for _ in range(max(2, len(word) // 3)))
