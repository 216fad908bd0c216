"""Joins, leaves and people whose events come late, twice, or not in the order they happened."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.slack.events import Event, parse_event
from handlers.events import registry
from handlers.events.channels import SETTLED
from handlers.events.late import LATE
from models.channel import get_channel
from models.database import Sessions
from models.member import get_member, members_of
from models.outbox import Outbox
from tests.conftest import START
from tests.support import (
    BOT,
    TEAM,
    all_of,
    envelope,
    make_channel,
    make_people,
    make_workspace,
    turn,
)

JOINED = {"type": "member_joined_channel", "channel": "C1", "channel_type": "G", "user": "U1"}
LEFT = {"type": "member_left_channel", "channel": "C1", "channel_type": "G", "user": "U1"}


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1")
        await make_channel(session, "C1", is_private=True)
    return sessions


def at(inner: dict[str, Any], when: datetime = START) -> Event:
    parsed = parse_event({**envelope(inner), "event_time": int(when.timestamp())})
    assert parsed is not None
    return parsed


async def handle(sessions: Sessions, event: Event) -> None:
    async with sessions.begin() as session:
        await registry()[event.kind](turn(session), [event])


async def members(sessions: Sessions) -> set[str]:
    async with sessions.begin() as session:
        return await members_of(session, TEAM, "C1")


async def owed(sessions: Sessions) -> list[tuple[str, datetime]]:
    return [(row.kind, row.due_at) for row in await all_of(sessions, Outbox)]


async def test_a_join_that_comes_late_is_not_believed_but_asked_about(place: Sessions) -> None:
    await handle(place, at(LEFT))
    await handle(place, at(JOINED, START - LATE - timedelta(seconds=1)))
    assert await members(place) == set()
    assert await owed(place) == [("refresh_channel", START + SETTLED)]


async def test_a_join_in_time_is_believed_at_once(place: Sessions) -> None:
    await handle(place, at(JOINED, START - timedelta(seconds=5)))
    assert await members(place) == {"U1"}
    assert await owed(place) == []


async def test_after_somebody_left_slack_is_asked_once_both_have_come(place: Sessions) -> None:
    """The join that was before it may still be on its way."""
    await handle(place, at(LEFT))
    await handle(place, at(JOINED))
    assert await owed(place) == [("refresh_channel", START + SETTLED)]


async def test_however_many_leave_within_a_minute_slack_is_asked_once(place: Sessions) -> None:
    for number, seconds in enumerate((1, 2, 30, 59, 61)):
        event = at({**LEFT, "user": f"U{number}"})
        async with place.begin() as session:
            now = START + timedelta(seconds=seconds)
            await registry()[event.kind](turn(session, now), [event])
    assert [due - START for _, due in await owed(place)] == [2 * SETTLED, 3 * SETTLED]


@pytest.mark.parametrize("kind", ["channel_archive", "channel_unarchive", "channel_shared"])
async def test_what_became_of_a_channel_is_asked_about_too(place: Sessions, kind: str) -> None:
    await handle(place, at({"type": kind, "channel": "C1"}))
    assert await owed(place) == [("refresh_channel", START + SETTLED)]


async def test_the_bots_own_late_join_counts_and_is_asked_about(place: Sessions) -> None:
    await handle(place, at({**JOINED, "user": BOT}, START - timedelta(hours=1)))
    assert {kind for kind, _ in await owed(place)} == {"introduction", "refresh_channel"}


async def test_old_news_of_somebody_is_asked_about(place: Sessions) -> None:
    old = {"type": "user_change", "user": {"id": "U1", "is_admin": True}}
    await handle(place, at(old, START - LATE - timedelta(seconds=1)))
    async with place.begin() as session:
        member = await get_member(session, TEAM, "U1")
    assert member is not None
    assert not member.is_admin
    assert await owed(place) == [("refresh_person", START)]


@pytest.mark.parametrize(
    ("said", "is_private"), [("C", False), ("G", True), (None, True), ("?", True)]
)
async def test_a_channel_is_private_until_slack_says_that_it_is_not(
    place: Sessions, said: str | None, is_private: bool
) -> None:
    await handle(place, at({**JOINED, "channel": "C7", "channel_type": said, "user": BOT}))
    async with place.begin() as session:
        channel = await get_channel(session, TEAM, "C7")
    assert channel is not None
    assert channel.is_private is is_private
