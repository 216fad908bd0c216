"""A digest's cost: of a channel with a million messages of history, against one with 10,000.

The same week lies on top of both; what lies before it must not matter. History is more than
messages: threads, steps on the ledger, cards and practice grow with it.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.growth import Growth, filling
from benchmarks.result import Result
from bot.digest.gathering import gather
from bot.digest.rules import WEEK, is_worth_telling
from migrations.run import upgrade
from models.channel import Channel, Level
from models.database import make_sessions
from models.member import Member
from models.message import Message

THIS_WEEK = 2_000
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
# The same days in the past hold few or many; the last two weeks are alike.
FIRST, LAST = NOW - timedelta(days=365), NOW - 3 * WEEK
PEOPLE = 50


def run() -> list[Result]:
    """SQLite and PostgreSQL."""
    return Growth(
        name="digest: long history ÷ short",
        reach=1.2,
        few=10_000,
        many=1_000_000,
        rounds=25,
        warm_up=2,
        fill=_fill,
        measure=_measure,
    ).run()


async def _measure(engine: AsyncEngine) -> float:
    """Seconds to gather the week's digest."""
    began = time.perf_counter()
    async with make_sessions(engine)() as session:
        digest = await gather(session, "T1", "C1", NOW)
    took = time.perf_counter() - began
    if digest is None or not is_worth_telling(digest) or not digest.tried or not digest.new:
        raise RuntimeError("the week is not in the digest")
    return took


async def _fill(engine: AsyncEngine, messages: int) -> None:
    """``messages`` of history and what grew from them, then the same week on top."""
    await upgrade(engine)
    dialect = engine.dialect.name
    async with engine.begin() as connection:
        await connection.execute(insert(Channel), [_channel()])
        people = [{"workspace_id": "T1", "id": f"U{n}", "name": f"P{n}"} for n in range(PEOPLE)]
        await connection.execute(insert(Member), people)
        for begin, until, count, first in (
            (FIRST, LAST, messages, 0),
            (NOW - 2 * WEEK, NOW, 2 * THIS_WEEK, 10_000_000),
        ):
            for table, rows, columns in _made(dialect, begin, until, count, first):
                await connection.exec_driver_sql(filling(dialect, table, rows, columns))
        await connection.exec_driver_sql("ANALYZE")
        stored = await connection.scalar(select(func.count()).select_from(Message))
    if stored != messages + 2 * THIS_WEEK:
        raise RuntimeError(f"{stored} messages are stored")


def _made(
    dialect: str, begin: datetime, until: datetime, messages: int, first: int
) -> list[tuple[str, int, dict[str, str]]]:
    """Table, rows, and each column in SQL by the row's number ``i``; ``first`` keeps ids apart."""
    team, place, number = "'T1'", "'C1'", f"(i + {first})"
    who = f"'U' || (i - i / {PEOPLE} * {PEOPLE})"

    def at(rows: int) -> str:
        """Times spread evenly over the span, by the row's number."""
        step = max(1, int((until - begin).total_seconds() / rows))
        if dialect == "sqlite":
            start = f"{begin:%Y-%m-%d %H:%M:%S}"
            return f"datetime('{start}', (i * {step}) || ' seconds') || '.000000'"
        start = f"{begin:%Y-%m-%d %H:%M:%S}+00"
        return f"TIMESTAMPTZ '{start}' + CAST((i * {step}) || ' seconds' AS interval)"

    def stamp(rows: int) -> str:
        step = max(1, int((until - begin).total_seconds() / rows))
        return f"({int(begin.timestamp())} + i * {step}) || '.' || (100000 + i - i / 9 * 9)"

    empty = {"scores": "'{}'", "cues": "'[]'"}
    bare = dict.fromkeys(("length", "links", "mentions", "files"), "0")
    mode = (
        "CASE i - i / 4 * 4 WHEN 0 THEN 'socialization' WHEN 1 THEN 'externalization'"
        " WHEN 2 THEN 'combination' ELSE 'internalization' END"
    )
    cards = 200 + messages // 1000
    texts = dict.fromkeys(
        ("metaphor", "analogy", "model", "applies_when", "not_this", "asset_reason"), "''"
    )
    # Cards of the past were made in it; those of the week come last.
    card = {
        "workspace_id": team, "id": f"{number} + 1", "channel_id": place, "thread_ts": "''",
        "author_id": who, "title": f"'Card ' || {number}", "statement": "'Order early.'", **texts,
        "evidence": "'[]'", "asset_kind": "'conceptual'", "status": "'conjecture'",
        "scope": "'channel'", "origin": "'inside'", "revision": "1", "created_at": at(cards),
        "updated_at": at(cards), "posted_ts": "''", "permalink": "''",
    }  # fmt: skip
    which = f"(i - i / {cards} * {cards}) + {first} + 1"
    return [
        ("message", messages, {
            "workspace_id": team, "channel_id": place, "ts": f"'{first}' || {number}",
            "thread_ts": "'1'", "author_id": who, "posted_at": at(messages), "edited_ts": "''",
            "is_deleted": "FALSE", "mode": mode, "confident": "TRUE", **empty, **bare,
        }),
        ("thread", max(1, messages // 10), {
            "workspace_id": team, "channel_id": place, "ts": f"'{first}' || {number}",
            "state": "'unripe'", "last_ts": stamp(max(1, messages // 10)), "ripeness": "0.6",
            "positions": "'[]'", "reasons": "'[]'",
        }),
        ("card", cards, card),
        ("practice", max(1, messages // 100), {
            "workspace_id": team, "unique_key": f"'p' || {number}", "member_id": who,
            "card_id": which, "answer": "'worked'", "words": "''",
            "at": at(max(1, messages // 100)),
        }),
        ("conversion", max(1, messages // 100), {
            "workspace_id": team, "unique_key": f"'k' || {number}", "mode": mode,
            "source": f"'card:' || ({which})", "target": "'person'", "level": "'person'",
            "channel_id": place, "at": at(max(1, messages // 100)),
        }),
    ]  # fmt: skip


def _channel() -> dict[str, object]:
    defaults = {"is_private": False, "is_shared": False, "is_archived": False, "is_member": True}
    return {"workspace_id": "T1", "id": "C1", "name": "c1", "level": Level.OFFERING, "tz": "UTC",
            "kind_scores": {}, "kind_reason": "", **defaults}  # fmt: skip
