"""Insert or update in one statement, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import Base


def insert_for(session: AsyncSession, model: type[Base]) -> Any:
    """The dialect's INSERT for a model, with its ``on_conflict_…`` methods."""
    name = session.get_bind().dialect.name
    dialect: Any = {"sqlite": sqlite, "postgresql": postgresql}[name]
    return dialect.insert(cast("Table", model.__table__))


async def upsert(
    session: AsyncSession,
    model: type[Base],
    *,
    key: Mapping[str, Any],
    insert: Mapping[str, Any] | None = None,
    update: Mapping[str, Any] | None = None,
) -> None:
    """Insert a row, or set ``update`` on the one with this key.

    ``insert`` holds values for a new row only; ``update`` holds values for both and wins.
    """
    values = {**key, **(insert or {}), **(update or {})}
    statement = insert_for(session, model).values(values)
    if update:
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=dict(update))
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(key))
    await session.execute(statement)


async def insert_new(
    session: AsyncSession,
    model: type[Base],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
) -> None:
    """Insert the rows whose key is not there yet."""
    if not rows:
        return
    # As parameters of one short statement: one with many VALUES is compiled anew.
    statement = insert_for(session, model).on_conflict_do_nothing(index_elements=list(key))
    await session.execute(statement, [dict(row) for row in rows])


async def insert_once(
    session: AsyncSession, model: type[Base], row: Mapping[str, Any], *, key: Sequence[str]
) -> bool:
    """Insert a row; False when its key was there already."""
    statement = insert_for(session, model).values(dict(row))
    statement = statement.on_conflict_do_nothing(index_elements=list(key))
    # Not the row count: after an INSERT, psycopg's is gone by the time we could ask for it.
    result = await session.execute(statement.returning(literal(1)))
    return result.first() is not None
