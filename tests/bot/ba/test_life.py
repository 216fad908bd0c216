"""The life of channels as stored: derived, closed, opened; sudden meetings told and refused."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.ba.bursts import notice_bursts, refuse_burst
from bot.ba.conduct import SILENT, conduct_of
from bot.ba.life import LifeSeen, close_by_person, open_by_person, see_life, stale_channels
from bot.ba.life_outgoing import make_burst_whisper
from bot.ba.life_render import life_blocks
from bot.ba.linking import LinksSeen
from bot.ba.service import forget_channel
from bot.ba.watching import watch_lives
from bot.errors import PersonError
from bot.outgoing.kinds import Whisper
from models.ba_life import BaBurst, BaLife
from models.channel import Channel, Kind, Stage, ensure_channel, get_channel, move_channel
from models.database import Sessions
from models.member import MuteSubject, muted_kinds
from models.message import store_messages
from models.outbox import Outbox
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_channel,
    make_people,
    make_workspace,
    making,
    ts_at,
)


def said(who: str, at: datetime, channel: str, thread: str = "") -> dict[str, Any]:
    return {
        "workspace_id": TEAM,
        "channel_id": channel,
        "ts": ts_at(at),
        "thread_ts": thread or ts_at(at),
        "author_id": f"U{who}",
        "posted_at": at,
        "edited_ts": "",
        "is_deleted": False,
        "text": "words",
        "mode": "externalization",
        "confident": True,
        "scores": {},
        "cues": [],
        "length": 5,
        "links": 0,
        "mentions": 0,
        "files": 0,
    }


async def talk(
    sessions: Sessions, who: str, at: datetime, *, channel: str = "C1", in_thread: bool = True
) -> str:
    """One letter is one person saying something, a minute after the last; gives the thread."""
    root = ts_at(at) if in_thread else ""
    rows = [said(letter, at + timedelta(minutes=n), channel, root) for n, letter in enumerate(who)]
    async with sessions.begin() as session:
        await store_messages(session, rows)
        await move_channel(session, TEAM, channel, rows[-1]["ts"])
    return root


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    """a, b, c, d are in C1; each talked with others in other channels weeks ago."""
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "Ua", "Ub", "Uc", "Ud")
        await make_channel(session, "C1", "Ua", "Ub", "Uc")
    for number, pair in enumerate(("axax", "byby", "czcz")):
        async with sessions.begin() as session:
            await make_channel(session, f"C{number + 5}")
        await talk(sessions, pair, START - timedelta(days=20), channel=f"C{number + 5}")
    return sessions


async def channel_of(sessions: Sessions, channel_id: str = "C1") -> Channel:
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, channel_id)
    assert channel is not None
    return channel


async def seen_life(sessions: Sessions, now: datetime) -> LifeSeen:
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        return await see_life(session, channel, now)


async def bursts(sessions: Sessions, now: datetime, channel_id: str = "C1") -> int:
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, channel_id)
        assert channel is not None
        return await notice_bursts(session, channel, now)


async def test_stages_are_derived_when_it_is_time(place: Sessions) -> None:
    assert await watch_lives(place, START) == 4
    assert (await channel_of(place)).stage == Stage.FORMING
    assert (await channel_of(place, "C5")).stage == Stage.DORMANT
    assert await watch_lives(place, START + timedelta(minutes=5)) == 0
    for day in range(12):
        await talk(place, "abab", START + timedelta(days=day))
    now = START + timedelta(days=11, minutes=9)
    async with place.begin() as session:
        due = {channel.id for channel in await stale_channels(session, now)}
    assert "C1" in due
    await watch_lives(place, now)
    assert (await channel_of(place)).stage == Stage.ACTIVE
    seen = await seen_life(place, now)
    assert "2 people talked on 12 days" in seen.reason
    assert dict(seen.threads)["active"] >= 1
    shown = str(life_blocks(await channel_of(place), seen, LinksSeen((), ()), ()))
    assert "*alive*" in shown
    assert "Close this place" in shown
    assert not any(f"U{who}" in shown for who in "abcd")


async def test_members_close_and_open_and_it_stays_so(place: Sessions) -> None:
    async def act(what: Any, by: str) -> None:
        async with place.begin() as session:
            await what(session, TEAM, "C1", by=by, now=START)

    with pytest.raises(PersonError):
        await act(close_by_person, "Ud")
    with pytest.raises(PersonError):
        await act(open_by_person, "Ua")
    await act(close_by_person, "Ua")
    with pytest.raises(PersonError):
        await act(close_by_person, "Ub")
    channel = await channel_of(place)
    assert channel.is_silent
    channel.pinned_kind = Kind.DIALOGUING
    assert conduct_of(channel) == SILENT
    await talk(place, "abab", START)
    await watch_lives(place, START + timedelta(days=1))
    assert (await channel_of(place)).stage == Stage.CLOSED
    seen = await seen_life(place, START)
    assert "<@Ua> closed it" in seen.reason
    await act(open_by_person, "Ub")
    assert (await channel_of(place)).stage == Stage.FORMING
    told = [row.payload["what"] for row in await all_of(place, Outbox) if row.kind == "ba_life"]
    assert sorted(told) == ["closed", "opened"]


async def test_an_archived_channel_is_closed_until_it_is_back(place: Sessions) -> None:
    for is_archived, stage in ((True, Stage.CLOSED), (False, Stage.FORMING)):
        async with place.begin() as session:
            await ensure_channel(session, TEAM, "C1", is_archived=is_archived)
        await watch_lives(place, START)
        assert (await channel_of(place)).stage == stage
    assert not (await channel_of(place)).is_silent


async def test_a_meeting_in_a_thread_is_told_there_once(place: Sessions) -> None:
    root = await talk(place, "abcabc", START)
    now = START + timedelta(minutes=10)
    assert [await bursts(place, now) for _ in range(2)] == [1, 0]
    (row,) = [row for row in await all_of(place, Outbox) if row.kind == "burst"]
    assert (row.channel_id, row.thread_ts, row.member_id) == ("C1", root, "")
    assert row.is_unasked
    await talk(place, "abcabc", START + timedelta(minutes=11))  # they go on, elsewhere too
    assert "U" not in str(row.payload)
    assert [(one.thread_ts, one.channel_id) for one in await all_of(place, BaBurst)] == [
        (root, "C1")
    ]


async def test_a_meeting_between_threads_is_told_to_each_of_them_alone(place: Sessions) -> None:
    await talk(place, "abcabc", START, in_thread=False)
    async with place.begin() as session:
        await refuse_burst(session, TEAM, "C1", by="Uc", is_thread=False, now=START)
    assert await bursts(place, START + timedelta(minutes=10)) == 1
    rows = [row for row in await all_of(place, Outbox) if row.kind == "burst_whisper"]
    assert [(row.member_id, row.channel_id) for row in rows] == [("Ua", "C1"), ("Ub", "C1")]
    outgoing = await make_burst_whisper(making(place, FakeGateway()), rows[0])
    assert isinstance(outgoing, Whisper)
    assert "<@" not in outgoing.text
    assert await bursts(place, START + timedelta(minutes=20)) == 0


@pytest.mark.parametrize("kind", [Kind.ORIGINATING, None])
async def test_not_where_the_bot_keeps_silent(place: Sessions, kind: Kind | None) -> None:
    facts = {"pinned_kind": kind} if kind else {"level": "listening"}
    async with place.begin() as session:
        await ensure_channel(session, TEAM, "C1", **facts)
    await talk(place, "abcabc", START)
    assert await bursts(place, START + timedelta(minutes=10)) == 0


async def test_neither_hours_later_nor_among_people_who_know_each_other(place: Sessions) -> None:
    await talk(place, "abcabc", START)
    assert await bursts(place, START + timedelta(hours=4)) == 0
    await talk(place, "abcabc", START + timedelta(days=1))
    assert await bursts(place, START + timedelta(days=1, minutes=10)) == 0


async def test_refused_in_a_thread_nothing_of_the_kind_is_told_there(place: Sessions) -> None:
    async with place.begin() as session:
        await refuse_burst(session, TEAM, "C1", by="Ua", is_thread=True, now=START)
        muted = await muted_kinds(session, TEAM, MuteSubject.CHANNEL, ["C1"], START)
        later = START + timedelta(days=29)
        over = await muted_kinds(session, TEAM, MuteSubject.CHANNEL, ["C1"], later)
    assert (muted, over) == ({"C1": {"burst"}}, {})


async def test_what_was_told_of_a_channels_life_goes_with_its_talk(place: Sessions) -> None:
    await talk(place, "abcabc", START)
    await watch_lives(place, START + timedelta(minutes=10))
    assert len(await all_of(place, BaBurst)) == 1
    async with place.begin() as session:
        await forget_channel(session, TEAM, "C1", START)
    assert await all_of(place, BaBurst) == []
    assert "C1" not in {life.channel_id for life in await all_of(place, BaLife)}
    (row,) = [row for row in await all_of(place, Outbox) if row.kind == "burst"]
    assert row.state == "dropped"
