"""Two `ba run` processes at one database: together they say no more than the budget allows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import ManualClock
from bot.outgoing import sender as sending
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Verdict
from bot.outgoing.sender import Sender
from bot.outgoing.verdicts import verdict_of
from bot.settings import Settings
from bot.slack.gateway import Sent, SlackRefused
from models.database import Sessions, make_engine, make_sessions
from models.outbox import Outbox, OutboxState, drop_waiting, due_rows, put
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    FakeReading,
    all_of,
    make_channel,
    make_people,
    settings,
)

CHANNEL, PERSON = {"channel_id": "C1"}, {"member_id": "U1"}
WAITING = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
BUDGETS = {"posts_per_channel_per_day": 1, "messages_per_person_per_week": 1}


class Pair:
    """Two senders, each with connections of its own, and one Slack."""

    def __init__(self, sessions: list[Sessions]) -> None:
        self.sessions, self.clock, self.slack = sessions, ManualClock(START), FakeGateway()
        self.made: list[int] = []
        self.making, self.go_on = asyncio.Event(), asyncio.Event()
        kinds = {"post": Kind("post", self.make)}
        self.senders = [
            Sender(each, self.clock, settings(**BUDGETS), FakeReading(), self.slack, kinds)
            for each in sessions
        ]

    async def make(self, making: Making, row: Outbox) -> Outgoing:
        self.made.append(row.id)
        self.making.set()
        await self.go_on.wait()
        return Post("hello", [])

    async def owe(self, count: int, where: dict[str, str]) -> None:
        async with self.sessions[0].begin() as session:
            await make_channel(session)
            await make_people(session, "U1")
            for number in range(count):
                more = {"kind": "post", "key": f"k{number}", "now": START, "is_unasked": True}
                await put(session, workspace_id=TEAM, **where, **more)  # type: ignore[arg-type]

    async def states(self) -> list[str]:
        return sorted(row.state for row in await all_of(self.sessions[0], Outbox))


@asynccontextmanager
async def paired(url: str) -> AsyncIterator[Pair]:
    async with AsyncExitStack() as closing:
        found = []
        for _ in range(2):
            engine = make_engine(url)
            closing.push_async_callback(engine.dispose)
            found.append(make_sessions(engine))
        yield Pair(found)


@pytest.mark.parametrize("where", [CHANNEL, PERSON])
async def test_what_one_is_sending_the_other_counts(
    database_url: str, where: dict[str, str]
) -> None:
    async with paired(database_url) as pair:
        await pair.owe(3, where)
        first = asyncio.ensure_future(pair.senders[0].sweep())
        await pair.making.wait()  # and from here on it waits for Slack
        await pair.senders[1].sweep()
        assert len(pair.made) == 1
        rows = {row.id: row for row in await all_of(pair.sessions[1], Outbox)}
        assert {row.reason for row in rows.values()} == {"", "something else is being said"}
        pair.go_on.set()
        await first
        # Half a minute later it is known: that was said, and enough was.
        pair.clock.set(START + timedelta(minutes=1))
        await asyncio.gather(*(sender.sweep() for sender in pair.senders))
        assert len(pair.slack.posted) == 1
        assert await pair.states() == [OutboxState.SENT, OutboxState.WAITING, OutboxState.WAITING]
        pair.clock.set(START + timedelta(days=8))
        await pair.senders[1].sweep()
        assert len(pair.slack.posted) == 2


async def test_what_one_does_not_say_after_all_the_other_says(database_url: str) -> None:
    async with paired(database_url) as pair:
        await pair.owe(2, CHANNEL)
        pair.slack.failures["post"] = [SlackRefused("not_in_channel")]
        first = asyncio.ensure_future(pair.senders[0].sweep(limit=1))
        await pair.making.wait()
        await pair.senders[1].sweep()
        pair.go_on.set()
        await first
        pair.clock.set(START + timedelta(minutes=1))
        await pair.senders[1].sweep()
        assert len(pair.slack.posted) == 1
        assert await pair.states() == [OutboxState.FAILED, OutboxState.SENT]


@pytest.mark.postgres
@pytest.mark.parametrize("where", [CHANNEL, PERSON])
async def test_only_one_at_a_time_decides_what_somebody_hears(
    postgres_url: str, where: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sender that has decided waits, before it commits, until the other decides as well."""
    orders: list[list[int]] = []
    decided: list[int] = []
    kept_waiting: list[int] = []
    async with paired(postgres_url) as pair:
        watching = make_engine(postgres_url)

        async def each_its_own(session: AsyncSession, now: datetime, *, limit: int) -> list[int]:
            """The one begins with what the other comes to last, so that they claim other rows."""
            orders.append(await due_rows(session, now, limit=limit))
            return orders[-1][:: 1 if len(orders) % 2 else -1]

        async def decide_slowly(
            session: AsyncSession, row: Outbox, now: datetime, given: Settings
        ) -> Verdict:
            verdict = await verdict_of(session, row, now, given)
            decided.append(row.id)
            while len(decided) < 2 and not kept_waiting:
                async with watching.connect() as connection:
                    kept_waiting.extend(await connection.scalars(WAITING))
            return verdict

        monkeypatch.setattr(sending, "due_rows", each_its_own)
        monkeypatch.setattr(sending, "verdict_of", decide_slowly)
        await pair.owe(6, where)
        pair.go_on.set()
        await asyncio.gather(*(sender.sweep() for sender in pair.senders))
        await watching.dispose()
        assert kept_waiting, "nobody had to wait"
        assert len(pair.slack.posted) == 1
        assert (await pair.states()).count(OutboxState.SENT) == 1


async def test_who_slept_while_making_says_nothing_any_more(database_url: str) -> None:
    async with paired(database_url) as pair:
        await pair.owe(1, CHANNEL)
        asleep = asyncio.ensure_future(pair.senders[0].sweep())
        await pair.making.wait()
        pair.clock.set(START + settings().lease + timedelta(seconds=1))
        pair.go_on.set()
        await pair.senders[1].sweep()  # looks it up: it is not in Slack
        await pair.senders[1].sweep()
        await asleep
        assert len(pair.slack.posted) == 1
        assert await pair.states() == [OutboxState.SENT]


async def test_who_slept_while_sending_leaves_what_follows_to_the_other(database_url: str) -> None:
    followed: list[int] = []

    async def after_sent(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
        followed.append(row.id)

    async with paired(database_url) as pair:
        await pair.owe(1, CHANNEL)
        pair.go_on.set()
        said, awake = asyncio.Event(), asyncio.Event()

        async def permalink(channel_id: str, ts: str) -> str:
            if not said.is_set():
                said.set()
                await awake.wait()
            return "https://example.slack.com/"

        pair.slack.permalink = permalink  # type: ignore[method-assign]
        kinds = {"post": Kind("post", pair.make, after_sent, wants_permalink=True)}
        for sender in pair.senders:
            sender.kinds = kinds
        asleep = asyncio.ensure_future(pair.senders[0].sweep())
        await said.wait()
        pair.clock.set(START + settings().lease + timedelta(seconds=1))
        await pair.senders[1].sweep()
        awake.set()
        await asleep
        assert len(pair.slack.posted) == len(followed) == 1
        assert await pair.states() == [OutboxState.SENT]


async def test_what_is_unwanted_while_it_is_made_is_not_said(database_url: str) -> None:
    async with paired(database_url) as pair:
        await pair.owe(1, CHANNEL)
        sending_it = asyncio.ensure_future(pair.senders[0].sweep())
        await pair.making.wait()
        async with pair.sessions[1].begin() as session:
            await drop_waiting(session, TEAM, reason="the channel is off", channel_id="C1")
        pair.go_on.set()
        await sending_it
        assert pair.slack.posted == []
        assert await pair.states() == [OutboxState.DROPPED]
