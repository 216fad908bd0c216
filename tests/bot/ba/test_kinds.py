"""A channel's kind by week: marked by messages, read from the week alone, told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.ba.kinds import WEEK_MOST, refresh_due_kinds, refresh_kind
from bot.ba.outgoing import kind_was_told, make_kind_changed
from bot.ba.render import kind_sentence, status_blocks
from bot.ba.service import pin_kind, switch
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from bot.privacy import forget_person
from bot.slack.gateway import Sent
from models.channel import Channel, Kind, Level, get_channel
from models.channel_week import READ_AGAIN, ChannelWeek, Place, monday_of, touch_weeks
from models.database import Sessions
from models.message import bury_message, store_messages
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

MODE = {
    Kind.ORIGINATING: "socialization",
    Kind.DIALOGUING: "externalization",
    Kind.SYSTEMIZING: "combination",
    Kind.EXERCISING: "internalization",
}
WEEK = timedelta(days=7)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2", "U3")
    return sessions


async def say(sessions: Sessions, kind: Kind, when: datetime, count: int = 12) -> None:
    """Clear messages of three people in one thread, as they are when handlers have stored them."""
    rows = [
        {
            "workspace_id": TEAM,
            "channel_id": "C1",
            "ts": ts_at(when + timedelta(seconds=40 * n)),
            "thread_ts": ts_at(when),
            "author_id": f"U{n % 3 + 1}",
            "posted_at": when + timedelta(seconds=40 * n),
            "edited_ts": "",
            "is_deleted": False,
            "text": "words",
            "mode": MODE[kind],
            "confident": True,
            "scores": {},
            "cues": [],
            "length": 5,
            "links": 0,
            "mentions": 0,
            "files": 0,
        }
        for n in range(count)
    ]
    async with sessions.begin() as session:
        await store_messages(session, rows)
        weeks = [(Place(TEAM, "C1"), monday_of(when)) for _ in rows]
        await touch_weeks(session, weeks, when)


async def refreshed(sessions: Sessions, now: datetime = START) -> Channel:
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        await refresh_kind(session, channel, now)
        return channel


async def weeks(sessions: Sessions) -> list[ChannelWeek]:
    return sorted(await all_of(sessions, ChannelWeek), key=lambda each: each.week)


async def news(sessions: Sessions) -> list[Outbox]:
    rows = await all_of(sessions, Outbox)
    return sorted((r for r in rows if r.kind == "kind_changed"), key=lambda row: row.id)


async def test_each_week_is_kept_with_its_probabilities_and_reason(place: Sessions) -> None:
    await say(place, Kind.SYSTEMIZING, START - WEEK)
    await say(place, Kind.DIALOGUING, START, 10)
    channel = await refreshed(place)
    before, now = await weeks(place)
    assert (before.week, now.week) == (date(2026, 2, 23), date(2026, 3, 2))
    assert (before.kind, now.kind) == ("systemizing", "dialoguing")
    assert (now.messages, now.people, now.conversations) == (10, 3, 1)
    assert now.modes == {"externalization": 10}
    assert sum(now.scores.values()) == pytest.approx(1, abs=0.001)
    assert now.scores["dialoguing"] > 0.6
    assert now.reason.startswith("because 10 of 10 recent messages put into words")
    assert now.due_at is None
    # The channel goes by its last weeks together, the newest first of all.
    assert (channel.kind, channel.kind_at) == ("dialoguing", START)
    assert channel.kind_scores["systemizing"] > channel.kind_scores["exercising"]
    assert "Here *people put into words what they know* (`dialoguing`)" in kind_sentence(channel)
    assert "because 10 of 10 recent messages" in kind_sentence(channel)
    assert "Pin the kind" in str(status_blocks(channel))


async def test_a_pinned_kind_goes_before_the_derived_one(place: Sessions) -> None:
    await say(place, Kind.SYSTEMIZING, START)
    async with place.begin() as session:
        await pin_kind(session, TEAM, "C1", "exercising", by="U1", now=START)
    channel = await refreshed(place)
    assert (channel.kind, channel.conduct_kind) == ("systemizing", "exercising")


async def test_what_changes_in_a_week_is_read_anew(place: Sessions) -> None:
    await say(place, Kind.DIALOGUING, START)
    await refreshed(place)
    async with place.begin() as session:
        for n in range(12):
            at = START + timedelta(seconds=40 * n)
            await bury_message(session, TEAM, "C1", ts_at(at), thread_ts=ts_at(START), at=at)
        await touch_weeks(session, [(Place(TEAM, "C1"), monday_of(START))], START)
    channel = await refreshed(place)
    assert await weeks(place) == []
    assert channel.kind == "dialoguing", "what it was stays, until talk says otherwise"


async def test_who_is_forgotten_counts_no_more(place: Sessions) -> None:
    await say(place, Kind.DIALOGUING, START)
    await refreshed(place)
    async with place.begin() as session:
        await forget_person(session, TEAM, "U2", START)
    await refreshed(place)
    (week,) = await weeks(place)
    assert (week.messages, week.people) == (8, 2)


async def test_switched_off_nothing_derived_is_left(place: Sessions) -> None:
    await say(place, Kind.DIALOGUING, START)
    await refreshed(place)
    async with place.begin() as session:
        await switch(session, TEAM, "C1", Level.OFF, by="U1", now=START)
    async with place.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        assert (channel.kind, channel.kind_scores, channel.kind_reason) == (None, {}, "")
        assert channel.told_kind is None
    assert await weeks(place) == []


async def test_a_week_is_read_soon_after_talk_but_not_at_every_message(place: Sessions) -> None:
    await say(place, Kind.DIALOGUING, START)
    assert await refresh_due_kinds(place, START + READ_AGAIN / 2) == 0
    assert await refresh_due_kinds(place, START + READ_AGAIN) == 1
    again = START + READ_AGAIN + timedelta(minutes=1)
    await say(place, Kind.DIALOGUING, again)
    assert await refresh_due_kinds(place, again) == 0, "it was read a minute ago"
    assert await refresh_due_kinds(place, START + 2 * READ_AGAIN) == 1
    assert await refresh_due_kinds(place, START + 9 * READ_AGAIN) == 0, "nothing came since"
    async with place.begin() as session:
        await make_channel(session, "C1", level=Level.OFF)
    await say(place, Kind.DIALOGUING, again)
    await refresh_due_kinds(place, START + WEEK)
    assert await weeks(place) == [], "of a channel that is off nothing is derived"


async def test_a_long_history_costs_no_more(place: Sessions, engine: AsyncEngine) -> None:
    """The same statements, and no more rows read, with 40 weeks of history as with one."""
    reads: list[int] = []

    def count(_: object, cursor: object, statement: str, *__: object) -> None:
        reads.append(1 if "SELECT" in statement.upper() else 0)

    async def cost() -> Sequence[int]:
        reads.clear()
        await say(place, Kind.DIALOGUING, START, 10)
        await refreshed(place, START + WEEK)
        return list(reads)

    event.listen(engine.sync_engine, "after_cursor_execute", count)
    first = await cost()
    for number in range(40):
        await say(place, Kind.DIALOGUING, START - (number + 1) * WEEK)
    await refreshed(place)
    assert await cost() == first


async def test_of_a_very_busy_week_the_newest_are_read(place: Sessions) -> None:
    await say(place, Kind.SYSTEMIZING, datetime(2026, 3, 2, tzinfo=UTC), 200)
    await say(place, Kind.DIALOGUING, datetime(2026, 3, 3, tzinfo=UTC), WEEK_MOST)
    await refreshed(place)
    (week,) = await weeks(place)
    assert week.messages == WEEK_MOST
    assert week.modes == {"externalization": WEEK_MOST}


async def changed(place: Sessions, later: datetime = START + 2 * WEEK) -> Channel:
    """From dialoguing to systemizing."""
    await say(place, Kind.DIALOGUING, START)
    await refreshed(place)
    await say(place, Kind.SYSTEMIZING, later, 40)
    return await refreshed(place, later)


async def test_a_change_is_told_once_and_the_first_kind_is_none(place: Sessions) -> None:
    await say(place, Kind.DIALOGUING, START)
    assert (await refreshed(place)).told_kind == "dialoguing"
    assert await news(place) == []
    now = START + 2 * WEEK
    await changed(place, now)
    await refreshed(place, now + timedelta(hours=1))
    (row,) = await news(place)
    assert (row.is_unasked, row.channel_id, row.member_id) == (True, "C1", "")
    assert row.expires_at == now + WEEK
    post = await make_kind_changed(making(place, FakeGateway()), row)
    assert isinstance(post, Post)
    words = str(post.blocks)
    assert "Before, people put into words what they knew. Now people collect" in words
    assert "because" in words
    assert "/ba set dialoguing" in words
    async with place.begin() as session:
        await kind_was_told(session, row, Sent("C1", "1.0"), now)
    await say(place, Kind.SYSTEMIZING, now + WEEK)
    await refreshed(place, now + WEEK)
    assert len(await news(place)) == 1


async def test_what_changes_back_before_it_was_told_is_no_news(place: Sessions) -> None:
    await changed(place)
    (row,) = await news(place)
    async with place.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
        assert channel is not None
        channel.kind = Kind.DIALOGUING
    assert isinstance(await make_kind_changed(making(place, FakeGateway()), row), Drop)


async def test_nothing_is_told_while_pinned_nor_after_it_of_before(place: Sessions) -> None:
    await say(place, Kind.DIALOGUING, START)
    await refreshed(place)
    async with place.begin() as session:
        await pin_kind(session, TEAM, "C1", "dialoguing", by="U1", now=START)
    await changed(place)
    async with place.begin() as session:
        await pin_kind(session, TEAM, "C1", "auto", by="U1", now=START)
    await refreshed(place, START + 2 * WEEK)
    assert await news(place) == []


async def test_news_that_waits_is_not_told_once_it_is_pinned(place: Sessions) -> None:
    await changed(place)
    (row,) = await news(place)
    async with place.begin() as session:
        await pin_kind(session, TEAM, "C1", "systemizing", by="U1", now=START)
    assert isinstance(await make_kind_changed(making(place, FakeGateway()), row), Drop)


@pytest.mark.parametrize("level", [Level.LISTENING, Level.OFFERING])
async def test_it_is_told_in_the_places_own_way(place: Sessions, level: Level) -> None:
    """Where the bot only listens, and where a place became originating, it says nothing."""
    kind = Kind.ORIGINATING if level == Level.OFFERING else Kind.SYSTEMIZING
    async with place.begin() as session:
        await make_channel(session, "C1", level=level)
    await say(place, Kind.DIALOGUING, START)
    await refreshed(place)
    await say(place, kind, START + 2 * WEEK, 40)
    assert (await refreshed(place, START + 2 * WEEK)).kind == kind
    assert await news(place) == []
