"""One transaction at a time through a piece of work, whichever process it runs in."""

from __future__ import annotations

import zlib

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession


async def take_turn(session: AsyncSession, work: str) -> None:
    """Wait until no other transaction does this work, and keep others waiting until ours ends.

    On SQLite there is one writer at a time anyway (``BEGIN IMMEDIATE``).
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(zlib.crc32(work.encode()))))
