"""The engine and its sessions, for SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import cast

import psycopg
from psycopg.types.array import ListBinaryDumper
from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.pool import ConnectionPoolEntry

Sessions = async_sessionmaker[AsyncSession]

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


def async_url(url: str) -> URL:
    """The URL with the driver that the bot uses; raises ValueError for other databases."""
    parsed = make_url(url)
    backend = parsed.drivername.split("+")[0]
    if backend not in _DRIVERS:
        raise ValueError(f"unknown database {backend!r}: use an sqlite or a postgresql URL")
    return parsed.set(drivername=_DRIVERS[backend])


def make_engine(
    url: str, *, pool_size: int = 5, timeout: float = 10.0, statement_seconds: int = 30
) -> AsyncEngine:
    """An engine: WAL and full synchronisation on SQLite; sized pool and time-outs on PostgreSQL.

    ``timeout`` is in seconds: how long to wait for SQLite's lock, or for a PostgreSQL connection.
    ``statement_seconds``: when PostgreSQL gives up a statement (0: never), and a transaction that
    has been idle for twice as long, so that a lost process holds no lock.
    """
    parsed = async_url(url)
    if parsed.drivername.startswith("sqlite"):
        engine = create_async_engine(
            parsed, connect_args={"timeout": timeout}, hide_parameters=True
        )
        _listen_sqlite(engine.sync_engine)
        return engine
    return create_async_engine(
        parsed,
        hide_parameters=True,  # errors must not quote what people wrote
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=timeout,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": max(2, int(timeout)),
            **_noticing(max(10, statement_seconds)),
            "options": f"-c statement_timeout={statement_seconds * 1000}"
            f" -c idle_in_transaction_session_timeout={statement_seconds * 2000} -c timezone=UTC",
        },
    )


def _noticing(seconds: float) -> dict[str, int]:
    """Libpq's parameters that notice, within about so many seconds, a server that went silently
    (its machine, or the net between): else a statement would wait for hours.
    """
    return {
        "keepalives": 1,
        "keepalives_idle": max(1, int(seconds / 2)),
        "keepalives_interval": max(1, int(seconds / 6)),
        "keepalives_count": 3,
        "tcp_user_timeout": int(seconds * 1000),
    }


def make_writer_engine(url: str, *, timeout: float = 2.0) -> Engine:
    """A synchronous engine with one connection, for the one thread that writes the inbox.

    There a group of events costs one change of thread instead of one per call of the driver.
    ``timeout`` is in seconds: how long a lock is waited for.
    """
    parsed = async_url(url)
    if parsed.drivername.startswith("sqlite"):
        engine = create_engine(
            parsed.set(drivername="sqlite+pysqlite"),
            # The connection is opened and closed by others than the thread that works with it.
            connect_args={"timeout": timeout, "check_same_thread": False},
            hide_parameters=True,
            pool_size=1,
            max_overflow=0,
        )
        _listen_sqlite(engine)
        return engine
    engine = create_engine(
        parsed,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        # A group is one INSERT: BEGIN, COMMIT and a ping would only be more to wait for. When the
        # connection is gone, the group fails, and each of its events is tried on a new one.
        isolation_level="AUTOCOMMIT",
        connect_args={
            "connect_timeout": max(2, int(timeout)),
            **_noticing(2 * timeout),
            "options": f"-c lock_timeout={int(timeout * 1000)}"
            f" -c statement_timeout={int(timeout * 2000)} -c timezone=UTC",
        },
    )
    event.listen(engine, "connect", _send_lists_binary)
    return engine


def _send_lists_binary(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # As text, each value of a list is escaped in Python: three times the work.
    adapters = cast("psycopg.Connection", connection).adapters
    adapters.register_dumper(list, ListBinaryDumper)


def make_reader_engine(url: str, *, timeout: float = 10.0) -> AsyncEngine:
    """An engine for looking at all of a database, beside whoever writes it.

    On SQLite a transaction sees one moment and takes no lock; nothing can be written by it.
    """
    parsed = async_url(url)
    if not parsed.drivername.startswith("sqlite"):
        return make_engine(url, pool_size=1, timeout=timeout)
    engine = create_async_engine(parsed, connect_args={"timeout": timeout}, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _prepare_reader)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def shorten_log(url: str, *, always: bool = False) -> bool:
    """Let go of what SQLite still holds of what was erased: in its full-text index, whose parts
    are merged, and in its log, which is written back and emptied as far as nobody reads.

    While the log is empty, nothing was erased since it was emptied, and nothing is done. Only who
    was away does not know (the last to close a database takes its log along): ``always``.

    Blocks; another database needs nothing. False: it could not be done now, do it again, always.
    """
    parsed = async_url(url)
    if not parsed.drivername.startswith("sqlite") or parsed.database in (None, "", ":memory:"):
        return True
    path = str(parsed.database)
    if not always and not _has_log(path):
        return True
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=1.0)) as connection:
            connection.execute("PRAGMA secure_delete=ON")
            connection.execute("INSERT INTO card_words(card_words) VALUES ('optimize')")
            connection.commit()
            is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.Error:
        return False
    return not is_busy


def _has_log(path: str) -> bool:
    # SQLite empties its log only when it is told to; until then, it is as long as it ever was.
    try:
        return Path(f"{path}-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def make_sessions(engine: AsyncEngine) -> Sessions:
    """A session factory; objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


def _listen_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)


def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: _begin_immediate does.
    connection.isolation_level = None
    cursor = connection.cursor()
    # secure_delete: what was erased is overwritten in the file, not only forgotten.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: object) -> None:
    # Take the write lock at once: a read that turns into a write would fail instead of wait.
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]


def _prepare_reader(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin(connection: object) -> None:
    connection.exec_driver_sql("BEGIN")  # type: ignore[attr-defined]
