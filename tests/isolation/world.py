"""Two workspaces in which everything has the same ids, names and times; only the workspace differs.

Row keys that count up cannot be equal in one database: those of the second begin at 1001.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Float, Integer, LargeBinary, Table
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import UtcDateTime
from models.dump import Writer
from models.registry import metadata

ONE, OTHER = "T1", "T2"
OFFSET = {ONE: 0, OTHER: 1000}
ROWS = 2
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
# Every text of a workspace carries this, so that it is known wherever it turns up.
MARK = {ONE: "squirrel", OTHER: "otter"}

_PEOPLE = frozenset({"by", "author_id", "bot_user_id", "member_id", "user_id"})
_TS = frozenset({"ts", "thread_ts", "first_ts", "last_ts", "root_ts", "heard_ts", "posted_ts"})
# What makes most rows those that queries look for.
_STATES = {
    ("channel", "level"): "offering",
    ("channel", "kind"): "dialoguing",
    ("message", "mode"): "externalization",
    ("findable", "state"): "agreed",
    ("role", "name"): "producer",
    ("mute", "subject"): "person",
    ("conversion", "mode"): "externalization",
    ("card_link", "kind"): "relates",
}


def ts(number: int) -> str:
    return f"{(NOW - timedelta(days=3 - number)).timestamp():.6f}"


def at(number: int) -> datetime:
    return NOW - timedelta(days=3 - number)


def word(column: Column[Any], number: int, workspace_id: str) -> str:
    """A string: an id with the same meaning everywhere, a state, else marked words."""
    table, name = column.table.name, column.name
    if (table, name) in (("channel", "id"), ("digest", "id")) or "channel" in name:
        return f"C{number}"
    if (table, name) == ("member", "id") or name in _PEOPLE or name.endswith("_by"):
        return f"U{number}"
    if name in ("one_id", "other_id", "from_id", "to_id"):
        kind = "C" if table == "ba_link" else "U"
        return f"{kind}{number if name in ('one_id', 'from_id') else number + 1}"
    if name == "subject_id":
        return f"U{number}"
    if name in _TS or name.endswith("_ts"):
        return ts(number)
    if (table, name) in _STATES:
        return _STATES[table, name]
    default = column.default.arg if column.default is not None else None
    if isinstance(default, str) and default:
        return str(default)
    length = getattr(column.type, "length", None)
    return f"{number} {MARK[workspace_id]} {name}"[:length]


def value(column: Column[Any], number: int, workspace_id: str) -> Any:
    """A column's value in the row with this number."""
    kind = column.type
    if column.name in ("workspace_id", "team_id") or str(column) == "workspace.id":
        return workspace_id
    if isinstance(kind, Boolean):
        default = column.default.arg if column.default is not None else True
        return bool(default)
    if isinstance(kind, DateTime | UtcDateTime):
        return at(number) if isinstance(kind, UtcDateTime) else at(number).replace(tzinfo=None)
    if isinstance(kind, Date):
        return date(2026, 3, 2) - timedelta(weeks=number)
    if isinstance(kind, Integer):
        counts = column.primary_key and "workspace_id" not in column.table.primary_key.columns
        return number + OFFSET[workspace_id] if counts else number
    if isinstance(kind, Float):
        return number / 4
    if isinstance(kind, LargeBinary):
        return f'{{"who": "{MARK[workspace_id]}"}}'.encode()
    if isinstance(kind, JSON):
        return {MARK[workspace_id]: number}
    return word(column, number, workspace_id)


def _row(table: Table, number: int, workspace_id: str) -> dict[str, Any]:
    found = {}
    for column in table.columns:
        keys = [key.column for key in column.foreign_keys]
        if keys and keys[0].table is table:
            found[column.name] = None
        else:
            found[column.name] = value(keys[0] if keys else column, number, workspace_id)
    return found


def rows(table: Table, workspace_id: str) -> list[dict[str, Any]]:
    """The rows of a workspace in a table: no two with the same key."""
    alone = {c.name for c in table.primary_key.columns} <= {"workspace_id"}
    numbers = [1] if alone or table.name == "workspace" else range(1, ROWS + 1)
    return [_row(table, number, workspace_id) for number in numbers]


async def fill(session: AsyncSession, workspace_id: str) -> None:
    """Rows in every table that knows workspaces, and in what hangs on them."""
    for table in metadata().sorted_tables:
        if table.name != "slack_oauth_states":
            writer = Writer(await session.connection(), table)
            await writer.write(rows(table, workspace_id))
            await writer.finish()


def belongs(table: Table) -> Any:
    """The column by which a table's rows belong to a workspace; None where they hang on others."""
    for name in ("workspace_id", "team_id"):
        if name in table.columns:
            return table.c[name]
    return table.c.id if table.name == "workspace" else None
