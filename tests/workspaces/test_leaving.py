"""Removal: tokens and talk go at once, cards after their grace; old news of it changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.leaving import forget_left, leave
from models.audit import Audit
from models.card import Card
from models.channel import Channel
from models.database import Sessions
from models.installation import BOTS, INSTALLATIONS
from models.outbox import Outbox
from models.purge import AFTER_GRACE, AT_ONCE, tables_of_workspaces
from models.registry import metadata
from models.workspace import Workspace, remember_workspace
from tests.isolation.world import MARK, NOW, ONE, OTHER, belongs, fill

SECOND = timedelta(seconds=1)
GRACE = timedelta(days=30)


@pytest.fixture
async def two(sessions: Sessions) -> Sessions:
    """Two workspaces with equal ids and rows in every table."""
    async with sessions.begin() as session:
        for workspace_id in (ONE, OTHER):
            await fill(session, workspace_id)
            await remember_workspace(session, workspace_id, name="", bot_user_id="UB", now=NOW)
    return sessions


async def _counts(sessions: Sessions, workspace_id: str) -> dict[str, int]:
    found = {}
    async with sessions.begin() as session:
        for table in metadata().sorted_tables:
            own = belongs(table)
            if own is not None:
                rows = await session.execute(select(table).where(own == workspace_id))
                found[table.name] = len(rows.all())
    return found


async def _everything(sessions: Sessions) -> str:
    async with sessions.begin() as session:
        found = [(await session.execute(select(table))).all() for table in metadata().sorted_tables]
    return repr(found)


async def _leave(sessions: Sessions, after: timedelta, **more: str) -> list[str]:
    async with sessions.begin() as session:
        return list(await leave(session, ONE, happened_at=NOW + after, now=NOW + after, **more))


def test_every_table_says_when_it_goes() -> None:
    names = {table.name for table in tables_of_workspaces()}
    assert names == AT_ONCE | AFTER_GRACE, "put a new table into one of the two sets"
    assert not AT_ONCE & AFTER_GRACE


async def test_tokens_and_talk_go_at_once_and_nothing_of_others(two: Sessions) -> None:
    before = await _counts(two, OTHER)
    assert min(before.values()) > 0
    assert await _leave(two, SECOND) == [ONE]
    left = await _counts(two, ONE)
    assert {left[name] for name in (*AT_ONCE, "slack_bots", "slack_installations")} == {0}
    assert left["card"] == 2
    async with two.begin() as session:
        assert {
            c.level
            for c in await session.scalars(select(Channel).where(Channel.workspace_id == ONE))
        } == {"off"}
        owed = list(await session.scalars(select(Outbox).where(Outbox.workspace_id == ONE)))
        assert owed == []
    assert await _counts(two, OTHER) == before


async def test_cards_outlive_it_for_their_grace_then_nothing_is_left(two: Sessions) -> None:
    before = await _counts(two, OTHER)
    await _leave(two, SECOND)
    assert await forget_left(two, NOW + GRACE, GRACE) == 0
    assert (await _counts(two, ONE))["card"] == 2
    assert await forget_left(two, NOW + GRACE + SECOND * 2, GRACE) == 1
    assert set((await _counts(two, ONE)).values()) == {0}
    assert MARK[ONE] not in await _everything(two)
    assert await _counts(two, OTHER) == before


async def test_who_comes_back_in_time_finds_their_cards(two: Sessions) -> None:
    await _leave(two, SECOND)
    async with two.begin() as session:
        later = NOW + timedelta(days=10)
        await remember_workspace(session, ONE, name="", bot_user_id="UB", now=later)
    assert await forget_left(two, NOW + GRACE * 2, GRACE) == 0
    assert (await _counts(two, ONE))["card"] == 2


@pytest.mark.parametrize(
    ("after", "leaves"),
    [
        (timedelta(hours=-1), False),
        (-SECOND, False),
        (timedelta(0), True),
        (SECOND, True),
    ],
)
async def test_a_removal_older_than_the_newest_install_is_ignored(
    two: Sessions, after: timedelta, leaves: bool
) -> None:
    before = await _counts(two, ONE)
    assert await _leave(two, after) == ([ONE] if leaves else [])
    assert (await _counts(two, ONE) == before) is not leaves


async def test_an_organization_leaves_with_all_its_workspaces(two: Sessions) -> None:
    async with two.begin() as session:
        for workspace_id in (ONE, OTHER):
            await remember_workspace(
                session,
                workspace_id,
                name="",
                bot_user_id="UB",
                now=NOW,
                enterprise_id="E1",
                is_org_install=True,
            )
        await session.execute(BOTS.update().values(team_id=None, enterprise_id="E1"))
    assert await _leave(two, SECOND, organization_id="E1") == [ONE, OTHER]
    async with two.begin() as session:
        assert await session.scalar(select(func.count()).where(BOTS.c.enterprise_id == "E1")) == 0
        gone = list(await session.scalars(select(Workspace.uninstalled_at)))
        assert None not in gone
        acts = list(await session.scalars(select(Audit.action).order_by(Audit.id)))
        assert acts[-2:] == ["remove", "remove"]
        assert len(list(await session.scalars(select(Card.id)))) == 4


@pytest.mark.parametrize(
    ("after", "leaves"), [(timedelta(hours=-1), False), (timedelta(0), True), (SECOND, True)]
)
async def test_an_organizations_removal_older_than_its_install_is_ignored(
    sessions: Sessions, after: timedelta, leaves: bool
) -> None:
    """Even when none of its workspaces has been heard of yet."""
    newest = {"enterprise_id": "E1", "team_id": None, "is_enterprise_install": True}
    async with sessions.begin() as session:
        for table in (BOTS, INSTALLATIONS):
            row = {column.name: "x" for column in table.columns if not column.nullable}
            row |= {"id": 1, "installed_at": NOW.replace(tzinfo=None), **newest}
            await session.execute(table.insert().values(row))
    assert await _leave(sessions, after, organization_id="E1") == []
    async with sessions.begin() as session:
        left = await session.scalar(select(func.count()).select_from(BOTS))
    assert left == (0 if leaves else 1)
