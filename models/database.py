"""The engine and its sessions, for SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import URL, event, make_url
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


def make_engine(url: str, *, pool_size: int = 5, timeout: float = 10.0) -> AsyncEngine:
    """An engine: WAL and full synchronisation on SQLite; sized pool and time-outs on PostgreSQL.

    ``timeout`` is in seconds: how long to wait for SQLite's lock, or for a PostgreSQL connection.
    """
    parsed = async_url(url)
    if parsed.drivername.startswith("sqlite"):
        engine = create_async_engine(
            parsed, connect_args={"timeout": timeout}, hide_parameters=True
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
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


def make_sessions(engine: AsyncEngine) -> Sessions:
    """A session factory; objects stay readable after commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


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
