from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import ManualClock
from bot.seci.types import Reading, Utterance
from bot.settings import Settings
from bot.slack.events import Event
from bot.worker import EventHandler, LostLease, Turn, Worker
from handlers.events import registry
from models.audit import Audit, record_audit
from models.channel import Channel
from models.database import Sessions
from models.inbox import InboxState, insert_events, lease_lane
from models.message import Message
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeReading,
    all_of,
    edited,
    envelope,
    inbox_row,
    inbox_rows,
    make_channel,
    message,
    receive,
    settings,
    ts,
)


@pytest.fixture
async def known(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_channel(session)
        await make_channel(session, "C2")
    return sessions


def worker(
    sessions: Sessions,
    clock: ManualClock,
    reading: FakeReading | None = None,
    handlers: Mapping[str, EventHandler] | None = None,
    own: Settings | None = None,
) -> Worker:
    chosen = handlers if handlers is not None else registry()
    return Worker(
        sessions, clock, own or settings(), reading or FakeReading(), chosen, asyncio.Event()
    )


def note(seen: list[str]) -> EventHandler:
    """A handler that notes what it sees, in memory and in the database."""

    async def handle(turn: Turn, events: Sequence[Event]) -> None:
        for event in events:
            text = str(event.inner.get("text"))
            seen.append(text)
            if text == "bad":
                raise ValueError("words that must not be kept")
            await record_audit(
                turn.session, workspace_id=TEAM, by="U1", action="seen", subject=text, at=turn.now
            )

    return handle


async def test_each_channel_is_applied_in_order(known: Sessions, clock: ManualClock) -> None:
    seen: list[str] = []
    await receive(known, *(message(f"C{n % 2 + 1} {n}", channel=f"C{n % 2 + 1}") for n in range(8)))
    assert await worker(known, clock, handlers={"message": note(seen)}).work() == 8
    assert [s for s in seen if s.startswith("C1")] == [f"C1 {n}" for n in (0, 2, 4, 6)]
    assert [s for s in seen if s.startswith("C2")] == [f"C2 {n}" for n in (1, 3, 5, 7)]
    for row in await inbox_rows(known):
        assert (row.state, row.payload) == (InboxState.DONE, None)


async def test_one_channel_is_stored_while_another_is_read(
    known: Sessions, clock: ManualClock
) -> None:
    stored = asyncio.Event()

    class Slow(FakeReading):
        async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
            if "first" in utterances[0].said.text:
                await asyncio.wait_for(stored.wait(), 10)
            return await super().read(utterances)

    async def handle(turn: Turn, events: Sequence[Event]) -> None:
        if events[0].channel_id == "C2":
            stored.set()

    await receive(known, message("first", channel="C1"), message("second", channel="C2"))
    assert await worker(known, clock, Slow(), {"message": handle}).work() == 2


async def test_every_version_is_read_once_with_what_was_said_before(
    known: Sessions, clock: ManualClock
) -> None:
    reading = FakeReading()
    first = message("socialization at first", at=ts())
    reply = message("externalization then", at=ts(1), thread_ts=ts(), user="U2")
    await receive(known, first, reply, message("   ", at=ts(2)))
    working = worker(known, clock, reading)
    await working.work()
    ((one, two),) = reading.calls
    assert (one.said.author, one.context) == ("U1", ())
    assert two.context == (one.said,)
    modes = {row.ts: (row.mode, row.confident, row.text) for row in await all_of(known, Message)}
    assert modes[ts()] == ("socialization", True, first["text"])
    assert modes[ts(1)] == ("externalization", True, reply["text"])
    assert modes[ts(2)][0] is None
    await receive(known, edited(first, "combination now", ts(3)))
    later = message("internalization", at=ts(4), thread_ts=ts())
    await receive(known, later)
    await working.work()
    texts = [said.text for said in reading.calls[-1][-1].context]
    assert reply["text"] in texts
    modes = {row.ts: (row.mode, row.confident, row.text) for row in await all_of(known, Message)}
    assert modes[ts()] == ("combination", True, "combination now")


async def test_a_failing_event_is_set_aside_after_five_and_others_go_on(
    known: Sessions, clock: ManualClock
) -> None:
    await receive(known, message("good"), message("bad"), message("better"))
    working = worker(known, clock, handlers={"message": note([])})
    assert await working.work() == 2
    for _ in range(6):
        assert await working.work() == 0
    good, bad, better = await inbox_rows(known)
    assert good.state == better.state == InboxState.DONE
    assert (bad.state, bad.attempts, bad.error) == (InboxState.SET_ASIDE, 5, "ValueError")
    assert b"bad" in (bad.payload or b"")
    subjects = sorted(row.subject for row in await all_of(known, Audit))
    assert subjects == ["better", "good"]  # nothing of the broken batch was counted twice


async def test_a_reader_or_a_payload_that_breaks_fails_only_its_own_event(
    known: Sessions, clock: ManualClock
) -> None:
    body = envelope(message("not json"), event_id="EvBroken")
    async with known.begin() as session:
        await session.run_sync(insert_events, [inbox_row(body, payload=b"{broken")])
    await receive(known, message("poison", at=ts(1)), message("fine", at=ts(2)))
    working = worker(known, clock, FakeReading(fail_on="poison"))
    assert await working.work() == 1
    assert [row.text for row in await all_of(known, Message)] == ["fine"]
    assert [row.attempts for row in await inbox_rows(known)] == [1, 1, 0]


async def test_events_that_nobody_handles_are_done(known: Sessions, clock: ManualClock) -> None:
    await receive(known, {"type": "emoji_changed"})
    assert await worker(known, clock).work() == 1


async def test_the_databases_failures_are_not_the_events(
    known: Sessions, clock: ManualClock
) -> None:
    calls: list[int] = []

    async def locked(turn: Turn, events: Sequence[Event]) -> None:
        calls.append(len(events))
        if len(calls) == 1:
            raise OperationalError("UPDATE …", {}, Exception("database is locked"))

    await receive(known, message())
    working = worker(known, clock, handlers={"message": locked})
    with pytest.raises(OperationalError):
        await working.work()
    (row,) = await inbox_rows(known)
    assert (row.attempts, row.state) == (0, InboxState.NEW)
    assert await working.work() == 1  # at once: the lease is still its own


async def test_a_lost_lease_rolls_everything_back(known: Sessions, clock: ManualClock) -> None:
    clock_of_other = ManualClock(START + settings().lease)

    async def too_slow(turn: Turn, events: Sequence[Event]) -> None:
        await record_audit(
            turn.session, workspace_id=TEAM, by="U1", action="seen", subject="x", at=turn.now
        )
        statement_now = clock_of_other.now()
        assert await lease_lane(
            turn.session, (TEAM, "C1"), token="another", now=statement_now, lease=settings().lease
        )

    await receive(known, message())
    with pytest.raises(LostLease):
        await worker(known, clock, handlers={"message": too_slow}).work()
    assert await all_of(known, Audit) == []
    (row,) = await inbox_rows(known)
    assert (row.state, row.attempts) == (InboxState.NEW, 0)
    assert row.payload is not None


@pytest.mark.parametrize("seconds", [10, 120])
async def test_who_died_holding_a_lane_is_waited_for_as_long_as_its_lease(
    known: Sessions, clock: ManualClock, seconds: int
) -> None:
    own = settings(lease_seconds=seconds)

    async def dies(turn: Turn, events: Sequence[Event]) -> None:
        raise asyncio.CancelledError

    await receive(known, message())
    with pytest.raises(asyncio.CancelledError):
        await worker(known, clock, handlers={"message": dies}, own=own).work()
    working = worker(known, clock, own=own)
    assert await working.work() == 0
    clock.set(START + timedelta(seconds=seconds - 1))
    assert await working.work() == 0
    clock.set(START + timedelta(seconds=seconds))
    assert await working.work() == 1


async def test_who_begins_alone_takes_over_from_the_dead_at_once(
    known: Sessions, engine: AsyncEngine, clock: ManualClock
) -> None:
    async def dies(turn: Turn, events: Sequence[Event]) -> None:
        raise asyncio.CancelledError

    await receive(known, message())
    with pytest.raises(asyncio.CancelledError):
        await worker(known, clock, handlers={"message": dies}).work()
    working, looked = worker(known, clock), asyncio.Event()
    working.poll_seconds = 0.01
    real = Worker.work

    async def looking(self: Worker) -> int:
        done = await real(self)
        looked.set()
        return done

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "work", looking)
        await working.start()
        await asyncio.wait_for(looked.wait(), 30)
        await working.stop()
    # Beside PostgreSQL another process may be at work on it.
    is_alone = engine.dialect.name == "sqlite"
    (row,) = await inbox_rows(known)
    assert row.state == (InboxState.DONE if is_alone else InboxState.NEW)


async def test_two_workers_apply_every_event_once(known: Sessions, clock: ManualClock) -> None:
    seen: list[str] = []
    total = 60
    await receive(
        known, *(message(f"{n:03d}", at=ts(n), channel=f"C{n % 3 + 1}") for n in range(total))
    )
    pair = [worker(known, clock, handlers={"message": note(seen)}) for _ in range(2)]
    for each in pair:
        each.batch = 4
    done = 0
    for _ in range(40):
        done += sum(await asyncio.gather(*(each.work() for each in pair)))
        if done >= total:
            break
    assert done == total
    subjects = [row.subject for row in await all_of(known, Audit)]
    assert sorted(subjects) == [f"{n:03d}" for n in range(total)]
    for lane in range(3):
        of_lane = [s for s in seen if int(s) % 3 == lane]
        assert of_lane == sorted(of_lane)


async def test_it_works_in_the_background_and_survives_surprises(
    known: Sessions, clock: ManualClock
) -> None:
    worked = asyncio.Event()
    working = worker(known, clock)
    working.after_work = worked.set
    surprises = [RuntimeError("surprise"), LostLease()]
    real = Worker.work

    async def surprising(self: Worker) -> int:
        if surprises:
            raise surprises.pop()
        return await real(self)

    working.poll_seconds = 0.01
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Worker, "work", surprising)
        await working.start()
        await receive(known, message("hello"))
        working.arrived.set()
        await asyncio.wait_for(worked.wait(), 30)
        await working.stop()
    assert [row.text for row in await all_of(known, Message)] == ["hello"]
    channels = {row.id: row.last_ts for row in await all_of(known, Channel)}
    assert channels["C1"] == ts()
