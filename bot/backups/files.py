"""SQLite files as a whole: SQLite's own online backup, checked, and put in place at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from bot.errors import StartError

# How long a lock of another program is waited for.
LOCK_SECONDS = 30.0


def file_of(url: str) -> Path | None:
    """The file behind an SQLite URL; None for another database, or one in memory."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite") or parsed.database in (None, "", ":memory:"):
        return None
    return Path(str(parsed.database))


def copy_file(source: Path, target: Path) -> None:
    """Copy one SQLite database into another while both are in use; raises StartError.

    SQLite's backup reads one moment of the source; the target shows all of it, or none.
    """
    try:
        with (
            closing(sqlite3.connect(f"file:{_quoted(source)}?mode=ro", uri=True)) as reading,
            closing(sqlite3.connect(target, timeout=LOCK_SECONDS)) as writing,
        ):
            reading.backup(writing)
    except sqlite3.Error as error:
        raise StartError(f"SQLite could not copy {source.name}: {error}.") from None


def _quoted(path: Path) -> str:
    return str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def make_single(path: Path) -> None:
    """Have a database in one file, without files beside it, and check it; raises StartError."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.Error as error:
        raise StartError(f"{path.name} is not a database that SQLite can read: {error}.") from None
    if found != "ok":
        raise StartError(f"{path.name} is damaged: {found}.")


def put_in_place(made: Path, path: Path) -> None:
    """Give a finished backup its name, readable by its owner alone."""
    made.chmod(0o600)
    made.replace(path)
