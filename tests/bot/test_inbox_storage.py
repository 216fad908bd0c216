"""The inbox on a database that fails: what cannot be stored is never acknowledged."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Engine, event, make_url, text

from bot.clock import ManualClock
from bot.errors import InboxUnavailable
from bot.inbox import InboxWriter
from models.database import Sessions, make_writer_engine
from tests.support import envelope, inbox_rows, make_channel, message, raw

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
POSTGRES = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def engine_for_writing(database_url: str) -> Engine:
    return make_writer_engine(database_url, timeout=0.2)


@pytest.fixture
async def writer(
    sessions: Sessions, clock: ManualClock, engine_for_writing: Engine
) -> AsyncIterator[InboxWriter]:
    async with sessions.begin() as session:
        await make_channel(session)
    sink = engine_for_writing
    writer = InboxWriter(sink, clock, asyncio.Event(), timeout=20)
    await writer.start()
    yield writer
    await writer.stop()
    engine_for_writing.dispose()


async def store(writer: InboxWriter, words: str) -> None:
    body = envelope(message(words))
    await writer.store(body, raw(body))


async def test_a_locked_database_refuses_and_takes_it_when_free(
    writer: InboxWriter, sessions: Sessions, engine_for_writing: Engine, database_url: str
) -> None:
    if engine_for_writing.dialect.name == "sqlite":
        other = sqlite3.connect(str(make_url(database_url).database), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(InboxUnavailable):
            await store(writer, "while it is locked")
        other.execute("ROLLBACK")
        other.close()
    else:
        async with sessions.begin() as session:
            await session.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
            with pytest.raises(InboxUnavailable):
                await store(writer, "while it is locked")
    assert await inbox_rows(sessions) == []
    await store(writer, "once it is free")
    assert len(await inbox_rows(sessions)) == 1


@POSTGRES
async def test_connections_that_the_server_closed_are_opened_again(
    writer: InboxWriter, sessions: Sessions, engine_for_writing: Engine
) -> None:
    await store(writer, "before")
    async with sessions.begin() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    await store(writer, "after")
    assert len(await inbox_rows(sessions)) == 2


@SQLITE  # it can be told how many pages there are
async def test_a_full_disk_is_not_acknowledged_and_loses_nothing_stored(
    writer: InboxWriter, sessions: Sessions, engine_for_writing: Engine
) -> None:
    await store(writer, "while there is room")
    limit = "PRAGMA max_page_count = 1"  # no smaller than what the file has now

    @event.listens_for(engine_for_writing, "begin")
    def full(connection: object) -> None:
        connection.exec_driver_sql(limit)  # type: ignore[attr-defined]

    with pytest.raises(InboxUnavailable):
        await store(writer, "x" * 1_000_000)
    event.remove(engine_for_writing, "begin", full)
    limit = "PRAGMA max_page_count = 1073741823"
    with engine_for_writing.connect() as connection:
        connection.exec_driver_sql(limit)
    await store(writer, "when there is room again")
    assert len(await inbox_rows(sessions)) == 2
