"""How long Slack waits for its acknowledgement while an import, digests and sweeps run ÷ in quiet.

The load is the one of ``accept``. The import is a process of its own, as ``ba import`` is; a digest
and a sweep follow one another in the bot's process, without end.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.accept import serving
from benchmarks.alone import texts
from benchmarks.databases import postgres_databases, sqlite_files
from benchmarks.importing import write_export
from benchmarks.load import Measured, fire, signed_events
from benchmarks.result import Result
from benchmarks.servers import CHANNEL, SECRET, WORKSPACE, bolt_app, serve
from benchmarks.workspace import NOW, TEAM, fill
from bot.clock import SystemClock
from bot.collecting import calm_collector
from bot.digest.gathering import gather
from bot.inbox import InboxWriter, inbox_middleware
from bot.practice.sweep import sweep
from bot.settings import Settings
from models.channel import Level, ensure_channel
from models.database import (
    Sessions,
    make_engine,
    make_sessions,
    make_writer_engine,
)
from models.message import Message

EVENTS, WARM, ROUNDS, REACH = 6_000, 500, 3, 3.0
CARDS, CHANNELS, IMPORTED = 2_000, 200, 60_000
# Between one sweep and the next digest, in seconds.
PAUSE = 0.2
# The import's workspace: nothing that the digest or the sweep looks at.
ELSEWHERE = "T9"


def run() -> list[Result]:
    """SQLite and PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="ba-bench-") as folder:
        path = Path(folder) / "export.zip"
        write_export(path, texts(IMPORTED))
        with sqlite_files() as url_of:
            results = [_compare("SQLite", url_of, path)]
        with postgres_databases() as url_of:
            results.append(_compare("PostgreSQL", url_of, path))
    return results


def _compare(database: str, url_of: Callable[[str], str], path: Path) -> Result:
    seen: dict[str, list[Measured]] = {"quiet": [], "busy": []}
    for number in range(ROUNDS):
        url = url_of(f"interference{number}")
        asyncio.run(_fill(url))
        for kind, measured in seen.items():
            measured.append(_measure(kind, url, path))
    p99 = {kind: statistics.median(each.p99 for each in seen[kind]) for kind in seen}
    rate = {kind: statistics.median(each.per_second for each in seen[kind]) for kind in seen}
    note = ", ".join(f"{kind} {p99[kind]:.0f} ms at {rate[kind]:.0f}/s" for kind in seen)
    name = f"interference: p99 of the acknowledgement, busy ÷ quiet, {database}"
    return Result(name, p99["busy"] / p99["quiet"], REACH, "lower", note)


async def _fill(url: str) -> None:
    engine = make_engine(url)
    await fill(engine, cards=CARDS, channels=CHANNELS)
    async with make_sessions(engine).begin() as session:
        await ensure_channel(session, WORKSPACE, CHANNEL, level=Level.LISTENING)
    await engine.dispose()


def _measure(kind: str, url: str, path: Path) -> Measured:
    requests = signed_events(SECRET, WORKSPACE, CHANNEL, EVENTS + WARM, uuid.uuid4().hex[:8])
    beside = _importing(url, path) if kind == "busy" else contextlib.nullcontext()
    with serving(kind, url, "benchmarks.interference") as port, beside:
        asyncio.run(fire(port, requests[:WARM]))
        return asyncio.run(fire(port, requests[WARM:]))


@contextmanager
def _importing(url: str, path: Path) -> Iterator[None]:
    """An import that is at its messages when the block begins, and not done when it ends."""
    command = str(Path(sys.executable).with_name("ba"))
    process = subprocess.Popen(
        [command, "import", str(path), "--workspace", ELSEWHERE],
        env={**os.environ, "BA_DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not asyncio.run(_imported(url)):
            if process.poll() is not None:
                raise RuntimeError("the import did not begin")
            time.sleep(0.2)
        yield
        if process.poll() is not None:
            raise RuntimeError("the import was done too early")
    finally:
        process.kill()
        process.wait()


async def _imported(url: str) -> bool:
    engine = make_engine(url)
    query = select(func.count()).where(Message.workspace_id == ELSEWHERE)
    async with engine.connect() as connection:
        found = await connection.scalar(query)
    await engine.dispose()
    return bool(found)


async def _work_on(sessions: Sessions) -> None:
    """Digest and sweep, again and again; each sweep a day later, so that something is due."""
    settings = Settings(_env_file=None)
    for day in count(1):
        async with sessions() as session:
            if await gather(session, TEAM, "C1", NOW) is None:
                raise RuntimeError("there is no digest")
        async with sessions.begin() as session:
            await sweep(session, NOW + timedelta(days=day), settings)
        await asyncio.sleep(PAUSE)


async def _main(kind: str, port: int, url: str) -> None:
    engine, writing = make_engine(url), make_writer_engine(url)
    sink, clock = writing, SystemClock()
    writer = InboxWriter(sink, clock, asyncio.Event(), timeout=30)
    await writer.start()
    work = asyncio.create_task(_work_on(make_sessions(engine))) if kind == "busy" else None
    await serve(bolt_app(inbox_middleware(writer)), port)
    if work is not None:
        work.cancel()
        for error in await asyncio.gather(work, return_exceptions=True):
            if not isinstance(error, asyncio.CancelledError):
                raise RuntimeError("digests and sweeps ended") from error
    await writer.stop()
    writing.dispose()
    await engine.dispose()


if __name__ == "__main__":
    import uvloop

    with calm_collector():
        uvloop.run(_main(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
