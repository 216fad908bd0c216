"""The asset map in the database (M13): snapshots once a week, what moved, people to ask."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.leadership.asset_rules import Flow
from bot.leadership.assets import AssetMap, Row, read_map
from bot.leadership.assets_render import alt_text, map_view
from bot.leadership.snapshots import sweep_snapshots
from models.asset_map import AssetPlace, AssetSnapshot, list_snapshots
from models.audience import Audience
from models.card import Card
from models.database import Sessions
from models.erasure import delete_card
from models.pointer import point_to_me
from models.theme import Theme, set_card_theme
from tests.conftest import START
from tests.support import (
    TEAM,
    make_card,
    make_channel,
    make_people,
    make_workspace,
    settings,
)

ME = Audience(TEAM, member_id="U1")
WEEK = timedelta(days=7)


@pytest.fixture
async def ready(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2")
    return sessions


async def make_theme(session: AsyncSession, name: str, parent: Theme | None = None) -> Theme:
    theme = Theme(
        workspace_id=TEAM,
        name=name,
        about="",
        words=[],
        parent_id=parent.id if parent else None,
        is_active=True,
        made_at=START,
    )
    session.add(theme)
    await session.flush()
    return theme


async def of(session: AsyncSession, card: Card, theme: Theme | None) -> None:
    theme_id = theme.id if theme else None
    await set_card_theme(
        session, card, theme_id, is_chosen=True, by="U1", reason="", edition=1, at=START
    )


async def look(session: AsyncSession, now: datetime, since_id: int | None = None) -> AssetMap:
    await session.flush()
    return await read_map(session, ME, now, since_id=since_id)


def row_of(found: AssetMap, name: str) -> Row:
    return next(row for row in found.rows if row.name == name)


async def test_one_snapshot_a_week_however_often_it_runs(ready: Sessions) -> None:
    runs = [START + timedelta(hours=hours) for hours in (0, 1, 5, 24, 150, 200, 201)]
    taken = []
    async with ready.begin() as session:
        assert await sweep_snapshots(session, settings(), START) == 0  # nothing is known yet
        await make_card(session)
    for now in runs:
        async with ready.begin() as session:  # as after a restart: nothing but rows is remembered
            taken.append(await sweep_snapshots(session, settings(), now))
    assert taken == [1, 0, 0, 0, 1, 0, 0]
    async with ready.begin() as session:
        periods = [each.period for each in await list_snapshots(session, TEAM)]
        assert periods == ["2026-W11", "2026-W10"]
        assert await session.scalar(select(func.count()).select_from(AssetPlace)) == 2


async def test_weeks_follow_the_installations_own_zone(ready: Sessions) -> None:
    sunday_evening = datetime.fromisoformat("2026-03-08T20:00:00+00:00")  # Monday in Tokyo
    async with ready.begin() as session:
        await make_card(session)
        await sweep_snapshots(session, settings(timezone="Asia/Tokyo"), sunday_evening)
        assert [each.period for each in await list_snapshots(session, TEAM)] == ["2026-W11"]


async def test_old_snapshots_become_one_a_month(ready: Sessions) -> None:
    async with ready.begin() as session:
        await make_card(session)
        for week in range(60):
            await sweep_snapshots(session, settings(), START + week * WEEK)
        kept = [each.at for each in await list_snapshots(session, TEAM)]
        newest = START + 59 * WEEK
        assert sum(newest - at <= timedelta(weeks=26) for at in kept) == 27
        old = [(at.year, at.month) for at in kept if newest - at > timedelta(weeks=26)]
        assert len(old) == len(set(old)) == 8
        places = await session.scalar(select(func.count()).select_from(AssetPlace))
        assert places == len(kept)


async def test_what_came_and_went_since_a_snapshot(ready: Sessions) -> None:
    async with ready.begin() as session:
        weather, tea = await make_theme(session, "Weather"), await make_theme(session, "Tea")
        rain = await make_theme(session, "Rain", weather)
        stays = await make_card(session, "Stays", asset_kind="routine")
        moves = await make_card(session, "Moves", asset_kind="conceptual")
        goes = await make_card(session, "Goes", asset_kind="routine")
        for card, theme in ((stays, rain), (moves, weather), (goes, weather)):
            await of(session, card, theme)
        await sweep_snapshots(session, settings(), START)
        assert (await look(session, START)).since == START
        moves.asset_kind = "systemic"
        await of(session, moves, tea)
        await of(session, stays, weather)  # from a part to its whole: no move on the map
        goes.status = "retired"
        later = START + timedelta(days=1)
        await make_card(session, "New", asset_kind="conceptual", created_at=later)
        found = await look(session, START + WEEK)
        assert [row.name for row in found.rows] == ["Weather", "Tea", ""]
        spots = row_of(found, "Weather").spots
        assert (spots["routine"].cards, spots["routine"].flow) == (1, Flow(retired=1))
        assert (spots["conceptual"].cards, spots["conceptual"].flow) == (0, Flow(moved_out=1))
        assert row_of(found, "Tea").spots["systemic"].flow == Flow(moved_in=1)
        assert row_of(found, "").spots["conceptual"].flow == Flow(new=1)
        goes.status = "conjecture"
        await sweep_snapshots(session, settings(), START + WEEK)
        assert "1 moved away" in alt_text(await look(session, START + WEEK, since_id=1))
        assert "moved" not in alt_text(await look(session, START + WEEK, since_id=2))


async def test_an_erased_card_is_in_no_snapshot_either(ready: Sessions) -> None:
    async with ready.begin() as session:
        card = await make_card(session, "Gone")
        await make_card(session, "Stays")
        await sweep_snapshots(session, settings(), START)
        await delete_card(session, TEAM, card.id)
        found = await look(session, START + WEEK)
        assert found.cards == 1
        assert found.rows[0].spots["conceptual"].flow == Flow()
        assert await session.scalar(select(func.count()).select_from(AssetPlace)) == 1
        assert await session.scalar(select(func.count()).select_from(AssetSnapshot)) == 1


async def test_people_to_ask_agreed_and_stand_alphabetically_without_numbers(
    ready: Sessions,
) -> None:
    async with ready.begin() as session:
        weather = await make_theme(session, "Weather")
        cards = [await make_card(session, f"Rain {n}", asset_kind="experiential") for n in range(3)]
        for card in cards:
            await of(session, card, weather)
        for card, person in ((cards[0], "U3"), (cards[1], "U1"), (cards[2], "U3")):
            await point_to_me(session, TEAM, card.id, person, START)
        found = await look(session, START)
        assert row_of(found, "Weather").people == ["U1", "U3"]
        assert "3 skills\\nTo ask: U1, U3" in str(map_view(found))


async def test_the_map_of_a_channel_counts_what_all_of_it_may_see(ready: Sessions) -> None:
    async with ready.begin() as session:
        await make_channel(session, "C2", "U2", is_private=True)
        await make_card(session, "Open")
        await make_card(session, "Hidden", channel_id="C2")
        await make_theme(session, "Weather")
        whole = await read_map(session, Audience(TEAM, channel_id="C1"), START)
        assert (whole.cards, whole.has_themes) == (1, True)
        await make_people(session, "G1", is_guest=True)
        await make_channel(session, "C1", "G1")
        whole = await read_map(session, Audience(TEAM, channel_id="C1"), START)
        assert (whole.cards, whole.has_themes) == (1, False)


async def test_an_empty_map_says_so(ready: Sessions) -> None:
    async with ready.begin() as session:
        view = map_view(await read_map(session, ME, START))
        assert "no card yet" in str(view)
