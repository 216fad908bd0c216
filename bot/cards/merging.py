"""Two people changed one card: what goes together by itself, and what somebody must decide. Pure.

Three texts of each field are compared: where the change began, the card as it is now, and mine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.card import CARD_FIELDS


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that both changed, each to something else."""

    name: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merge:
    """``fields`` hold what goes together (mine, where they clash); ``clashes`` are undecided."""

    fields: dict[str, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()


def merge(base: Mapping[str, str], theirs: Mapping[str, str], mine: Mapping[str, str]) -> Merge:
    """Put two changes of one text together; nothing of either is left out silently."""
    fields: dict[str, str] = {}
    clashes: list[Clash] = []
    for name in CARD_FIELDS:
        old, other, own = (str(each.get(name) or "") for each in (base, theirs, mine))
        if own in (other, old):
            fields[name] = other  # I left it alone, or we agree
        else:
            fields[name] = own
            if other != old:
                clashes.append(Clash(name, other, own))
    return Merge(fields, tuple(clashes))


def changed_fields(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Which of a card's words differ, in the form's order."""
    return tuple(
        name for name in CARD_FIELDS if str(before.get(name) or "") != str(after.get(name) or "")
    )
