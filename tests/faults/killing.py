"""The real bot as a process of its own, killed again and again under load; and what must hold then.

``python -m tests.faults.killing --kills 100`` runs it long and prints figures.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.manifest import manifest_path
from migrations.run import upgrade
from models.channel import Level, ensure_channel
from models.database import make_engine, make_sessions
from models.inbox import Inbox, InboxState
from models.message import Message as Stored
from models.outbox import Outbox, OutboxState
from playground.harness import Playground, running
from playground.membership import create_channel, join
from playground.model import Channel, Message
from playground.talk import post
from tests.faults.process import BotProcess

DRAIN_SECONDS = 120.0
CHANNELS, BURST = 3, 30
# What a killed bot had begun is waited for so long: the shortest that can be set.
LEASE_SECONDS = 10


@dataclass
class Outcome:
    """What a trial ends with; ``problems`` is empty when every promise was kept.

    ``given_up``: messages that Slack stopped delivering, as it does when all of its four attempts
    meet a bot that is down. They were never acknowledged.
    """

    kills: int = 0
    posted: int = 0
    acknowledged: int = 0
    redelivered: int = 0
    given_up: int = 0
    introductions: int = 0
    seconds: float = 0.0
    problems: list[str] = field(default_factory=list)


class Trial:
    """A workspace with load in it, and a bot that is killed at random moments of it."""

    def __init__(self, place: Playground, database_url: str, seed: int) -> None:
        self.place, self.url, self.chance = place, database_url, random.Random(seed)
        self.engine: AsyncEngine = make_engine(database_url)
        self.sessions = make_sessions(self.engine)
        self.outcome = Outcome()
        self.spoken: list[Channel] = []
        self.invited: list[Channel] = []
        self.bot = BotProcess(
            place, database_url, BA_SWEEP_SECONDS="0.2", BA_LEASE_SECONDS=str(LEASE_SECONDS)
        )
        self._acknowledged: set[str] = set()
        self._taken: set[tuple[str, str]] = set()
        place.ground.traffic.on_entry.append(self._note)

    def _note(self, entry: object) -> None:
        request = getattr(entry, "request", None)
        if getattr(entry, "kind", "") != "event" or not isinstance(request, dict):
            return
        event_id = str(request.get("event_id"))
        if getattr(entry, "status", "") == "ok" and event_id not in self._acknowledged:
            self._acknowledged.add(event_id)
            inner = request.get("event") or {}
            self._taken.add((str(inner.get("channel")), str(inner.get("ts"))))
            self.outcome.acknowledged += 1
        if getattr(entry, "attempt", 0) and getattr(entry, "status", "") == "pending":
            self.outcome.redelivered += 1

    async def begin(self) -> None:
        """Make the channels that the load is in; the bot is in them, and they are on."""
        workspace = self.place.workspace
        bot, hana = workspace.app_user, workspace.person("hana").id
        for number in range(CHANNELS):
            channel = create_channel(workspace, f"busy-{number}", hana, quiet=True)
            channel.members.append(bot)
            self.spoken.append(channel)
            async with self.sessions.begin() as session:
                await ensure_channel(
                    session,
                    workspace.id,
                    channel.id,
                    level=Level.LISTENING,
                    is_member=True,
                    introduced_at=None,
                )

    async def up(self) -> None:
        """Start the bot."""
        await self.bot.up()

    async def kill(self) -> None:
        """``kill -9``."""
        await self.bot.kill()
        self.outcome.kills += 1

    async def load(self, number: int) -> None:
        """A burst of talk, and an invitation that must lead to exactly one introduction."""
        workspace = self.place.workspace
        people = [workspace.person(name).id for name in ("hana", "mari", "jun", "sam")]
        channel = create_channel(workspace, f"new-{number}", people[0], quiet=True)
        join(workspace, channel, workspace.app_user, people[0])
        self.invited.append(channel)
        for step in range(BURST):
            where = self.chance.choice(self.spoken)
            text = f"kill {number}, message {step}: we flush the line before we prime it"
            post(workspace, where, Message(where.id, "", self.chance.choice(people), text))
            self.outcome.posted += 1
            await asyncio.sleep(0)

    async def cycle(self, number: int) -> None:
        """Load, a fault or none, a kill at a random moment, a new start, Slack's redeliveries."""
        for kind, target, more in (
            ("lost_answer", "chat.*", {}),
            ("slow", "chat.*", {"seconds": 0.3}),
            ("ignore_ack", "*", {}),
            ("duplicate", "*", {}),
            ("server_error", "auth.test", {"status": 503}),  # at the next start
        ):
            if self.chance.random() < 0.4:
                await self.place.fault(kind, target, times=self.chance.randint(1, 4), **more)
        loading = asyncio.ensure_future(self.load(number))
        await asyncio.sleep(self.chance.uniform(0, 1.2))  # the random moment
        await self.kill()
        await loading
        await self.up()
        self.place.clock.advance(61)

    async def drained(self) -> None:
        """Until nothing waits in the inbox, and nothing due in the outbox."""
        self.place.clear_faults()
        self.place.clock.advance(301)
        await self.place.idle()
        until = time.monotonic() + DRAIN_SECONDS
        while time.monotonic() < until:
            async with self.sessions() as session:
                inbox = await session.scalar(
                    select(Inbox.id).where(Inbox.state == InboxState.NEW).limit(1)
                )
                outbox = await session.scalar(
                    select(Outbox.id)
                    .where(Outbox.state == OutboxState.WAITING, Outbox.kind == "introduction")
                    .limit(1)
                )
            if inbox is None and outbox is None and not self._missing(await self._stored()):
                return
            await asyncio.sleep(0.1)

    async def _stored(self) -> Counter[tuple[str, str, str]]:
        async with self.sessions() as session:
            rows = await session.execute(select(Stored.channel_id, Stored.ts, Stored.text))
            return Counter((row.channel_id, row.ts, row.text or "") for row in rows)

    def _said(self) -> set[tuple[str, str, str]]:
        bot = self.place.workspace.app_user
        return {
            (channel.id, message.ts, message.text)
            for channel in self.spoken
            for message in channel.messages.values()
            if message.user != bot and not message.subtype
        }

    def _missing(self, stored: Counter[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
        """What was acknowledged and has no effect."""
        return {each for each in self._said() - set(stored) if each[:2] in self._taken}

    async def judge(self) -> Outcome:
        """Compare what was said with what took effect, and what was sent with what was owed."""
        stored, out = await self._stored(), self.outcome
        if missing := self._missing(stored):
            out.problems.append(f"{len(missing)} acknowledged messages have no effect")
        out.given_up = len(self._said() - set(stored)) - len(missing)
        if extra := set(stored) - self._said():
            out.problems.append(f"{len(extra)} messages nobody wrote")
        async with self.sessions() as session:
            aside = list(
                await session.scalars(select(Inbox.kind).where(Inbox.state == "set_aside"))
            )
        if aside:
            out.problems.append(f"{len(aside)} events set aside: {sorted(set(aside))}")
        bot = self.place.workspace.app_user
        for channel in self.invited:
            said = sum(m.user == bot and not m.subtype for m in channel.messages.values())
            out.introductions += said
            if said != 1:
                out.problems.append(f"#{channel.name} has {said} introductions")
        return out

    async def end(self) -> None:
        """Stop the bot and let go of the database."""
        await self.bot.end()
        await self.engine.dispose()


@asynccontextmanager
async def trial(place: Playground, database_url: str, seed: int) -> AsyncIterator[Trial]:
    """A trial whose bot is gone afterwards, however it ends."""
    one = Trial(place, database_url, seed)
    try:
        await one.begin()
        yield one
    finally:
        await one.end()


async def killed(place: Playground, database_url: str, *, kills: int, seed: int) -> Outcome:
    """Kill the bot so many times under load, and say what became of it all."""
    begun = time.monotonic()
    async with trial(place, database_url, seed) as one:
        await one.up()
        for number in range(kills):
            await one.cycle(number)
        await one.drained()
        outcome = await one.judge()
    outcome.seconds = time.monotonic() - begun
    return outcome


async def _main(kills: int, database_url: str, seed: int) -> int:
    async with running(manifest=manifest_path(), seed=seed) as place:
        outcome = await killed(place, database_url, kills=kills, seed=seed)
    sys.stdout.write(f"{outcome}\n")
    return 1 if outcome.problems else 0


def new_file() -> str:
    """The URL of a new SQLite database, migrated."""
    path = Path(tempfile.mkdtemp(prefix="ba-faults-")) / "ba.sqlite3"
    asyncio.run(_migrated(f"sqlite:///{path}"))
    return f"sqlite:///{path}"


async def _migrated(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", default="", help="an empty, migrated database's URL")
    given = parser.parse_args()
    sys.exit(asyncio.run(_main(given.kills, given.database or new_file(), given.seed)))
