"""Copy all rows of one database into another, in one transaction on either side, and compare."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StartError
from models.dump import Sum, Writer, clear, count_rows, rows_of, sum_up, tables_in

# How long the target's tables are waited for, when another program holds them.
LOCK_SECONDS = 30


class Copied:
    """What was copied: each table's sum, and how many texts lost a character on the way."""

    def __init__(self, sums: Mapping[str, Sum], mended: int) -> None:
        self.sums = sums
        self.mended = mended

    @property
    def rows(self) -> int:
        """How many rows there were in all."""
        return sum(each.rows for each in self.sums.values())


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection that sees one moment of a database, and holds up nobody who writes it.

    On SQLite the engine must be one of ``models.database.make_reader_engine``.
    """
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            await _without_hurry(connection)
        yield connection


async def _without_hurry(connection: AsyncConnection) -> None:
    # What is quick for a bot takes long for all rows at once.
    for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
        await connection.execute(text(f"SET LOCAL {name} = 0"))


async def copy_all(source: AsyncConnection, target: AsyncEngine, *, replace: bool) -> Copied:
    """Copy every row and compare what arrived; commits, or changes nothing.

    Both databases must be at the same revision. ``replace``: what the target has goes first;
    without it a target that has rows is refused. Raises StartError.
    """
    async with target.begin() as into:
        if target.dialect.name == "postgresql":
            await _without_hurry(into)
            await into.execute(text(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"))
        if replace:
            await clear(into, await tables_in(into))
        else:
            await require_empty(into)
        return await _copy(source, into)


async def require_empty(connection: AsyncConnection) -> None:
    """Raise StartError when a database has any row."""
    for table in await tables_in(connection):
        if await count_rows(connection, table):
            raise StartError(
                f"The target is not empty (there are rows in {table.name}): nothing was copied."
            )


async def _copy(source: AsyncConnection, into: AsyncConnection) -> Copied:
    targets = {table.name: table for table in await tables_in(into)}
    sums: dict[str, Sum] = {}
    mended = 0
    for table in await tables_in(source):
        if table.name not in targets:
            raise StartError(f"The target has no table {table.name}: nothing was copied.")
        writer = Writer(into, targets[table.name])
        try:
            async for part in rows_of(source, table):
                await writer.write(part)
            await writer.finish()
        except (DBAPIError, ValueError) as error:
            raise StartError(
                f"A row of {table.name} does not fit into the target ({_cause(error)}):"
                " nothing was copied."
            ) from None
        arrived = await sum_up(into, targets[table.name])
        if arrived != writer.total:
            raise StartError(
                f"What arrived in {table.name} is not what was sent: nothing was copied."
            )
        sums[table.name] = arrived
        mended += writer.mended
    return Copied(sums, mended)


def _cause(error: Exception) -> str:
    # Not the database's own words: they may quote the row.
    if isinstance(error, IntegrityError):
        return "it refers to a row that is not there"
    return type(getattr(error, "orig", None) or error).__name__
