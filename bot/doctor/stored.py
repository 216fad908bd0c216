"""The database: is it there, is it up to date, does anything wait too long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.clock import Clock
from bot.doctor.findings import Finding, care, well, wrong
from bot.errors import StartError
from bot.migrating import open_engine, require_known, revision_of, shown_url
from bot.settings import Settings
from migrations.run import newest
from models.database import make_sessions
from models.inbox import Inbox, InboxState, causes_set_aside, inbox_health
from models.outbox import outbox_health

# An event takes effect within seconds; what is due is sent within a few more.
LAG_CARE, LAG_WRONG = timedelta(minutes=1), timedelta(minutes=10)


async def look_at_database(settings: Settings, clock: Clock, *, retry: bool) -> list[Finding]:
    """Everything about the database; ``retry`` puts back what was set aside."""
    try:
        engine = open_engine(settings.database_url)
    except StartError as error:
        return [wrong("Database", str(error), "Set BA_DATABASE_URL.")]
    try:
        return await _look(engine, settings, clock, retry=retry)
    finally:
        await engine.dispose()


async def _look(
    engine: AsyncEngine, settings: Settings, clock: Clock, *, retry: bool
) -> list[Finding]:
    url = settings.database_url
    try:
        at = await revision_of(engine, url)
    except StartError as error:
        return [wrong("Database", str(error), "Is the server running, and the path right?")]
    reached = well("Database", f"{shown_url(url)} is there.")
    current = _revision(engine, at)
    if at != newest():
        return [reached, current]
    try:
        async with make_sessions(engine).begin() as session:
            back = await put_back(session) if retry else 0
            found = await look_at_queues(session, None, clock.now())
    except SQLAlchemyError as error:
        todo = "Look at the database's own log."
        return [reached, current, wrong("Queues", f"not readable: {type(error).__name__}.", todo)]
    if retry:
        found.append(well("Put back", f"{back:,} events will be tried again."))
    return [reached, current, *found]


def _revision(engine: AsyncEngine, at: str | None) -> Finding:
    subject = "Migrations"
    if at == newest():
        return well(subject, f"up to date ({at}).")
    try:
        require_known(at)
    except StartError as error:
        return wrong(subject, str(error), "Upgrade Ba.")
    shown = "the database is empty" if at is None else f"the database is at {at}"
    if engine.dialect.name == "sqlite":
        return care(subject, f"{shown}.", "`ba run` brings it up to date by itself.")
    return wrong(subject, f"{shown}, not at {newest()}.", "Run `ba migrate`.")


async def put_back(session: AsyncSession) -> int:
    """Have the events that were set aside tried again; how many there are."""
    statement = (
        update(Inbox)
        .where(Inbox.state == InboxState.SET_ASIDE)
        .values(state=InboxState.NEW, attempts=0)
    )
    result: Any = await session.execute(statement)
    return int(result.rowcount)


async def look_at_queues(
    session: AsyncSession, workspace_id: str | None, now: datetime
) -> list[Finding]:
    """What waits, was set aside, or was given up: of one workspace, or (None) of all."""
    waiting, oldest, aside = await inbox_health(session, workspace_id)
    due, since, failed = await outbox_health(session, workspace_id, now)
    return [
        _lag("Inbox", waiting, oldest, now, "Is `ba run` running? Does the log name an error?"),
        _set_aside(aside, await causes_set_aside(session, workspace_id) if aside else ()),
        _lag("Outbox", due, since, now, "Is `ba run` running? Is Slack refusing something?"),
        _failed(failed),
    ]


def _lag(subject: str, waiting: int, oldest: datetime | None, now: datetime, todo: str) -> Finding:
    if oldest is None or waiting == 0:
        return well(subject, "nothing waits.")
    lag = now - oldest
    one = waiting == 1
    meaning = f"{waiting:,} {'waits' if one else 'wait, the oldest'} for {_span(lag)}."
    if lag < LAG_CARE:
        return well(subject, meaning)
    return (wrong if lag >= LAG_WRONG else care)(subject, meaning, todo)


def _span(lag: timedelta) -> str:
    minutes = int(lag.total_seconds() // 60)
    if minutes < 1:
        return f"{max(0, int(lag.total_seconds()))} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


def _set_aside(count: int, found: Sequence[tuple[str, str]]) -> Finding:
    subject = "Set aside"
    if not count:
        return well(subject, "no event failed for good.")
    causes = ", ".join(f"{kind} with {error}" for kind, error in found)
    return wrong(
        subject,
        f"{count:,} events failed five times: {causes}.",
        "When the cause is gone: `ba doctor --retry-set-aside`.",
    )


def _failed(count: int) -> Finding:
    if not count:
        return well("Failed sends", "none.")
    return care(
        "Failed sends",
        f"Slack refused {count:,} for good.",
        "The log says which error; missing scopes and left channels are the usual ones.",
    )
