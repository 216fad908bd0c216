"""Enterprise Grid: an organization takes the app as a whole, its workspaces come to be known."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select, text

from bot.slack.gateway import SlackRefused
from models.channel import Channel
from models.installation import BOTS
from models.message import Message
from models.workspace import Workspace
from tests.workspaces.conftest import Pair

SAID = "the sheet is wrong because it counts heads and not baskets, so we should order less"


@pytest.fixture
def in_grid() -> bool:
    return True


async def _switched_on(pair: Pair) -> None:
    mari = await pair.scene(0).person("mari")
    await mari.invite("#shop-floor", "app")
    await pair.settle()
    await mari.command("#shop-floor", "/ba on")
    await mari.post("#shop-floor", SAID)
    await pair.settle()


async def test_a_workspace_is_served_with_its_organizations_token(pair: Pair) -> None:
    status, _ = await pair.install(0)
    assert status == 200
    scene = pair.scene(0)
    assert await scene.rows(select(Workspace)) == [], "the answer names no workspace"
    await _switched_on(pair)
    organization = pair.town.places[0].workspace.organization
    (known,) = await scene.rows(select(Workspace))
    assert (known.id, known.enterprise_id) == (pair.team(0), organization)
    assert known.is_org_install
    (stored,) = await scene.rows(select(Message))
    assert (stored.workspace_id, stored.text) == (pair.team(0), SAID)
    said = pair.town.places[0].workspace.channel("shop-floor").messages.values()
    own = [m.text for m in said if m.user == pair.town.places[0].workspace.app_user]
    assert [t for t in own if t.startswith("Hello")], "introduced with that token"


async def test_each_of_its_workspaces_is_asked_for_by_name(pair: Pair) -> None:
    """An organization's token alone does not say whose channels and people are meant."""
    await pair.install(0)
    await _switched_on(pair)
    await pair.bot.jobs.catch_up()
    await pair.settle()
    channels = await pair.scene(0).rows(select(Channel))
    assert [c.name for c in channels if c.is_member] == ["shop-floor"]
    asked = await pair.town.places[0].client.traffic("api")
    lists = [entry for entry in asked if entry["name"] == "users.conversations"]
    assert lists
    assert all(entry["response"]["ok"] for entry in lists)


async def test_removed_from_the_organization_it_is_gone_from_its_workspaces(pair: Pair) -> None:
    await pair.install(0)
    await _switched_on(pair)
    pair.town.places[0].uninstall()
    await pair.settle()
    scene = pair.scene(0)
    assert await scene.rows(select(Message)) == []
    async with scene.bot.sessions.begin() as session:
        assert (await session.execute(text(f"SELECT count(*) FROM {BOTS}"))).scalar() == 0
    with pytest.raises(SlackRefused):
        await pair.bot.ba.gateway.of(pair.team(0))


async def test_an_organization_may_take_it_away_from_one_workspace(pair: Pair) -> None:
    await pair.install(0)
    await _switched_on(pair)
    scene = pair.scene(0)
    body = {
        "type": "event_callback",
        "event_id": "Ev-revoked",
        "team_id": None,
        "enterprise_id": pair.town.places[0].workspace.organization,
        "event_time": int(pair.town.places[0].clock.now()) + 1,
        "event": {"type": "team_access_revoked", "team_ids": [pair.team(0), 7]},
    }
    await pair.bot.writer.store(body, json.dumps(body).encode())
    await pair.settle()
    assert await scene.rows(select(Message)) == []
    (known,) = await scene.rows(select(Workspace))
    assert known.uninstalled_at is not None
    async with scene.bot.sessions.begin() as session:
        assert (await session.execute(text(f"SELECT count(*) FROM {BOTS}"))).scalar() == 1
