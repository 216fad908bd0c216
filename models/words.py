"""Words of a question: which say nothing, and which say little, being in every second sentence.

How many of the others a card must hold to be an answer is decided here, too. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_STOP = """
    a about an and any anybody anyone are as at be been by can could did do does for from had
    has have how i if in is it know me my of on or our should somebody someone that the their
    there they this to us was we were what when where which who why will with would you your
"""
_COMMON = """
    able after again ago all almost alone along already also although always another anything
    around ask away back bad because become before begin behind being best better between big
    bit both bring busy came case change check come day days decide different doing done down
    during each early either else end enough especially even evening ever every everybody
    everyone everything few find first follow found friday full get getting give go goes going
    gone good got great half happen happened happens hard having help here high hold hour hours
    idea important instead into its just keep kind last late later least less let like little
    long look lot low made main make makes making many matter may maybe mean means might minute
    minutes monday month months more morning most much must myself need needs never new next
    nice night nobody none nothing now number off often okay old once one only open other others
    ought out over own part people perhaps person place please point problem put question quick
    quickly quite rather ready really reason right run said same saturday say second see seem
    sent set several shall short show small so some something sometimes soon start started stay
    still stop such sunday sure take takes talk team tell than thank them then these thing
    things think thinks those though three through thursday time times today together told
    tomorrow too took tried true try trying tuesday two under until up upon use used useful
    using usually very want wants way ways wednesday week weeks well went whatever while whole
    whose within without wonder word words work worked working works wrong year years yes
    yesterday yet
"""
# Left out of every search ("how do we order for the festival?").
STOP = frozenset(_STOP.split())
# Searched for and ranked by, but a card that has only these in common is no answer.
COMMON = frozenset(_COMMON.split())
# Of four telling words a card must hold one, of five two, of nine three.
TELLING_PER_HIT = 4
NEEDED_MOST = 3
TELLING_MOST = 9


_ENDING = re.compile(r"(ings?|ed|es|s|e)$")


def stem(word: str) -> str:
    """A word without the endings that only grammar asks for."""
    return _ENDING.sub("", word)


_COMMON_STEMS = frozenset(map(stem, COMMON))


def is_common(word: str) -> bool:
    """Whether a word says little, in any of its forms."""
    return word in COMMON or (len(word) > 3 and stem(word) in _COMMON_STEMS)


@dataclass(frozen=True, slots=True)
class Floor:
    """A card that fits holds at least ``needed`` of ``words``."""

    words: tuple[str, ...]
    needed: int


def floor_of(words: Sequence[str]) -> Floor:
    """What a card must have in common with a question to be shown as an answer.

    Of a question of common words alone, half of them.
    """
    telling = [word for word in words if not is_common(word)][:TELLING_MOST]
    if not telling:
        return Floor(tuple(words[:TELLING_MOST]), -(-min(len(words), NEEDED_MOST * 2) // 2))
    return Floor(tuple(telling), min(NEEDED_MOST, -(-len(telling) // TELLING_PER_HIT)))
