from __future__ import annotations

from datetime import timedelta

from models.database import Sessions
from models.inbox import (
    InboxState,
    drop_channel_events,
    fail_event,
    finish_events,
    forget_done_events,
    inbox_health,
    insert_events,
    lease_lane,
    release_lane,
    waiting_events,
    waiting_lanes,
)
from tests.conftest import START
from tests.support import TEAM, envelope, inbox_row, inbox_rows, message, receive

LANE = (TEAM, "C1")
LEASE = timedelta(minutes=2)


async def test_an_event_is_stored_once_per_workspace(sessions: Sessions) -> None:
    body = envelope(message("first"), event_id="Ev1")
    again = envelope(message("a forgery with the same id"), event_id="Ev1")
    other = envelope(message("first"), event_id="Ev1", team="T0OTHER")
    for bodies in ([body], [again, other], [body]):
        async with sessions.begin() as session:
            await session.run_sync(insert_events, [inbox_row(each) for each in bodies])
    rows = await inbox_rows(sessions)
    assert [(row.workspace_id, row.event_id) for row in rows] == [(TEAM, "Ev1"), ("T0OTHER", "Ev1")]
    assert b"first" in (rows[0].payload or b"")


async def test_lanes_come_longest_waiting_first_and_only_while_something_waits(
    sessions: Sessions,
) -> None:
    await receive(sessions, message(channel="C2"), message(), message(channel="C2"))
    async with sessions.begin() as session:
        assert await waiting_lanes(session) == [(TEAM, "C2"), LANE]
        first = await waiting_events(session, (TEAM, "C2"), limit=10)
        assert [row.id for row in first] == sorted(row.id for row in first)
        assert len(await waiting_events(session, (TEAM, "C2"), limit=1)) == 1
        assert await waiting_events(session, ("T0OTHER", "C2"), limit=10) == []
        await finish_events(session, [row.id for row in first])
        assert await waiting_lanes(session) == [LANE]


async def test_a_lane_has_one_holder_until_its_lease_is_over(sessions: Sessions) -> None:
    async def lease(token: str, minutes: float) -> bool:
        async with sessions.begin() as session:
            now = START + timedelta(minutes=minutes)
            return await lease_lane(session, LANE, token=token, now=now, lease=LEASE)

    assert await lease("one", 0)
    assert not await lease("two", 1.9)
    assert await lease("one", 1)  # its holder may renew it
    assert not await lease("two", 2.9)
    assert await lease("two", 3)
    async with sessions.begin() as session:
        assert not await release_lane(session, LANE, token="one")  # fenced off
    assert not await lease("one", 3.1)
    async with sessions.begin() as session:
        assert await release_lane(session, LANE, token="two")
    assert await lease("one", 3.1)  # given back: free before the lease is over


async def test_a_finished_event_is_blank_and_forgotten_later(sessions: Sessions) -> None:
    await receive(sessions, message(), message())
    done, waiting = await inbox_rows(sessions)
    async with sessions.begin() as session:
        await finish_events(session, [done.id])
        assert await forget_done_events(session, START) == 0
    done, waiting = await inbox_rows(sessions)
    assert (done.state, done.payload) == (InboxState.DONE, None)
    assert waiting.payload is not None
    async with sessions.begin() as session:
        assert await forget_done_events(session, START + timedelta(seconds=1)) == 1
    assert [row.id for row in await inbox_rows(sessions)] == [waiting.id]


async def test_the_fifth_failure_sets_an_event_aside_with_its_payload(sessions: Sessions) -> None:
    await receive(sessions, message())
    (row,) = await inbox_rows(sessions)
    for attempt in range(1, 6):
        async with sessions.begin() as session:
            aside = await fail_event(session, row.id, error="x" * 999, most=5)
            assert aside is (attempt == 5)
    (row,) = await inbox_rows(sessions)
    assert (row.attempts, row.state, len(row.error)) == (5, InboxState.SET_ASIDE, 200)
    assert row.payload is not None
    async with sessions.begin() as session:
        assert await waiting_lanes(session) == []
        assert await inbox_health(session, None) == (0, None, 1)
        assert not await fail_event(session, 999_999, error="gone", most=5)


async def test_health_counts_what_waits_and_since_when(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await inbox_health(session, None) == (0, None, 0)
    await receive(sessions, message(), message())
    async with sessions.begin() as session:
        assert await inbox_health(session, None) == (2, START, 0)


async def test_leaving_a_channel_drops_its_talk_and_nothing_else(sessions: Sessions) -> None:
    rejoined = {"type": "member_joined_channel", "channel": "C1", "user": "U0BOT"}
    mention = {"type": "app_mention", "channel": "C1", "user": "U1", "text": "words"}
    await receive(sessions, message(), mention, rejoined, message(channel="C2"), message())
    await receive(sessions, message(), team="T0OTHER")
    first = (await inbox_rows(sessions))[0]
    async with sessions.begin() as session:
        await finish_events(session, [first.id])
        await drop_channel_events(session, TEAM, "C1")
    rows = await inbox_rows(sessions)
    kept = [(row.workspace_id, row.channel_id, row.kind) for row in rows]
    assert kept == [
        (TEAM, "C1", "message"),  # done and blank: it keeps a redelivery out
        (TEAM, "C1", "member_joined_channel"),
        (TEAM, "C2", "message"),
        ("T0OTHER", "C1", "message"),
    ]
