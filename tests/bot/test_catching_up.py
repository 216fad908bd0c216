"""Channels that change while Slack is being asked what was missed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.ba.service import be_invited, switch
from bot.catching_up import CatchUp
from bot.clock import ManualClock
from bot.slack.gateway import SlackRefused
from models.channel import Level, get_channel
from models.database import Sessions
from models.inbox import Inbox
from tests.conftest import START
from tests.support import TEAM, FakeGateway, all_of, make_channel, make_people, make_workspace
from tests.support import ts_at as stamp

SAID = START - timedelta(hours=1)
PUBLIC = {"is_private": False, "is_member": True}


class Slack(FakeGateway):
    """Knows C1 and what was said there; ``meanwhile`` happens while it is asked for a page."""

    def __init__(self) -> None:
        super().__init__()
        self.here: list[dict[str, Any]] = [{"id": "C1", **PUBLIC}]
        self.meanwhile: dict[str, Callable[[], Awaitable[None]]] = {}

    async def pages(self, method: str, key: str, **arguments: Any) -> AsyncIterator[Any]:
        if method in self.meanwhile:
            await self.meanwhile[method]()
        if method == "users.conversations":
            for each in self.here:
                yield each
        elif method == "conversations.history":
            yield {"ts": stamp(SAID), "user": "U1", "text": "said", "type": "message"}


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1")
        channel = await make_channel(session, "C1", "U1")
        channel.switched_at = START - timedelta(days=2)
        channel.caught_up_ts = channel.last_ts = stamp(START - timedelta(hours=5))
    return sessions


def catch_up(sessions: Sessions, slack: Slack) -> CatchUp:
    return CatchUp(sessions, slack, ManualClock(START), "UTC")


async def off_and_on(sessions: Sessions) -> None:
    at: dict[Level, datetime] = {
        Level.OFF: START - timedelta(hours=2),
        Level.OFFERING: START - timedelta(minutes=1),
    }
    for level, when in at.items():
        async with sessions.begin() as session:
            await switch(session, TEAM, "C1", level, by="U1", now=when)


async def test_what_was_missed_is_taken_in(place: Sessions) -> None:
    assert await catch_up(place, Slack()).run(TEAM) == 1


@pytest.mark.parametrize("asked", ["users.conversations", "conversations.history"])
async def test_what_was_said_while_it_was_off_is_not_taken_in(place: Sessions, asked: str) -> None:
    slack = Slack()
    slack.meanwhile[asked] = lambda: off_and_on(place)
    assert await catch_up(place, slack).run(TEAM) == 0
    assert await all_of(place, Inbox) == []


async def _is_member(sessions: Sessions, channel_id: str) -> bool:
    async with sessions.begin() as session:
        channel = await get_channel(session, TEAM, channel_id)
    assert channel is not None
    return channel.is_member


async def test_a_channel_that_we_came_into_meanwhile_is_ours(place: Sessions) -> None:
    slack = Slack()

    async def invited() -> None:
        async with place.begin() as session:
            await be_invited(session, TEAM, "C2", by="U1", now=START, tz="UTC")

    slack.meanwhile["users.conversations"] = invited
    await catch_up(place, slack).run(TEAM)
    assert await _is_member(place, "C2")


async def test_a_list_that_is_cut_off_removes_us_from_nowhere(place: Sessions) -> None:
    slack = Slack()
    slack.here, slack.answers = [], {"conversations.info": {"channel": {"id": "C1", **PUBLIC}}}
    await catch_up(place, slack).run(TEAM)
    assert await _is_member(place, "C1")


@pytest.mark.parametrize("answer", [{"channel": {"is_member": False}}, "channel_not_found"])
async def test_who_is_in_a_channel_no_more_is_off_there(place: Sessions, answer: Any) -> None:
    slack = Slack()
    slack.here = []
    if isinstance(answer, str):
        slack.failures["conversations.info"] = [SlackRefused(answer)]
    else:
        slack.answers = {"conversations.info": answer}
    await catch_up(place, slack).run(TEAM)
    assert not await _is_member(place, "C1")
