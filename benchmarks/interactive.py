"""What people wait for: Home, ``/concept find`` and ``/ba``, in a large workspace ÷ in a small one.

The listeners' own use cases are timed, from the first query to the answer that would go to Slack.
Who asks is an administrator who looks after a channel: the one for whom Home gathers most. They
are in as many channels in both workspaces; what lies around them must not matter.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.databases import postgres_databases, sqlite_files
from benchmarks.result import Result
from benchmarks.workspace import NOW, TEAM, fill
from bot.clock import ManualClock
from bot.reading import ReadingProcess
from bot.settings import Settings
from bot.slack.gateway import Gateway
from handlers.channels import COMMANDS
from handlers.context import Ba, Person
from handlers.finding import find
from handlers.home import show_home
from models.database import make_engine, make_sessions

SMALL, LARGE = (100, 10), (10_000, 1_000)
ASKED, WARM, REACH = 100, 5, 2.0
ME = Person(TEAM, "U1", "C1")


class _Silent(Gateway):
    """A Slack that takes everything at once."""

    async def _ask(self, *_: object) -> Mapping[str, Any]:
        return {"ok": True, "ts": "1.000001", "channel": {"id": "D1"}}


def run() -> list[Result]:
    """SQLite and PostgreSQL."""
    with sqlite_files() as url_of:
        results = asyncio.run(_compare("SQLite", url_of))
    with postgres_databases() as url_of:
        results += asyncio.run(_compare("PostgreSQL", url_of))
    return results


async def _compare(database: str, url_of: Callable[[str], str]) -> list[Result]:
    engines = [make_engine(url_of(name)) for name in ("small", "large")]
    try:
        bas, words = [], []
        for engine, (cards, channels) in zip(engines, (SMALL, LARGE), strict=True):
            words = await fill(engine, cards=cards, channels=channels)
            bas.append(_ba(engine))
        return [await _result(database, name, bas, ask) for name, ask in _asking(words).items()]
    finally:
        for engine in engines:
            await engine.dispose()


def _ba(engine: AsyncEngine) -> Ba:
    gateway = _Silent(AsyncWebClient())
    clock, settings = ManualClock(NOW), Settings(_env_file=None)
    return Ba(settings, clock, make_sessions(engine), gateway, ReadingProcess(), lambda: None)


Ask = Callable[[Ba, int], Awaitable[None]]


def _asking(words: Sequence[str]) -> dict[str, Ask]:
    """What is asked, by name; the number says which time it is."""
    chance = random.Random(7)
    questions = [" ".join(chance.sample(words[5:400], 2)) for _ in range(ASKED + WARM)]
    # Every tenth is misspelt: nothing is found, and the nearest words are looked for.
    questions = [_misspelt(each) if n % 10 == 9 else each for n, each in enumerate(questions)]

    async def home(ba: Ba, _: int) -> None:
        await show_home(ba, ME)

    async def search(ba: Ba, number: int) -> None:
        await find(ba, ME, questions[number])

    async def status(ba: Ba, _: int) -> None:
        await COMMANDS[""](ba, ME, "")

    return {"Home": home, "search": search, "/ba": status}


def _misspelt(question: str) -> str:
    return " ".join(f"{word[:-2]}x{word[-2:]}" for word in question.split())


async def _result(database: str, name: str, bas: Sequence[Ba], ask: Ask) -> Result:
    spans: tuple[list[float], ...] = ([], [])
    for number in range(ASKED + WARM):
        # One after the other, so that whatever else the machine does meets both.
        for ba, seen in zip(bas, spans, strict=True):
            begun = time.perf_counter()
            await ask(ba, number)
            if number >= WARM:
                seen.append(time.perf_counter() - begun)
    small, large = (statistics.quantiles(seen, n=20)[18] for seen in spans)
    note = (
        f"p95 {small * 1000:.0f} ms with {SMALL[0]} cards, {large * 1000:.0f} ms with {LARGE[0]:,}"
    )
    return Result(f"interactive: {name}, {database}", large / small, REACH, "lower", note)
