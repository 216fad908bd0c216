"""Rows for every table of a database, whatever its tables are: by the type of each column."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from models.dump import Row, Sum, Writer, columns_of, sum_up, tables_in

EPOCH = datetime(2026, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)


def value_of(column: Column[Any], number: int, workspace_id: str) -> Any:
    """A value for a column in the row with this number (from 1); the first has no optional ones."""
    kind = column.type
    if column.name == "workspace_id" or (column.table.name, column.name) == ("workspace", "id"):
        return workspace_id
    if column.name == "team_id":
        return workspace_id
    if column.nullable and number == 1:
        return None
    if isinstance(kind, Boolean):
        return number % 2 == 0
    if isinstance(kind, DateTime):
        at = EPOCH + timedelta(days=number)
        return at if kind.timezone else at.replace(tzinfo=None)
    if isinstance(kind, Date):
        return (EPOCH + timedelta(days=number)).date()
    if isinstance(kind, Integer):
        return number
    if isinstance(kind, Float):
        return number + 0.125
    if isinstance(kind, LargeBinary):
        return f"\x00\xff{column.name}{number}".encode()
    if isinstance(kind, JSON):
        return {"of": [number, 0.5, None, "naïve ☂ “words”"], "who": workspace_id}
    assert isinstance(kind, String), f"{column}: teach the seeding {kind!r}"
    return f"{column.name} {number} ☂"[: kind.length]


def rows_for(table: Table, workspace_id: str, count: int, *, first: int = 1) -> list[Row]:
    """Rows whose foreign keys point at the rows of the same number; numbered from ``first``."""
    keys = {column.name for column in table.primary_key.columns}
    # One row is all that a workspace has in some tables.
    many = 1 if table.name == "workspace" or keys == {"workspace_id"} else count
    return [
        {column.name: _keyed(column, number, workspace_id) for column in columns_of(table)}
        for number in range(first, first + many)
    ]


def _keyed(column: Column[Any], number: int, workspace_id: str) -> Any:
    for key in column.foreign_keys:
        # Of the same table: at the next row, which is not there yet when this one is written.
        if key.column.table is column.table:
            return number + 1 if number == 2 else None
        return value_of(key.column, number, workspace_id)
    return value_of(column, number, workspace_id)


async def seed(connection: AsyncConnection, workspace_id: str = "T1", *, count: int = 3) -> None:
    """Rows in every table."""
    for table in await tables_in(connection):
        await insert(connection, table, rows_for(table, workspace_id, count))


async def insert(connection: AsyncConnection, table: Table, rows: list[Row]) -> None:
    """Write rows as a copy of a database would."""
    writer = Writer(connection, table)
    await writer.write(rows)
    await writer.finish()


async def sums(connection: AsyncConnection) -> dict[str, Sum]:
    """The sum of every table."""
    return {table.name: await sum_up(connection, table) for table in await tables_in(connection)}
