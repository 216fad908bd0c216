from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from models.budget import Used, used_by
from models.database import Sessions
from models.outbox import (
    Outbox,
    OutboxState,
    claim_row,
    drop_waiting,
    due_rows,
    outbox_health,
    postpone_row,
    put,
    row_by_key,
    settle_row,
    standing_offers,
)
from models.thread import ThreadState, set_thread_state
from tests.conftest import START
from tests.support import TEAM, all_of, outbox_row, ts

LEASE = timedelta(minutes=2)


async def leave(sessions: Sessions, key: str, **more: Any) -> int:
    values = {"workspace_id": TEAM, "kind": "note", "key": key, "now": START, **more}
    async with sessions.begin() as session:
        await put(session, **values)
        row = await row_by_key(session, values["workspace_id"], key)
        assert row is not None
        return row.id


async def claim(sessions: Sessions, row_id: int, minutes: float = 0) -> Outbox | None:
    async with sessions.begin() as session:
        now = START + timedelta(minutes=minutes)
        return await claim_row(session, row_id, now=now, lease=LEASE)


async def sent(sessions: Sessions, key: str, hours_ago: float = 0, **more: Any) -> None:
    row_id = await leave(sessions, key, is_unasked=True, **more)
    at = START - timedelta(hours=hours_ago)
    async with sessions.begin() as session:
        await settle_row(session, row_id, OutboxState.SENT, sent_at=at, sent_ts=ts())


async def test_a_key_is_put_once_per_workspace(sessions: Sessions) -> None:
    note = {"kind": "note", "key": "k", "now": START}
    async with sessions.begin() as session:
        assert await put(session, workspace_id=TEAM, payload={"first": True}, **note)  # type: ignore[arg-type]
        assert not await put(session, workspace_id=TEAM, payload={"first": False}, **note)  # type: ignore[arg-type]
        assert await put(session, workspace_id="T0OTHER", **note)  # type: ignore[arg-type]
    row = await outbox_row(sessions, "k")
    assert row is not None
    assert (row.payload, row.state, row.due_at) == ({"first": True}, "waiting", START)
    assert len(await all_of(sessions, Outbox)) == 2


async def test_two_sessions_claim_a_row_once(sessions: Sessions) -> None:
    row_id = await leave(sessions, "k")
    claims = await asyncio.gather(*(claim(sessions, row_id) for _ in range(4)))
    assert [row.id for row in claims if row is not None] == [row_id]
    assert [row.in_doubt for row in claims if row is not None] == [False]


async def test_a_claim_that_ran_out_puts_the_row_in_doubt(sessions: Sessions) -> None:
    row_id = await leave(sessions, "k")
    assert await claim(sessions, row_id) is not None
    async with sessions.begin() as session:
        assert await due_rows(session, START + timedelta(minutes=1.9), limit=9) == []
        assert await due_rows(session, START + timedelta(minutes=2), limit=9) == [row_id]
    assert await claim(sessions, row_id, 1.9) is None
    again = await claim(sessions, row_id, 2)
    assert again is not None
    assert again.in_doubt


async def test_a_postponed_row_is_free_and_due_later(sessions: Sessions) -> None:
    row_id = await leave(sessions, "k")
    await claim(sessions, row_id)
    due = START + timedelta(hours=1)
    async with sessions.begin() as session:
        await postpone_row(session, row_id, due, reason="night", failed=True)
        await postpone_row(session, row_id, due, in_doubt=True)
        assert await due_rows(session, due - timedelta(seconds=1), limit=9) == []
        assert await due_rows(session, due, limit=9) == [row_id]
    row = await claim(sessions, row_id, 60)
    assert row is not None
    assert (row.attempts, row.in_doubt) == (1, True)


async def test_what_is_settled_is_over_and_blank(sessions: Sessions) -> None:
    row_id = await leave(sessions, "k", payload={"question": "what somebody asked"})
    async with sessions.begin() as session:
        await settle_row(session, row_id, OutboxState.SENT, sent_at=START, sent_ts=ts(1))
        assert await due_rows(session, START, limit=9) == []
    assert await claim(sessions, row_id, 99) is None
    row = await outbox_row(sessions, "k")
    assert row is not None
    assert (row.state, row.payload, row.sent_ts) == ("sent", {}, ts(1))


async def test_the_budget_counts_unasked_sends_of_one_recipient(sessions: Sessions) -> None:
    await sent(sessions, "c1", channel_id="C1")
    await sent(sessions, "c1 old", 25, channel_id="C1")
    await sent(sessions, "c2", channel_id="C2")
    await sent(sessions, "u1", member_id="U1")
    await sent(sessions, "u1 again", 1, member_id="U1")
    await sent(sessions, "u2", member_id="U2")
    await sent(sessions, "c1 elsewhere", channel_id="C1", workspace_id="T0OTHER")
    for number, where in enumerate(
        ({"channel_id": "C1"}, {"member_id": "U1"}, {"member_id": "U3"})
    ):
        await leave(sessions, f"waits {number}", is_unasked=True, **where)
    asked = await leave(sessions, "c1 asked", channel_id="C1")
    async with sessions.begin() as session:
        await settle_row(session, asked, OutboxState.SENT, sent_at=START)
        await postpone_row(session, await leave_doubt(session), START, in_doubt=True)
    day = START - timedelta(days=1)
    assert await used(sessions, "waits 0", day) == Used(1, 0)
    assert await used(sessions, "waits 1", day) == Used(2, 1)
    assert await used(sessions, "waits 1", START) == Used(1, 1)
    assert await used(sessions, "waits 2", day) == Used(0, 0)


async def test_what_somebody_has_begun_to_send_counts_for_the_others(sessions: Sessions) -> None:
    first = await leave(sessions, "first", channel_id="C1", is_unasked=True)
    await leave(sessions, "second", channel_id="C1", is_unasked=True)
    assert await claim(sessions, first) is not None
    assert await used(sessions, "first", START) == Used(0, 0)
    assert await used(sessions, "second", START) == Used(0, 1)
    async with sessions.begin() as session:
        await settle_row(session, first, OutboxState.DROPPED)
    assert await used(sessions, "second", START) == Used(0, 0)


async def leave_doubt(session: AsyncSession) -> int:
    """Something for U1 of which nobody knows whether it was sent."""
    where = {"member_id": "U1", "is_unasked": True}
    await put(session, workspace_id=TEAM, kind="note", key="doubt", now=START, **where)
    row = await row_by_key(session, TEAM, "doubt")
    assert row is not None
    return row.id


async def used(sessions: Sessions, key: str, since: datetime) -> Used:
    async with sessions.begin() as session:
        row = await row_by_key(session, TEAM, key)
        assert row is not None
        return await used_by(session, row, since=since)


async def test_only_what_waits_for_whom_it_is_is_dropped(sessions: Sessions) -> None:
    await leave(sessions, "offer", kind="offer", channel_id="C1", payload={"words": "x"})
    await leave(sessions, "card", kind="card", channel_id="C1")
    await leave(sessions, "other", kind="offer", channel_id="C2")
    await leave(sessions, "foreign", kind="offer", channel_id="C1", workspace_id="T0OTHER")
    await sent(sessions, "sent", kind="offer", channel_id="C1")
    async with sessions.begin() as session:
        await drop_waiting(session, TEAM, reason="off", kinds=["offer"], channel_id="C1")
    states = {row.unique_key: row.state for row in await all_of(sessions, Outbox)}
    assert states == {
        "offer": "dropped",
        "card": "waiting",
        "other": "waiting",
        "foreign": "waiting",
        "sent": "sent",
    }
    row = await outbox_row(sessions, "offer")
    assert row is not None
    assert (row.payload, row.reason) == ({}, "off")


async def test_an_offer_stands_until_its_thread_is_answered(sessions: Sessions) -> None:
    for key, minute in (("one", 1), ("two", 2)):
        place = {"channel_id": "C1", "thread_ts": ts(minute)}
        await sent(sessions, key, 80, kind="offer", **place)
        async with sessions.begin() as session:
            await set_thread_state(session, TEAM, "C1", ts(minute), ThreadState.OFFERED)
    async with sessions.begin() as session:
        stand = await standing_offers(session, before=START - timedelta(hours=72))
        assert [row.unique_key for row in stand] == ["one", "two"]
        assert await standing_offers(session, before=START - timedelta(hours=81)) == []
        await set_thread_state(session, TEAM, "C1", ts(1), ThreadState.REFUSED)
        stand = await standing_offers(session, before=START)
        assert [row.unique_key for row in stand] == ["two"]


async def test_health_tells_what_is_late_and_what_failed(sessions: Sessions) -> None:
    failed = await leave(sessions, "failed")
    await leave(sessions, "late", due_at=START - timedelta(hours=1))
    await leave(sessions, "later", due_at=START + timedelta(hours=1))
    async with sessions.begin() as session:
        await settle_row(session, failed, OutboxState.FAILED)
        assert await outbox_health(session, None, START) == (1, START - timedelta(hours=1), 1)
