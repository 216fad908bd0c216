"""What every way of delivery has in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from playground.types import Json

Kind = Literal["events_api", "interactive", "slash_commands"]


@dataclass(slots=True, frozen=True)
class Answer:
    """How the app took a delivery. `error`: not_connected, timeout, http_error or
    connection_failed.
    """

    ok: bool
    body: Any = None
    error: str | None = None
    status: int | None = None
    no_retry: bool = False


class Carrier(Protocol):
    """A way to the app."""

    async def carry(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Answer:
        """Deliver once and wait for the acknowledgement; never raises."""
        ...
