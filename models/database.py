"""The engine and its sessions, for SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

Sessions = async_sessionmaker[AsyncSession]
WriterSessions = sessionmaker[Session]

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


def make_engine(url: str, *, pool_size: int = 5, timeout: float = 10.0) -> AsyncEngine:
    """An engine: WAL and full synchronisation on SQLite; sized pool and time-outs on PostgreSQL.

    ``timeout`` is in seconds: how long to wait for SQLite's lock, or for a PostgreSQL connection.
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
            "options": "-c statement_timeout=30000 -c timezone=UTC",
        },
    )


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
        # One step for many rows: pysqlite gives the interpreter's lock away at each step, and
        # getting it back from a busy event loop takes milliseconds.
        engine.dialect.use_insertmanyvalues_wo_returning = True
        return engine
    return create_engine(
        parsed,
        hide_parameters=True,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        connect_args={
            "connect_timeout": max(2, int(timeout)),
            "options": f"-c lock_timeout={int(timeout * 1000)} -c timezone=UTC",
        },
    )


def make_writer_sessions(engine: Engine) -> WriterSessions:
    """A factory of synchronous sessions for the inbox's writer."""
    return sessionmaker(engine)


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
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: object) -> None:
    # Take the write lock at once: a read that turns into a write would fail instead of wait.
    connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
