"""The only place that wires things together: ``build(settings, …)`` gives a bot ready to start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import home, people
from bot.ba import built_outgoing, mapping
from bot.ba import life_outgoing as ba_life_outgoing
from bot.ba import outgoing as ba_outgoing
from bot.cards import life_outgoing, links_outgoing, quiet_outgoing, refresh
from bot.cards import outgoing as cards_outgoing
from bot.clock import Clock, SystemClock
from bot.digest import outgoing as digest_outgoing
from bot.errors import StartError
from bot.front import make_front
from bot.inbox import InboxWriter
from bot.jobs import Jobs
from bot.leadership import (
    knows_outgoing,
    levers_outgoing,
    vision_outgoing,
    wander_outgoing,
)
from bot.metrics import MeasuredOffload, Metrics
from bot.outgoing.sender import Sender
from bot.practice import outgoing as practice_outgoing
from bot.reading import Offload, ReadingProcess
from bot.settings import Settings
from bot.slack.gateway import Gateway, SlackBusy, SlackFailure, SlackRefused
from bot.spiral import outgoing as spiral_outgoing
from bot.tasks import listeners_end
from bot.worker import Worker
from handlers.context import Ba
from handlers.events import registry
from handlers.registry import register
from models.database import (
    Sessions,
    make_engine,
    make_sessions,
    make_writer_engine,
)
from models.workspace import remember_workspace

log = logging.getLogger(__name__)

# How long listeners in work may take to end when the bot stops.
LISTENERS_SECONDS = 10.0
# Seconds between two tries to reach Slack at the start; the last one again and again.
GREET_PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)

KINDS = {
    kind.name: kind
    for module in (
        ba_outgoing,
        ba_life_outgoing,
        built_outgoing,
        mapping,
        cards_outgoing,
        refresh,
        life_outgoing,
        links_outgoing,
        quiet_outgoing,
        practice_outgoing,
        spiral_outgoing,
        digest_outgoing,
        vision_outgoing,
        knows_outgoing,
        levers_outgoing,
        wander_outgoing,
        home,
        people,
    )
    for kind in module.KINDS
}


@dataclass(frozen=True, slots=True)
class Bot:
    """A wired bot: Bolt's app, and what runs beside it."""

    app: AsyncApp
    ba: Ba
    engine: AsyncEngine
    sessions: Sessions
    writer: InboxWriter
    worker: Worker
    jobs: Jobs
    metrics: Metrics

    @asynccontextmanager
    async def running(self, stop: asyncio.Event | None = None) -> AsyncIterator[None]:
        """Introduce ourselves to Slack, then work in the background until the block ends.

        ``stop``: ends the wait for a Slack that cannot be reached (then StartError is raised).
        """
        await greet(self.ba, stop)
        parts = (self.writer, self.worker, self.jobs)
        for part in parts:
            await part.start()
        try:
            yield
        finally:
            await listeners_end(LISTENERS_SECONDS)
            for part in reversed(parts):
                await part.stop()


async def greet(ba: Ba, stop: asyncio.Event | None = None) -> None:
    """Ask Slack who we are, until it answers, and remember the workspace.

    Raises StartError in words: the token is wrong, or ``stop`` was set before Slack answered.
    With many workspaces there is nobody to ask for: each was remembered when it was added.
    """
    if ba.settings.serves_many:
        return
    answer = await _who_we_are(ba.gateway, stop or asyncio.Event())
    ba.gateway.home = str(answer["team_id"])
    async with ba.sessions.begin() as session:
        await remember_workspace(
            session,
            ba.gateway.home,
            name=str(answer.get("team") or ""),
            bot_user_id=str(answer.get("user_id") or ""),
            now=ba.clock.now(),
            enterprise_id=str(answer.get("enterprise_id") or ""),
        )


async def _who_we_are(gateway: Gateway, stop: asyncio.Event) -> Mapping[str, Any]:
    """auth.test, again and again: Slack may be away for as long as it likes."""
    pauses = chain(GREET_PAUSES, repeat(GREET_PAUSES[-1]))
    while not stop.is_set():
        try:
            return await gateway.call("auth.test")
        except SlackRefused as refused:
            raise StartError(
                f"Slack does not accept the bot token ({refused.code}). Check SLACK_BOT_TOKEN:"
                " it begins with xoxb- and stands under “OAuth & Permissions”."
            ) from None
        except SlackFailure as failure:
            pause = next(pauses)
            if isinstance(failure, SlackBusy):
                pause = max(pause, failure.retry_after)
            log.warning("Slack cannot be reached (%s), next try in %.0f s", failure, pause)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)
    raise StartError("Stopped before Slack could be reached.")


@asynccontextmanager
async def build(
    settings: Settings, *, clock: Clock | None = None, reading: Offload | None = None
) -> AsyncIterator[Bot]:
    """Wire a bot from settings. Tests and the demo bring their own clock or reader.

    Use ``async with build(settings) as bot, bot.running(): …``.
    """
    clock = clock or SystemClock()
    engine = make_engine(
        settings.database_url,
        pool_size=settings.database_pool,
        statement_seconds=settings.database_seconds,
    )
    writing = make_writer_engine(settings.database_url)
    process = ReadingProcess() if reading is None else None
    reading = reading or process
    assert reading is not None
    async with aiohttp.ClientSession() as http:
        try:
            if process is not None:
                await process.start()
            yield _wire(settings, clock, engine, writing, reading, http)
        finally:
            if process is not None:
                await process.stop()
            writing.dispose()
            await engine.dispose()


def _wire(
    settings: Settings,
    clock: Clock,
    engine: AsyncEngine,
    writing: Engine,
    reading: Offload,
    http: aiohttp.ClientSession,
) -> Bot:
    sessions = make_sessions(engine)
    arrived, metrics = asyncio.Event(), Metrics()
    reading = MeasuredOffload(reading, metrics)
    writer = InboxWriter(writing, clock, arrived, metrics)
    app, gateway = make_front(settings, clock, engine, http, writer)
    worker = Worker(sessions, clock, settings, reading, registry(), arrived, metrics)
    sender = Sender(sessions, clock, settings, reading, gateway, KINDS, metrics)
    jobs = Jobs(sessions, clock, settings, reading, sender, arrived)
    worker.after_work = jobs.poke
    ba = Ba(settings, clock, sessions, gateway, reading, jobs.poke)
    register(app, ba)
    return Bot(app, ba, engine, sessions, writer, worker, jobs, metrics)
