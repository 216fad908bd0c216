"""What a channel talks about is made anew when a message of it is edited or deleted."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.events.messages import on_messages
from models.ba_link import BaTopic, store_topic
from models.database import Sessions
from tests.conftest import START
from tests.support import (
    all_of,
    deleted,
    edited,
    event,
    make_channel,
    make_people,
    make_workspace,
    message,
    ts,
    turn,
)

TEAM = "T0TEAM"


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1")
        for channel in ("C1", "C2"):
            await make_channel(session, channel, "U1")
            await store_topic(
                session,
                TEAM,
                channel,
                heard_ts=ts(),
                heard_at=START,
                messages=30,
                weights={"7": 2.0},
            )
    return sessions


async def heard(sessions: Sessions, *inner: dict[str, Any]) -> dict[str, dict[str, float]]:
    async with sessions.begin() as session:
        await on_messages(turn(session), [event(each) for each in inner])
    return {topic.channel_id: topic.weights for topic in await all_of(sessions, BaTopic)}


async def test_a_new_message_is_heard_later(place: Sessions) -> None:
    assert await heard(place, message()) == {"C1": {"7": 2.0}, "C2": {"7": 2.0}}


async def test_an_edit_makes_it_anew(place: Sessions) -> None:
    assert await heard(place, edited(message(), "other words", ts(1))) == {
        "C1": {},
        "C2": {"7": 2.0},
    }


async def test_a_deletion_makes_it_anew(place: Sessions) -> None:
    assert await heard(place, message(), deleted(message())) == {"C1": {}, "C2": {"7": 2.0}}
