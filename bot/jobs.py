"""The bot's own clock: APScheduler looks every few seconds for what is due.

Rows are the schedule; the scheduler holds nothing that a restart could lose.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.ba.kinds import refresh_due_kinds
from bot.ba.linking import hear_and_propose
from bot.ba.watching import watch_lives
from bot.cards.life import sweep_reviews
from bot.cards.offers import let_offers_go, look_at_quiet_threads
from bot.cards.talked_on import look_at_new_talk
from bot.cards.theming import sweep_themes
from bot.catching_up import CatchUp
from bot.clock import Clock
from bot.correcting import gather_corrections, is_worth_learning, learn, store_lesson
from bot.digest import scheduling as digest
from bot.leadership.producers_sweep import sweep_people
from bot.leadership.snapshots import sweep_snapshots
from bot.leaving import forget_left, leave_workspace
from bot.outgoing.sender import Sender
from bot.practice import looking
from bot.reading import Offload
from bot.refreshing import refresh_workspace
from bot.settings import Settings
from bot.slack.gateway import Gateway, SlackRefused
from models.card import forget_drafts
from models.database import Sessions, shorten_log
from models.inbox import forget_done_events
from models.installation import forget_states
from models.message import forget_texts
from models.thread import forget_settled_texts
from models.workspace import list_workspaces

log = logging.getLogger(__name__)

# Slack redelivers for minutes; a week of event ids is more than enough to know one again.
INBOX_KEPT = timedelta(days=7)
# How often we ask Slack for what its events did not bring.
CATCH_UP_SECONDS = 600.0
# How long a job in flight may take to end when the bot stops.
STOP_SECONDS = 20.0
LEARN_SECONDS = 24 * 3600.0
REFRESH_SECONDS = 24 * 3600.0


@dataclass(slots=True)
class Jobs:
    """What is done again and again. Each job is safe to run twice and in several processes."""

    sessions: Sessions
    clock: Clock
    settings: Settings
    reading: Offload
    sender: Sender
    arrived: asyncio.Event
    _scheduler: AsyncIOScheduler | None = field(init=False, default=None)
    _wanted: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _task: asyncio.Task[None] | None = field(init=False, default=None)
    _at_work: int = field(init=False, default=0)
    _is_short: bool = field(init=False, default=False)
    _ending: bool = field(init=False, default=False)
    _at_rest: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        """Nothing is at work yet."""
        self._at_rest.set()

    async def start(self) -> None:
        """Start the scheduler and the sender's own task."""
        scheduler = AsyncIOScheduler(
            timezone="UTC",
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        every = self.settings.sweep_seconds
        timetable = (
            (self.poke, every),
            (self.look, every),
            (self.tidy, every * 12),
            (self.catch_up, CATCH_UP_SECONDS),
            (self.learn, LEARN_SECONDS),
            (self.refresh, REFRESH_SECONDS),
        )
        for job, seconds in timetable:
            scheduler.add_job(job, "interval", seconds=seconds, id=job.__name__)
        # At once, too: we may have been away.
        scheduler.add_job(self.catch_up, id="catch_up_first")
        scheduler.add_job(self.refresh, id="refresh_first")
        scheduler.start()
        self._scheduler = scheduler
        self._task = asyncio.create_task(self._send(), name="outbox-sender")

    async def stop(self) -> None:
        """Stop; a send in flight may finish, or is looked up after the next start."""
        self._ending = True
        if self._scheduler is not None:
            self._scheduler.pause()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._at_rest.wait(), STOP_SECONDS)
            self._scheduler.shutdown(wait=False)
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def poke(self) -> None:
        """Something may be due in the outbox: look now."""
        self._wanted.set()

    async def _send(self) -> None:
        while not self._ending:
            await self._wanted.wait()
            self._wanted.clear()
            await self._guarded("send", self._send_all)

    async def _send_all(self) -> None:
        while await self.sender.sweep():
            pass

    async def look(self) -> None:
        """Kinds of channels, quiet threads, due reviews, the coming digests."""
        await self._guarded("kinds", self._kinds)
        await self._guarded("threads", self._threads)
        await self._guarded("reviews", self._reviews)
        await self._guarded("cards' reviews", self._lives)
        await self._guarded("digests", self._digests)
        await self._guarded("lives of ba", self._ba_lives)
        await self._guarded("links of ba", self._ba_links)
        await self._guarded("themes", self._themes)
        await self._guarded("snapshots", self._snapshots)
        self.poke()

    async def tidy(self) -> None:
        """Forget texts whose time is over, offers nobody answered, events that took effect."""
        await self._guarded("tidy", self._tidy)
        await self._guarded("people", self._people)
        self.poke()

    async def catch_up(self) -> None:
        """Fetch what Slack has and we have not."""
        await self._guarded("catching up", self._catch_up)

    async def _catch_up(self) -> None:
        async for workspace_id, slack in self._workspaces():
            missed = CatchUp(self.sessions, slack, self.clock, self.settings.timezone)
            try:
                if await missed.run(workspace_id):
                    self.arrived.set()
            except SlackRefused as refused:
                await self._be_gone(workspace_id, refused.code)

    async def _workspaces(self) -> AsyncIterator[tuple[str, Gateway]]:
        async with self.sessions.begin() as session:
            workspaces = await list_workspaces(session)
        for workspace in workspaces:
            try:
                yield workspace.id, await self.sender.gateway.of(workspace.id)
            except SlackRefused:
                continue  # it went, or its token did

    async def _be_gone(self, workspace_id: str, code: str) -> None:
        """The app was removed, and nobody told us: the event came while we were away."""
        log.warning("the app is no longer in workspace %s: %s", workspace_id, code)
        async with self.sessions.begin() as session:
            await leave_workspace(session, workspace_id, self.clock.now())

    async def refresh(self) -> None:
        """Fetch anew who is where, and who they are. May be broken off at any time."""
        try:
            async for workspace_id, slack in self._workspaces():
                await refresh_workspace(self.sessions, slack, workspace_id, self.clock)
        except SQLAlchemyError as error:
            log.warning("refreshing: the database said %s", type(error).__name__)
        except Exception as error:
            log.error("refreshing failed: %s", type(error).__name__)

    async def learn(self) -> None:
        """Learn from each workspace's own corrections, where enough are new."""
        await self._guarded("learning", self._learn)

    async def _learn(self) -> None:
        async with self.sessions.begin() as session:
            workspaces = await list_workspaces(session)
        for workspace in workspaces:
            async with self.sessions.begin() as session:
                if not await is_worth_learning(session, workspace.id):
                    continue
                corrections = await gather_corrections(session, workspace.id)
            adaptation, lesson = await self.reading.run(learn, corrections)
            async with self.sessions.begin() as session:
                await store_lesson(session, workspace.id, adaptation, lesson, self.clock.now())

    async def _guarded(self, name: str, job: Callable[[], Awaitable[None]]) -> None:
        # One job that fails must not stop the others; it is run again anyhow.
        if self._ending:
            return
        self._at_work += 1
        self._at_rest.clear()
        try:
            await job()
        except SQLAlchemyError as error:
            log.warning("%s: the database said %s", name, type(error).__name__)
        except Exception as error:
            log.error("%s failed: %s", name, type(error).__name__)
        except asyncio.CancelledError:
            if not self._ending:
                raise
            log.info("%s was broken off: the bot stops", name)
        finally:
            self._at_work -= 1
            if self._at_work == 0:
                self._at_rest.set()

    async def _kinds(self) -> None:
        await refresh_due_kinds(self.sessions, self.clock.now())

    async def _threads(self) -> None:
        while await look_at_quiet_threads(
            self.sessions, self.reading, self.settings, self.clock.now()
        ):
            pass
        while await look_at_new_talk(self.sessions, self.reading, self.settings, self.clock.now()):
            pass

    async def _reviews(self) -> None:
        async with self.sessions.begin() as session:
            await looking.look(session, self.clock.now(), self.settings)

    async def _lives(self) -> None:
        async with self.sessions.begin() as session:
            await sweep_reviews(session, self.settings, self.clock.now())

    async def _themes(self) -> None:
        async with self.sessions.begin() as session:
            await sweep_themes(session, self.clock.now())

    async def _snapshots(self) -> None:
        async with self.sessions.begin() as session:
            await sweep_snapshots(session, self.settings, self.clock.now())

    async def _ba_lives(self) -> None:
        await watch_lives(self.sessions, self.clock.now())

    async def _ba_links(self) -> None:
        await hear_and_propose(self.sessions, self.reading, self.clock.now())

    async def _digests(self) -> None:
        async with self.sessions.begin() as session:
            await digest.schedule(session, self.clock.now(), self.settings)

    async def _people(self) -> None:
        await sweep_people(self.sessions, self.settings, self.clock.now())

    async def _tidy(self) -> None:
        now = self.clock.now()
        async with self.sessions.begin() as session:
            await forget_texts(session, now)
            if self.settings.text_days == 0:
                await forget_settled_texts(session)
            await let_offers_go(session, self.settings, now)
            await forget_drafts(session, now - timedelta(days=self.settings.draft_days))
            await forget_done_events(session, now - INBOX_KEPT)
            await forget_states(session, now)
        await forget_left(self.sessions, now, timedelta(days=self.settings.grace_days))
        url, was_short = self.settings.database_url, self._is_short
        self._is_short = await asyncio.to_thread(shorten_log, url, always=not was_short)
