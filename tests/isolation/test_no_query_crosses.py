"""No query crosses from one workspace into another: every public function of ``models`` is tried.

Each is called for the first workspace in two databases: in one it is alone, in the other a second
workspace has the same ids everywhere. It must answer alike, and the second must stay as it was.
A new function is tried by itself; one whose arguments are not known here fails until they are.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy import inspect as inspected
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

import models
from models.base import Base
from models.card import Card
from models.database import Sessions, make_engine, make_sessions
from models.registry import metadata
from models.thread import NewTalk
from tests.isolation.arguments import arguments
from tests.isolation.world import MARK, NOW, ONE, OTHER, ROWS, belongs, fill, rows, ts

# No queries of their own: they put a statement of the caller's together, or dump everything.
PLUMBING = frozenset({"upsert", "dump"})
# Builds a statement that other queries, tried here, narrow and run.
BUILDERS = frozenset({"text_query"})
# What works for all workspaces on purpose: sweeps, and how the bot itself is doing. What such a
# function finds carries its workspace, and is handled in that alone.
FOR_ALL = frozenset(
    {
        "bot_users",
        "cards_without_life",
        "count_on",
        "doubt_waiting",
        "due_built",
        "due_experiments",
        "due_lives",
        "due_paths",
        "due_places",
        "due_reviews",
        "due_rows",
        "due_threads",
        "forget_done_events",
        "forget_drafts",
        "forget_settled_texts",
        "forget_states",
        "forget_texts",
        "left_before",
        "list_workspaces",
        "reseal",
        "standing_offers",
        "talked_on",
        "take_lanes_of_the_dead",
        "waiting_lanes",
        "workspaces_of",
        "worth_asking",
    }
)


def fresh(table: str) -> dict[str, Any]:
    """The values of a row of the first workspace's that is not there yet."""
    made = rows(metadata().tables[table], ONE)[0] | {"event_id": "Ev9"}
    return {k: v for k, v in made.items() if k in metadata().tables[table].c and k != "id"}


# Arguments that a name alone does not tell.
SPECIAL: Mapping[str, Mapping[str, Any]] = {
    "add_card": {"card": lambda: Card(**fresh("card"))},
    "insert_event": {"row": lambda: fresh("inbox")},
    "insert_events": {"rows": lambda: [fresh("inbox")]},
    "remember_themes": {"words": {"squirrel": "squirrel"}},
    "touch_threads": {"talk": lambda: [NewTalk(ONE, "C1", ts(1), ts(2), NOW)]},
    "store_proposals": {"rows": lambda: [{**fresh("card_theme"), "is_chosen": False}]},
    "store_messages": {"rows": lambda: [fresh("message") | {"ts": ts(3)}]},
}


def _queries() -> list[Callable[..., Any]]:
    found = []
    for module in pkgutil.iter_modules(models.__path__):
        if module.name in PLUMBING:
            continue
        loaded = importlib.import_module(f"models.{module.name}")
        for name, function in vars(loaded).items():
            own = inspect.isfunction(function) and function.__module__ == loaded.__name__
            is_public = own and not name.startswith("_") and name not in BUILDERS
            if is_public and "session" in _names(function)[:1]:
                found.append(function)
    return found


def _names(function: Callable[..., Any]) -> list[str]:
    return list(inspect.signature(function).parameters)


QUERIES = _queries()
SINGLE = [q for q in QUERIES if q.__name__ not in FOR_ALL]


def _title(function: Callable[..., Any]) -> str:
    return f"{function.__module__.removeprefix('models.')}.{function.__name__}"


@pytest.fixture(scope="module")
def databases(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The first workspace alone, and both."""
    import asyncio

    folder = tmp_path_factory.mktemp("isolation")
    urls = []
    for name, who in (("alone", (ONE,)), ("both", (ONE, OTHER))):
        shutil.copy(sqlite_template, folder / f"{name}.sqlite3")
        urls.append(f"sqlite:///{folder / name}.sqlite3")
        asyncio.run(_fill(urls[-1], who))
    return urls[0], urls[1]


async def _fill(url: str, who: tuple[str, ...]) -> None:
    engine = make_engine(url)
    async with make_sessions(engine).begin() as session:
        for workspace_id in who:
            await fill(session, workspace_id)
    await engine.dispose()


async def _others(session: AsyncSession) -> dict[str, list[Any]]:
    """Every row of the other workspace, in every table."""
    found: dict[str, list[Any]] = {}
    for table in metadata().sorted_tables:
        own = belongs(table)
        if own is not None:
            result = await session.execute(select(table).where(own == OTHER))
            found[table.name] = sorted(repr(tuple(row)) for row in result)
    return found


async def _called(url: str, function: Callable[..., Any], *, look: bool) -> Any:
    """What a query answers, in plain values; it changes nothing for good."""
    engine = make_engine(url)
    sessions: Sessions = make_sessions(engine)
    try:
        async with sessions() as session:
            before = await _others(session) if look else {}
            given = await arguments(session, function, SPECIAL.get(function.__name__, {}))
            try:
                with _watched(engine) as said:
                    answer = await _call(session, function, given)
                plain = _plain(answer)
                await session.flush()
                if look and _KNOWS_WORKSPACE & set(given):
                    assert _unnamed(said) == []
            except (ValueError, LookupError) as refused:
                plain = type(refused).__name__
            session.expire_all()
            assert (await _others(session) if look else {}) == before
            await session.rollback()
            return plain
    finally:
        await engine.dispose()


_KNOWS_WORKSPACE = frozenset({"workspace_id", "audience", "span", "place", "lane"})
# What begins so finds rows by keys that an earlier statement gave, of one workspace.
_BY_KEY = re.compile(r"WHERE \w+\.(id|card_id|ba_id|snapshot_id|link_id) (=|IN) ")


@contextmanager
def _watched(engine: AsyncEngine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are sent meanwhile, with their parameters."""
    said: list[tuple[str, Any]] = []

    def note(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        said.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield said
    event.remove(engine.sync_engine, "before_cursor_execute", note)


# Tables named in a statement, under the name that it gives them.
_NAMED = re.compile(r"\b(?:FROM|JOIN|UPDATE|INTO) (\w+)(?: AS (\w+))?")


def _unnamed(said: list[tuple[str, Any]]) -> list[str]:
    """Statements that reach into a table without naming the workspace or the key of a row."""
    return [
        statement
        for statement, parameters in said
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH"))
        and not _BY_KEY.search(" ".join(statement.split()))
        and (ONE not in repr(parameters) or _loose(" ".join(statement.split())))
    ]


def _loose(statement: str) -> list[str]:
    """The tables of a statement that nothing in it ties to a workspace or to a tied row."""
    if statement.startswith("INSERT"):
        return []
    known = metadata().tables
    found = [(alias or name, name) for name, alias in _NAMED.findall(statement) if name in known]
    names = [name for name, _ in found]
    return [
        name
        for name, table in found
        # Slack's ids are keys only together with the workspace; ours count up by themselves.
        if names.count(name)
        > _ties(
            statement, name, "" if "workspace_id" in known[table].primary_key.columns else "id|"
        )
    ]


def _ties(statement: str, name: str, own: str) -> int:
    key = rf"{name}\.(?:{own}workspace_id|team_id|card_id|ba_id|snapshot_id)"
    first_of_many = rf"\({name}\.workspace_id, "
    found = re.findall(rf"\b{key} (?:=|IN) |(?:=|IN) {key}\b|{first_of_many}", statement)
    return len(found)


async def _call(session: AsyncSession, function: Callable[..., Any], given: dict[str, Any]) -> Any:
    if inspect.iscoroutinefunction(function):
        return await function(session, **given)
    return await session.run_sync(lambda sync: function(sync, **given))


def _plain(value: Any) -> Any:
    if isinstance(value, Base):
        columns = inspected(type(value)).columns.keys()
        shown = {name: value.__dict__.get(name) for name in columns}
        # A new row's key counts on from all that are there.
        if isinstance(shown.get("id"), int) and shown["id"] > ROWS:
            shown["id"] = "new"
        return [type(value).__name__, *map(_plain, shown.values())]
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_plain(getattr(value, f.name)) for f in fields(value))]
    if isinstance(value, Mapping):
        return sorted((repr(_plain(k)), _plain(v)) for k, v in value.items())
    if isinstance(value, set | frozenset):
        return sorted(repr(_plain(each)) for each in value)
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return repr(value)


@pytest.mark.parametrize("function", SINGLE, ids=_title)
async def test_a_query_stays_in_its_workspace(
    function: Callable[..., Any], databases: tuple[str, str]
) -> None:
    alone, both = databases
    expected = await _called(alone, function, look=False)
    found = await _called(both, function, look=True)
    assert MARK[OTHER] not in repr(found)
    assert found == expected


def test_what_works_for_all_is_still_there() -> None:
    gone = FOR_ALL - {query.__name__ for query in QUERIES}
    assert not gone


def test_no_table_is_without_its_workspace() -> None:
    """What has neither column hangs by its key on a row that has one, and goes with it."""
    for table in metadata().sorted_tables:
        if belongs(table) is None and table.name != "slack_oauth_states":
            parents = [key for key in table.foreign_keys if key.ondelete == "CASCADE"]
            assert any(belongs(key.column.table) is not None for key in parents), table.name
