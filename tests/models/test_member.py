from __future__ import annotations

import itertools
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from models.channel import (
    Level,
    ensure_channel,
    get_channel,
    levels_of,
    list_channels,
    move_channel,
)
from models.database import Sessions, async_url
from models.member import (
    Member,
    MuteSubject,
    channels_of,
    full_member,
    is_full_member,
    join_channel,
    leave_channel,
    members_of,
    mute,
    muted_kinds,
    names_of,
    opted_out,
    replace_members,
    set_opted_out,
    unmute,
)
from models.workspace import Workspace, get_workspace, list_workspaces, remember_workspace
from tests.conftest import START
from tests.support import TEAM, make_channel, make_people, ts

PERSON, CHANNEL = MuteSubject.PERSON, MuteSubject.CHANNEL
LATER = START + timedelta(days=7)


async def test_a_mute_ends_at_its_time_or_never(sessions: Sessions) -> None:
    async def muted(now: datetime, who: str = "U1") -> set[str]:
        async with sessions.begin() as session:
            return (await muted_kinds(session, TEAM, PERSON, [who], now)).get(who, set())

    async with sessions.begin() as session:
        await mute(session, TEAM, PERSON, "U1", "nudge", until=LATER, by="U1", now=START)
        await mute(session, TEAM, PERSON, "U1", "offer", until=None, by="U1", now=START)
        await mute(session, TEAM, CHANNEL, "U1", "digest", until=None, by="U1", now=START)
        await mute(session, "T0OTHER", PERSON, "U1", "card", until=None, by="U1", now=START)
    assert await muted(START) == {"nudge", "offer"}
    assert await muted(LATER - timedelta(seconds=1)) == {"nudge", "offer"}
    assert await muted(LATER) == {"offer"}
    assert await muted(START, "U2") == set()
    async with sessions.begin() as session:
        await mute(session, TEAM, PERSON, "U1", "nudge", until=None, by="U1", now=START)
    assert await muted(LATER) == {"nudge", "offer"}
    async with sessions.begin() as session:
        await unmute(session, TEAM, PERSON, "U1")
    assert await muted(START) == set()
    async with sessions.begin() as session:
        assert await muted_kinds(session, TEAM, CHANNEL, ["U1"], START) == {"U1": {"digest"}}


async def test_membership_is_what_slack_says_now(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for person in ("U1", "U1", "U2"):
            await join_channel(session, TEAM, "C1", person, START)
        await join_channel(session, TEAM, "C2", "U1", START)
        await join_channel(session, "T0OTHER", "C1", "U9", START)
        assert await members_of(session, TEAM, "C1") == {"U1", "U2"}
        assert await channels_of(session, TEAM, "U1") == {"C1", "C2"}
        await leave_channel(session, TEAM, "C1", "U1")
        assert await members_of(session, TEAM, "C1") == {"U2"}
        await replace_members(session, TEAM, "C1", ["U3", "U2", "U3"], START)
        assert await members_of(session, TEAM, "C1") == {"U2", "U3"}
        await replace_members(session, TEAM, "C1", [], START)
        assert await members_of(session, TEAM, "C1") == set()
        assert await members_of(session, TEAM, "C2") == {"U1"}
        assert await members_of(session, "T0OTHER", "C1") == {"U9"}


async def test_a_channel_may_have_very_many_members(sessions: Sessions) -> None:
    people = [f"U{number:06d}" for number in range(10_000)]
    async with sessions.begin() as session:
        await replace_members(session, TEAM, "C1", people, START)
        assert len(await members_of(session, TEAM, "C1")) == 10_000


async def test_opting_out_is_of_one_workspace_and_can_be_taken_back(sessions: Sessions) -> None:
    mine, theirs = (TEAM, "U1"), ("T0OTHER", "U1")
    async with sessions.begin() as session:
        await make_people(session, "U1", workspace_id="T0OTHER")
        await set_opted_out(session, *mine, START)  # never met before
        assert await session.run_sync(opted_out, {mine, theirs, (TEAM, "U2")}) == {mine}
        await set_opted_out(session, *mine, None)
        assert await session.run_sync(opted_out, {mine}) == set()
        assert await session.run_sync(opted_out, set()) == set()


async def test_names_are_of_this_workspace(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_people(session, "U2", workspace_id="T0OTHER")
        assert await names_of(session, TEAM, ["U1", "U2"]) == {"U1": "U1"}


async def test_a_channel_is_off_until_told_otherwise(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert (await ensure_channel(session, TEAM, "C1")).level == Level.OFF
        await ensure_channel(session, TEAM, "C1", level=Level.OFFERING, name="one")
        again = await ensure_channel(session, TEAM, "C1")
        assert (again.level, again.name) == (Level.OFFERING, "one")
        await make_channel(session, workspace_id="T0OTHER", level=Level.LISTENING)
        levels = await session.run_sync(levels_of, {(TEAM, "C1"), (TEAM, "C2"), ("T0OTHER", "C1")})
        assert levels[(TEAM, "C1")] == "offering"
        assert (TEAM, "C2") not in levels
        assert levels[("T0OTHER", "C1")] == "listening"
        assert await list_channels(session, TEAM, levels=["off"]) == []
        assert [c.id for c in await list_channels(session, TEAM)] == ["C1"]


async def test_the_newest_message_seen_only_moves_on(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_channel(session)
        for minute in (5, 1, 7):
            await move_channel(session, TEAM, "C1", ts(minute))
        await move_channel(session, "T0OTHER", "C1", ts(9))
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        assert channel.last_ts == ts(7)


async def test_a_workspace_that_comes_back_is_installed_again(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        session.add(Workspace(id=TEAM, name="old", installed_at=START, uninstalled_at=START))
        await session.flush()
        assert await list_workspaces(session) == []
        await remember_workspace(session, TEAM, name="new", bot_user_id="U0BOT", now=LATER)
    async with sessions.begin() as session:
        workspace = await get_workspace(session, TEAM)
        assert workspace is not None
        assert (workspace.name, workspace.installed_at) == ("new", START)
        assert [each.id for each in await list_workspaces(session)] == [TEAM]


def test_only_known_databases_and_aware_times() -> None:
    assert async_url("postgres://localhost/ba").drivername == "postgresql+psycopg"
    with pytest.raises(ValueError, match="mysql"):
        async_url("mysql://localhost/ba")


async def test_a_full_member_is_the_same_one_by_one_in_a_query_and_once_loaded(
    sessions: Sessions,
) -> None:
    roles = ("is_guest", "is_foreign", "is_bot", "is_deleted")
    async with sessions.begin() as session:
        for number, facts in enumerate(itertools.product((False, True), repeat=4)):
            await make_people(session, f"U{number}", **dict(zip(roles, facts, strict=True)))
        await make_people(session, "U99", workspace_id="T0OTHER")
        people = list(await session.scalars(select(Member).where(Member.workspace_id == TEAM)))
        assert [person.id for person in people if person.is_full] == ["U0"]
        of_team = select(Member.id).where(Member.workspace_id == TEAM, full_member())
        assert list(await session.scalars(of_team)) == ["U0"]
        asked = [*(person.id for person in people), "U99", "U0UNKNOWN"]
        full = [u for u in asked if await session.scalar(select(is_full_member(TEAM, u)))]
        assert full == ["U0"]


async def test_a_naive_time_is_a_mistake(sessions: Sessions) -> None:
    naive = datetime(2026, 3, 3, 10)  # noqa: DTZ001 - that is the point
    async with sessions.begin() as session:
        with pytest.raises(Exception, match="naive"):
            await join_channel(session, TEAM, "C1", "U1", naive)
