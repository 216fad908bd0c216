"""The play clock: time that can be sped up and pushed forward."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

from playground.types import Json


class PlayClock:
    """Time in the playground.

    `now()` is in epoch seconds. It starts at the real time (or `start`) and runs `speed` times as
    fast as the real one.
    Sleepers wake as soon as the play clock reaches their time, also when it jumps.
    """

    def __init__(
        self,
        start: float | None = None,
        speed: float = 1.0,
        real: Callable[[], float] = time.monotonic,
    ) -> None:
        self._real = real
        self._base = time.time() if start is None else start
        self._mark = real()
        self._speed = speed
        self._turned = asyncio.Event()
        self.on_change: list[Callable[[], None]] = []

    @property
    def speed(self) -> float:
        """Play seconds per real second; 0 stands still."""
        return self._speed

    def now(self) -> float:
        """The play time in epoch seconds."""
        return self._base + (self._real() - self._mark) * self._speed

    def real(self) -> float:
        """Real seconds from some fixed point: for promises about latency, never sped up."""
        return self._real()

    def set_speed(self, speed: float) -> None:
        """Run `speed` (≥ 0) times as fast as real time from now on."""
        if speed < 0:
            raise ValueError("speed must be 0 or more")
        self._base, self._mark = self.now(), self._real()
        self._speed = speed
        self._wake()

    def advance(self, seconds: float) -> None:
        """Jump `seconds` (≥ 0) forward at once."""
        if seconds < 0:
            raise ValueError("the clock only goes forward")
        self._base += seconds
        self._wake()

    async def sleep(self, seconds: float) -> None:
        """Wait `seconds` of play time."""
        await self.sleep_until(self.now() + seconds)

    async def sleep_until(self, when: float) -> None:
        """Wait until the play time is `when` (epoch seconds)."""
        while (left := when - self.now()) > 0:
            turned = self._turned
            wait = left / self._speed + 0.0005 if self._speed > 0 else None
            try:
                await asyncio.wait_for(turned.wait(), wait)
            except TimeoutError:
                continue

    def shape(self) -> Json:
        """The clock for the page (API.md, Clock)."""
        now = self.now()
        iso = datetime.fromtimestamp(now, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        return {"now": now, "speed": self._speed, "iso": iso, "running": self._speed > 0}

    def _wake(self) -> None:
        turned, self._turned = self._turned, asyncio.Event()
        turned.set()
        for listener in self.on_change:
            listener()
