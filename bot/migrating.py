"""Is the database there, and is it up to date? An SQLite file is brought up to date by itself."""

from __future__ import annotations

import logging
from pathlib import Path

from alembic.script import ScriptDirectory
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

import migrations
from bot.errors import StartError
from migrations.run import current, newest, upgrade
from models.database import async_url, make_engine

log = logging.getLogger(__name__)


def shown_url(url: str) -> str:
    """The database's URL without its password."""
    return async_url(url).render_as_string(hide_password=True)


def open_engine(url: str) -> AsyncEngine:
    """An engine for a URL; raises StartError when it is not one that the bot can use."""
    try:
        return make_engine(url, statement_seconds=0)  # a migration takes as long as it takes
    except (ArgumentError, ValueError) as error:
        raise StartError(
            f"BA_DATABASE_URL is not a database's URL that Ba understands ({_first_line(error)});"
            " write sqlite:///file.sqlite3 or postgresql://user:password@host/name."
        ) from None


async def make_ready(url: str) -> AsyncEngine:
    """An engine on a database that is up to date; SQLite is migrated, PostgreSQL only checked.

    Raises StartError in words. The caller disposes of the engine.
    """
    engine = open_engine(url)
    try:
        at = await revision_of(engine, url)
        if at != newest():
            await _bring_up(engine, at)
    except BaseException:
        await engine.dispose()
        raise
    return engine


async def migrate(url: str) -> tuple[str | None, str]:
    """Bring a database up to date: the revisions before and after. Raises StartError."""
    engine = open_engine(url)
    try:
        before = await revision_of(engine, url)
        require_known(before)
        try:
            await upgrade(engine)
        except SQLAlchemyError as error:
            cause = _first_line(getattr(error, "orig", None) or error)
            raise StartError(f"The migration failed: {cause}.") from None
        return before, newest()
    finally:
        await engine.dispose()


async def revision_of(engine: AsyncEngine, url: str) -> str | None:
    """The revision that the database is at (None: empty); StartError when it is not reachable."""
    try:
        return await current(engine)
    except (SQLAlchemyError, OSError) as error:
        cause = _first_line(getattr(error, "orig", None) or error)
        raise StartError(
            f"The database {shown_url(url)} cannot be reached: {cause}. Check BA_DATABASE_URL."
        ) from None


def require_known(revision: str | None) -> None:
    """Raise StartError for a revision that only a newer program knows."""
    script = ScriptDirectory(str(Path(migrations.__file__).parent))
    if revision is not None and revision not in {s.revision for s in script.walk_revisions()}:
        raise StartError(
            f"The database is at revision {revision}, which this version of Ba does not know:"
            " install the newer version that made it."
        )


async def _bring_up(engine: AsyncEngine, at: str | None) -> None:
    require_known(at)
    if engine.dialect.name != "sqlite":
        missing = "is empty" if at is None else "is not up to date"
        raise StartError(f"The database {missing}: run `ba migrate` first.")
    log.info("bringing the database up to date")
    try:
        await upgrade(engine)
    except SQLAlchemyError as error:
        cause = _first_line(getattr(error, "orig", None) or error)
        raise StartError(f"The migration failed: {cause}.") from None


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
