from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot import inbox
from bot.clock import ManualClock
from bot.errors import InboxUnavailable
from bot.inbox import InboxWriter, inbox_middleware
from models.channel import Level
from models.database import Sessions, make_writer_engine
from models.member import set_opted_out
from tests.conftest import START
from tests.support import (
    TEAM,
    deleted,
    edited,
    envelope,
    inbox_rows,
    make_channel,
    message,
    raw,
    ts,
)

SECRET = "the plan is secret"


@pytest.fixture
async def writer(
    sessions: Sessions, clock: ManualClock, database_url: str
) -> AsyncIterator[InboxWriter]:
    async with sessions.begin() as session:
        await make_channel(session)
        await make_channel(session, "C2", level=Level.OFF)
        await set_opted_out(session, TEAM, "U9", START)
    engine = make_writer_engine(database_url)
    writer = InboxWriter(engine, clock, asyncio.Event(), timeout=20)
    await writer.start()
    yield writer
    await writer.stop()
    engine.dispose()


async def store(writer: InboxWriter, inner: dict[str, Any], event_id: str = "") -> None:
    body = envelope(inner, event_id=event_id)
    await writer.store(body, raw(body))


async def test_an_event_is_there_for_others_when_store_returns(
    writer: InboxWriter, sessions: Sessions
) -> None:
    body = envelope(message(SECRET))
    await writer.store(body, raw(body))
    (row,) = await inbox_rows(sessions)
    assert (row.kind, row.channel_id, row.received_at) == ("message", "C1", START)
    assert row.payload == raw(body)
    assert writer.arrived.is_set()


async def test_it_does_not_return_before_the_commit(
    writer: InboxWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    inserted, may_commit = threading.Event(), threading.Event()
    real = inbox.insert_events

    def slow(session: Session, rows: Any) -> None:
        real(session, rows)
        inserted.set()
        assert may_commit.wait(20)

    monkeypatch.setattr(inbox, "insert_events", slow)
    storing = asyncio.create_task(store(writer, message()))
    assert await asyncio.to_thread(inserted.wait, 20)
    await asyncio.sleep(0)
    assert not storing.done()
    assert not writer.arrived.is_set()
    may_commit.set()
    await storing


async def test_duplicates_are_one_row_in_a_group_and_later(
    writer: InboxWriter, sessions: Sessions
) -> None:
    await asyncio.gather(*(store(writer, message(), "Ev1") for _ in range(20)))
    await store(writer, message("the same event again"), "Ev1")
    assert [row.event_id for row in await inbox_rows(sessions)] == ["Ev1"]


async def test_events_without_an_id_are_told_apart_by_content(
    writer: InboxWriter, sessions: Sessions
) -> None:
    for text in ("one", "one", "two"):
        body = {**envelope(message(text)), "event_id": None}
        await writer.store(body, raw(body))
    assert len(await inbox_rows(sessions)) == 2


async def test_what_nobody_allowed_is_never_stored(writer: InboxWriter, sessions: Sessions) -> None:
    unknown, off = {"channel": "C9"}, {"channel": "C2"}
    theirs = message(SECRET, user="U9")
    bulb = {"type": "reaction_added", "user": "U1", "reaction": "bulb"}
    for inner in (
        message(SECRET, **off),
        message(SECRET, **unknown),
        edited(message(SECRET, **off), SECRET, ts(1)),
        {**bulb, "item": {"type": "message", "channel": "C2", "ts": ts()}},
        theirs,
        edited(theirs, SECRET, ts(1)),
        {**bulb, "user": "U9", "item": {"type": "message", "channel": "C1", "ts": ts()}},
    ):
        await store(writer, inner)
    assert await inbox_rows(sessions) == []


async def test_where_it_is_off_a_mention_is_kept_without_its_words(
    writer: InboxWriter, sessions: Sessions
) -> None:
    blocks = [{"type": "rich_text", "elements": [{"text": SECRET}]}]
    mention = {**message(SECRET, channel="C2", blocks=blocks), "type": "app_mention"}
    pin = {"type": "pin_added", "channel_id": "C2", "channel": "C2", "item": {"message": mention}}
    await store(writer, mention)
    await store(writer, pin)
    rows = await inbox_rows(sessions)
    assert [row.kind for row in rows] == ["app_mention", "pin_added"]
    for row in rows:
        assert SECRET.encode() not in (row.payload or b"")
    assert json.loads(rows[0].payload or b"")["event"]["user"] == "U1"
    await store(writer, {**mention, "channel": "C1"})
    assert SECRET.encode() in ((await inbox_rows(sessions))[-1].payload or b"")


async def test_a_deletion_is_kept_without_words_whoever_wrote_it(
    writer: InboxWriter, sessions: Sessions
) -> None:
    for user in ("U1", "U9"):
        await store(writer, deleted(message(SECRET, user=user)))
    await store(writer, deleted(message(SECRET, channel="C2")))  # where it is off, too
    rows = await inbox_rows(sessions)
    assert len(rows) == 3
    for row in rows:
        assert SECRET.encode() not in (row.payload or b"")
        assert json.loads(row.payload or b"")["event"]["deleted_ts"] == ts()


async def test_a_direct_message_is_meant_for_the_bot(
    writer: InboxWriter, sessions: Sessions
) -> None:
    await store(writer, message("question", user="U9", channel="D1", channel_type="im"))
    assert len(await inbox_rows(sessions)) == 1


@pytest.mark.parametrize(
    "inner",
    [
        message("nul \x00 and \\u0000"),
        message("half \ud83d"),
        message("x", user="U\x00\ud800"),
        message("x" * 1_000_000),
        {"type": "team_join", "user": {"id": "U\x00", "name": "\ud800" * 9}},
        {"type": "x" * 500 + "\x00\ud800", "channel": "C\ud800" * 90},
    ],
    ids=["nul", "surrogate", "odd author", "1 MB", "odd person", "odd kind"],
)
async def test_odd_payloads_are_stored_as_they_came(
    writer: InboxWriter, sessions: Sessions, inner: dict[str, Any]
) -> None:
    await store(writer, inner, event_id="Ev\x00\ud800")
    rows = await inbox_rows(sessions)
    assert [row.payload for row in rows] == [raw(envelope(inner, event_id="Ev\x00\ud800"))]


@pytest.mark.parametrize(
    "error", [OperationalError("x", {}, Exception()), RuntimeError("not the database's")]
)
async def test_one_bad_event_does_not_fail_the_others(
    writer: InboxWriter, sessions: Sessions, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    real = inbox.insert_events

    def picky(session: Session, rows: Any) -> None:
        if any(row["event_id"] == "EvBad" for row in rows):
            raise error
        real(session, rows)

    monkeypatch.setattr(inbox, "insert_events", picky)
    ids = ["Ev1", "EvBad", "Ev2"]
    results = await asyncio.gather(
        *(store(writer, message(), event_id) for event_id in ids), return_exceptions=True
    )
    assert [type(each) for each in results] == [type(None), InboxUnavailable, type(None)]
    assert {row.event_id for row in await inbox_rows(sessions)} == {"Ev1", "Ev2"}
    await store(writer, message(), "Ev3")  # and the writer lives


@asynccontextmanager
async def stuck(reached: threading.Event, **given: Any) -> AsyncIterator[InboxWriter]:
    """A writer whose database does not answer before the test ends."""
    over = threading.Event()

    class Never:
        @contextmanager
        def begin(self) -> Iterator[Session]:
            reached.set()
            over.wait(60)
            raise RuntimeError("the database is gone")
            yield

    never: Any = Never()
    writer = InboxWriter(never, ManualClock(START), asyncio.Event(), **given)
    await writer.start()
    yield writer
    over.set()
    await writer.stop()


async def test_a_slow_database_is_told_within_the_timeout() -> None:
    async with stuck(threading.Event(), timeout=0.02) as writer:
        with pytest.raises(InboxUnavailable):
            await asyncio.wait_for(store(writer, message()), 5)


async def test_a_full_queue_is_told_at_once_and_stop_refuses_who_waits() -> None:
    reached = threading.Event()
    async with stuck(reached, timeout=60, capacity=1) as writer:
        first = asyncio.create_task(store(writer, message()))
        assert await asyncio.to_thread(
            reached.wait, 20
        )  # the writer took the first, and is stuck with it
        second = asyncio.create_task(store(writer, message()))
        await asyncio.sleep(0)  # the second is in the queue
        with pytest.raises(InboxUnavailable):
            await asyncio.wait_for(store(writer, message()), 5)
        await writer.stop()
        for waiting in (first, second):
            with pytest.raises(InboxUnavailable):
                await waiting


async def test_the_middleware_stores_events_and_lets_the_rest_go_on() -> None:
    stored: list[bytes] = []
    went_on: list[str] = []

    class Memory:
        async def store(self, body: Any, payload: bytes) -> None:
            stored.append(payload)

    memory: Any = Memory()
    middleware = inbox_middleware(memory)

    async def handle(body: dict[str, Any]) -> BoltResponse | None:
        async def next_() -> BoltResponse:
            went_on.append(str(body["type"]))
            return BoltResponse(status=404)

        request = AsyncBoltRequest(body=json.dumps(body), mode="http")
        request.body.update(body)
        return await middleware(req=request, resp=BoltResponse(status=404), next=next_)

    answer = await handle(envelope(message("ü"), event_id="Ev1"))
    assert answer is not None
    assert (answer.status, answer.body) == (200, "")
    assert json.loads(stored[0])["event"]["text"] == "ü"
    limited = await handle({"type": "app_rate_limited"})
    assert limited is not None
    assert limited.status == 200
    assert await handle({"type": "block_actions"}) is None
    assert (went_on, len(stored)) == (["block_actions"], 1)
