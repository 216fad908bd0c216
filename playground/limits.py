"""Rate limits as Slack publishes them: tiers per method and minute, and one message per second and
channel.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable
from types import MappingProxyType

TIERS: MappingProxyType[str, int] = MappingProxyType(
    {"1": 1, "2": 20, "3": 50, "4": 100, "special": 600}
)
"""Calls per minute and method."""
POST_BURST = 5
"""Messages that may go to one channel at once before one per second is enforced."""


class Limits:
    """Counts calls in windows of a minute of real time. Off unless `enabled`."""

    def __init__(self, real: Callable[[], float]) -> None:
        self._real = real
        self.enabled = False
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def check(self, method: str, tier: str) -> int | None:
        """Count a call. Out: seconds to wait (for Retry-After) when it is too many, else None."""
        return self._count(method, TIERS[tier], 60.0)

    def check_post(self, channel: str) -> int | None:
        """Count a message to a channel: one per second, with a small burst."""
        return self._count(f"post {channel}", POST_BURST, float(POST_BURST))

    def _count(self, key: str, allowed: int, window: float) -> int | None:
        if not self.enabled:
            return None
        now, calls = self._real(), self._calls[key]
        while calls and calls[0] <= now - window:
            calls.popleft()
        if len(calls) >= allowed:
            return max(1, math.ceil(calls[0] + window - now))
        calls.append(now)
        return None
