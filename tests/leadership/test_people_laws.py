"""Laws over random worlds: nothing reaches whom it may not, and people stand in order.

The worlds are those of the cards' own law: people of all roles, channels of all kinds, acts in any
order. Here everybody agreed to be found, and every answer is searched for words of hidden cards.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.errors import PersonError
from bot.leadership.knows import agree, who_knows
from bot.leadership.knows_render import known_blocks
from bot.leadership.levers_forms import ask_in_form
from bot.leadership.levers_people import thank, whom_to_ask
from bot.leadership.levers_render import levers_for
from bot.leadership.levers_rules import ORDER
from bot.leadership.producers import gather_producer, take
from bot.leadership.producers_render import producer_line, producer_section
from models.database import Sessions
from models.member import Member
from models.role import producers_of
from models.thanks import thanked_in
from tests.cards_links.audience_world import STEPS, steps
from tests.conftest import START
from tests.support import make_channel, make_people
from tests.worlds import ANIMALS, CHANNELS, PEOPLE, World, begin, worlds

LATER = START + timedelta(days=100)
few = hypothesis_settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@few
@given(given=worlds(), steps=steps)
async def test_nothing_reaches_whom_it_may_not(
    sessions: Sessions, given: dict[str, Any], steps: list[tuple[Any, ...]]
) -> None:
    world = World(team=uuid.uuid4().hex[:16], **{**given, "members": dict(given["members"])})
    async with sessions.begin() as session:
        await begin(session, world)
        for person in PEOPLE:
            if await session.get(Member, (world.team, person)) is not None:
                await agree(session, world.team, person, START)
    for step in steps:
        async with sessions.begin() as session:
            act: Any = STEPS[step[0]]
            await act(session, world, *step[1:])
    for person in PEOPLE:
        allowed = {each for each in world.cards if world.person_may(person, each)}
        check(await _told(sessions, world, person), allowed, person)
    for channel in CHANNELS:
        allowed = {each for each in world.cards if world.channel_may(channel, each)}
        async with sessions.begin() as session:
            weeks = [LATER + timedelta(days=7 * week) for week in range(len(ORDER))]
            shown = [await levers_for(session, world.team, channel, week) for week in weeks]
        check([each.blocks for each in shown if each], allowed, channel)


def check(shown: list[Any], allowed: set[str], whom: str) -> None:
    text = "\n".join(map(str, shown)).lower()
    for name in set(ANIMALS) - allowed:
        assert name not in text, f"{name} reached {whom}"


async def _told(sessions: Sessions, world: World, person: str) -> list[Any]:
    """All that asking, asking in and looking after a channel tell somebody."""
    shown: list[Any] = []
    async with sessions.begin() as session:
        who = (session, world.team, person)
        shown += [known_blocks(await who_knows(*who, name)) for name in (*ANIMALS, "tide")]
        for channel in CHANNELS:
            try:
                await take(session, world.team, channel, person, START)
            except PersonError:
                assert person not in world.members[channel]
            for number in world.ids.values():
                try:
                    people = await whom_to_ask(session, world.team, channel, person, number)
                except PersonError as error:
                    shown.append(str(error))
                else:
                    shown.append(ask_in_form(people))
        found = await gather_producer(session, world.team, person, LATER)
        # What people looked for in vain is theirs, no card's: it is left out here.
        shown.append(producer_section(None if found is None else replace(found, gaps=())))
    return shown


names = st.lists(
    st.text(st.characters(categories=["Lu", "Ll", "Lo"]), min_size=1, max_size=6),
    min_size=1,
    max_size=6,
)


@few
@given(names=names)
async def test_people_are_listed_alphabetically_without_numbers(
    sessions: Sessions, names: list[str]
) -> None:
    team = uuid.uuid4().hex[:16]
    ids = [f"U{chr(65 + number)}" for number in range(len(names))]
    async with sessions.begin() as session:
        await make_people(session, "UZ", *ids, workspace_id=team)
        for each, name in zip(ids, names, strict=True):
            member = await session.get(Member, (team, each))
            assert member is not None
            member.name = name
        await make_channel(session, "CA", "UZ", *ids, workspace_id=team)
        for each in reversed(ids):
            await take(session, team, "CA", each, START)
            await thank(session, team, "CA", "UZ", [each], "", START)
        producers = await producers_of(session, team, "CA")
        thanked = await thanked_in(session, team, "CA", START, LATER)
    expected = [each for _, each in sorted(zip([n.casefold() for n in names], ids, strict=True))]
    assert producers == thanked == expected
    line = str(producer_line("CA", producers, "UZ"))
    assert not re.search(r"\d", line)
    mentioned = re.findall(r"<@(\w+)>", line)
    assert mentioned == expected
