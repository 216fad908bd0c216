"""Backup, restore and copy: every row of every table, between both databases, while it is used."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backups.service import backup, copy_database, restore
from bot.errors import StartError
from migrations.run import current, newest, upgrade
from models.database import make_engine, make_sessions
from models.dump import Sum
from models.outbox import put
from tests.conftest import START
from tests.seeding import seed, sums

Url = str


@pytest.fixture
def other_url(request: pytest.FixtureRequest, tmp_path: Path, database_url: Url) -> Url:
    """An empty database of the other kind, not migrated."""
    if database_url.startswith("sqlite"):
        fresh: Callable[[], Url] = request.getfixturevalue("postgres_fresh")
        return fresh()
    return f"sqlite:///{tmp_path / 'other.sqlite3'}"


@asynccontextmanager
async def on(url: Url) -> AsyncIterator[AsyncConnection]:
    engine = make_engine(url)
    async with engine.begin() as connection:
        yield connection
    await engine.dispose()


async def seeded(url: Url) -> dict[str, Sum]:
    async with on(url) as connection:
        await seed(connection)
        return await sums(connection)


async def held(url: Url) -> dict[str, Sum]:
    async with on(url) as connection:
        return await sums(connection)


async def test_a_copy_loses_nothing(database_url: Url, other_url: Url) -> None:
    before = await seeded(database_url)
    done = await copy_database(database_url, other_url)
    assert await held(other_url) == before == await held(database_url)
    assert done.rows == {name: each.rows for name, each in before.items()}
    assert min(done.rows.values()) >= 1, "every table was seeded"
    assert done.mended == 0


async def test_after_a_copy_new_rows_find_new_keys(database_url: Url, other_url: Url) -> None:
    await seeded(database_url)
    await copy_database(database_url, other_url)
    engine = make_engine(other_url)
    async with make_sessions(engine).begin() as session:
        for number in range(3):
            await put(session, workspace_id="T1", kind="x", key=f"new {number}", now=START)
    async with make_sessions(engine).begin() as session:
        found = await session.execute(text("SELECT max(id), count(*) FROM outbox"))
        assert tuple(found.one()) == (6, 6)
    await engine.dispose()


async def test_cards_are_found_after_a_copy(database_url: Url, other_url: Url) -> None:
    await seeded(database_url)
    await copy_database(database_url, other_url)
    query = (
        "SELECT count(*) FROM card_words WHERE card_words MATCH 'statement'"
        if other_url.startswith("sqlite")
        else "SELECT count(*) FROM card WHERE words @@ plainto_tsquery('english', 'statement')"
    )
    async with on(other_url) as connection:
        assert await connection.scalar(text(query)) == 3


async def test_a_target_with_rows_is_refused(database_url: Url, other_url: Url) -> None:
    await seeded(database_url)
    await copy_database(database_url, other_url)
    async with on(other_url) as connection:
        await connection.execute(text("DELETE FROM audit"))
    before = await held(other_url)
    with pytest.raises(StartError, match="not empty"):
        await copy_database(database_url, other_url)
    assert await held(other_url) == before


async def test_a_row_that_does_not_fit_stops_all(sqlite_url: Url, postgres_url: Url) -> None:
    await seeded(sqlite_url)
    async with on(sqlite_url) as connection:
        await connection.execute(text("UPDATE story SET stance = :long"), {"long": "s" * 999})
    with pytest.raises(StartError, match="A row of story does not fit"):
        await copy_database(sqlite_url, postgres_url)
    assert {each.rows for each in (await held(postgres_url)).values()} == {0}


async def test_a_nul_is_replaced_and_told(sqlite_url: Url, postgres_url: Url) -> None:
    await seeded(sqlite_url)
    async with on(sqlite_url) as connection:
        await connection.execute(text("UPDATE story SET words = :w WHERE id = 1"), {"w": "a\x00b"})
    assert (await copy_database(sqlite_url, postgres_url)).mended == 1
    async with on(postgres_url) as connection:
        assert await connection.scalar(text("SELECT words FROM story WHERE id = 1")) == "a\ufffdb"


async def test_a_source_of_another_revision_is_named(tmp_path: Path, sqlite_url: Url) -> None:
    old = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    engine = make_engine(old)
    await upgrade(engine, "0003")
    await engine.dispose()
    with pytest.raises(StartError, match=r"revision 0003.*ba migrate"):
        await copy_database(old, f"sqlite:///{tmp_path / 'new.sqlite3'}")
    with pytest.raises(StartError, match="same database"):
        await copy_database(sqlite_url, sqlite_url)


def _is_one_private_file(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not list(path.parent.glob(f"{path.name}-*")), "nothing beside it"


async def test_backup_and_restore_bring_every_row_back(database_url: Url, tmp_path: Path) -> None:
    before = await seeded(database_url)
    path = tmp_path / "kept.sqlite3"
    assert (await backup(database_url, path)).total == sum(s.rows for s in before.values())
    _is_one_private_file(path)
    assert await held(f"sqlite:///{path}") == before
    async with on(database_url) as connection:
        await connection.execute(text("DELETE FROM audit"))
    with pytest.raises(StartError, match="not empty"):
        await restore(database_url, path)
    await restore(database_url, path, replace=True, now=START)
    assert await held(database_url) == before


async def test_a_backup_is_restored_into_the_other_kind(
    database_url: Url, other_url: Url, tmp_path: Path
) -> None:
    before = await seeded(database_url)
    await backup(database_url, tmp_path / "kept.sqlite3")
    await restore(other_url, tmp_path / "kept.sqlite3", now=START)
    assert await held(other_url) == before


async def test_a_backup_before_an_upgrade_is_brought_up_to_date(
    database_url: Url, other_url: Url, tmp_path: Path
) -> None:
    engine = make_engine(other_url)
    await upgrade(engine, "0004")
    async with engine.begin() as connection:
        await seed(connection)
        before = await sums(connection)
    await engine.dispose()
    path = tmp_path / "old.sqlite3"
    await backup(other_url, path)
    assert await held(f"sqlite:///{path}") == before
    await restore(database_url, path, now=START)
    after = await held(database_url)
    assert {name: each.rows for name, each in before.items()} == {
        name: after[name].rows for name in before
    }
    engine = make_engine(database_url)
    assert await current(engine) == newest()
    await engine.dispose()


async def test_what_was_due_is_looked_up_before_it_is_sent(
    database_url: Url, tmp_path: Path
) -> None:
    engine = make_engine(database_url)
    async with make_sessions(engine).begin() as session:
        for key in ("due", "later"):
            await put(session, workspace_id="T1", kind="x", key=key, now=START)
        await session.execute(
            text("UPDATE outbox SET due_at = '2999-01-01 00:00:00+00' WHERE unique_key = 'later'")
        )
    await engine.dispose()
    await backup(database_url, tmp_path / "kept.sqlite3")
    await restore(database_url, tmp_path / "kept.sqlite3", replace=True, now=START)
    engine = make_engine(database_url)
    async with make_sessions(engine).begin() as session:
        rows = {
            row.unique_key: row.in_doubt
            for row in await session.execute(text("SELECT unique_key, in_doubt FROM outbox"))
        }
    await engine.dispose()
    assert {key: bool(value) for key, value in rows.items()} == {"due": True, "later": False}


async def test_a_backup_sees_one_moment_while_others_write(
    database_url: Url, tmp_path: Path
) -> None:
    """Each transaction writes a pair: a backup that has one half of a pair saw two moments."""
    engine = make_engine(database_url)
    sessions = make_sessions(engine)
    stop = asyncio.Event()

    async def write() -> int:
        number = 0
        while not stop.is_set():
            async with sessions.begin() as session:
                for half in ("a", "b"):
                    await put(
                        session, workspace_id="T1", kind=half, key=f"{half}{number}", now=START
                    )
            number += 1
            await asyncio.sleep(0)
        return number

    writing = asyncio.create_task(write())
    seen = []
    for number in range(2):
        path = tmp_path / f"{number}.sqlite3"
        await backup(database_url, path)
        async with on(f"sqlite:///{path}") as connection:
            query = text("SELECT count(*) FROM outbox GROUP BY kind ORDER BY kind")
            seen.append(list(await connection.scalars(query)))
    stop.set()
    written = await writing
    await engine.dispose()
    assert all(len(set(counts)) <= 1 for counts in seen), seen
    assert written > max(counts[0] for counts in seen if counts) > 0, "it was written meanwhile"


async def test_a_restore_into_a_database_in_use(database_url: Url, tmp_path: Path) -> None:
    before = await seeded(database_url)
    await backup(database_url, tmp_path / "kept.sqlite3")
    engine = make_engine(database_url)
    sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await put(session, workspace_id="T1", kind="x", key="after the backup", now=START)
    await restore(database_url, tmp_path / "kept.sqlite3", replace=True, now=START)
    # The same connections go on, and see what was restored.
    async with engine.connect() as connection:
        assert await sums(connection) == before
    async with sessions.begin() as session:
        await put(session, workspace_id="T1", kind="x", key="after the restore", now=START)
    await engine.dispose()


@pytest.mark.parametrize(
    "content", [b"", b"no database at all", b"SQLite format 3\x00" + b"?" * 99]
)
async def test_what_is_no_backup_is_refused(
    database_url: Url, tmp_path: Path, content: bytes
) -> None:
    before = await seeded(database_url)
    path = tmp_path / "odd.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StartError):
        await restore(database_url, path, replace=True)
    assert await held(database_url) == before
    with pytest.raises(StartError, match="is there already"):
        await backup(database_url, path)
    with pytest.raises(StartError, match="no folder"):
        await backup(database_url, tmp_path / "nowhere" / "x")
    with pytest.raises(StartError, match="no file"):
        await restore(database_url, tmp_path / "nothing")
