"""Finding cards within an audience, against the bare full-text query on the same 100,000 cards."""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, Table, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from benchmarks.databases import postgres_databases, sqlite_files
from benchmarks.result import Result
from migrations.run import upgrade
from models.audience import Audience
from models.base import Base
from models.card import Card
from models.channel import Channel
from models.database import make_engine, make_sessions
from models.member import Member, Membership
from models.search import find_cards, text_query, words_of

CARDS, CHANNELS, PEOPLE, CHUNK = 100_000, 400, 2_000, 5_000
ASKED, WARM, LIMIT = 120, 10, 6
REACH = 2.0
TEAM, NOW = "T1", datetime(2026, 3, 3, tzinfo=UTC)
ASKERS = {
    "person": Audience(TEAM, member_id="U1"),
    "guest": Audience(TEAM, member_id="U7"),
    "channel": Audience(TEAM, channel_id="C1"),
}


def run() -> list[Result]:
    """Compare on SQLite and on PostgreSQL (from the wheel that the tests use)."""
    results = []
    with sqlite_files() as url_of:
        results += asyncio.run(_measure("SQLite", url_of("search")))
    with postgres_databases() as url_of:
        results += asyncio.run(_measure("PostgreSQL", url_of("search")))
    return results


async def _measure(name: str, url: str) -> list[Result]:
    engine = make_engine(url)
    try:
        await upgrade(engine)
        words = await _fill(engine)
        return await _compare(name, engine, words)
    finally:
        await engine.dispose()


async def _fill(engine: AsyncEngine) -> list[str]:
    """A workspace of plausible size; words are drawn as in talk: few often, most seldom."""
    chance = random.Random(5)
    words = [_word(number) for number in range(8_000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    people = [{"workspace_id": TEAM, "id": f"U{n}", "is_guest": n % 10 == 7} for n in range(PEOPLE)]
    channels = [
        {"workspace_id": TEAM, "id": f"C{n}", "is_private": n % 3 == 0} for n in range(CHANNELS)
    ]
    members = [
        {"workspace_id": TEAM, "channel_id": f"C{c}", "member_id": f"U{u}", "since": NOW}
        for c in range(CHANNELS)
        for u in {*chance.sample(range(PEOPLE), 30), *((1, 7) if c % 20 == 0 else ())}
        if c != 1 or u % 10 != 7  # C1 is a channel without guests
    ]
    async with make_sessions(engine).begin() as session:
        await session.execute(insert(Member), people)
        await session.execute(insert(Channel), channels)
        await session.execute(insert(Membership), members)
    for start in range(0, CARDS, CHUNK):
        drawn = chance.choices(words, weights, k=CHUNK * 24)
        rows = [_card(start + n, drawn[n * 24 : n * 24 + 24]) for n in range(CHUNK)]
        async with make_sessions(engine).begin() as session:
            await session.execute(insert(_table(Card)), rows)
    async with make_sessions(engine).begin() as session:
        await session.execute(text("ANALYZE"))
    return words


def _table(model: type[Base]) -> Table:
    return Base.metadata.tables[model.__tablename__]


def _word(number: int) -> str:
    letters = ""
    while number or len(letters) < 3:
        number, at = divmod(number, 12)
        letters += "bdfgklmnprtv"[at] + "aeiou"[at % 5]
    return letters


def _card(number: int, words: list[str]) -> dict[str, Any]:
    blank = dict.fromkeys(("metaphor", "analogy", "model", "applies_when", "not_this"), "")
    return {
        **blank,
        "id": number + 1,
        "workspace_id": TEAM,
        "channel_id": f"C{number * 7919 % CHANNELS}",
        "thread_ts": "",
        "author_id": f"U{number % PEOPLE}",
        "title": " ".join(words[:4]),
        "statement": " ".join(words[4:]),
        "evidence": [],
        "asset_kind": "conceptual",
        "asset_reason": "",
        "status": "conjecture",
        "scope": ("channel", "channel", "channel", "organization", "person")[number % 5],
        "origin": "inside",
        "revision": 1,
        "created_at": NOW,
        "updated_at": NOW,
        "posted_ts": "",
        "permalink": "",
    }


async def _compare(name: str, engine: AsyncEngine, words: list[str]) -> list[Result]:
    """Bare and with each audience, in turns, so that the machine's moods hit all alike."""
    chance = random.Random(7)
    questions = [" ".join(chance.sample(words[5:3000], 2)) for _ in range(ASKED + WARM)]
    spans: dict[str, list[float]] = {kind: [] for kind in ("bare", *ASKERS)}
    async with make_sessions(engine)() as session:
        for number, question in enumerate(questions):
            for kind, seen in spans.items():
                begun = time.perf_counter()
                await _ask(session, kind, question)
                if number >= WARM:
                    seen.append(time.perf_counter() - begun)
                session.expunge_all()
    p95 = {kind: statistics.quantiles(seen, n=20)[18] for kind, seen in spans.items()}
    note = ", ".join(f"{kind} {1000 * value:.1f} ms" for kind, value in p95.items())
    return [
        Result(
            f"search: p95 for a {kind} ÷ bare full text, {name}",
            p95[kind] / p95["bare"],
            REACH,
            "lower",
            note=note if kind == "person" else "",
        )
        for kind in ASKERS
    ]


async def _ask(session: AsyncSession, kind: str, question: str) -> None:
    if kind == "bare":
        bare: Select[Card] = text_query(session, words_of(question))
        list(await session.scalars(bare.limit(LIMIT)))
    else:
        await find_cards(session, ASKERS[kind], question, limit=LIMIT)
