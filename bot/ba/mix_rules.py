"""Whom to ask into a ba: requisite variety, not the best few. Pure rules.

"An organization's internal diversity must match the variety and complexity of the environment"
(Nonaka, Toyama and Konno, 2000, after Ashby): each further person should bring another place, or
another kind of knowing, than those who are chosen already. Nobody is measured: the order in which
people are chosen is never shown, and what is chosen is listed by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

MOST = 5


@dataclass(frozen=True, slots=True)
class Trace:
    """Why somebody comes to mind: a card, at which place among those found (0 is nearest)."""

    card_id: int
    place: int
    channel_id: str
    asset_kind: str
    agreed: bool  # to be asked about it; else they wrote it


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may bring something, with the traces that lead to them."""

    member_id: str
    name: str
    traces: tuple[Trace, ...] = field(default=())

    @property
    def channels(self) -> frozenset[str]:
        """The ba that their cards come from."""
        return frozenset(trace.channel_id for trace in self.traces)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of knowing on their cards."""
        return frozenset(trace.asset_kind for trace in self.traces)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Somebody to propose, their best trace, and what they bring that the others do not."""

    member_id: str
    name: str
    trace: Trace
    brings_place: bool
    brings_kind: str = ""


def mix(candidates: Sequence[Candidate], *, most: int = MOST) -> list[Chosen]:
    """At most ``most`` people, alphabetically, so that places and kinds of knowing differ."""
    left = sorted((c for c in candidates if c.traces), key=lambda c: (c.name, c.member_id))
    chosen: list[Chosen] = []
    places: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    while left and len(chosen) < most:
        best = max(left, key=lambda c: _worth(c, places, kinds))
        left.remove(best)
        new = sorted(best.kinds - kinds)
        chosen.append(
            Chosen(
                best.member_id,
                best.name,
                _nearest(best),
                brings_place=bool(chosen) and bool(best.channels - places),
                brings_kind=new[0] if chosen and new else "",
            )
        )
        places, kinds = places | best.channels, kinds | best.kinds
    return sorted(chosen, key=lambda one: (one.name.casefold(), one.member_id))


def _worth(
    candidate: Candidate, places: frozenset[str], kinds: frozenset[str]
) -> tuple[bool, bool, bool, int]:
    nearest = _nearest(candidate)
    return (
        bool(candidate.channels - places),
        bool(candidate.kinds - kinds),
        nearest.agreed,
        -nearest.place,
    )


def _nearest(candidate: Candidate) -> Trace:
    return min(candidate.traces, key=lambda trace: (not trace.agreed, trace.place, trace.card_id))
