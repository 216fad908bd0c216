"""Keeping a channel's kind: with a million messages of history it costs what it costs with few.

Measured is what new talk costs there: to mark the week of a batch of messages, and to read the week
and derive the kind. This week is equally lively both times; only the history is longer.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.databases import postgres_databases, sqlite_files
from benchmarks.result import Result
from bot.ba.kinds import refresh_kind
from migrations.run import upgrade
from models.channel import Level, ensure_channel
from models.channel_week import Place, monday_of, touch_weeks
from models.database import make_engine, make_sessions
from models.message import Message

FEW, MANY, THIS_WEEK, ROUNDS = 10_000, 1_000_000, 500, 40
REACH = 1.2
NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)  # a Friday
# The history goes back so many days, ending a week ago.
DAYS = 1_000
PLACE = Place("T1", "C1")


def run() -> list[Result]:
    """SQLite, and PostgreSQL where there is one."""
    with sqlite_files() as url_of:
        results = [_compare("SQLite", url_of)]
    with postgres_databases() as url_of:
        results.append(_compare("PostgreSQL", url_of))
    return results


def _compare(kind: str, url_of: Callable[[str], str]) -> Result:
    took = asyncio.run(_both(url_of("few"), url_of("many")))
    few, many = statistics.median(took[0]), statistics.median(took[1])
    note = f"{few * 1000:.1f} ms with {FEW:,} messages, {many * 1000:.1f} ms with {MANY:,}"
    return Result(f"kinds: cost of new talk, {kind}", many / few, REACH, "lower", note)


async def _both(few_url: str, many_url: str) -> tuple[list[float], list[float]]:
    few, many = make_engine(few_url), make_engine(many_url)
    try:
        await _fill(few, FEW)
        await _fill(many, MANY)
        took: tuple[list[float], list[float]] = ([], [])
        for number in range(ROUNDS + 3):
            # One after the other, so that whatever else the machine does meets both.
            pair = [await _measure(engine) for engine in (few, many)]
            if number >= 3:  # the first rounds warm caches and compile statements
                took[0].append(pair[0])
                took[1].append(pair[1])
        return took
    finally:
        await few.dispose()
        await many.dispose()


async def _measure(engine: AsyncEngine) -> float:
    """Seconds to mark this week and derive the kind."""
    sessions = make_sessions(engine)
    began = time.perf_counter()
    async with sessions.begin() as session:
        await touch_weeks(session, [(PLACE, monday_of(NOW))] * 50, NOW)
    async with sessions.begin() as session:
        channel = await ensure_channel(session, *PLACE)
        reading = await refresh_kind(session, channel, NOW)
    if reading.kind is None:
        raise RuntimeError("no kind was derived")
    return time.perf_counter() - began


async def _fill(engine: AsyncEngine, count: int) -> None:
    """``count`` messages: a lively week, the rest evenly over the days before it."""
    await upgrade(engine)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await ensure_channel(session, *PLACE, level=Level.OFFERING, is_member=True)
    history = count - THIS_WEEK
    monday = datetime.combine(monday_of(NOW), datetime.min.time(), UTC)
    begins = monday - timedelta(days=DAYS + 7)
    async with engine.begin() as connection:
        name = engine.dialect.name
        if name == "postgresql":  # a million rows take longer than a statement of ours may
            await connection.execute(text("SET LOCAL statement_timeout = 0"))
        for start, rows, span in (
            (begins, history, DAYS * 86_400),
            (monday, THIS_WEEK, 4 * 86_400),
        ):
            await connection.execute(text(_filling(name, start, rows, span)))
        await connection.execute(text("ANALYZE"))
        stored = await connection.scalar(select(func.count()).select_from(Message))
    if stored != count:
        raise RuntimeError(f"{stored} messages are stored of {count}")


def _filling(dialect: str, start: datetime, rows: int, span: int) -> str:
    """SQL with which the database makes the messages itself, by their number ``i`` (from 0)."""
    at = f"({start.timestamp():.0f} + CAST(i AS BIGINT) * {span} / {rows})"
    root = f"({start.timestamp():.0f} + CAST(i / 6 * 6 AS BIGINT) * {span} / {rows})"
    if dialect == "sqlite":
        posted = f"datetime({at}, 'unixepoch') || '.000000'"
        ts, thread = (f"printf('%d.%06d', {each}, i)" for each in (at, root))
        thread = thread.replace(", i)", ", i / 6 * 6)")
    else:
        posted = f"to_timestamp({at})"
        ts = f"{at} || '.' || lpad(CAST(i AS TEXT), 6, '0')"
        thread = f"{root} || '.' || lpad(CAST(i / 6 * 6 AS TEXT), 6, '0')"
    columns = {
        "workspace_id": f"'{PLACE.workspace_id}'",
        "channel_id": f"'{PLACE.channel_id}'",
        "ts": ts,
        "thread_ts": thread,
        "author_id": "'U' || (i - i / 7 * 7)",
        "posted_at": posted,
        "edited_ts": "''",
        "is_deleted": "FALSE",
        "mode": "'externalization'",
        "confident": "TRUE",
        "scores": "'{}'",
        "cues": "'[]'",
        "length": "80",
        "links": "0",
        "mentions": "0",
        "files": "0",
    }
    into = f"INSERT INTO message ({', '.join(columns)})"
    values = ", ".join(columns.values())
    if dialect == "sqlite":
        counted = f"SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows - 1}"
        return f"{into} WITH RECURSIVE numbers(i) AS ({counted}) SELECT {values} FROM numbers"
    return f"{into} SELECT {values} FROM generate_series(0, {rows - 1}) AS numbers(i)"
