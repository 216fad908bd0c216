"""Who meets whom: pairs of people who opted in, fair over time. Pure; rounds are numbers of weeks.

Nonaka, Toyama and Konno (2000): "wandering about" brings people of different ba together, where
tacit knowledge is shared. A round keeps these laws:

* nobody is in two pairs; with an odd number one person sits out, the one who did so longest ago;
* as many pairs as can be are of people who never met: nobody meets again before others whom the
  round could have brought them together with;
* if everybody can meet somebody new with whom they share no ba, they do;
* where people must meet again, those meet who met longest ago.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.leadership.wander_matching import largest_matching

# So many people are paired together; more are split, anew in each round.
POOL_MOST = 60
# With an odd number, so many of those who may sit out are tried.
OUT_TRIED = 5
# Improving pairs stops after so many passes at the latest.
PASSES_MOST = 20
NEVER = -1

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Walker:
    """Somebody to be paired: their ba, and the round in which they last sat out.

    Who just began counts as having sat out in the round before they began.
    """

    id: str
    ba: frozenset[str]
    out_round: int


@dataclass(frozen=True, slots=True)
class Round:
    """Pairs (each in the order of ids, all sorted), and who sits out (None: nobody)."""

    pairs: tuple[Pair, ...]
    out: str | None = None


def round_number(day: date) -> int:
    """The week as a number that grows by one each Monday."""
    return (day.toordinal() - 1) // 7


def is_due(weeks: int, number: int) -> bool:
    """Whether somebody who wants to meet every ``weeks`` weeks (1 or 2) is paired in a round.

    All who want it fortnightly come in the same weeks, so that they can meet.
    """
    return number % max(1, weeks) == 0


def pair_up(walkers: Collection[Walker], met: Mapping[Pair, int], number: int) -> Round:
    """The pairs of a round. ``met``: the last round of each pair (smaller id first) that met.

    More than ``POOL_MOST`` people are split into groups, mixed anew each round.
    """
    people = sorted(walkers, key=lambda walker: walker.id)
    if len(people) % 2 == 0:
        return Round(_all_pairs(people, met, number))
    longest_ago = min(walker.out_round for walker in people)
    may = [walker for walker in people if walker.out_round == longest_ago]
    may.sort(key=lambda walker: _mixed(walker.id, number))
    by_id = {walker.id: walker for walker in people}
    found = []
    for walker in may[: OUT_TRIED if len(people) <= POOL_MOST else 1]:
        others = [each for each in people if each.id != walker.id]
        pairs = _all_pairs(others, met, number)
        found.append((_cost(pairs, by_id, met), walker.id, pairs))
    _, out, pairs = min(found)
    return Round(pairs, out)


def _all_pairs(people: Sequence[Walker], met: Mapping[Pair, int], number: int) -> tuple[Pair, ...]:
    if len(people) <= POOL_MOST:
        return _pairs(people, met)
    mixed = sorted(people, key=lambda walker: (_mixed(walker.id, number), walker.id))
    pools = [mixed[start : start + POOL_MOST] for start in range(0, len(mixed), POOL_MOST)]
    return tuple(sorted(pair for pool in pools for pair in _pairs(pool, met)))


def _mixed(person: str, number: int) -> int:
    """A number that looks like chance and is the same in every process."""
    value = number & 0xFFFFFFFF
    for letter in person.encode():
        value = ((value ^ letter) * 0x01000193 + 0x9E3779B9) & 0xFFFFFFFF
    return value ^ (value >> 15)


def _pairs(people: Sequence[Walker], met: Mapping[Pair, int]) -> tuple[Pair, ...]:
    """Everybody in a pair; the number of people is even."""
    mates: list[int | None] = [None] * len(people)
    for allowed in _widening(people, met):
        mates = largest_matching(allowed, mates)
        if None not in mates:
            break
    pairs = [
        (people[one].id, people[two].id)
        for one, two in enumerate(mates)
        if two is not None and one < two
    ]
    return _improved(pairs, {walker.id: walker for walker in people}, met)


def _widening(people: Sequence[Walker], met: Mapping[Pair, int]) -> list[list[list[int]]]:
    """Who may be paired with whom, in three steps: new and of other ba; new; anybody.

    In the last step whoever is left is paired with another who is left, since anybody may be: no
    pair of the second step is given up for it.
    """
    count = range(len(people))

    def order(a: int, b: int) -> tuple[int, int, str]:
        one, two = people[a], people[b]
        return (_last(one.id, two.id, met), len(one.ba & two.ba), two.id)

    anybody = [sorted((b for b in count if b != a), key=lambda b: order(a, b)) for a in count]
    new = [[b for b in anybody[a] if order(a, b)[0] == NEVER] for a in count]
    apart = [[b for b in new[a] if not people[a].ba & people[b].ba] for a in count]
    return [apart, new, anybody]


def _last(one: str, two: str, met: Mapping[Pair, int]) -> int:
    return met.get((min(one, two), max(one, two)), NEVER)


def _cost(
    pairs: Sequence[Pair], walkers: Mapping[str, Walker], met: Mapping[Pair, int]
) -> tuple[int, ...]:
    """What is worse, most important first: who met before; how lately; how many ba are shared."""
    again = sorted((met[pair] for pair in pairs if pair in met), reverse=True)
    shared = sum(len(walkers[one].ba & walkers[two].ba) for one, two in pairs)
    return (len(again), *again, NEVER, shared)


def _improved(
    pairs: Sequence[Pair], walkers: Mapping[str, Walker], met: Mapping[Pair, int]
) -> tuple[Pair, ...]:
    """Exchange partners between two pairs for as long as that is better; never a pair more met."""
    kept = [(min(pair), max(pair)) for pair in pairs]
    for _ in range(PASSES_MOST):
        if not _exchange(kept, walkers, met):
            break
    return tuple(sorted(kept))


def _exchange(kept: list[Pair], walkers: Mapping[str, Walker], met: Mapping[Pair, int]) -> bool:
    changed = False
    for here in range(len(kept)):
        for there in range(here + 1, len(kept)):
            (a, b), (c, d) = kept[here], kept[there]
            ways = [[kept[here], kept[there]]]
            for one, two in (((a, c), (b, d)), ((a, d), (b, c))):
                ways.append([(min(one), max(one)), (min(two), max(two))])
            best = min(ways, key=lambda way: _cost(way, walkers, met))
            if _cost(best, walkers, met) < _cost(ways[0], walkers, met):
                kept[here], kept[there] = best
                changed = True
    return changed
