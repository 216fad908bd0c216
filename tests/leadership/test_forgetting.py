"""What was remembered of people goes by every way by which it must, through the real entrances."""

from __future__ import annotations

import pytest

from bot.ba.service import switch
from bot.erasing import erase_contributions
from bot.leadership.knows import agree
from bot.leadership.levers_people import thank
from bot.leadership.producers import take
from bot.leadership.wander import begin
from bot.privacy import forget_person
from handlers.events.messages import on_messages
from models.channel import Level
from models.database import Sessions
from models.knowing import Findable
from models.lived import LivedTheme, remember_themes
from models.role import Role
from models.thanks import Thanks
from models.wander import Wanderer
from tests.conftest import START
from tests.support import (
    TEAM,
    all_of,
    deleted,
    edited,
    event,
    make_channel,
    make_people,
    make_workspace,
    message,
    settings,
    ts,
    turn,
)

SAID = message("ten winters at the oven", at=ts(1))


@pytest.fixture(autouse=True)
async def place(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1", "U2")
        await agree(session, TEAM, "U1", START)
        await on_messages(turn(session), [event(SAID)])
        await remember_themes(session, TEAM, "U1", "C1", ts(1), {"oven": "oven"})
        await remember_themes(session, TEAM, "U2", "C1", ts(2), {"till": "till"})


@pytest.mark.parametrize(
    ("way", "left"),
    [
        ("nothing", {"oven", "till"}),
        ("seen again", {"oven", "till"}),
        ("deleted", {"till"}),
        ("edited", {"till"}),
        ("off", set()),
        ("opted out", {"till"}),
        ("erased", {"till"}),
    ],
)
async def test_what_was_lived_goes_with_what_it_came_from(
    sessions: Sessions, way: str, left: set[str]
) -> None:
    async with sessions.begin() as session:
        who = (session, TEAM, "U1")
        if way == "seen again":
            await on_messages(turn(session), [event(SAID)])
        elif way == "deleted":
            await on_messages(turn(session), [event(deleted(SAID))])
        elif way == "edited":
            await on_messages(turn(session), [event(edited(SAID, "never mind", ts(3)))])
        elif way == "off":
            await switch(session, TEAM, "C1", Level.OFF, by="U1", now=START)
        elif way == "opted out":
            await forget_person(*who, START)
        elif way == "erased":
            await erase_contributions(*who, by="U1", now=START)
    assert {row.word for row in await all_of(sessions, LivedTheme)} == left


async def test_erasing_takes_every_name(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await take(session, TEAM, "C1", "U1", START)
        await thank(session, TEAM, "C1", "U2", ["U1"], "thanks", START)
        await thank(session, TEAM, "C1", "U1", ["U2"], "thanks", START)
        await begin(session, TEAM, "U1", weeks=1, settings=settings(), now=START)
        await erase_contributions(session, TEAM, "U1", by="U1", now=START)
    for table in (Role, Thanks, Wanderer):
        assert await all_of(sessions, table) == []
    assert {row.member_id for row in await all_of(sessions, Findable)} == {"U2"}
