"""What Prometheus may ask: numbers about the bot's work, never about people or what they wrote."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.reading import Offload
from bot.seci.types import Reading, Said, ThreadReading, Utterance

P = ParamSpec("P")
T = TypeVar("T")

# Seconds. Slack waits three for an answer.
FAST = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
SLOW = (0.005, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class Metrics:
    """The instruments of one bot, in a registry of their own. Times are in seconds."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self.stored = Counter("ba_events_stored", "Events committed to the inbox", registry=own)
        self.refused = Counter(
            "ba_events_refused",
            "Events not stored, so that Slack sends them again",
            ["why"],
            registry=own,
        )
        self.commit = Histogram(
            "ba_inbox_commit_seconds", "Committing a group of events", buckets=FAST, registry=own
        )
        self.applied = Counter("ba_events_applied", "Events that took effect", registry=own)
        self.failed = Counter("ba_events_failed", "Tries of an event that failed", registry=own)
        self.model = Histogram(
            "ba_model_seconds",
            "Work given to the reading process",
            ["work"],
            buckets=SLOW,
            registry=own,
        )
        self.read = Counter("ba_messages_read", "Messages read by the model", registry=own)
        self.sends = Counter(
            "ba_sends", "What became of things to say, by kind", ["kind", "outcome"], registry=own
        )
        self.waiting = Gauge("ba_inbox_waiting", "Events that wait for their effect", registry=own)
        self.lag = Gauge("ba_inbox_lag_seconds", "Age of the oldest event that waits", registry=own)
        self.set_aside = Gauge("ba_inbox_set_aside", "Events that failed too often", registry=own)
        self.due = Gauge(
            "ba_outbox_due", "Things to say that are due and not yet said", registry=own
        )
        self.mutes = Gauge(
            "ba_refusals", "Pauses and refusals in force, by subject", ["of"], registry=own
        )

    def page(self) -> bytes:
        """All of it in Prometheus's text format."""
        return generate_latest(self.registry)

    @contextmanager
    def timed(self, histogram: Histogram) -> Iterator[None]:
        """Observe how many seconds the block takes, also when it fails."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            histogram.observe(time.perf_counter() - begun)


class MeasuredOffload:
    """An ``Offload`` whose work is counted and timed."""

    def __init__(self, inner: Offload, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        """Read messages, in order."""
        with self._metrics.timed(self._metrics.model.labels("messages")):
            readings = await self._inner.read(utterances)
        self._metrics.read.inc(len(readings))
        return readings

    async def read_thread(self, messages: Sequence[Said]) -> ThreadReading:
        """Read a whole thread: ripe or not, and its draft."""
        with self._metrics.timed(self._metrics.model.labels("thread")):
            return await self._inner.read_thread(messages)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a module-level function with values that pickle."""
        with self._metrics.timed(self._metrics.model.labels("other")):
            return await self._inner.run(work, *args, **kwargs)
