"""Brings deliveries on their way: by socket or HTTP, redelivers events, applies the faults for
events.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any

from playground.clock import PlayClock
from playground.delivery.base import Answer, Carrier, Kind
from playground.delivery.http import HttpSender
from playground.delivery.socket import SocketHub
from playground.faults import Faults
from playground.traffic import Traffic
from playground.types import Json

RETRY_AFTER = (0.0, 60.0, 300.0)
"""Play seconds before the first, second and third redelivery of an event."""


class Pump:
    """The way out to the app. With a request URL it is HTTP, otherwise the sockets."""

    def __init__(
        self, hub: SocketHub, http: HttpSender, clock: PlayClock, faults: Faults, traffic: Traffic
    ) -> None:
        self.hub = hub
        self.http = http
        self._clock = clock
        self._faults = faults
        self._traffic = traffic
        self._tasks: set[asyncio.Task[None]] = set()
        self._held: list[tuple[str, Json]] = []
        self._idle = asyncio.Event()
        self._idle.set()
        self._busy = 0

    @property
    def carrier(self) -> Carrier:
        """The way in use."""
        return self.http if self.http.request_url else self.hub

    @property
    def connected(self) -> bool:
        """Whether the app can be reached, as far as one knows without trying."""
        return self.http.request_url is not None or self.hub.count > 0

    def set_ack_timeout(self, seconds: float) -> None:
        """How long (real seconds) an acknowledgement may take."""
        self.hub.ack_timeout = self.http.ack_timeout = seconds

    def event(self, name: str, envelope: Json) -> None:
        """Send an event on its way; redelivery goes on by itself."""
        if self._faults.take("lose", name):
            return
        if self._faults.take("reorder", name):
            self._held.append((name, envelope))
            return
        self._start(self._deliver_event(name, envelope))
        if self._faults.take("duplicate", name):
            self._start(self._deliver_event(name, envelope))
        held, self._held = self._held, []
        for held_name, held_envelope in held:
            self._start(self._deliver_event(held_name, held_envelope))

    async def _deliver_event(self, name: str, envelope: Json) -> None:
        delay = self._faults.take("delay", name)
        if delay:
            await asyncio.sleep(delay.seconds or 1.0)
        reason = ""
        for attempt in range(len(RETRY_AFTER) + 1):
            if attempt:
                await self._pause(RETRY_AFTER[attempt - 1])
            answer = await self._attempt(name, envelope, attempt, reason)
            if answer.ok or answer.no_retry:
                return
            reason = answer.error or "timeout"

    async def _pause(self, seconds: float) -> None:
        """Wait for a redelivery; while waiting, the pump counts as idle."""
        if not seconds:
            return
        self._done()
        try:
            await self._clock.sleep(seconds)
        finally:
            self._began()

    async def _attempt(self, name: str, envelope: Json, attempt: int, reason: str) -> Answer:
        entry = self._traffic.begin("event", "out", name, envelope, attempt)
        answer = await self.carrier.carry("events_api", envelope, attempt, reason)
        if answer.ok and self._faults.take("ignore_ack", name):
            answer = Answer(False, error="timeout")
        last = attempt == len(RETRY_AFTER)
        status = "ok" if answer.ok else "error" if last else "retry"
        self._traffic.end(entry, status, answer.body, answer.error)
        return answer

    async def interaction(self, kind: Kind, name: str, payload: Json) -> Answer:
        """Deliver an interaction or command once, and wait for its answer."""
        entry = self._traffic.begin("interaction", "out", name, payload)
        answer = await self.carrier.carry(kind, payload, 0, "")
        self._traffic.end(entry, "ok" if answer.ok else "error", answer.body, answer.error)
        return answer

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background until it ends or the pump stops."""
        self._start(work)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._began()
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._done()
        if not task.cancelled() and (failure := task.exception()):
            context = {"message": "a delivery broke", "exception": failure, "task": task}
            task.get_loop().call_exception_handler(context)

    def _began(self) -> None:
        self._busy += 1
        self._idle.clear()

    def _done(self) -> None:
        self._busy -= 1
        if self._busy <= 0:
            self._idle.set()

    async def idle(self) -> None:
        """Wait until no delivery is under way (those waiting for a later redelivery do not
        count).
        """
        await self._idle.wait()

    async def stop(self) -> None:
        """End all deliveries."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
        await self.hub.stop()
        await self.http.stop()
