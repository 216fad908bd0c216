"""Splits by whole trade: what is judged was learned from other trades only, as in real life."""

from __future__ import annotations

from collections.abc import Sequence

from .talk import Thread

FOLDS = 2


def folds(threads: Sequence[Thread], count: int = FOLDS) -> list[frozenset[str]]:
    """Deal the trades out into ``count`` folds of about the same number of messages;
    deterministic.
    """
    sizes: dict[str, int] = {}
    for thread in threads:
        sizes[thread.trade] = sizes.get(thread.trade, 0) + len(thread.messages)
    held: list[list[str]] = [[] for _ in range(count)]
    weight = [0] * count
    for trade in sorted(sizes, key=lambda name: (-sizes[name], name)):
        lightest = weight.index(min(weight))
        held[lightest].append(trade)
        weight[lightest] += sizes[trade]
    return [frozenset(trades) for trades in held]
