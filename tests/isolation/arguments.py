"""An argument for every parameter of every query: those of the first workspace's first rows."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import Audience
from models.base import Base
from models.channel_week import Place
from models.registry import metadata
from models.week import Span
from tests.isolation.world import NOW, ONE, at, rows, ts

FIRST = 1
WEEK = rows(metadata().tables["channel_week"], ONE)[0]["week"]

# By name, where the name says what it is; lists are made of one.
BY_NAME: Mapping[str, Any] = {
    "workspace_id": ONE,
    "team_id": ONE,
    "workspace_ids": [ONE],
    "audience": Audience(ONE, member_id="U1"),
    "span": Span(ONE, at(0), NOW),
    "place": Place(ONE, "C1"),
    "weeks": [(Place(ONE, "C1"), WEEK)],
    "week": WEEK,
    "lane": (ONE, "C1"),
    "keys": [(ONE, "C1"), (ONE, "U1")],
    "pair": ("U1", "U2"),
    "subjects": [("person", "U1")],
    "days": [1, 2],
    "lease": timedelta(minutes=2),
    "since": at(0),
    "until": NOW + timedelta(days=1),
    "before": NOW,
    "enterprise_id": "E1",
    "change": str.upper,
    "is_on": True,
    "is_chosen": True,
    "is_organization": False,
    "allowed": True,
    "kind": "card",
    "level": "listening",
    "subject": "person",
    "mode": "externalization",
    "state": "sent",
    "stage": "active",
    "name": "Mari",
    "limit": 50,
    "most": 50,
    "least": 0,
    "target": "card:1",
    "source": "C1/1",
    "period": rows(metadata().tables["asset_snapshot"], ONE)[0]["period"],
    "likeness": 0.5,
    "after": 0.5,
    "cards": 1,
    "words": "squirrel statement",
    "answers": {"what": "squirrel"},
    "fields": {"title": "squirrel"},
    "payload": {"squirrel": 1},
    "schedule": {"squirrel": 1},
    "values": {"reason": "squirrel"},
    "weights": {"squirrel": 0.5},
    "themes": [{"name": "squirrel"}],
}
_PEOPLE = ("member_id", "author_id", "asker", "by", "bot_user_id", "subject_id")
_GROUPS = ("member_ids", "members", "people", "subject_ids")


def by_name(name: str, annotation: str) -> Any:
    """A plain value; raises LookupError for a parameter that nobody has thought of yet."""
    if annotation == "float":
        return 0.5
    if name in BY_NAME and not (annotation == "int" and isinstance(BY_NAME[name], list)):
        return BY_NAME[name]
    if name in _PEOPLE:
        return "U1"
    if name in _GROUPS:
        return {"U1", "U2"}
    if name in ("channel_id", "channel_ids"):
        return "C1" if name == "channel_id" else ["C1", "C2"]
    if name in ("ts", "stamps") or name.endswith("_ts") or name == "quiet_since":
        return [ts(1)] if name == "stamps" else ts(1)
    return _by_type(name, annotation)


def _by_type(name: str, annotation: str) -> Any:
    if annotation.startswith("datetime"):
        return NOW
    if annotation in ("int", "int | None"):
        return FIRST
    if annotation in ("Collection[int]", "Sequence[int]"):
        return [FIRST, FIRST + 1]
    if annotation == "str":
        return f"squirrel {name}"
    if annotation in ("Collection[str]", "Sequence[str]"):
        return [f"squirrel {name}"]
    raise LookupError(f"{name}: {annotation}")


ENUMS = (
    "LinkKind",
    "FindState",
    "OutboxState",
    "ShareState",
    "ThreadState",
    "MuteSubject",
    "Stage",
    "RoleName",
)


async def arguments(
    session: AsyncSession, function: Callable[..., Any], special: Mapping[str, Any]
) -> dict[str, Any]:
    """Everything that a query must be given, and the filters by workspace, channel and person."""
    given: dict[str, Any] = {}
    module = inspect.getmodule(function)
    for name, parameter in list(inspect.signature(function).parameters.items())[1:]:
        if name in special:
            given[name] = special[name]() if callable(special[name]) else special[name]
            continue
        optional = parameter.default is not inspect.Parameter.empty
        if parameter.kind is parameter.VAR_KEYWORD or optional:
            continue
        annotation = str(parameter.annotation)
        if annotation in ENUMS:
            given[name] = next(iter(getattr(module, annotation)))
        elif (model := getattr(module, annotation, None)) is not None and _is_table(model):
            given[name] = await _first(session, model)
        elif annotation == "Collection[Card]":
            given[name] = [await _first(session, module.Card)]  # type: ignore[union-attr]
        else:
            given[name] = by_name(name, annotation)
    return given


def _is_table(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Base)


async def _first(session: AsyncSession, model: Any) -> Any:
    keys = list(model.__table__.primary_key.columns)
    query = select(model).where(model.workspace_id == ONE).order_by(*keys).limit(1)
    return (await session.scalars(query)).one()
