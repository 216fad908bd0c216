"""What follows a send: when it fails the others are sent all the same, and a drop is heard of."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.outgoing import KINDS
from bot.clock import ManualClock
from bot.outgoing.kinds import Kind, Making, Post
from bot.outgoing.sender import MOST_ATTEMPTS, Sender
from bot.slack.gateway import Sent
from models.database import Sessions
from models.outbox import Outbox, put
from models.thread import NewTalk, ThreadState, get_thread, set_thread_state, touch_threads
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    FakeReading,
    make_channel,
    make_people,
    outbox_row,
    settings,
    ts,
)


async def hello(making: Making, row: Outbox) -> Post:
    return Post("hello", [])


async def fails(session: AsyncSession, row: Outbox, sent: Sent, now: Any) -> None:
    raise RuntimeError("what follows went wrong")


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_channel(session, "C1", "U1")
    return sessions


def sender_of(sessions: Sessions, slack: FakeGateway, clock: ManualClock, *kinds: Kind) -> Sender:
    every = {kind.name: kind for kind in kinds}
    return Sender(sessions, clock, settings(), FakeReading(), slack, every)


async def test_one_failing_after_its_send_keeps_nobody_waiting(place: Sessions) -> None:
    slack, clock = FakeGateway(), ManualClock(START)
    sender = sender_of(place, slack, clock, Kind("odd", hello, fails), Kind("fine", hello))
    async with place.begin() as session:
        for kind in ("odd", "fine"):
            await put(session, workspace_id=TEAM, kind=kind, key=kind, channel_id="C1", now=START)
    await sender.sweep()
    fine, odd = await outbox_row(place, "fine"), await outbox_row(place, "odd")
    assert fine is not None
    assert odd is not None
    assert (fine.state, odd.state) == ("sent", "waiting")
    assert odd.in_doubt  # it is in Slack: looked up, not said again
    for _ in range(MOST_ATTEMPTS + 2):
        clock.set(clock.now().replace(year=clock.now().year + 1))
        await sender.sweep()
    odd = await outbox_row(place, "odd")
    assert odd is not None
    assert odd.state == "failed"


async def test_an_offer_that_is_never_made_lets_its_thread_go(place: Sessions) -> None:
    sender = sender_of(place, FakeGateway(), ManualClock(START), *KINDS)
    async with place.begin() as session:
        await touch_threads(session, [NewTalk(TEAM, "C1", ts(), ts(), START)])
        await set_thread_state(session, TEAM, "C1", ts(), ThreadState.OFFERED)
        await put(
            session, workspace_id=TEAM, kind="offer", key=f"offer:C1:{ts()}", channel_id="C1",
            thread_ts=ts(), now=START, is_unasked=True, expires_at=START,
        )  # fmt: skip
    await sender.sweep()
    row = await outbox_row(place, f"offer:C1:{ts()}")
    assert row is not None
    assert row.state == "dropped"
    async with place.begin() as session:
        thread = await get_thread(session, TEAM, "C1", ts())
    assert thread is not None
    assert thread.state == ThreadState.LET_GO
