"""Every revision, up and down, over databases that are in use: what can be kept is kept.

One walk from nothing to the newest revision and back. At each revision on the way up every table
gets new rows; after each step, up or down, all rows that were ever written are looked for.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

import migrations
from migrations.run import downgrade, upgrade
from models.database import make_engine
from models.dump import Row, columns_of, tables_in
from tests.seeding import insert, rows_for

# Rows by table and key, as they were read back when they were written.
Kept = dict[str, dict[tuple[Any, ...], Row]]

REVISIONS = [
    script.revision
    for script in reversed(
        list(ScriptDirectory(str(Path(migrations.__file__).parent)).walk_revisions())
    )
]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """A database without tables, once of each kind."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    if request.param == "postgres":
        fresh: Callable[[], str] = request.getfixturevalue("postgres_fresh")
        url = fresh()
    engine = make_engine(url)
    yield engine
    await engine.dispose()


async def _held(connection: AsyncConnection) -> Kept:
    found: Kept = {}
    for table in await tables_in(connection):
        keys = [column.name for column in table.primary_key.columns]
        rows = await connection.execute(select(*columns_of(table)))
        found[table.name] = {tuple(row[key] for key in keys): dict(row) for row in rows.mappings()}
    return found


async def _write_more(engine: AsyncEngine, step: int, kept: Kept) -> None:
    """Two rows more in every table, of a workspace of their own; they are remembered."""
    async with engine.begin() as connection:
        before = await _held(connection)
        for table in await tables_in(connection):
            first = 10 * step + 1
            await insert(connection, table, rows_for(table, f"T{step}", 2, first=first))
        for name, rows in (await _held(connection)).items():
            new = {key: row for key, row in rows.items() if key not in before[name]}
            assert new, f"nothing was written into {name}"
            kept.setdefault(name, {}).update(new)


async def _look(engine: AsyncEngine, kept: Kept, where: str) -> None:
    async with engine.begin() as connection:
        held = await _held(connection)
    for name, rows in kept.items():
        if name not in held:
            continue  # the table is not there at this revision
        for key, row in rows.items():
            assert key in held[name], f"{where}: a row of {name} is gone"
            now = held[name][key]
            changed = {c for c in row.keys() & now.keys() if row[c] != now[c]}
            assert not changed, f"{where}: {name} changed in {changed}"


async def test_rows_live_through_every_revision(empty: AsyncEngine) -> None:
    kept: Kept = {}
    for step, revision in enumerate(REVISIONS, 1):
        await upgrade(empty, revision)
        await _look(empty, kept, f"up to {revision}")
        await _write_more(empty, step, kept)
    assert len(kept) > 30
    for revision in reversed(REVISIONS[:-1]):
        await downgrade(empty, revision)
        await _forget_what_went(empty, kept)
        await _look(empty, kept, f"down to {revision}")
    await downgrade(empty, "base")
    async with empty.connect() as connection:
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert set(left) <= {"alembic_version"}


async def _forget_what_went(engine: AsyncEngine, kept: Kept) -> None:
    """A table that a step takes away goes with its rows; those of all others must stay."""
    async with engine.begin() as connection:
        there = {table.name for table in await tables_in(connection)}
    for name in kept.keys() - there:
        del kept[name]
