"""Things that go wrong on purpose, switched on for some calls, events or sockets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any

from playground.types import Json, Refused

KINDS: MappingProxyType[str, tuple[str, str, tuple[str, ...]]] = MappingProxyType(
    {
        "rate_limited": ("api", "429 with Retry-After", ("times", "seconds")),
        "server_error": ("api", "5xx without any effect", ("times", "status")),
        "error": ("api", "An error code without any effect", ("times", "error")),
        "lost_answer": ("api", "The effect happens, the answer is lost", ("times",)),
        "slow": ("api", "The answer comes late", ("times", "seconds")),
        "ignore_ack": ("event", "The app's acknowledgement is not noticed", ("times",)),
        "duplicate": ("event", "Delivered twice", ("times",)),
        "reorder": ("event", "Delivered after the next one", ("times",)),
        "delay": ("event", "Delivered late (real seconds)", ("times", "seconds")),
        "lose": ("event", "Never delivered", ("times",)),
        "drop_sockets": ("socket", "Every socket breaks off at once", ()),
        "half_open": ("socket", "Sockets stay open but go dead", ()),
        "warning": ("socket", "Sockets are told to expect a disconnect, then closed", ()),
        "refresh": ("socket", "Sockets are told to reconnect, then closed", ()),
        "link_disabled": ("socket", "Sockets are told that Socket Mode is off, then closed", ()),
        "refuse_connect": ("socket", "apps.connections.open fails", ("times",)),
    }
)
"""Kind → what it is about, what it does, which fields it takes."""


@dataclass(slots=True)
class Fault:
    """A switch. `times` left (None: until cleared); `target` a name or pattern of methods or event
    types.
    """

    id: int
    kind: str
    target: str = "*"
    times: int | None = None
    seconds: float | None = None
    status: int | None = None
    error: str | None = None
    hits: int = 0

    def shape(self) -> Json:
        """API.md, Fault."""
        names = ["id", "kind", "target", "times", "seconds", "status", "error", "hits"]
        return {name: getattr(self, name) for name in names}


class Faults:
    """The switches that are on. `on_change` is called when any is set, used or cleared."""

    def __init__(self) -> None:
        self._active: list[Fault] = []
        self._next = 1
        self.on_change: list[Callable[[], None]] = []

    def set(self, kind: str, target: str = "*", **fields: Any) -> Fault:
        """Switch a fault on. Refused(invalid_fault) for an unknown kind or field."""
        if kind not in KINDS:
            raise Refused("invalid_fault", f"There is no fault {kind}.")
        unknown = set(fields) - {"times", "seconds", "status", "error"}
        if unknown:
            raise Refused("invalid_fault", f"Unknown: {', '.join(sorted(unknown))}.")
        fault = Fault(self._next, kind, target or "*", **fields)
        self._next += 1
        self._active.append(fault)
        self._tell()
        return fault

    def clear(self, key: int | None = None) -> None:
        """Switch one off, or all."""
        self._active = [f for f in self._active if key is not None and f.id != key]
        self._tell()

    def active(self) -> list[Fault]:
        """The switches that are on."""
        return list(self._active)

    def is_on(self, kind: str) -> bool:
        """Whether a switch of this kind is on."""
        return any(f.kind == kind for f in self._active)

    def take(self, kind: str, name: str) -> Fault | None:
        """Use up one turn of a fault of this kind that aims at `name`; None when there is none."""
        for fault in self._active:
            if fault.kind == kind and fnmatchcase(name, fault.target):
                fault.hits += 1
                if fault.times is not None:
                    fault.times -= 1
                    if fault.times <= 0:
                        self._active.remove(fault)
                self._tell()
                return fault
        return None

    def _tell(self) -> None:
        for listener in self.on_change:
            listener()
