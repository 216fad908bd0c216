"""Levers: each found where it fits, shown within the channel's audience, refused by one press."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.leadership.levers import Pulled, lever_for, refuse
from bot.leadership.levers_render import levers_for, refusals
from bot.leadership.levers_rules import (
    ORDER,
    Lever,
    Refusal,
    Unwanted,
    in_turn,
    turn_of,
)
from models.audience import ORGANIZATION
from models.channel import Level
from models.database import Sessions
from models.lever import refused_levers
from models.link import LinkKind, link_cards
from models.thanks import Thanks, add_thanks
from tests.conftest import START
from tests.support import TEAM, make_card, make_channel, make_people

OLD = START - timedelta(days=90)


@pytest.fixture(autouse=True)
async def place(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U2", is_private=True)
        await make_channel(session, "C3", "U3")


def week_of(lever: Lever) -> datetime:
    """A time at which it is this lever's turn in C1."""
    days = (START + timedelta(days=7 * week) for week in range(len(ORDER)))
    return next(day for day in days if in_turn(turn_of("C1", day.date()), ())[0] == lever)


async def pull(session: AsyncSession, lever: Lever, **more: str) -> Pulled | None:
    found = await lever_for(session, TEAM, "C1", week_of(lever), **more)
    return found if found is not None and found.lever == lever else None


async def test_an_old_card_that_nobody_doubted_is_asked_about(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await pull(session, Lever.CHAOS) is None
        young = await make_card(session, "Young")
        doubted = await make_card(session, "Doubted", created_at=OLD)
        await link_cards(
            session,
            workspace_id=TEAM,
            kind=LinkKind.CHALLENGES,
            source_id=young.id,
            target_id=doubted.id,
            by="U1",
            at=START,
        )
        assert await pull(session, Lever.CHAOS) is None
        old = await make_card(session, "Old <!channel>", created_at=OLD)
        pulled = await pull(session, Lever.CHAOS)
        offered = await levers_for(session, TEAM, "C1", week_of(Lever.CHAOS))
    assert pulled is not None
    assert pulled.card == old
    assert offered is not None
    assert offered.card_id == old.id
    assert "<!channel>" not in str(offered.blocks)


async def test_a_pointer_to_another_ba_is_one_the_whole_channel_may_see(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_card(session, "Sourdough and hot ovens")
        await make_card(session, "Ovens again", channel_id="C3")
        await make_card(session, "Hot ovens, secret", channel_id="C2")
        assert await pull(session, Lever.REDUNDANCY) is None, (
            "one word in common, or not to be seen"
        )
        far = await make_card(session, "Hot sourdough", channel_id="C3", statement="Long words")
        pulled = await pull(session, Lever.REDUNDANCY)
        assert pulled is not None
        assert (pulled.card, pulled.place) == (far, "C3")
        offered = await levers_for(session, TEAM, "C1", week_of(Lever.REDUNDANCY))
    assert offered is not None
    assert "Long words" not in str(offered.blocks), "a pointer, no copy"


async def test_a_published_card_names_no_private_channel(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_card(session, "Sourdough and hot ovens")
        await make_card(session, "Hot sourdough", channel_id="C2", scope=ORGANIZATION)
        pulled = await pull(session, Lever.REDUNDANCY)
    assert pulled is not None
    assert pulled.place == ""


async def test_a_missing_view_is_noticed(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        for number in range(3):
            await make_card(session, f"Card {number}")
        pulled = await pull(session, Lever.VARIETY)
        assert pulled is not None
        assert pulled.is_few
        for author in ("U2", "U3"):
            await make_card(session, f"Card of {author}", author_id=author)
        pulled = await pull(session, Lever.VARIETY)
        assert pulled is not None
        assert not pulled.is_few
        await make_card(session, "Customer's", author_id="U3", origin="customer")
        assert await pull(session, Lever.VARIETY) is None


async def test_thanks_are_suggested_where_nobody_gave_any(sessions: Sessions) -> None:
    now = week_of(Lever.CARE)
    async with sessions.begin() as session:
        assert await pull(session, Lever.CARE) is not None
        thanks = {"channel_id": "C1", "from_id": "U1", "to_id": "U2", "at": now}
        await add_thanks(session, Thanks(workspace_id=TEAM, words="", **thanks))
        found = await lever_for(session, TEAM, "C1", now + timedelta(seconds=1))
    assert found is not None
    assert found.lever != Lever.CARE


@pytest.mark.parametrize("lever", Lever)
@pytest.mark.parametrize("how", Unwanted)
async def test_each_is_refused_by_one_press(
    sessions: Sessions, lever: Lever, how: Unwanted
) -> None:
    now = week_of(lever)
    async with sessions.begin() as session:
        for number in range(3):
            await make_card(session, f"Hot sourdough {number}", created_at=OLD)
        await make_card(session, "Hot sourdough", channel_id="C3")
        pulled = await pull(session, lever)
        assert pulled is not None
        menu = [element.to_dict() for element in refusals(pulled, for_channel=True)]
        values = [menu[0]["value"], *(option["value"] for option in menu[1]["options"])]
        value = values[list(Unwanted).index(how)]
        with pytest.raises(PersonError):
            await refuse(session, TEAM, "C1", "U3", value, now)
        assert await lever_for(session, TEAM, "C1", now) == pulled
        refusal = await refuse(session, TEAM, "C1", "U2", value, now)
        assert (refusal.how, refusal.lever) == (how, lever)
        assert await lever_for(session, TEAM, "C1", now) != pulled
        after = await refused_levers(session, TEAM, [("channel", "C1")], now + timedelta(days=8))
    assert bool(after) == (how != Unwanted.WEEK)


async def test_one_persons_no_is_theirs_alone(sessions: Sessions) -> None:
    now = week_of(Lever.AUTONOMY)
    async with sessions.begin() as session:
        value = Refusal(Unwanted.GOOD, "person", Lever.AUTONOMY, "").value
        await refuse(session, TEAM, "C1", "U1", value, now)
        assert await pull(session, Lever.AUTONOMY) is not None
        assert await pull(session, Lever.AUTONOMY, member_id="U2") is not None
        assert await pull(session, Lever.AUTONOMY, member_id="U1") is None


async def test_nothing_where_the_bot_is_off(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_channel(session, "C1", level=Level.OFF)
        assert await lever_for(session, TEAM, "C1", START) is None
        assert await lever_for(session, TEAM, "C9", START) is None
