"""The durable inbox: what Slack sent, until it took effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any, cast

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Index,
    LargeBinary,
    String,
    Table,
    bindparam,
    column,
    delete,
    func,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.sql.dml import ReturningInsert

from models.base import Base, BigId, OfWorkspace, SlackId
from models.upsert import insert_for, insert_once


class InboxState(StrEnum):
    """Where an event stands."""

    NEW = "new"
    DONE = "done"
    SET_ASIDE = "set_aside"


_EVENT = ("workspace_id", "event_id")
# What is known of an event that arrives, and what every new one begins with.
ARRIVING = (*_EVENT, "channel_id", "kind", "payload", "received_at")
_AS_NEW: dict[str, ColumnElement[Any]] = {
    "state": literal_column(f"'{InboxState.NEW}'"),
    "attempts": literal_column("0"),
    "error": literal_column("''"),
}

# Events that are, or point to, what people say in a channel.
TALK = ("message", "app_mention", "reaction_added", "reaction_removed")


class Inbox(OfWorkspace, Base):
    """One event as Slack sent it; the payload is blanked once it took effect."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("uq_inbox_event", "workspace_id", "event_id", unique=True),
        Index(None, "state", "workspace_id", "channel_id", "id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    event_id: Mapped[str] = mapped_column(String(64))
    channel_id: Mapped[str] = mapped_column(SlackId, default="")
    kind: Mapped[str] = mapped_column(String(64))
    payload: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16), default=InboxState.NEW)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")


class Lane(OfWorkspace, Base):
    """A channel's place in the inbox: one worker at a time, by a lease with a fencing token."""

    __tablename__ = "lane"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    token: Mapped[str] = mapped_column(String(64), default="")
    leased_until: Mapped[datetime]


def insert_events(session: Session | Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store new events; those whose event id is there already are left out.

    ``rows`` have a value for each column of ``ARRIVING``. Synchronous for the inbox's writer;
    elsewhere ``await session.run_sync(insert_events, rows)``.
    """
    if not rows:
        return
    connection = session.connection() if isinstance(session, Session) else session
    if connection.dialect.name == "postgresql":
        columns = {name: [row[name] for row in rows] for name in ARRIVING}
        connection.execute(_insert_arrays(), columns)
    else:
        connection.execute(_insert_rows(), rows).all()


@cache
def _insert_arrays() -> postgresql.Insert:
    """One INSERT for any number of rows, a column an array: a third of the work of a row a time."""
    table = cast("Table", Inbox.__table__)
    of_table = [table.columns[name] for name in ARRIVING]
    arrays = [bindparam(each.name, type_=ARRAY(each.type)) for each in of_table]
    fields = [column(each.name, each.type) for each in of_table]
    rows = func.unnest(*arrays).table_valued(*fields).render_derived()
    names = [*ARRIVING, *_AS_NEW]
    insert = postgresql.insert(table).from_select(names, select(*rows.c, *_AS_NEW.values()))
    return insert.on_conflict_do_nothing(index_elements=_EVENT)


@cache
def _insert_rows() -> ReturningInsert[int]:
    """With RETURNING, SQLAlchemy makes one INSERT of many rows ("insertmanyvalues"): one step. At
    each, sqlite3 gives Python's lock away, and gets it back late.
    """
    insert = sqlite.insert(cast("Table", Inbox.__table__)).values(_AS_NEW)
    return insert.on_conflict_do_nothing(index_elements=_EVENT).returning(literal(1))


async def insert_event(session: AsyncSession, row: Mapping[str, Any]) -> bool:
    """Store one event; False when it was there already."""
    return await insert_once(session, Inbox, row, key=_EVENT)


async def waiting_lanes(session: AsyncSession, *, limit: int = 50) -> list[tuple[str, str]]:
    """(workspace, channel) of the channels with events that wait, the longest waiting first."""
    query = (
        select(Inbox.workspace_id, Inbox.channel_id)
        .where(Inbox.state == InboxState.NEW)
        .group_by(Inbox.workspace_id, Inbox.channel_id)
        .order_by(func.min(Inbox.id))
        .limit(limit)
    )
    return [(row.workspace_id, row.channel_id) for row in await session.execute(query)]


async def lease_lane(
    session: AsyncSession, lane: tuple[str, str], *, token: str, now: datetime, lease: timedelta
) -> bool:
    """Take a channel's lane if nobody holds it; True when it is ours under ``token``."""
    statement = insert_for(session, Lane).values(
        workspace_id=lane[0], channel_id=lane[1], token=token, leased_until=now + lease
    )
    statement = statement.on_conflict_do_update(
        index_elements=["workspace_id", "channel_id"],
        set_={"token": token, "leased_until": now + lease},
        where=or_(Lane.leased_until <= now, Lane.token == token, Lane.token == ""),
    )
    result = await session.execute(statement.returning(Lane.token))
    return result.first() is not None


async def take_lanes_of_the_dead(session: AsyncSession) -> None:
    """Give back all lanes, where one process works alone and begins (SQLite): who held one was
    killed. Should it be alive after all, what it has in work does not count.
    """
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(update(Lane).where(Lane.token != "").values(token=""))


async def release_lane(session: AsyncSession, lane: tuple[str, str], *, token: str) -> bool:
    """Give a lane back; False when it was no longer ours: what was done must not count."""
    statement = (
        update(Lane)
        .where(Lane.workspace_id == lane[0], Lane.channel_id == lane[1], Lane.token == token)
        .values(token="")
    )
    result: Any = await session.execute(statement)
    return int(result.rowcount) == 1


async def waiting_events(
    session: AsyncSession, lane: tuple[str, str], *, limit: int
) -> list[Inbox]:
    """A lane's waiting events in the order they came."""
    query = (
        select(Inbox)
        .where(
            Inbox.state == InboxState.NEW,
            Inbox.workspace_id == lane[0],
            Inbox.channel_id == lane[1],
        )
        .order_by(Inbox.id)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def finish_events(session: AsyncSession, ids: Sequence[int]) -> None:
    """Mark events as having taken effect and blank what Slack sent."""
    await session.execute(
        update(Inbox).where(Inbox.id.in_(ids)).values(state=InboxState.DONE, payload=None, error="")
    )


async def fail_event(session: AsyncSession, event_id: int, *, error: str, most: int) -> bool:
    """Count a failure; after ``most`` the event is set aside (True), with its payload."""
    row = await session.get(Inbox, event_id)
    if row is None:
        return False
    row.attempts += 1
    row.error = error[:200]
    if row.attempts >= most:
        row.state = InboxState.SET_ASIDE
    return row.state == InboxState.SET_ASIDE


async def drop_channel_events(session: AsyncSession, workspace_id: str, channel_id: str) -> None:
    """Delete a channel's talk that waits or was set aside (it was switched off, or left)."""
    await session.execute(
        delete(Inbox).where(
            Inbox.workspace_id == workspace_id,
            Inbox.channel_id == channel_id,
            Inbox.state != InboxState.DONE,
            Inbox.kind.in_(TALK),
        )
    )


async def forget_done_events(session: AsyncSession, before: datetime) -> int:
    """Delete rows of events that took effect before a time; Slack no longer redelivers those."""
    statement = delete(Inbox).where(Inbox.state == InboxState.DONE, Inbox.received_at < before)
    result: Any = await session.execute(statement)
    return int(result.rowcount)


async def inbox_health(
    session: AsyncSession, workspace_id: str | None
) -> tuple[int, datetime | None, int]:
    """(events waiting, when the oldest came, events set aside), of one workspace or (None) all."""
    whose = () if workspace_id is None else (Inbox.workspace_id == workspace_id,)
    waiting = select(func.count(), func.min(Inbox.received_at))
    waiting = waiting.where(Inbox.state == InboxState.NEW, *whose)
    count, oldest = (await session.execute(waiting)).one()
    aside = select(func.count()).where(Inbox.state == InboxState.SET_ASIDE, *whose)
    return int(count), oldest, int(await session.scalar(aside) or 0)


async def causes_set_aside(
    session: AsyncSession, workspace_id: str | None
) -> list[tuple[str, str]]:
    """(kind, error) of a few events that were set aside, of one workspace or (None) all."""
    whose = () if workspace_id is None else (Inbox.workspace_id == workspace_id,)
    query = select(Inbox.kind, Inbox.error).where(Inbox.state == InboxState.SET_ASIDE, *whose)
    rows = await session.execute(query.distinct().order_by(Inbox.kind, Inbox.error).limit(5))
    return [(kind, error) for kind, error in rows]


async def set_aside_events(session: AsyncSession, workspace_id: str) -> list[Inbox]:
    """Events of a workspace that failed and still hold what Slack sent."""
    query = select(Inbox).where(
        Inbox.workspace_id == workspace_id,
        Inbox.state == InboxState.SET_ASIDE,
        Inbox.payload.is_not(None),
    )
    return list(await session.scalars(query.order_by(Inbox.id)))
