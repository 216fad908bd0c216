"""A largest possible set of pairs among allowed ones: Edmonds' blossom algorithm (1965). Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence


def largest_matching(
    allowed: Sequence[Sequence[int]], mates: Sequence[int | None] = ()
) -> list[int | None]:
    """For each of n people (0 … n-1) their mate, or None, in a matching of greatest size.

    ``allowed[i]`` are those with whom i may be paired, in the order of preference (both ways).
    ``mates`` is a matching to begin from: whoever has a mate in it has one in the result too.
    Costs at most n³ steps.
    """
    mate = list(mates) or [None] * len(allowed)
    for person in range(len(allowed)):
        if mate[person] is None:
            _Search(allowed, mate).augment(person)
    return mate


class _Search:
    """One search for a path from somebody without a mate to another, changing mates along it."""

    def __init__(self, allowed: Sequence[Sequence[int]], mate: list[int | None]) -> None:
        self._allowed, self._mate = allowed, mate
        count = len(allowed)
        self._parent: list[int | None] = [None] * count
        self._base = list(range(count))
        self._seen = [False] * count
        self._queue: deque[int] = deque()

    def augment(self, root: int) -> None:
        """Give ``root`` a mate if any path allows it; who had one keeps having one."""
        self._seen[root] = True
        self._queue.append(root)
        while self._queue:
            here = self._queue.popleft()
            for there in self._allowed[here]:
                end = self._step(root, here, there)
                if end is not None:
                    self._flip(end)
                    return

    def _step(self, root: int, here: int, there: int) -> int | None:
        """Look along one allowed pair; the end of a path that was found, or None."""
        if self._base[here] == self._base[there] or self._mate[here] == there:
            return None
        mate = self._mate[there]
        if there == root or (mate is not None and self._parent[mate] is not None):
            self._contract(here, there)
        elif self._parent[there] is None:
            self._parent[there] = here
            if mate is None:
                return there
            self._seen[mate] = True
            self._queue.append(mate)
        return None

    def _contract(self, here: int, there: int) -> None:
        """An odd ring (a blossom) is seen as one person from now on."""
        stem = self._meet(here, there)
        ring = [False] * len(self._base)
        self._mark(ring, here, stem, there)
        self._mark(ring, there, stem, here)
        for person, base in enumerate(self._base):
            if ring[base]:
                self._base[person] = stem
                if not self._seen[person]:
                    self._seen[person] = True
                    self._queue.append(person)

    def _meet(self, one: int, two: int) -> int:
        """Where the ways back to the root from two people meet."""
        passed = set()
        at: int | None = one
        while at is not None:
            at = self._base[at]
            passed.add(at)
            mate = self._mate[at]
            at = None if mate is None else self._parent[mate]
        at = self._base[two]
        while at not in passed:
            mate = self._mate[at]
            assert mate is not None
            before = self._parent[mate]
            assert before is not None
            at = self._base[before]
        return at

    def _mark(self, ring: list[bool], person: int, stem: int, child: int) -> None:
        while self._base[person] != stem:
            mate = self._mate[person]
            assert mate is not None
            ring[self._base[person]] = ring[self._base[mate]] = True
            self._parent[person] = child
            child = mate
            following = self._parent[mate]
            assert following is not None
            person = following

    def _flip(self, end: int) -> None:
        """Change mates along the path that was found."""
        at: int | None = end
        while at is not None:
            before = self._parent[at]
            assert before is not None
            following = self._mate[before]
            self._mate[at], self._mate[before] = before, at
            at = following
