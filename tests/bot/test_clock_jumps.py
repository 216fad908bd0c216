"""The machine's clock jumps an hour, either way, while something is in work: once is once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.slack.events import Event
from bot.worker import Turn
from models.audit import Audit, record_audit
from models.database import Sessions
from models.inbox import InboxState
from models.outbox import Outbox
from tests.bot.outgoing.test_sender import Desk
from tests.bot.test_worker import worker
from tests.conftest import START
from tests.support import TEAM, all_of, inbox_rows, make_channel, message, receive, settings

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
async def test_what_is_being_sent_is_sent_once(sessions: Sessions, jump: timedelta) -> None:
    async def make(making: Making, row: Outbox) -> Outgoing:
        desk.clock.set(desk.clock.now() + jump)
        return Post("hello", [])

    desk = Desk(sessions, Kind("slow", make))
    await desk.put("slow")
    for minutes in (0, 1, 5, 61):
        row = await desk.sweep(minutes)
    assert (row.state, len(desk.slack.posted)) == ("sent", 1)


async def test_what_was_put_before_a_jump_back_waits_no_longer_than_the_jump(
    sessions: Sessions,
) -> None:
    desk = Desk(sessions)
    await desk.put()
    desk.clock.set(START - HOUR)
    assert (await desk.sweep()).state == "waiting"
    assert (await desk.sweep(60)).state == "sent"


@pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["forward", "back"])
async def test_an_event_in_work_takes_effect_once(
    sessions: Sessions, clock: ManualClock, jump: timedelta
) -> None:
    async def handle(turn: Turn, events: Sequence[Event]) -> None:
        clock.set(clock.now() + jump)
        for event in events:
            text = str(event.inner["text"])
            await record_audit(
                turn.session, workspace_id=TEAM, by="", action="seen", subject=text, at=START
            )

    async with sessions.begin() as session:
        await make_channel(session)
    await receive(sessions, message("one"))
    first, second = (worker(sessions, clock, handlers={"message": handle}) for _ in range(2))
    assert await first.work() == 1
    await receive(sessions, message("two"))
    await second.work()
    # A lane that the first gave back is free, whatever the clock says.
    assert sorted(row.subject for row in await all_of(sessions, Audit)) == ["one", "two"]
    assert {row.state for row in await inbox_rows(sessions)} == {InboxState.DONE}


async def test_a_lane_whose_holder_died_before_a_jump_back_is_free_in_the_end(
    sessions: Sessions, clock: ManualClock
) -> None:
    async with sessions.begin() as session:
        await make_channel(session)
    await receive(sessions, message("one"))

    class Died(BaseException):
        pass

    async def die(turn: Turn, events: Sequence[Event]) -> None:
        raise Died

    with pytest.raises(Died):
        await worker(sessions, clock, handlers={"message": die}).work()
    clock.set(START - HOUR)
    assert await worker(sessions, clock).work() == 0
    clock.set(START + settings().lease + timedelta(seconds=1))
    assert await worker(sessions, clock).work() == 1
