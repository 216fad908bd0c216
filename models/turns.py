"""One transaction at a time through a piece of work, whichever process it runs in."""

from __future__ import annotations

import zlib
from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


async def take_turn(session: AsyncSession, work: str) -> None:
    """Wait until no other transaction does this work, and keep others waiting until ours ends.

    On SQLite there is one writer at a time anyway (``BEGIN IMMEDIATE``).
    """
    if _needs_turns(session):
        await session.execute(select(func.pg_advisory_xact_lock(_number(work))))


async def share_turn(session: AsyncSession, works: Collection[str]) -> None:
    """Do this work beside others who share it, but not beside one who takes the turn."""
    if _needs_turns(session):
        for number in sorted({_number(work) for work in works}):
            await session.execute(select(func.pg_advisory_xact_lock_shared(number)))


def talk_of(workspace_id: str) -> str:
    """The work with a workspace's talk: who stores some shares it, who deletes some takes the turn.

    Else what was looked up before a channel was switched off, or somebody opted out, would be
    stored after all of it was deleted.
    """
    return f"talk {workspace_id}"


def _needs_turns(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _number(work: str) -> int:
    return zlib.crc32(work.encode())
