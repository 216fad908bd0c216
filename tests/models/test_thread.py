from __future__ import annotations

from datetime import timedelta

import pytest

from models.database import Sessions
from models.thread import (
    NewTalk,
    Thread,
    ThreadState,
    delete_threads_of,
    due_threads,
    get_thread,
    set_thread_state,
    touch_threads,
)
from models.week import Span, ripe_in
from tests.conftest import START
from tests.support import TEAM, all_of, ts

QUIET = timedelta(minutes=30)


async def touch(sessions: Sessions, minute: int, *, team: str = TEAM, thread: str = "") -> None:
    at = START + timedelta(minutes=minute)
    async with sessions.begin() as session:
        await touch_threads(session, [NewTalk(team, "C1", thread or ts(), ts(minute), at + QUIET)])


async def thread_of(sessions: Sessions) -> Thread:
    async with sessions.begin() as session:
        thread = await get_thread(session, TEAM, "C1", ts())
    assert thread is not None
    return thread


async def test_talk_puts_the_look_off_until_it_is_quiet(sessions: Sessions) -> None:
    await touch(sessions, 0)
    await touch(sessions, 20)
    thread = await thread_of(sessions)
    assert (thread.state, thread.last_ts) == ("open", ts(20))
    assert thread.look_at == START + timedelta(minutes=50)
    async with sessions.begin() as session:
        assert await due_threads(session, START + timedelta(minutes=49)) == []
        assert len(await due_threads(session, START + timedelta(minutes=50))) == 1


async def test_many_threads_are_touched_at_once_and_each_by_its_own_talk(
    sessions: Sessions,
) -> None:
    talk = [NewTalk(TEAM, "C1", ts(n), ts(n), START + timedelta(minutes=n)) for n in range(3)]
    async with sessions.begin() as session:
        await touch_threads(session, talk)
    late, decided, new = (
        each._replace(last_ts=ts(30 + each_at), look_at=START + QUIET)
        for each_at, each in enumerate(talk)
    )
    async with sessions.begin() as session:
        await set_thread_state(session, TEAM, "C1", decided.ts, ThreadState.CARDED)
        await touch_threads(session, [new, decided, late._replace(last_ts=ts(-9))])
    found = {thread.ts: thread for thread in await all_of(sessions, Thread)}
    assert [found[each.ts].last_ts for each in talk] == [ts(0), ts(31), ts(32)]
    assert [found[each.ts].look_at for each in talk] == [START + QUIET, None, START + QUIET]
    assert [found[each.ts].state for each in talk] == ["open", "carded", "open"]


async def test_what_comes_late_does_not_bring_the_look_forward(sessions: Sessions) -> None:
    await touch(sessions, 20)
    await touch(sessions, 0)
    thread = await thread_of(sessions)
    assert (thread.last_ts, thread.look_at) == (ts(20), START + timedelta(minutes=50))


@pytest.mark.parametrize("state", ThreadState)
async def test_new_talk_opens_only_what_nobody_decided(
    sessions: Sessions, state: ThreadState
) -> None:
    await touch(sessions, 0)
    async with sessions.begin() as session:
        await set_thread_state(session, TEAM, "C1", ts(), state)
    await touch(sessions, 10)
    thread = await thread_of(sessions)
    opened = state in (ThreadState.OPEN, ThreadState.UNRIPE)
    assert thread.state == (ThreadState.OPEN if opened else state)
    assert (thread.look_at is not None) is opened
    assert thread.last_ts == ts(10)


async def test_a_state_makes_its_row_where_talk_was_never_read(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await set_thread_state(session, TEAM, "C1", ts(), ThreadState.CARDED)
    assert (await thread_of(sessions)).state == "carded"


async def test_ripe_threads_come_ripest_first_and_unanswered(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for minute, ripeness, state in (
            (1, 0.6, ThreadState.UNRIPE),
            (2, 0.9, ThreadState.OFFERED),
            (3, 0.4, ThreadState.UNRIPE),
            (4, 0.95, ThreadState.REFUSED),
        ):
            await set_thread_state(session, TEAM, "C1", ts(minute), state)
            thread = await get_thread(session, TEAM, "C1", ts(minute))
            assert thread is not None
            thread.ripeness = ripeness
        await set_thread_state(session, "T0OTHER", "C1", ts(5), ThreadState.OFFERED)
        foreign = await get_thread(session, "T0OTHER", "C1", ts(5))
        assert foreign is not None
        foreign.ripeness = 0.99
    async with sessions.begin() as session:
        span = Span(TEAM, START - timedelta(days=1), START + timedelta(days=1))
        ripe = await ripe_in(session, span, ["C1"], limit=9)
        assert [each.ts for each in ripe] == [ts(2), ts(1)]
        assert len(await ripe_in(session, span, ["C1"], limit=1)) == 1
        assert await ripe_in(session, span, ["C2"], limit=9) == []
        later = Span(TEAM, START + timedelta(days=1), START + timedelta(days=2))
        assert await ripe_in(session, later, ["C1"], limit=9) == []


async def test_deleting_threads_stays_in_the_channel_and_the_workspace(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        for team, channel in ((TEAM, "C1"), (TEAM, "C2"), ("T0OTHER", "C1")):
            await set_thread_state(session, team, channel, ts(), ThreadState.OPEN)
        await delete_threads_of(session, TEAM, channel_id="C1")
    assert {(t.workspace_id, t.channel_id) for t in await all_of(sessions, Thread)} == {
        (TEAM, "C2"),
        ("T0OTHER", "C1"),
    }
    async with sessions.begin() as session:
        await delete_threads_of(session, TEAM)
    assert [t.workspace_id for t in await all_of(sessions, Thread)] == ["T0OTHER"]
