"""A sentence's skeleton: its function words as they are, every other word by its ending only.

"i tried the spindle" and "i tried the compiler" share the skeleton "i -ied the -er …": how
something is
said, whatever the trade. spaCy's list of English stop words, and some words of chat, are the bones.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.strings import get_string_id

from .normalize import MARKERS

_OF_CHAT = (
    '? ! . , : ; ... ( ) - " \n ok okay yes yep yeah no nope thanks thank thx please pls sorry '
    "hi hey hello lol haha think guess maybe probably try tried trying work works worked working "
    "use used using need want know like get got see saw look looks seems mean means run ran "
    "running test tested find found help let going go went time way thing things something "
    "anything right sure good great nice better best problem issue question idea different new "
    "old today tomorrow yesterday week year years day will would could should might can cannot not"
)

_END_MARKS = (".", "!", "?", "...", "\n")


def skeleton(
    words: npt.NDArray[np.uint64], endings: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Give ``words`` (NORM hashes), all but the bones replaced by ``endings`` (SUFFIX hashes)."""
    bones = _bones()
    at = np.searchsorted(bones, words)
    at[at == len(bones)] = 0
    return np.where(bones[at] == words, words, endings ^ np.uint64(0x1D8E4E27C47D124F))


def sentence_starts(bones: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """Give the places where a sentence begins: the first, and those after an end mark."""
    ends = np.isin(bones[:-1], _ends())
    return np.concatenate([np.zeros(1, dtype=np.int64), np.flatnonzero(ends) + 1])


@cache
def _ends() -> npt.NDArray[np.uint64]:
    return np.array([get_string_id(mark) for mark in _END_MARKS], dtype=np.uint64)


@cache
def _bones() -> npt.NDArray[np.uint64]:
    words = STOP_WORDS | MARKERS | set(_OF_CHAT.split(" "))
    return np.unique(np.array([get_string_id(word) for word in words], dtype=np.uint64))
