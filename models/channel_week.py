"""Weeks of channels: what kind of ba each was, as counts, without words and without names.

One row per channel and week with talk. A message that comes, changes or goes only marks its week
(one statement per batch and week); the week is read anew later, from its own messages alone, so
that neither costs more the longer a channel's history is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import JSON, Index, String, delete, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId
from models.message import Message
from models.upsert import insert_for

# How long a week that was just read is left alone, however much is said in it.
READ_AGAIN = timedelta(minutes=15)
WEEK = timedelta(days=7)


class ChannelWeek(OfWorkspace, Base):
    """One week (its Monday, UTC) of one channel.

    ``modes`` counts clear readings by mode; ``belongs`` says how many of those belong to each kind
    of ba (sums to theirs); ``measures`` are the axes and what they were measured from (0-1, and
    people per conversation); ``scores`` are the kinds' probabilities, empty with too little talk.
    ``due_at``: when to read it anew; None: nothing came since.
    """

    __tablename__ = "channel_week"
    __table_args__ = (Index(None, "due_at"),)

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    week: Mapped[date] = mapped_column(primary_key=True)
    messages: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    conversations: Mapped[int] = mapped_column(default=0)
    modes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    belongs: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    measures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    scores: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    kind: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(500), default="")
    due_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class Place(NamedTuple):
    """A channel of a workspace."""

    workspace_id: str
    channel_id: str


class Spoken(NamedTuple):
    """What a week's reading needs of one message: no words."""

    author_id: str
    ts: str
    thread_ts: str
    mode: str | None
    confident: bool
    length: int
    links: int
    files: int
    mentions: int


_NEW: dict[str, Any] = {
    "messages": 0,
    "people": 0,
    "conversations": 0,
    "modes": {},
    "belongs": {},
    "measures": {},
    "scores": {},
    "reason": "",
}


def monday_of(at: datetime) -> date:
    """The Monday (UTC) of the week that a time is in."""
    day = at.astimezone(UTC).date()
    return day - timedelta(days=day.weekday())


async def touch_weeks(
    session: AsyncSession, weeks: Iterable[tuple[Place, date]], now: datetime
) -> None:
    """Something came, changed or went in these weeks: read them anew, soon but not at once."""
    rows = [
        {**_NEW, "workspace_id": place[0], "channel_id": place[1], "week": week, "due_at": now}
        for place, week in sorted(set(weeks))
    ]
    if not rows:
        return
    statement = insert_for(session, ChannelWeek)
    due = func.coalesce(ChannelWeek.due_at, ChannelWeek.read_at, statement.excluded.due_at)
    statement = statement.on_conflict_do_update(
        index_elements=("workspace_id", "channel_id", "week"), set_={"due_at": due}
    )
    await session.execute(statement, rows)


async def due_places(session: AsyncSession, now: datetime, *, limit: int = 50) -> list[Place]:
    """Channels with a week that is due to be read anew, longest waiting first."""
    query = (
        select(ChannelWeek.workspace_id, ChannelWeek.channel_id, func.min(ChannelWeek.due_at))
        .where(ChannelWeek.due_at <= now - READ_AGAIN)
        .group_by(ChannelWeek.workspace_id, ChannelWeek.channel_id)
        .order_by(func.min(ChannelWeek.due_at))
        .limit(limit)
    )
    return [Place(row[0], row[1]) for row in await session.execute(query)]


async def take_due_weeks(session: AsyncSession, place: Place, now: datetime) -> list[date]:
    """The weeks of a channel that wait to be read; from now on they wait no more.

    Whoever marks one from here on waits for this transaction, and has it read again.
    """
    mine = tuple_(ChannelWeek.workspace_id, ChannelWeek.channel_id) == tuple_(*place)
    statement = (
        update(ChannelWeek)
        .where(mine, ChannelWeek.due_at.is_not(None))
        .values(due_at=None, read_at=now)
        .returning(ChannelWeek.week)
        .execution_options(synchronize_session=False)
    )
    return sorted(await session.scalars(statement))


async def talk_of_week(
    session: AsyncSession, place: Place, week: date, *, most: int
) -> list[Spoken]:
    """A week's living messages, the newest ``most`` of them, oldest first; without their words."""
    begins = datetime.combine(week, time(), UTC)
    query = (
        select(
            Message.author_id,
            Message.ts,
            Message.thread_ts,
            Message.mode,
            Message.confident,
            Message.length,
            Message.links,
            Message.files,
            Message.mentions,
        )
        .where(
            Message.workspace_id == place.workspace_id,
            Message.channel_id == place.channel_id,
            Message.posted_at >= begins,
            Message.posted_at < begins + WEEK,
            Message.is_deleted.is_(False),
        )
        .order_by(Message.posted_at.desc())
        .limit(most)
    )
    return [Spoken(*row) for row in await session.execute(query)][::-1]


async def store_week(
    session: AsyncSession, place: Place, week: date, values: Mapping[str, Any]
) -> None:
    """Keep what a week was read to be; one in which nothing is left goes."""
    mine = (
        ChannelWeek.workspace_id == place.workspace_id,
        ChannelWeek.channel_id == place.channel_id,
        ChannelWeek.week == week,
    )
    if not values["messages"]:
        await session.execute(delete(ChannelWeek).where(*mine))
        return
    await session.execute(update(ChannelWeek).where(*mine).values(**values))


async def last_weeks(session: AsyncSession, place: Place, *, limit: int) -> list[ChannelWeek]:
    """A channel's last weeks with talk, newest first."""
    query = (
        select(ChannelWeek)
        .where(
            ChannelWeek.workspace_id == place.workspace_id,
            ChannelWeek.channel_id == place.channel_id,
            ChannelWeek.messages > 0,
        )
        .order_by(ChannelWeek.week.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return list(await session.scalars(query))


async def touch_since(session: AsyncSession, workspace_id: str, since: date, now: datetime) -> None:
    """Have all weeks of a workspace from a Monday on read anew: much of their talk went."""
    query = select(ChannelWeek.channel_id, ChannelWeek.week).where(
        ChannelWeek.workspace_id == workspace_id, ChannelWeek.week >= since
    )
    found = [(Place(workspace_id, row[0]), row[1]) for row in await session.execute(query)]
    await touch_weeks(session, found, now)


async def delete_weeks_of(
    session: AsyncSession, workspace_id: str, *, channel_id: str | None = None
) -> None:
    """Delete the weeks of a channel, or of the whole workspace."""
    query = delete(ChannelWeek).where(ChannelWeek.workspace_id == workspace_id)
    if channel_id is not None:
        query = query.where(ChannelWeek.channel_id == channel_id)
    await session.execute(query)
