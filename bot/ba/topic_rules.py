"""What do places talk about, and which talk about the same? Words become numbers here. Pure rules.

"Ba exist at many ontological levels and these levels may be connected to form a greater ba"; which
ones is not known beforehand (Nonaka, Toyama and Konno, 2000). A word is kept as one of 65,536
numbers (a keyed hash of its stem): enough to compare places, too little to read them. Likeness is
the cosine (0-1) of TF-IDF weights, the inverse frequency being that over places.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BUCKETS = 65_536
# A channel's weights halve in three weeks: what was talked about in spring fades by summer.
HALF_LIFE_DAYS = 21.0
# The heaviest numbers of a channel that are kept; what is lighter than this is forgotten.
KEPT, LIGHTEST = 400, 0.05
WORDS_MOST = 200
# Before that little is heard nothing is said about a place.
ENOUGH_MESSAGES = 25
# Likeness from which two places are proposed to each other, and how far it must stand out:
# above what each of them has with the other places, by so many times.
ALIKE, STANDS_OUT = 0.22, 1.8
# What each card that two places share adds, and at most.
PER_CARD, CARDS_MOST = 0.06, 0.18

Weights = Mapping[str, float]

_ODD = re.compile(r"```.*?```|`[^`]*`|<[^>]*>|https?://\S+|:[a-z0-9_+'-]+:", re.DOTALL)
_WORD = re.compile(r"[^\W\d_][\w'’-]{2,}")
_ENDING = re.compile(r"(?:ingly|edly|ings?|edly|ers?|ed|es|ly|s)$")
_SMALL_WORDS = """
about above across actually after again against ago all almost alone along already also although
always among and another any anybody anyone anything anyway are aren't around ask asked away back
bad been before began being below best better between big bit both bring but came can can't cannot
come comes could couldn't day days did didn't different does doesn't doing done don't down during
each either else enough even ever every everybody everyone everything exactly far feel few find
fine first five for four found from gave get gets getting give given gives goes going gone good
got great had half hand hard has have haven't having hello help her here hers him himself his hour
hours how however i'd i'll i'm i've idea into isn't it'd it'll it's its itself just keep kept kind
knew know known knows last late later least left less let let's like likely little long look
looked looking looks lot lots made make makes making many may maybe mean means might mind minute
minutes mine moment monday month months more morning most much must myself near need needed needs
never new next nice nobody none nor not nothing now off often okay old once one ones only onto
open other others our ours out over own part people perhaps person place please point put quite
rather real really right said same saw say saying says second see seem seemed seems seen several
shall she should shouldn't show since six small some somebody someone something sometimes soon
still such sure take taken takes taking talk tell than thank thanks that that's the their theirs
them themselves then there there's these they they're thing things think thinking third this those
though thought three through thus time times today together told tomorrow too took toward tried
tries true try trying tuesday turn turned turns two under understand until upon use used uses
using usually very want wanted wants was wasn't watch way ways wednesday week weeks well went were
weren't what what's whatever when where whether which while who whole whom whose why will with
within without won't word words work worked working works would wouldn't write written wrong yeah
year years yes yesterday yet you you'd you'll you're you've your yours yourself thursday friday
saturday sunday rule because haha lol hmm guess wonder happened happens happen start started stop
stopped end question answer problem reason case example matter
"""
_COMMON = frozenset(_SMALL_WORDS.split())


def terms_of(text: str, key: str) -> list[str]:
    """The numbers of the words of a text, each once; ``key`` keeps workspaces apart."""
    words = _WORD.findall(_ODD.sub(" ", text[:4_000].lower()))
    stems = {_stem(word) for word in words if word not in _COMMON}
    return sorted({_number(stem, key) for stem in sorted(stems)[:WORDS_MOST]})


def _stem(word: str) -> str:
    bare = word.replace("’", "'").removesuffix("'s")
    stem = _ENDING.sub("", bare)
    return (stem if len(stem) >= 3 else bare)[:8]


def _number(stem: str, key: str) -> str:
    digest = hashlib.blake2b(stem.encode(), key=key.encode()[:64], digest_size=4).digest()
    return str(int.from_bytes(digest) % BUCKETS)


def hear(texts: Sequence[str], key: str) -> dict[str, int]:
    """In how many of some messages each number stands. Runs in the other process."""
    return dict(Counter(term for text in texts for term in terms_of(text, key)))


def added(old: Weights, days: float, heard: Mapping[str, int]) -> dict[str, float]:
    """Weights of ``days`` ago, faded, with what was heard since; the heaviest are kept."""
    fade = 0.5 ** (max(days, 0.0) / HALF_LIFE_DAYS)
    weights = {term: float(weight) * fade for term, weight in old.items()}
    for term, count in heard.items():
        weights[term] = weights.get(term, 0.0) + count
    kept = sorted(weights, key=lambda term: (-weights[term], term))[:KEPT]
    return {term: round(weights[term], 4) for term in kept if weights[term] >= LIGHTEST}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two places (``one`` is the lower id): how alike their talk is (0-1), cards between them."""

    one: str
    other: str
    likeness: float
    cards: int


def alike(
    topics: Mapping[str, Weights], ties: Mapping[tuple[str, str], int], *, only: Sequence[str] = ()
) -> list[Pair]:
    """The pairs of places that seem to belong together, likeliest first. Runs elsewhere.

    ``ties`` counts cards between two places. ``only``: pairs that touch one of these.
    """
    likeness = all_likeness(topics)
    strengths = {pair: value + _tie(ties.get(pair, 0)) for pair, value in likeness.items()}
    found = [
        Pair(*pair, round(likeness[pair], 4), ties.get(pair, 0))
        for pair, strength in strengths.items()
        if strength >= ALIKE
        and (ties.get(pair, 0) > 0 or _stands_out(pair, likeness))
        and (not only or set(pair) & set(only))
    ]
    return sorted(found, key=lambda pair: (-strengths[pair.one, pair.other], pair.one, pair.other))


def all_likeness(topics: Mapping[str, Weights]) -> dict[tuple[str, str], float]:
    """The likeness (0-1) of every two places that share a number at all."""
    spread = Counter(term for weights in topics.values() for term in weights)
    vectors = {name: _vector(weights, spread, len(topics)) for name, weights in topics.items()}
    where: dict[str, list[str]] = {}
    for name in sorted(vectors):
        for term in vectors[name]:
            where.setdefault(term, []).append(name)
    found: dict[tuple[str, str], float] = {}
    for term, names in where.items():
        for position, one in enumerate(names):
            for other in names[position + 1 :]:
                product = vectors[one][term] * vectors[other][term]
                found[one, other] = found.get((one, other), 0.0) + product
    return found


def _vector(weights: Weights, spread: Mapping[str, int], places: int) -> dict[str, float]:
    raw = {
        term: math.log1p(weight) * math.log((1 + places) / spread[term])
        for term, weight in weights.items()
        if weight >= 1.0
    }
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {term: value / length for term, value in raw.items()}


def _stands_out(pair: tuple[str, str], likeness: Mapping[tuple[str, str], float]) -> bool:
    """Whether two places are more alike than each of them is to the others, by the median."""
    for end in pair:
        others = sorted(value for each, value in likeness.items() if end in each and each != pair)
        if others and likeness[pair] < STANDS_OUT * others[len(others) // 2]:
            return False
    return True


def _tie(cards: int) -> float:
    return min(CARDS_MOST, PER_CARD * cards)
