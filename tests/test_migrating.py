from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import StartError
from bot.migrating import make_ready, migrate
from migrations.run import current, downgrade, newest
from models.database import make_engine


async def test_sqlite_is_brought_up_to_date_by_itself(tmp_path: Path) -> None:
    engine = await make_ready(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert await current(engine) == newest()
    await engine.dispose()


@pytest.mark.postgres
async def test_postgres_is_only_checked(postgres_url: str) -> None:
    engine = make_engine(postgres_url)
    await downgrade(engine, "base")
    await engine.dispose()
    with pytest.raises(StartError, match="run `ba migrate`"):
        await make_ready(postgres_url)
    assert await migrate(postgres_url) == (None, newest())
    assert await migrate(postgres_url) == (newest(), newest())
    await (await make_ready(postgres_url)).dispose()


async def test_a_database_of_a_newer_program_is_left_alone(sqlite_url: str) -> None:
    engine = make_engine(sqlite_url)
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = 'tomorrow'"))
    await engine.dispose()
    with pytest.raises(StartError, match="tomorrow"):
        await make_ready(sqlite_url)
    with pytest.raises(StartError, match="tomorrow"):
        await migrate(sqlite_url)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://x", "unknown database"),
        ("nonsense", "BA_DATABASE_URL"),
        ("sqlite:////nowhere/at/all.sqlite3", "cannot be reached"),
        ("postgresql://me:hidden@127.0.0.1:1/ba", "cannot be reached"),
    ],
)
async def test_what_is_wrong_is_one_sentence_without_the_password(url: str, words: str) -> None:
    with pytest.raises(StartError, match=words) as caught:
        await make_ready(url)
    assert "hidden" not in str(caught.value)
    assert "\n" not in str(caught.value)
