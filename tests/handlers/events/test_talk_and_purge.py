"""Talk that is being stored while somebody has it deleted: none of it outlives that."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from bot.ba.service import be_removed, switch
from bot.leaving import leave_workspace
from bot.privacy import forget_person
from handlers.events import channels, messages, registry
from models.channel import Level
from models.database import Sessions, make_engine, make_sessions
from models.message import Message, store_messages
from tests.conftest import START
from tests.support import (
    TEAM,
    all_of,
    event,
    make_channel,
    make_people,
    make_workspace,
    message,
    turn,
)

WAITING = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")

Purge = Callable[[AsyncSession], Awaitable[object]]


async def off(session: AsyncSession) -> object:
    return await switch(session, TEAM, "C1", Level.OFF, by="U1", now=START)


async def removed(session: AsyncSession) -> object:
    return await be_removed(session, TEAM, "C1", START)


async def forget_me(session: AsyncSession) -> object:
    return await forget_person(session, TEAM, "U-unknown", START)


async def uninstall(session: AsyncSession) -> object:
    return await leave_workspace(session, TEAM, START)


async def shared(session: AsyncSession) -> object:
    came = event({"type": "channel_shared", "channel": "C1", "connected_team_id": "T2"})
    return await channels.on_shared(turn(session), [came])


async def _waits(engine: AsyncEngine, purging: asyncio.Future[object]) -> bool:
    """Whether the purge waits for its turn, or is done (then it did not wait)."""
    while not purging.done():
        async with engine.connect() as connection:
            if await connection.scalar(WAITING):
                return True
    return False


@pytest.mark.postgres
@pytest.mark.parametrize("purge", [off, removed, forget_me, uninstall, shared])
async def test_what_is_being_stored_is_deleted_too(
    postgres_url: str, purge: Purge, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = make_engine(postgres_url)
    sessions: Sessions = make_sessions(engine)
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1")
        await make_channel(session, "C1", "U1")
    looked, go_on = asyncio.Event(), asyncio.Event()

    async def store_slowly(session: AsyncSession, rows: list[dict[str, object]]) -> None:
        looked.set()
        await go_on.wait()
        await store_messages(session, rows)

    monkeypatch.setattr(messages, "store_messages", store_slowly)

    async def batch() -> None:
        said = message("said while it was on", user="U-unknown")
        async with sessions.begin() as session:
            await registry()["message"](turn(session), [event(said)])

    async def purging() -> object:
        async with sessions.begin() as session:
            return await purge(session)

    storing = asyncio.ensure_future(batch())
    await looked.wait()
    gone = asyncio.ensure_future(purging())
    assert await _waits(engine, gone), "it did not wait for what is being stored"
    go_on.set()
    await asyncio.gather(storing, gone)
    assert await all_of(sessions, Message) == []
    await engine.dispose()
