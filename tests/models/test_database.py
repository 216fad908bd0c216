"""Engines: sized pools, time-outs, and what SQLite is told."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from models.card import Card, Revision
from models.database import make_engine, make_reader_engine, make_sessions, shorten_log
from models.outbox import Outbox, put
from tests.conftest import START
from tests.support import make_card


@pytest.mark.postgres
async def test_a_statement_that_takes_too_long_is_given_up(postgres_url: str) -> None:
    engine = make_engine(postgres_url, statement_seconds=1)
    async with engine.connect() as connection:
        with pytest.raises(OperationalError, match="statement timeout"):
            await connection.execute(text("SELECT pg_sleep(30)"))
    async with engine.connect() as connection:  # the pool goes on
        assert await connection.scalar(text("SELECT 1")) == 1
    await engine.dispose()


@pytest.mark.postgres
async def test_an_idle_transaction_gives_its_locks_back(postgres_url: str) -> None:
    engine = make_engine(postgres_url, statement_seconds=1)
    shown = text("SELECT current_setting('idle_in_transaction_session_timeout')")
    async with engine.connect() as connection:
        assert await connection.scalar(shown) == "2s"
    await engine.dispose()


@pytest.mark.postgres
async def test_the_pool_has_its_size_and_no_more(postgres_url: str) -> None:
    engine = make_engine(postgres_url, pool_size=1, timeout=0.2)
    async with engine.connect() as one, engine.connect() as two:  # size, and as many over it
        assert await one.scalar(text("SELECT 1")) == await two.scalar(text("SELECT 1"))
        with pytest.raises(NoConnection):
            await engine.connect()
    await engine.dispose()


async def test_what_sqlite_is_told(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    expected = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    async with engine.connect() as connection:
        for name, value in expected.items():
            assert await connection.scalar(text(f"PRAGMA {name}")) == value
    await engine.dispose()


async def test_a_reader_sees_one_moment_and_cannot_write(database_url: str) -> None:
    writing, reading = make_engine(database_url), make_reader_engine(database_url)
    count = text("SELECT count(*) FROM outbox")
    async with reading.connect() as looking:
        if reading.dialect.name == "postgresql":
            await looking.execution_options(isolation_level="REPEATABLE READ")
        assert await looking.scalar(count) == 0
        async with asyncio.timeout(5), make_sessions(writing).begin() as session:
            await put(session, workspace_id="T1", kind="x", key="k", now=START)
        assert await looking.scalar(count) == 0
    if reading.dialect.name == "sqlite":
        async with reading.connect() as looking:
            with pytest.raises(DBAPIError, match="readonly"):
                await looking.execute(text("DELETE FROM outbox"))
    await reading.dispose()
    await writing.dispose()


async def test_what_was_erased_is_no_longer_in_the_files(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    sessions = make_sessions(engine)
    words = "zanzibar" * 2_000  # so long that it fills pages of its own
    async with sessions.begin() as session:
        await put(session, workspace_id="T1", kind="x", key="k", now=START, payload={"w": words})
    assert b"zanzibar" in _files(tmp_path)
    async with sessions.begin() as session:
        await session.execute(Outbox.__table__.delete())  # type: ignore[attr-defined]
    await asyncio.to_thread(shorten_log, sqlite_url)
    assert b"zanzibar" not in _files(tmp_path)
    await engine.dispose()


async def test_files_are_gone_through_only_after_something_was_written(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = sqlite3.connect

    def connect(path: str, **more: Any) -> sqlite3.Connection:
        opened.append(path)
        return real(path, **more)

    engine = make_engine(sqlite_url)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await put(session, workspace_id="T1", kind="x", key="k", now=START)
    monkeypatch.setattr("models.database.sqlite3.connect", connect)
    assert [shorten_log(sqlite_url) for _ in range(3)] == [True] * 3
    assert len(opened) == 1
    assert shorten_log(sqlite_url, always=True)
    assert len(opened) == 2
    async with sessions.begin() as session:
        await session.execute(Outbox.__table__.delete())  # type: ignore[attr-defined]
    async with sessions.begin() as session:
        await session.scalar(select(func.count()).select_from(Outbox))
        assert not shorten_log(sqlite_url), "somebody holds the lock"
    assert shorten_log(sqlite_url)
    assert len(opened) == 4
    await engine.dispose()


async def test_who_was_away_lets_go_of_what_others_erased(sqlite_url: str, tmp_path: Path) -> None:
    engine = make_engine(sqlite_url)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        card = await make_card(session, "Zanzibar is far")
        await make_card(session, "Order early")
    async with sessions.begin() as session:
        await session.execute(delete(Revision))
        await session.execute(delete(Card).where(Card.id == card.id))
    await engine.dispose()
    assert not _logs(tmp_path)
    assert b"zanzibar" in _files(tmp_path), "the full-text index has it still"
    assert shorten_log(sqlite_url, always=True)
    assert b"zanzibar" not in _files(tmp_path)


def _logs(folder: Path) -> list[Path]:
    return list(folder.glob("*-wal"))


def _files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("ba.sqlite3*"))
