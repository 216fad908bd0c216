"""The durable inbox: an event is acknowledged once it is committed, and not before.

``InboxWriter`` commits in groups: one writer drains what arrived while the previous commit ran.
``inbox_middleware`` is Bolt's ``before_authorize``: it stores events and answers Slack at once.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from sqlalchemy import Engine

from bot.clock import Clock
from bot.errors import InboxUnavailable
from bot.metrics import Metrics
from bot.slack.admission import Row, admit, describe
from bot.tasks import end_task
from models.inbox import insert_events

log = logging.getLogger(__name__)

# Turns of the event loop without a new event, after which a group is committed.
QUIET_TURNS = 6
# How long a commit in work may take to end when the bot stops.
STOP_SECONDS = 2.0
# A commit that takes so many times the time-out hangs.
HANGING = 5


@dataclass(slots=True)
class _Waiting:
    """An event on its way into the database, and the future that tells when it is there."""

    row: Row
    body: Mapping[str, Any]
    stored: asyncio.Future[None]


@dataclass(slots=True)
class InboxWriter:
    """Stores events in groups. ``timeout`` is in seconds; ``capacity`` bounds what may wait.

    ``engine`` is one of ``make_writer_engine``. The database is spoken to in one thread of the
    writer's own, one change of thread a group.
    """

    engine: Engine
    clock: Clock
    arrived: asyncio.Event
    metrics: Metrics = field(default_factory=Metrics)
    timeout: float = 2.0
    capacity: int = 10_000
    batch: int = 500
    _queue: asyncio.Queue[_Waiting] = field(init=False)
    _task: asyncio.Task[None] | None = field(init=False, default=None)
    _ending: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _thread: ThreadPoolExecutor = field(init=False)
    # Since when the commit in work runs, by the monotonic clock.
    _commits_since: float | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Make the bounded queue, and the thread that starts with the first group."""
        self._queue = asyncio.Queue(self.capacity)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox-writer")

    async def start(self) -> None:
        """Start the one writer."""
        self._task = asyncio.create_task(self._run(), name="inbox-writer")

    @property
    def is_running(self) -> bool:
        """Whether it stores what comes."""
        return self._task is not None and not self._task.done()

    @property
    def is_well(self) -> bool:
        """Whether it stores what comes, and no commit hangs: then only a new process helps."""
        since = self._commits_since
        hangs = since is not None and time.monotonic() - since > HANGING * self.timeout
        return self.is_running and not hangs

    async def stop(self) -> None:
        """Let the commit in work end, then stop; what waits is refused: Slack sends it again."""
        self._ending.set()
        if self._task is not None:
            await end_task(self._task, STOP_SECONDS)
            self._task = None
        while not self._queue.empty():
            _refuse(self._queue.get_nowait())
        self._thread.shutdown(wait=False)

    async def store(self, body: Mapping[str, Any], raw: bytes) -> None:
        """Store one ``event_callback``; returns after COMMIT.

        Raises InboxUnavailable when that takes longer than ``timeout`` or the queue is full.
        """
        loop = asyncio.get_running_loop()
        stored: asyncio.Future[None] = loop.create_future()
        late = loop.call_later(self.timeout, _give_up, stored)  # half the work of asyncio.timeout
        try:
            self._queue.put_nowait(_Waiting(self._row(body, raw), body, stored))
            await stored
        except asyncio.QueueFull:
            self.metrics.refused.labels("full").inc()
            raise InboxUnavailable("too many events wait to be stored") from None
        except TimeoutError:
            self.metrics.refused.labels("late").inc()
            raise InboxUnavailable("an event could not be stored in time") from None
        finally:
            late.cancel()

    def _row(self, body: Mapping[str, Any], raw: bytes) -> Row:
        facts = describe(body)
        # An event without an id cannot be told from its redelivery but by its content.
        event_id = facts.event_id or "sha256:" + hashlib.sha256(raw).hexdigest()[:48]
        return {
            "workspace_id": facts.workspace_id,
            "event_id": event_id,
            "channel_id": facts.channel_id,
            "kind": facts.kind,
            "payload": raw,
            "received_at": self.clock.now(),
        }

    async def _run(self) -> None:
        while (first := await self._next()) is not None:
            await self._company()
            group = [first]
            while len(group) < self.batch and not self._queue.empty():
                group.append(self._queue.get_nowait())
            group = [waiting for waiting in group if not waiting.stored.done()]
            try:
                await self._commit(group)
            except asyncio.CancelledError:
                for waiting in group:
                    _refuse(waiting)
                raise

    async def _company(self) -> None:
        """Let the event loop take in what has arrived already: a group costs about the same,
        however many it holds. Nothing is waited for, beyond some turns of the loop.
        """
        seen, still = self._queue.qsize(), 0
        while still < QUIET_TURNS and seen < self.batch:
            await asyncio.sleep(0)
            still = still + 1 if self._queue.qsize() == seen else 0
            seen = self._queue.qsize()

    async def _next(self) -> _Waiting | None:
        """The next event, or None when the writer shall end."""
        if not self._queue.empty() and not self._ending.is_set():
            return self._queue.get_nowait()
        getting = asyncio.ensure_future(self._queue.get())
        ending = asyncio.ensure_future(self._ending.wait())
        try:
            await asyncio.wait({getting, ending}, return_when=asyncio.FIRST_COMPLETED)
            return getting.result() if getting.done() else None
        finally:
            getting.cancel()
            ending.cancel()

    async def _commit(self, group: Sequence[_Waiting]) -> None:
        """Commit a group; when that fails, each by itself, so that one cannot fail the others."""
        try:
            await self._write(group)
        except Exception as error:  # whatever it was, the writer must live
            log.warning("storing %d events together failed: %s", len(group), type(error).__name__)
            for waiting in group:
                if waiting.stored.done():
                    continue  # Slack was told meanwhile that it took too long
                try:
                    await self._write([waiting])
                except Exception as alone:
                    log.error("an event could not be stored: %s", type(alone).__name__)
                    self.metrics.refused.labels("failed").inc()
                    _refuse(waiting)

    async def _write(self, group: Sequence[_Waiting]) -> None:
        events = [(waiting.row, waiting.body) for waiting in group]
        loop = asyncio.get_running_loop()
        self._commits_since = time.monotonic()
        with self.metrics.timed(self.metrics.commit):
            await loop.run_in_executor(self._thread, _store, self.engine, events)
        self._commits_since = None
        self.metrics.stored.inc(len(group))
        for waiting in group:
            if not waiting.stored.done():
                waiting.stored.set_result(None)
        self.arrived.set()


def _store(engine: Engine, events: Sequence[tuple[Row, Mapping[str, Any]]]) -> None:
    """In the writer's thread: commit what may be kept of a group."""
    with engine.begin() as connection:
        # One INSERT must not meet the same event twice.
        admitted = admit(connection, events)
        rows = {(row["workspace_id"], row["event_id"]): row for row in admitted}
        insert_events(connection, list(rows.values()))


def _give_up(stored: asyncio.Future[None]) -> None:
    if not stored.done():
        stored.set_exception(TimeoutError())


def _refuse(waiting: _Waiting) -> None:
    if not waiting.stored.done():
        waiting.stored.set_exception(InboxUnavailable("an event could not be stored"))


Middleware = Callable[..., Awaitable[BoltResponse | None]]


def inbox_middleware(writer: InboxWriter) -> Middleware:
    """Bolt's ``before_authorize``: store events and answer; let everything else go on."""

    async def inbox(
        req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse | None:
        kind = req.body.get("type")
        if kind == "event_callback":
            # Socket Mode hands the payload over parsed: there is no raw body.
            raw = req.raw_body or json.dumps(req.body)
            await writer.store(req.body, raw.encode("utf-8", "surrogatepass"))
            return BoltResponse(status=200, body="")
        if kind == "app_rate_limited":
            log.error("Slack drops events of this workspace: over 30,000 in an hour")
            return BoltResponse(status=200, body="")
        await next()
        return None

    return inbox
