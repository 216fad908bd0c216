"""The migrations make exactly what the models say, up and down, on both databases."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import AsyncEngine

from migrations.env_rules import include_name
from migrations.run import current, downgrade, newest, upgrade
from models.registry import metadata


def _difference(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "include_name": include_name}
    )
    return list(compare_metadata(context, metadata()))


async def test_migrations_equal_the_models(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.run_sync(_difference) == []


async def test_migrations_make_the_full_text_index_that_the_models_say(engine: AsyncEngine) -> None:
    """Alembic's comparison leaves it out: it is made by hand in both places."""
    if engine.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE name LIKE 'card_words%'"
    else:
        query = "SELECT indexname, indexdef FROM pg_indexes WHERE indexname = 'ix_card_words'"
    found = []
    for make in (None, metadata().create_all):
        async with engine.begin() as connection:
            if make is not None:
                await connection.run_sync(metadata().drop_all)
                if engine.dialect.name == "sqlite":
                    await connection.exec_driver_sql("DROP TABLE card_words")
                await connection.run_sync(make)
            rows = await connection.exec_driver_sql(query)
            found.append({name: "".join(sql.split()) for name, sql in rows})
    assert found[0] == found[1]
    assert found[0]


async def test_down_to_nothing_and_up_again(engine: AsyncEngine) -> None:
    assert await current(engine) == newest()
    await downgrade(engine, "base")
    async with engine.connect() as connection:
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert set(left) <= {"alembic_version"}
    await upgrade(engine)
    assert await current(engine) == newest()


async def test_a_missing_table_would_be_noticed(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("DROP TABLE audit")
    async with engine.connect() as connection:
        assert await connection.run_sync(_difference)
