"""An export imported ÷ ``nlp.pipe`` alone on the same texts; and does the import's memory grow?

The export is made up: ``BA_BENCH_EXPORT`` messages (190,000 if not set: a year) in 40 channels,
zipped as Slack zips it. Ours runs in a process of its own, as ``ba import`` does.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.alone import Alone, texts
from benchmarks.databases import postgres_databases, sqlite_files
from benchmarks.memory import resident
from benchmarks.result import Result
from bot.commands.starting import open_sessions
from bot.importing.export import Export
from bot.importing.service import Tools, import_export
from bot.importing.source import open_source
from bot.reading import ReadingHere
from bot.seci.reader import Reader, load_reader
from bot.seci.types import Reading, Utterance
from bot.settings import Settings
from migrations.run import upgrade
from models.database import make_engine

MESSAGES = int(os.environ.get("BA_BENCH_EXPORT", 190_000))
FIRST = min(20_000, MESSAGES // 2)
CHANNELS, PEOPLE, THREAD, BEGINS = 40, 200, 5, 1_700_000_000
# Seconds between two messages of a channel: 190,000 fill a year, 13 a day and channel.
APART = 365 * 86_400 * CHANNELS // 190_000
REACH, GROWTH = 0.5, 1.3


def run() -> list[Result]:
    """SQLite and PostgreSQL; the baseline is measured before, between and after."""
    said, alone = texts(MESSAGES), Alone()
    with tempfile.TemporaryDirectory(prefix="ba-bench-") as folder:
        path = Path(folder) / "export.zip"
        write_export(path, said)
        with sqlite_files() as url_of:
            results = _compare("SQLite", url_of, path, said, alone)
        with postgres_databases() as url_of:
            results += _compare("PostgreSQL", url_of, path, said, alone)
    return results


def _compare(
    database: str, url_of: Callable[[str], str], path: Path, said: Sequence[str], alone: Alone
) -> list[Result]:
    alone.measure(said[: MESSAGES // 2])
    rate, first, last = _in_own_process(url_of("import"), path)
    alone.measure(said[MESSAGES // 2 :])
    note = f"{MESSAGES:,} messages, {rate:,.0f} a second, nlp.pipe alone {alone.per_second:,.0f}"
    grown = f"{first / 1e6:.0f} MB after {FIRST:,}, {last / 1e6:.0f} MB at the end"
    name = f"import: messages ÷ nlp.pipe alone, {database}"
    return [
        Result(name, rate / alone.per_second, REACH, "higher", note),
        Result(f"import: memory at the end, {database}", last / first, GROWTH, "lower", grown),
    ]


def _in_own_process(url: str, path: Path) -> tuple[float, float, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.importing", url, str(path)],
        cwd=Path(__file__).parent.parent,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    rate, first, last = json.loads(done.stdout)
    return rate, first, last


def write_export(path: Path, said: Sequence[str]) -> None:
    """An export as Slack hands it out: people, channels, and a file for each channel and day."""
    people = [_person(number) for number in range(PEOPLE)]
    channels = [_channel(number) for number in range(CHANNELS)]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("users.json", json.dumps(people))
        archive.writestr("channels.json", json.dumps(channels))
        for number, channel in enumerate(channels):
            own = said[number::CHANNELS]
            for day, messages in _days(own, number):
                archive.writestr(f"{channel['name']}/{day}.json", json.dumps(messages))


def _days(said: Sequence[str], channel: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    days: dict[str, list[dict[str, Any]]] = {}
    for number, text in enumerate(said):
        day = datetime.fromtimestamp(BEGINS + number * APART, UTC).date().isoformat()
        days.setdefault(day, []).append(_message(channel, number, text))
    yield from days.items()


def _message(channel: int, number: int, text: str) -> dict[str, Any]:
    ts, root = (f"{BEGINS + each * APART}.000100" for each in (number, number // THREAD * THREAD))
    rich = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {
        "type": "message",
        "user": f"U{(channel * 31 + number * 7) % PEOPLE:04d}",
        "client_msg_id": f"{channel:08x}-{number:08x}",
        "text": text,
        "ts": ts,
        "thread_ts": root,
        "team": "T1",
        "blocks": [{"type": "rich_text", "block_id": "b", "elements": [rich]}],
    }


def _person(number: int) -> dict[str, Any]:
    name = f"person{number}"
    return {"id": f"U{number:04d}", "team_id": "T1", "name": name, "profile": {"real_name": name}}


def _channel(number: int) -> dict[str, Any]:
    members = [f"U{each:04d}" for each in range(number, PEOPLE, 4)]
    return {"id": f"C{number:04d}", "name": f"channel{number}", "members": members}


class _Counted(ReadingHere):
    """Reads here, and notes the memory in use once ``FIRST`` messages were read."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader)
        self.read_so_far, self.first = 0, 0

    async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        readings = await super().read(utterances)
        self.read_so_far += len(readings)
        if not self.first and self.read_so_far >= FIRST:
            self.first = resident()
        return readings


async def _measure(url: str, path: Path) -> tuple[float, int, int]:
    """Messages a second; bytes in use after ``FIRST`` messages, and at the end."""
    await _migrate(url)
    settings, reading = Settings(_env_file=None, database_url=url), _Counted(load_reader())
    begun = time.perf_counter()
    with open_source(path) as source:
        export = Export(source)
        async with open_sessions(settings) as sessions:
            tools = Tools(sessions, reading, settings, datetime.now(UTC), lambda *_: None)
            outcome = await import_export(export, tools)
    taken = time.perf_counter() - begun
    if outcome.new != MESSAGES:
        raise RuntimeError(f"{outcome.new} of {MESSAGES} messages were imported")
    return MESSAGES / taken, reading.first, resident()


async def _migrate(url: str) -> None:
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(sys.argv[1], Path(sys.argv[2])))))
