"""Wandering: once a week whatever restarts, told to the two alone, ended by a press."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.errors import PersonError
from bot.leadership.producers_forget import erase_from_leading
from bot.leadership.wander import begin, proposal, stop, sweep, wanders
from bot.leadership.wander_outgoing import make_proposal
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from models.database import Sessions
from models.member import MuteSubject, mute
from models.outbox import Outbox
from models.rhythm import set_rhythm
from models.wander import Meeting, WanderRound
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_channel,
    make_people,
    make_workspace,
    making,
    settings,
)

WEEK = timedelta(days=7)
PEOPLE = ("U1", "U2", "U3", "U4")


@pytest.fixture(autouse=True)
async def place(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, *PEOPLE)
        await make_people(session, "U9", is_guest=True)
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U3", "U4")


async def all_begin(sessions: Sessions, *people: str, weeks: int = 1) -> None:
    async with sessions.begin() as session:
        for person in people or PEOPLE:
            await begin(session, TEAM, person, weeks=weeks, settings=settings(), now=START)


async def swept(sessions: Sessions, weeks: float = 0) -> int:
    async with sessions.begin() as session:
        return await sweep(session, settings(), START + weeks * WEEK)


async def pairs(sessions: Sessions) -> set[tuple[str, str]]:
    return {(m.one_id, m.two_id) for m in await all_of(sessions, Meeting)}


async def test_only_who_asked_for_it_and_only_full_members(sessions: Sessions) -> None:
    assert await swept(sessions) == 0
    await all_begin(sessions, "U1", "U3")
    assert await swept(sessions) == 1
    assert await pairs(sessions) == {("U1", "U3")}
    async with sessions.begin() as session:
        with pytest.raises(PersonError):
            await begin(session, TEAM, "U9", weeks=1, settings=settings(), now=START)


async def test_people_of_other_ba_meet_once_a_week(sessions: Sessions) -> None:
    await all_begin(sessions)
    assert await swept(sessions) == 2
    assert await pairs(sessions) <= {("U1", "U3"), ("U1", "U4"), ("U2", "U3"), ("U2", "U4")}
    assert await swept(sessions, 0.3) == 0, "the same week, after a restart"
    assert await swept(sessions, 1) == 2
    assert await swept(sessions, 2) == 2
    assert len(await pairs(sessions)) == 6, "everybody met everybody before anybody met again"


async def test_nothing_is_paired_at_night_or_on_a_weekend(sessions: Sessions) -> None:
    await all_begin(sessions)
    assert await swept(sessions, 0.5 / 7) == 0, "22 hours"
    assert await swept(sessions, 4 / 7) == 0, "a Saturday"
    assert await swept(sessions, 1 / 7) == 2


async def test_two_processes_make_one_round(sessions: Sessions) -> None:
    await all_begin(sessions)
    made = await asyncio.gather(swept(sessions), swept(sessions), return_exceptions=True)
    assert len(await all_of(sessions, WanderRound)) == 1
    assert len(await all_of(sessions, Meeting)) == 2
    assert 2 in made


async def test_fortnightly_people_come_every_second_week(sessions: Sessions) -> None:
    await all_begin(sessions, "U1", "U3", weeks=2)
    assert sum([await swept(sessions, week) for week in range(4)]) == 2


async def test_who_is_away_or_pauses_is_left_out(sessions: Sessions) -> None:
    await all_begin(sessions)
    async with sessions.begin() as session:
        away = START + WEEK
        await set_rhythm(session, TEAM, "U1", begins=9, ends=17, days=range(5), away_until=away)
        who = (session, TEAM, MuteSubject.PERSON, "U2")
        await mute(*who, "all", until=None, by="U2", now=START)
    assert await swept(sessions) == 1
    assert await pairs(sessions) == {("U3", "U4")}


async def test_the_two_are_told_each_in_their_own_messages(sessions: Sessions) -> None:
    await all_begin(sessions, "U1", "U3")
    await swept(sessions)
    rows = [row for row in await all_of(sessions, Outbox) if row.kind == "wander"]
    assert {(row.member_id, row.channel_id) for row in rows} == {("U1", ""), ("U3", "")}
    for row, other in zip(sorted(rows, key=lambda each: each.member_id), ("U3", "U1"), strict=True):
        post = await make_proposal(making(sessions, FakeGateway()), row)
        assert isinstance(post, Post)
        assert f"<@{other}>" in str(post.blocks)
        assert "share no place" in str(post.blocks)
        assert "wander_stop" in str(post.blocks)
    async with sessions.begin() as session:
        (meeting,) = await all_of(sessions, Meeting)
        assert await proposal(session, TEAM, "U2", meeting.id) is None, "it is not theirs to read"


async def test_stopped_is_stopped_at_once(sessions: Sessions) -> None:
    await all_begin(sessions, "U1", "U3")
    await swept(sessions)
    async with sessions.begin() as session:
        assert await stop(session, TEAM, "U1")
        assert not await stop(session, TEAM, "U1")
        assert await wanders(session, TEAM, "U1") is None
    rows = {row.member_id: row for row in await all_of(sessions, Outbox)}
    assert rows["U1"].state == "dropped"
    assert isinstance(await make_proposal(making(sessions, FakeGateway()), rows["U3"]), Drop)
    assert await swept(sessions, 1) == 0
    async with sessions.begin() as session:
        await erase_from_leading(session, TEAM, "U1")
    assert await pairs(sessions) == set()
