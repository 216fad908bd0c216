"""Keeping a channel's kind: with a million messages of history it costs what it costs with few.

Measured is what new talk costs there: to mark the week of a batch of messages, and to read the week
and derive the kind. This week is equally lively both times; only the history is longer.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.growth import Growth, filling
from benchmarks.result import Result
from bot.ba.kinds import refresh_kind
from migrations.run import upgrade
from models.channel import Level, ensure_channel
from models.channel_week import Place, monday_of, touch_weeks
from models.database import make_sessions
from models.message import Message

THIS_WEEK = 500
NOW = datetime(2026, 3, 6, 18, 0, tzinfo=UTC)  # a Friday
# The history goes back so many days, ending a week ago.
DAYS = 1_000
PLACE = Place("T1", "C1")


def run() -> list[Result]:
    """SQLite and PostgreSQL."""
    return Growth(
        name="kinds: cost of new talk",
        reach=1.2,
        few=10_000,
        many=1_000_000,
        rounds=40,
        warm_up=3,
        fill=_fill,
        measure=_measure,
        decimals=1,
    ).run()


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
        for start, rows, span in (
            (begins, history, DAYS * 86_400),
            (monday, THIS_WEEK, 4 * 86_400),
        ):
            columns = _columns(name, start, rows, span)
            await connection.exec_driver_sql(filling(name, "message", rows, columns))
        await connection.exec_driver_sql("ANALYZE")
        stored = await connection.scalar(select(func.count()).select_from(Message))
    if stored != count:
        raise RuntimeError(f"{stored} messages are stored of {count}")


def _columns(dialect: str, start: datetime, rows: int, span: int) -> dict[str, str]:
    """``rows`` messages over ``span`` seconds: columns in SQL by the message's number ``i``."""
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
    return {
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
