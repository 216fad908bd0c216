"""``ba backup``, ``ba restore``, ``ba copy-database``: also while ``ba run`` is at work.

A backup is an SQLite file, whatever the database is: one format, which each database can be
restored from and which can be looked into without a server.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.backups.copying import Copied, copy_all, require_empty, snapshot
from bot.backups.files import copy_file, file_of, make_single, put_in_place
from bot.errors import StartError
from bot.migrating import open_engine, require_known, revision_of
from migrations.run import newest, upgrade
from models.database import make_engine, make_reader_engine, make_sessions
from models.dump import sum_up, tables_in
from models.outbox import doubt_waiting


@dataclass(frozen=True, slots=True)
class Done:
    """What was copied, for people: tables' rows by name, and texts that lost a character."""

    rows: dict[str, int]
    mended: int = 0

    @property
    def total(self) -> int:
        """All rows."""
        return sum(self.rows.values())


async def backup(url: str, path: Path, *, replace: bool = False) -> Done:
    """Write a backup of a database to a file; raises StartError."""
    _require_place(path, replace)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".ba-backup-") as folder:
        made = Path(folder) / "backup.sqlite3"
        source = file_of(url)
        if source is not None:
            _require_file(source)
            await asyncio.to_thread(copy_file, source, made)
            await asyncio.to_thread(make_single, made)
            done = await _counted(made)
        else:
            done = await _copy_to_file(url, made)
        put_in_place(made, path)
    return done


def _require_place(path: Path, replace: bool) -> None:
    if path.exists() and not replace:
        raise StartError(f"{path} is there already: choose another name, or say --replace.")
    if not path.parent.is_dir():
        raise StartError(f"There is no folder {path.parent}.")


def _require_file(path: Path) -> None:
    if not path.is_file():
        raise StartError(f"There is no file {path}.")


async def _copy_to_file(url: str, made: Path) -> Done:
    async with _engine(make_reader_engine(url)) as source:
        revision = await _revision(source, url)
        async with _engine(make_engine(f"sqlite:///{made}")) as target:
            await upgrade(target, revision)
            async with snapshot(source) as connection:
                copied = await copy_all(connection, target, replace=False)
    await asyncio.to_thread(make_single, made)
    return _done(copied)


async def restore(
    url: str, path: Path, *, replace: bool = False, now: datetime | None = None
) -> Done:
    """Put a backup into a database, which is brought up to date by it; raises StartError.

    A database with rows is refused, unless ``replace`` says that they may go. What waits to be
    said is looked up in Slack before it is sent: it may have been sent after the backup.
    """
    _require_file(path)
    with tempfile.TemporaryDirectory(prefix="ba-restore-") as folder:
        made = Path(folder) / "restored.sqlite3"
        await asyncio.to_thread(copy_file, path, made)
        await asyncio.to_thread(make_single, made)
        await _bring_up(made, now or datetime.now(UTC))
        target = file_of(url)
        if target is None:
            return await copy_database(f"sqlite:///{made}", url, replace=replace)
        if not replace:
            await _require_empty(url, target)
        await asyncio.to_thread(make_single, made)
        await asyncio.to_thread(copy_file, made, target)
        return await _counted(made)


async def _bring_up(made: Path, now: datetime) -> None:
    url = f"sqlite:///{made}"
    async with _engine(make_engine(url)) as engine:
        await _revision(engine, url)
        await upgrade(engine)
        async with make_sessions(engine).begin() as session:
            await doubt_waiting(session, now)


async def _require_empty(url: str, path: Path) -> None:
    if not await asyncio.to_thread(path.exists):
        return
    async with _engine(make_reader_engine(url)) as engine, engine.connect() as connection:
        await require_empty(connection)


async def copy_database(source_url: str, target_url: str, *, replace: bool = False) -> Done:
    """Copy a database into an empty one of either kind, and compare; raises StartError."""
    if source_url == target_url:
        raise StartError("Source and target are the same database.")
    source_file = file_of(source_url)
    if source_file is not None:
        _require_file(source_file)
    async with _engine(make_reader_engine(source_url)) as source:
        revision = await _revision(source, source_url)
        if revision != newest():
            raise StartError(
                f"The source is at revision {revision}, this version of Ba at {newest()}:"
                " run `ba migrate` with it first."
            )
        async with _engine(open_engine(target_url)) as target:
            at = await revision_of(target, target_url)
            require_known(at)
            if at != newest():
                if not replace:
                    async with target.connect() as connection:
                        await require_empty(connection)
                await upgrade(target)
            async with snapshot(source) as connection:
                return _done(await copy_all(connection, target, replace=replace))


async def _revision(engine: AsyncEngine, url: str) -> str:
    found = await revision_of(engine, url)
    require_known(found)
    if found is None:
        raise StartError("That is no database of Ba's, or it is empty.")
    return found


async def _counted(path: Path) -> Done:
    url = f"sqlite:///{path}"
    async with _engine(make_reader_engine(url)) as engine, snapshot(engine) as connection:
        tables = await tables_in(connection)
        return Done({table.name: (await sum_up(connection, table)).rows for table in tables})


def _done(copied: Copied) -> Done:
    return Done({name: each.rows for name, each in copied.sums.items()}, copied.mended)


@asynccontextmanager
async def _engine(engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    try:
        yield engine
    finally:
        await engine.dispose()
