"""All rows of a database, table by table, out of one and into another, whatever its revision.

The tables are read from the database itself, not from the models: a backup is taken before an
upgrade as well as after it. What a database makes by itself (the full-text index) is left out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Float,
    MetaData,
    String,
    Table,
    and_,
    func,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

# Rows that are held in memory at a time.
CHUNK = 500
_OWN = ("alembic_version", "card_words")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """A table's rows: how many, and a checksum that their order does not change."""

    rows: int = 0
    digest: int = 0

    def plus(self, row: Mapping[str, Any]) -> Sum:
        """The sum with one row more."""
        words = json.dumps({key: _plain(value) for key, value in row.items()}, sort_keys=True)
        one = int.from_bytes(hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest(), "big")
        return Sum(self.rows + 1, (self.digest + one) % 2**256)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return aware.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _reflect(connection: Connection) -> list[Table]:
    metadata = MetaData()
    metadata.reflect(connection, only=lambda name, _: not name.startswith(_OWN))
    return list(metadata.sorted_tables)


async def tables_in(connection: AsyncConnection) -> list[Table]:
    """The tables of a database, parents before their children."""
    return await connection.run_sync(_reflect)


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns that hold something: not those that the database computes."""
    return [column for column in table.columns if column.computed is None]


async def rows_of(connection: AsyncConnection, table: Table) -> AsyncIterator[list[Row]]:
    """A table's rows in chunks."""
    query = select(*columns_of(table)).order_by(*table.primary_key.columns)
    result = await connection.stream(query.execution_options(yield_per=CHUNK))
    async for part in result.mappings().partitions(CHUNK):
        yield [{key: _read(value) for key, value in row.items()} for row in part]


def _read(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


async def count_rows(connection: AsyncConnection, table: Table) -> int:
    """How many rows a table has."""
    return int(await connection.scalar(select(func.count()).select_from(table)) or 0)


async def sum_up(connection: AsyncConnection, table: Table) -> Sum:
    """The sum of a table's rows."""
    total = Sum()
    async for part in rows_of(connection, table):
        for row in part:
            total = total.plus(row)
    return total


class Writer:
    """Writes rows into one table as its database keeps them."""

    def __init__(self, connection: AsyncConnection, table: Table) -> None:
        self._connection = connection
        self._table = table
        self._columns = {column.name: column for column in columns_of(table)}
        # A row may refer to a later one of the same table: such columns are set at the end.
        self._later = sorted(
            key.parent.name for key in table.foreign_keys if key.column.table is table
        )
        self._owed: list[Row] = []
        self.mended = 0  # texts with a character that the database cannot keep
        self.total = Sum()

    async def write(self, rows: Sequence[Row]) -> None:
        """Insert some rows."""
        fitted = [
            {name: self._fit(self._columns[name], value) for name, value in row.items()}
            for row in rows
        ]
        for row in fitted:
            self.total = self.total.plus(row)
        if self._later:
            self._owed += [row for row in fitted if any(row[n] is not None for n in self._later)]
            fitted = [row | dict.fromkeys(self._later) for row in fitted]
        await self._connection.execute(self._table.insert(), fitted)

    def _fit(self, column: Column[Any], value: Any) -> Any:
        kind = column.type
        if isinstance(value, datetime) and isinstance(kind, DateTime):
            aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
            return aware if kind.timezone else aware.replace(tzinfo=None)
        if isinstance(kind, JSON) and value is None and not column.nullable:
            return JSON.NULL
        if isinstance(kind, Float) and isinstance(value, int):
            return float(value)
        is_words = isinstance(kind, String) and isinstance(value, str)
        if is_words and "\x00" in value and self._connection.dialect.name == "postgresql":
            self.mended += 1
            return value.replace("\x00", "\ufffd")
        return value

    async def finish(self) -> None:
        """Set what refers to rows of the same table, and what the next key is."""
        keys = list(self._table.primary_key.columns)
        for row in self._owed:
            await self._connection.execute(
                update(self._table)
                .where(and_(*(key == row[key.name] for key in keys)))
                .values({name: row[name] for name in self._later})
            )
        if self._connection.dialect.name == "postgresql":
            await self._set_sequences()

    async def _set_sequences(self) -> None:
        for column in self._table.primary_key.columns:
            named = text("SELECT pg_get_serial_sequence(:named, :key)")
            sequence = await self._connection.scalar(
                named, {"named": f'"{self._table.name}"', "key": column.name}
            )
            if sequence is None:
                continue
            highest = await self._connection.scalar(select(func.max(column)))
            await self._connection.execute(
                select(func.setval(sequence, highest or 1, highest is not None))
            )


async def clear(connection: AsyncConnection, tables: Sequence[Table]) -> None:
    """Delete every row of these tables, children first."""
    for table in reversed(tables):
        await connection.execute(table.delete())
