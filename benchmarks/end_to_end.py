"""Events accepted, read and stored per second ÷ ``nlp.pipe`` alone on the same texts.

Ours runs in a process of its own, as ``ba run`` does: the inbox's writer, the worker, and the
reading process that it spawns, on a real database. All events come as fast as they are accepted.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.alone import Alone, texts
from benchmarks.databases import postgres_databases, sqlite_files
from benchmarks.result import Result
from bot.clock import SystemClock
from bot.collecting import calm_collector
from bot.inbox import InboxWriter
from bot.metrics import MeasuredOffload, Metrics
from bot.reading import ReadingProcess
from bot.settings import Settings
from bot.worker import Worker
from handlers.events import registry
from migrations.run import upgrade
from models.channel import Level, ensure_channel
from models.database import (
    Sessions,
    make_engine,
    make_sessions,
    make_writer_engine,
)
from models.inbox import Inbox, InboxState
from models.message import Message

EVENTS = int(os.environ.get("BA_BENCH_EVENTS", 10_000))
ROUNDS, SENDERS, REACH = 3, 64, 0.5
# So many messages in a row come from one channel, and so many are a thread.
TOGETHER, THREAD, CHANNELS, PEOPLE = 25, 5, 8, 40


def run() -> list[Result]:
    """SQLite and PostgreSQL."""
    with sqlite_files() as url_of:
        results = [_compare("SQLite", url_of("end_to_end"))]
    with postgres_databases() as url_of:
        results.append(_compare("PostgreSQL", url_of("end_to_end")))
    return results


def _compare(database: str, url: str) -> Result:
    alone, said, rates = Alone(), texts(EVENTS), []
    for number in range(ROUNDS):
        alone.measure(said)
        rates.append(_in_own_process(url, f"T{number}"))
    rate, base = statistics.median(rates), alone.per_second
    note = f"{rate:,.0f} events/s, nlp.pipe alone {base:,.0f}"
    name = f"end-to-end: events stored ÷ nlp.pipe alone, {database}"
    return Result(name, rate / base, REACH, "higher", note)


def _in_own_process(url: str, workspace_id: str) -> float:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.end_to_end", url, workspace_id],
        cwd=Path(__file__).parent.parent,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return float(json.loads(done.stdout))


def event(workspace_id: str, number: int, text: str) -> bytes:
    """A message event as Slack sends it: talk in threads, in several channels."""
    ts, root = (
        f"{1_760_000_000 + each * 7}.000100" for each in (number, number // THREAD * THREAD)
    )
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    message: dict[str, Any] = {
        "type": "message",
        "channel": f"C{number // TOGETHER % CHANNELS}",
        "channel_type": "channel",
        "user": f"U{number * 7 % PEOPLE}",
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "team": workspace_id,
        "blocks": [{"type": "rich_text", "block_id": "b", "elements": [rich]}],
    }
    if ts != root:
        message["thread_ts"] = root
    body = {
        "type": "event_callback",
        "team_id": workspace_id,
        "api_app_id": "A1",
        "event": message,
        "event_id": f"Ev{workspace_id}{number:07d}",
        "event_time": 1_760_000_000 + number * 7,
    }
    return json.dumps(body).encode()


async def _measure(url: str, workspace_id: str) -> float:
    """Events a second until the last one has taken effect."""
    engine, writing = make_engine(url), make_writer_engine(url)
    await upgrade(engine)
    sessions, clock, metrics = make_sessions(engine), SystemClock(), Metrics()
    async with sessions.begin() as session:
        for number in range(CHANNELS):
            await ensure_channel(session, workspace_id, f"C{number}", level=Level.OFFERING)
    arrived, worked, reading = asyncio.Event(), asyncio.Event(), ReadingProcess()
    await reading.start()
    settings = Settings(_env_file=None, database_url=url)
    read = MeasuredOffload(reading, metrics)
    writer = InboxWriter(writing, clock, arrived, metrics, timeout=30)
    worker = Worker(sessions, clock, settings, read, registry(), arrived, metrics)
    worker.after_work = worked.set
    said = texts(EVENTS)
    events = iter([event(workspace_id, n, text) for n, text in enumerate(said)])
    await writer.start()
    await worker.start()
    try:
        begun = time.perf_counter()
        await asyncio.gather(*(_send(writer, events) for _ in range(SENDERS)))
        while (metrics.registry.get_sample_value("ba_events_applied_total") or 0) < EVENTS:
            worked.clear()
            await asyncio.wait_for(worked.wait(), 30)
        taken = time.perf_counter() - begun
        await _check(sessions, workspace_id)
        return EVENTS / taken
    finally:
        await worker.stop()
        await writer.stop()
        await reading.stop()
        writing.dispose()
        await engine.dispose()


async def _send(writer: InboxWriter, events: Iterator[bytes]) -> None:
    """As Bolt does: parse what came, then wait for it to be stored before the next."""
    for raw in events:
        await writer.store(json.loads(raw), raw)


async def _check(sessions: Sessions, workspace_id: str) -> None:
    """Every event took effect, and every message was read."""
    read = select(func.count()).where(
        Message.workspace_id == workspace_id, Message.mode.is_not(None)
    )
    waiting = select(func.count()).where(Inbox.state != InboxState.DONE)
    async with sessions() as session:
        stored, left = await session.scalar(read), await session.scalar(waiting)
    if stored != EVENTS or left:
        raise RuntimeError(f"{stored} of {EVENTS} messages are stored, {left} events wait")


if __name__ == "__main__":
    import uvloop

    with calm_collector():
        print(json.dumps(uvloop.run(_measure(*sys.argv[1:]))))
