"""Signed events durably accepted per second, against the same app that writes nothing."""

from __future__ import annotations

import asyncio
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.load import Measured, fire, signed_events
from benchmarks.result import Result
from benchmarks.servers import CHANNEL, SECRET, WORKSPACE
from migrations.run import upgrade
from models.database import make_engine

EVENTS, WARM, ROUNDS = 6_000, 500, 3


def run() -> list[Result]:
    """Compare on SQLite; the baselines are measured between the rounds of ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "accept.sqlite3"
        asyncio.run(_migrate(f"sqlite:///{path}"))
        seen = {kind: [] for kind in ("bare", "ba", "listener")}  # type: dict[str, list[Measured]]
        for _ in range(ROUNDS):
            for kind, measured in seen.items():
                measured.append(_measure(kind, f"sqlite:///{path}"))
        with sqlite3.connect(path) as database:
            stored = database.execute("SELECT count(*) FROM inbox").fetchone()[0]
    if stored != ROUNDS * (EVENTS + WARM):
        raise RuntimeError(f"{stored} events are stored of {ROUNDS * (EVENTS + WARM)}")
    rate = {kind: statistics.median(m.per_second for m in seen[kind]) for kind in seen}
    p99 = {kind: statistics.median(m.p99 for m in seen[kind]) for kind in seen}
    note = ", ".join(f"{kind} {rate[kind]:.0f}/s p99 {p99[kind]:.0f} ms" for kind in seen)
    return [
        Result(
            "accept: durable ÷ bare AsyncApp, SQLite", rate["ba"] / rate["bare"], 0.5, note=note
        ),
        Result(
            "accept: durable ÷ AsyncApp with a message listener, SQLite",
            rate["ba"] / rate["listener"],
            0.0,
            note="printed for comparison",
        ),
    ]


def _measure(kind: str, database_url: str) -> Measured:
    run = uuid.uuid4().hex[:8]
    requests = signed_events(SECRET, WORKSPACE, CHANNEL, EVENTS + WARM, run)
    with _server(kind, database_url) as port:
        asyncio.run(fire(port, requests[:WARM]))
        return asyncio.run(fire(port, requests[WARM:]))


async def _migrate(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()


@contextmanager
def _server(kind: str, database_url: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.servers", kind, str(port), database_url]
    )
    try:
        _await_port(process, port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _await_port(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError("the server did not start")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server did not open its port")
