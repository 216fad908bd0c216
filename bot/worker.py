"""From the inbox into effect: channel by channel, in order, each event exactly once."""

from __future__ import annotations

import asyncio
import json
import logging
import uuid
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.correcting import adaptation_of, adapted
from bot.metrics import Metrics
from bot.reading import Offload, ReadingAway
from bot.seci.types import Reading
from bot.settings import Settings
from bot.slack.events import Event, parse_event
from bot.tasks import end_task
from bot.utterances import gather_utterances
from models.database import Sessions
from models.inbox import (
    Inbox,
    fail_event,
    finish_events,
    lease_lane,
    release_lane,
    take_lanes_of_the_dead,
    waiting_events,
    waiting_lanes,
)

log = logging.getLogger(__name__)

# The database is away or busy, or nothing can be read: no event's fault.
AWAY = (OperationalError, InterfaceError, NoConnection, ReadingAway)
MOST_ATTEMPTS = 5
# So often in a row the database may break off a channel's batch before its events go one by one.
MOST_BROKEN = 3
# So many channels at a time: one is read while the other is stored.
SIDE_BY_SIDE = 2
# How long the batch in work may take to end when the bot stops.
STOP_SECONDS = 20.0

# The reading of each message that a batch brings, by (channel, ts, edited ts).
Readings = Mapping[tuple[str, str, str], Reading]
# A channel's place in the inbox: (workspace, channel).
Lane = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Turn:
    """What an event handler works with: one transaction, the time, what was read."""

    session: AsyncSession
    now: datetime
    settings: Settings
    readings: Readings


EventHandler = Callable[[Turn, Sequence[Event]], Awaitable[None]]


class LostLease(Exception):
    """Another worker took the lane meanwhile: nothing of this batch may count."""


@dataclass(slots=True)
class Worker:
    """Takes events from the inbox and lets the handlers apply them."""

    sessions: Sessions
    clock: Clock
    settings: Settings
    reading: Offload
    handlers: Mapping[str, EventHandler]
    arrived: asyncio.Event
    metrics: Metrics = field(default_factory=Metrics)
    batch: int = 200
    poll_seconds: float = 1.0
    after_work: Callable[[], None] | None = None
    # One for all its lanes: a batch that the database broke off is taken up again at once.
    _token: str = field(init=False, default_factory=lambda: uuid.uuid4().hex)
    _task: asyncio.Task[None] | None = field(init=False, default=None)
    _ending: bool = field(init=False, default=False)
    # How often in a row the database broke off a lane's batch, although it is there.
    _broken: Counter[Lane] = field(init=False, default_factory=Counter)
    # Batches are stored one at a time: two would only wait for each other in the database.
    _storing: asyncio.Lock = field(init=False, default_factory=asyncio.Lock)

    async def start(self) -> None:
        """Start working in the background."""
        self._task = asyncio.create_task(self._run(), name="inbox-worker")

    @property
    def is_running(self) -> bool:
        """Whether it works in the background."""
        return self._task is not None and not self._task.done()

    async def stop(self) -> None:
        """Let the batch in work end, then stop; one that takes too long is done again later."""
        self._ending = True
        self.arrived.set()
        if self._task is not None:
            await end_task(self._task, STOP_SECONDS)
            self._task = None

    async def _run(self) -> None:
        begun = False
        while not self._ending:
            self.arrived.clear()
            try:
                if not begun:
                    await self._begin()
                    begun = True
                done = await self.work()
            except LostLease:
                done = 0
            except AWAY as error:
                log.warning("the database or the reader is not there: %s", type(error).__name__)
                done = 0
            except Exception as error:  # whatever it was, the worker must live
                log.error("working failed: %s", type(error).__name__)
                done = 0
            if done == 0:
                await self._wait()
            elif self.after_work is not None:
                self.after_work()  # handlers leave things in the outbox

    async def _begin(self) -> None:
        async with self.sessions.begin() as session:
            await take_lanes_of_the_dead(session)

    async def _wait(self) -> None:
        try:
            # Other processes store events too, and nobody wakes us for theirs.
            await asyncio.wait_for(self.arrived.wait(), self.poll_seconds)
        except TimeoutError:
            return

    async def work(self) -> int:
        """Apply what waits, one batch of each channel; how many events took effect.

        While the batch of one channel is stored, that of another is read in the reading process.
        """
        async with self.sessions.begin() as session:
            waiting = await waiting_lanes(session)
        # Those that broke come last: a channel that cannot be worked keeps no other waiting.
        lanes = iter(sorted(waiting, key=lambda lane: self._broken[lane]))
        along = [self._work_along(lanes) for _ in range(SIDE_BY_SIDE)]
        ends = await asyncio.gather(*along, return_exceptions=True)
        done = sum(end for end in ends if isinstance(end, int))
        for end in ends:
            if isinstance(end, BaseException) and (done == 0 or not isinstance(end, AWAY)):
                raise end
        return done

    async def _work_along(self, lanes: Iterator[Lane]) -> int:
        """Take one lane after the other from those that are left; others take from them too."""
        done, broken = 0, None
        for lane in lanes:
            if self._ending:
                break
            try:
                done += await self._work_lane(lane)
            except ReadingAway:
                raise
            except AWAY as error:
                if not await self._is_database_there():
                    raise
                log.warning("the batch of a channel was broken off: %s", type(error).__name__)
                self._broken[lane] += 1
                broken = error
        if broken is not None and done == 0:
            raise broken
        return done

    async def _is_database_there(self) -> bool:
        try:
            async with self.sessions.begin() as session:
                await session.execute(select(literal(1)))
        except AWAY:
            return False
        return True

    async def _work_lane(self, lane: Lane) -> int:
        token, now = self._token, self.clock.now()
        async with self.sessions.begin() as session:
            if not await lease_lane(session, lane, token=token, now=now, lease=self.settings.lease):
                return 0
            rows = await waiting_events(session, lane, limit=self.batch)
        if self._broken[lane] < MOST_BROKEN:
            try:
                done = await self._apply(lane, token, rows)
                del self._broken[lane]
                return done
            except (*AWAY, LostLease):
                raise
            except Exception as error:
                log.warning("a batch of %d failed: %s", len(rows), type(error).__name__)
        return await self._one_by_one(lane, token, rows)

    async def _one_by_one(self, lane: Lane, token: str, rows: Sequence[Inbox]) -> int:
        done = 0
        unblamed = AWAY if self._broken[lane] < MOST_BROKEN else (ReadingAway,)
        for row in rows:
            now = self.clock.now()
            async with self.sessions.begin() as session:
                if not await lease_lane(
                    session, lane, token=token, now=now, lease=self.settings.lease
                ):
                    return done
            try:
                done += await self._apply(lane, token, [row])
            except (*unblamed, LostLease):
                raise
            except Exception as error:
                await self._fail(row, error)
        async with self.sessions.begin() as session:
            await release_lane(session, lane, token=token)
        if done == len(rows):
            del self._broken[lane]
        return done

    async def _fail(self, row: Inbox, error: Exception) -> None:
        # The error's words may quote what people wrote: only its type is kept.
        async with self.sessions.begin() as session:
            aside = await fail_event(
                session, row.id, error=type(error).__name__, most=MOST_ATTEMPTS
            )
        self.metrics.failed.inc()
        word = "set aside" if aside else "will be tried again"
        log.error("event %d (%s) failed with %s: %s", row.id, row.kind, type(error).__name__, word)

    async def _apply(self, lane: Lane, token: str, rows: Sequence[Inbox]) -> int:
        events = [event for row in rows if (event := _event(row)) is not None]
        async with self.sessions() as session:
            keys, utterances = await gather_utterances(session, events)
            adaptation = await adaptation_of(session, lane[0]) if utterances else None
        read = await self.reading.read(utterances)
        readings = dict(zip(keys, adapted(read, adaptation), strict=True))
        async with self._storing, self.sessions.begin() as session:
            turn = Turn(session, self.clock.now(), self.settings, readings)
            for kind, group in groupby(events, key=lambda event: event.kind):
                handler = self.handlers.get(kind)
                if handler is not None:
                    await handler(turn, list(group))
            await finish_events(session, [row.id for row in rows])
            if not await release_lane(session, lane, token=token):
                raise LostLease
        self.metrics.applied.inc(len(rows))
        return len(rows)


def _event(row: Inbox) -> Event | None:
    if row.payload is None:
        return None
    body: Any = json.loads(row.payload.decode("utf-8", "surrogatepass"))
    return parse_event(body) if isinstance(body, dict) else None
