"""Asking about what is due: with a million reviews stored it costs what it costs with few.

1,000 reviews are due both times; what lies in the database beside them must not matter.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.growth import Growth, filling
from benchmarks.result import Result
from bot.practice.rules import first_time
from bot.practice.sweep import sweep
from bot.settings import Settings
from migrations.run import upgrade
from models.card import Card
from models.channel import Channel, Level
from models.database import make_sessions
from models.outbox import Outbox
from models.practice import Review

DUE = 1_000
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
CARDS = 1_000
SETTINGS = Settings(_env_file=None)


def run() -> list[Result]:
    """SQLite and PostgreSQL."""
    return Growth(
        name="sweep: 1,000 due",
        reach=1.5,
        few=10_000,
        many=1_000_000,
        rounds=3,
        warm_up=1,
        fill=_fill,
        measure=_measure,
        rows="stored",
    ).run()


async def _measure(engine: AsyncEngine) -> float:
    """Seconds to ask about all that is due."""
    await _make_due(engine)
    sessions = make_sessions(engine)
    asked, began = 0, time.perf_counter()
    while asked < DUE:
        async with sessions.begin() as session:
            now_asked = await sweep(session, NOW, SETTINGS)
        if not now_asked:
            raise RuntimeError(f"{asked} of {DUE} were asked about")
        asked += now_asked
    return time.perf_counter() - began


async def _make_due(engine: AsyncEngine) -> None:
    """The same reviews of 1,000 people are due again, and nothing waits."""
    async with engine.begin() as connection:
        await connection.execute(update(Outbox).values(state="sent", sent_at=NOW))
        due = Review.__table__.c
        await connection.execute(
            update(Review).where(due.id <= DUE).values(due_at=NOW - timedelta(hours=1))
        )


async def _fill(engine: AsyncEngine, count: int) -> None:
    """``count`` reviews of ``count / 10`` people, all active, due from a month later on."""
    await upgrade(engine)
    people = count // 10
    async with engine.begin() as connection:
        await connection.execute(insert(Channel), [_channel()])
        await connection.execute(insert(Card), [_card(number) for number in range(1, CARDS + 1)])
        for table, rows, columns in _made(engine.dialect.name, people):
            await connection.exec_driver_sql(filling(engine.dialect.name, table, rows, columns))
        await connection.exec_driver_sql("ANALYZE")
        stored = await connection.scalar(select(func.count()).select_from(Review))
    if stored != count:
        raise RuntimeError(f"{stored} reviews are stored of {count}")


def _made(dialect: str, people: int) -> list[tuple[str, int, dict[str, str]]]:
    """Table, rows, and what each column holds, in SQL, by the row's number ``i`` (from 0)."""
    no, yes, team = "FALSE", "TRUE", "'T1'"
    # Integer division on both databases: the remainder without a percent sign.
    who = f"'U' || (i - i / {people} * {people})"
    later = "(i - i / 40000 * 40000) || ' minutes'"
    if dialect == "sqlite":
        now = f"'{NOW:%Y-%m-%d %H:%M:%S}.000000'"
        due = f"datetime('{LATER:%Y-%m-%d %H:%M:%S}', {later}) || '.000000'"
    else:
        now = f"TIMESTAMPTZ '{NOW:%Y-%m-%d %H:%M:%S}+00'"
        due = f"TIMESTAMPTZ '{LATER:%Y-%m-%d %H:%M:%S}+00' + CAST({later} AS interval)"
    roles = dict.fromkeys(("is_guest", "is_admin", "is_bot", "is_foreign", "is_deleted"), no)
    memory = json.dumps(first_time(1, NOW, 2).memory)
    review = {
        "workspace_id": team,
        "id": "i + 1",
        "member_id": who,
        "card_id": f"i / {people} + 1",
        "schedule": f"'{memory}'",
        "due_at": due,
        "started_at": now,
        "is_active": yes,
        "round": "0",
        "unanswered": "0",
    }
    member = {"workspace_id": team, "id": who, "name": who, "tz": "'UTC'", **roles}
    here = {"workspace_id": team, "channel_id": "'C1'", "member_id": who, "since": now}
    return [
        ("member", people, member),
        ("membership", people, here),
        ("review", people * 10, review),
    ]


def _channel() -> dict[str, Any]:
    defaults = {"is_private": False, "is_shared": False, "is_archived": False, "is_member": True}
    return {"workspace_id": "T1", "id": "C1", "name": "c1", "level": Level.OFFERING, "tz": "UTC",
            "kind_scores": {}, "kind_reason": "", **defaults}  # fmt: skip


def _card(number: int) -> dict[str, Any]:
    times = {"created_at": NOW, "updated_at": NOW}
    return {"workspace_id": "T1", "id": number, "channel_id": "C1", "author_id": "U0",
            "title": f"Card {number}", "statement": "Order before the rain.", **times}  # fmt: skip
