"""What growth costs: the same work on a database with few rows and on one with many, both kinds.

Rows are made by the database itself: a million from here would take minutes.
"""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from benchmarks.databases import UrlOf, postgres_databases, sqlite_files
from benchmarks.result import Result
from models.database import make_engine

# A million rows in one statement take longer than a statement of the bot's may.
FILL_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Growth:
    """What is compared; ``fill`` migrates and fills a new database with so many rows, ``measure``
    does the work once on a filled one and gives seconds.
    """

    name: str  # the result is called "<name>, <database>"
    reach: float  # the most that many ÷ few may be
    few: int
    many: int
    rounds: int
    warm_up: int  # rounds before them that warm caches and compile statements
    fill: Callable[[AsyncEngine, int], Awaitable[None]]
    measure: Callable[[AsyncEngine], Awaitable[float]]
    rows: str = "messages"  # what the rows are called in the note
    decimals: int = 0  # of the note's milliseconds

    def run(self) -> list[Result]:
        """SQLite and PostgreSQL."""
        with sqlite_files() as url_of:
            results = [self._compare("SQLite", url_of)]
        with postgres_databases() as url_of:
            results.append(self._compare("PostgreSQL", url_of))
        return results

    def _compare(self, kind: str, url_of: UrlOf) -> Result:
        took = asyncio.run(self._both(url_of("few"), url_of("many")))
        few, many = (statistics.median(each) for each in zip(*took, strict=True))
        note = (
            f"{few * 1000:.{self.decimals}f} ms with {self.few:,} {self.rows},"
            f" {many * 1000:.{self.decimals}f} ms with {self.many:,}"
        )
        return Result(f"{self.name}, {kind}", many / few, self.reach, "lower", note)

    async def _both(self, few_url: str, many_url: str) -> list[tuple[float, float]]:
        """Seconds with few and with many, by round."""
        few, many = (
            make_engine(url, statement_seconds=FILL_SECONDS) for url in (few_url, many_url)
        )
        try:
            await self.fill(few, self.few)
            await self.fill(many, self.many)
            # One after the other, so that whatever else the machine does meets both.
            took = [
                (await self.measure(few), await self.measure(many))
                for _ in range(self.warm_up + self.rounds)
            ]
            return took[self.warm_up :]
        finally:
            await few.dispose()
            await many.dispose()


def filling(dialect: str, table: str, rows: int, columns: dict[str, str]) -> str:
    """SQL that makes ``rows`` rows; ``columns`` in SQL, by the row's number ``i`` (from 0)."""
    into = f"INSERT INTO {table} ({', '.join(columns)})"
    values = ", ".join(columns.values())
    if dialect == "sqlite":
        counted = f"SELECT 0 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows - 1}"
        return f"{into} WITH RECURSIVE numbers(i) AS ({counted}) SELECT {values} FROM numbers"
    return f"{into} SELECT {values} FROM generate_series(0, {rows - 1}) AS numbers(i)"
