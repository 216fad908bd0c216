"""Signed events durably accepted per second, against the same app that writes nothing."""

from __future__ import annotations

import asyncio
import socket
import statistics
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import func, select

from benchmarks.databases import postgres_databases, sqlite_files
from benchmarks.load import Measured, fire, signed_events
from benchmarks.result import Result
from benchmarks.servers import CHANNEL, SECRET, WORKSPACE
from migrations.run import upgrade
from models.database import make_engine
from models.inbox import Inbox

EVENTS, WARM, ROUNDS = 12_000, 500, 5


def run() -> list[Result]:
    """Compare on both databases; in each round the baselines and ours follow one another."""
    with sqlite_files() as url_of:
        results = _compare("SQLite", url_of("accept"), 0.6)
    with postgres_databases() as url_of:
        results += _compare("PostgreSQL", url_of("accept"), 0.5)
    return results


def _compare(database: str, url: str, reach: float) -> list[Result]:
    asyncio.run(_migrate(url))
    seen: dict[str, list[Measured]] = {kind: [] for kind in ("bare", "ba", "listener")}
    for _ in range(ROUNDS):
        for kind, measured in seen.items():
            measured.append(_measure(kind, url))
    stored = asyncio.run(_stored(url))
    if stored != ROUNDS * (EVENTS + WARM):
        raise RuntimeError(f"{stored} events are stored of {ROUNDS * (EVENTS + WARM)}")
    rate = {kind: statistics.median(m.per_second for m in seen[kind]) for kind in seen}
    p99 = {kind: statistics.median(m.p99 for m in seen[kind]) for kind in seen}
    note = ", ".join(f"{kind} {rate[kind]:.0f}/s p99 {p99[kind]:.0f} ms" for kind in seen)
    return [
        Result(
            f"accept: durable ÷ bare AsyncApp, {database}",
            _ratio([m.per_second for m in seen["ba"]], [m.per_second for m in seen["bare"]]),
            reach,
            note=note,
        ),
        Result(
            f"accept: p99 of the acknowledgement ÷ bare AsyncApp's, {database}",
            _ratio([m.p99 for m in seen["ba"]], [m.p99 for m in seen["bare"]]),
            2.5,
            "lower",
        ),
        Result(
            f"accept: durable ÷ AsyncApp with a message listener, {database}",
            _ratio([m.per_second for m in seen["ba"]], [m.per_second for m in seen["listener"]]),
            0.0,
            note="printed for comparison",
        ),
    ]


def _ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the rounds' ratios: within a round, the machine is as fast for both."""
    return statistics.median(a / b for a, b in zip(ours, theirs, strict=True))


async def _stored(url: str) -> int:
    engine = make_engine(url)
    try:
        async with engine.connect() as connection:
            return int(await connection.scalar(select(func.count()).select_from(Inbox)) or 0)
    finally:
        await engine.dispose()


def _measure(kind: str, database_url: str) -> Measured:
    run = uuid.uuid4().hex[:8]
    requests = signed_events(SECRET, WORKSPACE, CHANNEL, EVENTS + WARM, run)
    with serving(kind, database_url) as port:
        asyncio.run(fire(port, requests[:WARM]))
        return asyncio.run(fire(port, requests[WARM:]))


async def _migrate(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()


@contextmanager
def serving(kind: str, database_url: str, module: str = "benchmarks.servers") -> Iterator[int]:
    """A server in a process of its own; gives its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-m", module, kind, str(port), database_url])
    try:
        _await_port(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _await_port(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(1_200):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not open its port")
