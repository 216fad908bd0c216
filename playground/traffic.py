"""What went between the app and the playground, for the inspector and for tests."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playground.types import Json

KEPT = 1000
"""Entries that are remembered."""


@dataclass(slots=True)
class Entry:
    """One exchange. `at` in play seconds, `ms` real milliseconds; `direction` "in" = the app
    called.
    """

    id: int
    at: float
    kind: str
    direction: str
    name: str
    request: Any
    attempt: int = 0
    status: str = "pending"
    error: str | None = None
    ms: float | None = None
    response: Any = None
    began: float = 0.0

    def shape(self) -> Json:
        """API.md, Traffic."""
        names = [
            "id",
            "at",
            "kind",
            "direction",
            "name",
            "status",
            "error",
            "ms",
            "request",
            "response",
            "attempt",
        ]
        return {name: getattr(self, name) for name in names}


class Traffic:
    """The record. `on_entry` is called when an entry begins and when it ends."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._last = 0
        self.on_entry: list[Callable[[Entry], None]] = []

    def begin(self, kind: str, direction: str, name: str, request: Any, attempt: int = 0) -> Entry:
        """Note the start of an exchange."""
        self._last += 1
        entry = Entry(self._last, self._now(), kind, direction, name, request, attempt)
        entry.began = time.monotonic()
        self._entries.append(entry)
        self._tell(entry)
        return entry

    def end(
        self, entry: Entry, status: str, response: Any = None, error: str | None = None
    ) -> None:
        """Note its end; `status` is ok, error or retry."""
        entry.status, entry.response, entry.error = status, response, error
        entry.ms = round((time.monotonic() - entry.began) * 1000, 1)
        self._tell(entry)

    def note(self, kind: str, direction: str, name: str, request: Any = None) -> None:
        """Note something that has no answer."""
        self.end(self.begin(kind, direction, name, request), "ok")

    def after(self, last: int = 0, kind: str = "", limit: int = 200) -> list[Entry]:
        """Entries younger than id `last`, of one kind if given, the youngest `limit`, oldest
        first.
        """
        found = [e for e in self._entries if e.id > last and (not kind or e.kind == kind)]
        return found[-limit:]

    def clear(self) -> None:
        """Forget all entries; ids go on counting."""
        self._entries.clear()

    @property
    def last(self) -> int:
        """The youngest id."""
        return self._last

    def _tell(self, entry: Entry) -> None:
        for listener in self.on_entry:
            listener(entry)
