"""What a report counts in the database; nothing here writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.message import Message
from models.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ModeCount:
    """How many messages of a channel were read in a mode (None: no words, so not read)."""

    channel_id: str
    mode: str | None
    confident: bool
    count: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A conversation that is long enough and has enough people to be read as a whole."""

    channel_id: str
    thread_ts: str
    messages: int
    people: int


async def all_workspaces(session: AsyncSession) -> list[Workspace]:
    """Every workspace that is known, those of imports included."""
    return list(await session.scalars(select(Workspace).order_by(Workspace.id)))


async def count_readings(session: AsyncSession, workspace_id: str) -> list[ModeCount]:
    """Messages by channel, mode, and whether the reader was sure."""
    query = (
        select(Message.channel_id, Message.mode, Message.confident, func.count())
        .where(*_living(workspace_id))
        .group_by(Message.channel_id, Message.mode, Message.confident)
    )
    return [ModeCount(*row) for row in (await session.execute(query))]


async def last_messages(
    session: AsyncSession, workspace_id: str, channel_id: str, *, limit: int
) -> list[Message]:
    """A channel's newest living messages, newest first."""
    query = (
        select(Message)
        .where(*_living(workspace_id), Message.channel_id == channel_id)
        .order_by(Message.posted_at.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def conversations(
    session: AsyncSession, workspace_id: str, *, messages: int, people: int, limit: int
) -> tuple[list[Candidate], int]:
    """Conversations whose words are kept, with at least so many messages and people.

    Those with the most messages that put knowledge into words come first; also how many there are.
    """
    says = func.sum(case((Message.mode == "externalization", 1), else_=0))
    size = func.count()
    voices = func.count(Message.author_id.distinct())
    grouped = (
        select(Message.channel_id, Message.thread_ts, size, voices)
        .where(*_living(workspace_id), Message.text.is_not(None))
        .group_by(Message.channel_id, Message.thread_ts)
        .having(size >= messages, voices >= people)
    )
    there = int(await session.scalar(select(func.count()).select_from(grouped.subquery())) or 0)
    best = grouped.order_by(says.desc(), size.desc(), Message.thread_ts).limit(limit)
    rows = await session.execute(best)
    return [Candidate(*row) for row in rows], there


async def count_without_words(session: AsyncSession, workspace_id: str) -> int:
    """How many messages that had words have lost them: their time is over."""
    query = select(func.count()).where(
        *_living(workspace_id), Message.text.is_(None), Message.length > 0
    )
    return int(await session.scalar(query) or 0)


def _living(workspace_id: str) -> Sequence[ColumnElement[Any]]:
    return (Message.workspace_id == workspace_id, Message.is_deleted.is_(False))
