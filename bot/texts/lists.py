"""Several things in a row, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

AND = "{others} and {last}"
OR = "{others} or {last}"


def listed(things: Sequence[str], pattern: str = AND) -> str:
    """Give "Ines, Jun and Mari", in the order of the caller; "" for nothing."""
    if len(things) < 2:
        return "".join(things)
    return pattern.format(others=", ".join(things[:-1]), last=things[-1])
