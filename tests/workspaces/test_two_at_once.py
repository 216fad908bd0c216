"""Two workspaces, one bot: each is added by OAuth, and neither hears or speaks the other's."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from models.audit import Audit
from models.card import Card
from models.installation import BOTS, INSTALLATIONS
from models.message import Message
from models.workspace import Workspace
from playground.client_view import texts
from tests.workspaces.conftest import Pair

SAID = (
    "the sheet is wrong because it counts heads and not baskets, so we should order less",
    "the pump rattles because the valve is worn, so we should change it every spring",
)


async def _on(pair: Pair, number: int) -> None:
    mari = await pair.scene(number).person("mari")
    await mari.invite("#shop-floor", "app")
    await pair.settle()
    await mari.command("#shop-floor", "/ba on")
    await mari.post("#shop-floor", SAID[number])
    await pair.settle()


async def test_both_are_added_and_kept_apart(pair: Pair) -> None:
    await _kept_apart(pair)


@pytest.mark.postgres
async def test_both_are_added_and_kept_apart_on_postgresql(pair: Pair) -> None:
    await _kept_apart(pair)


async def _kept_apart(pair: Pair) -> None:
    for number in (0, 1):
        status, shown = await pair.install(number)
        assert (status, pair.town.places[number].workspace.name in shown) == (200, True)
        await _on(pair, number)
    assert pair.team(0) != pair.team(1)
    stored = await pair.scene(0).rows(select(Message))
    assert {(m.workspace_id, m.text) for m in stored} == {
        (pair.team(number), SAID[number]) for number in (0, 1)
    }
    # The same channel, the same person, perhaps the same time: told apart by the workspace alone.
    assert len({(m.channel_id, m.author_id) for m in stored}) == 1
    for number, place in enumerate(pair.town.places):
        said = list(place.workspace.channel("shop-floor").messages.values())
        assert SAID[number] in [m.text for m in said]
        assert not [m for m in said if SAID[1 - number] in m.text]
        own = [m.text for m in said if m.user == place.workspace.app_user and not m.subtype]
        assert len([t for t in own if t.startswith("Hello")]) == 1, "introduced once, in each"


async def test_what_one_keeps_the_other_cannot_find(pair: Pair) -> None:
    for number in (0, 1):
        await pair.install(number)
        await _on(pair, number)
    for number in (0, 1):
        async with pair.bot.sessions.begin() as session:
            channel = pair.town.places[number].workspace.channel("shop-floor")
            session.add(
                Card(
                    workspace_id=pair.team(number),
                    channel_id=channel.id,
                    author_id=pair.town.places[number].workspace.person("mari").id,
                    title=f"Card of {number}",
                    statement=SAID[number],
                    created_at=pair.bot.ba.clock.now(),
                    updated_at=pair.bot.ba.clock.now(),
                )
            )
    for number in (0, 1):
        mari = await pair.scene(number).person("mari")
        words = ("order", "valve")[number]
        await mari.command("#shop-floor", f"/concept find {words}")
        await pair.settle()
        found = "".join(texts(m) for m in mari.ephemerals("#shop-floor"))
        assert f"Card of {number}" in found
        await mari.command("#shop-floor", f"/concept find {('order', 'valve')[1 - number]}")
        await pair.settle()
        found = "".join(texts(m) for m in mari.ephemerals("#shop-floor"))
        assert f"Card of {1 - number}" not in found


async def test_tokens_are_sealed(pair: Pair) -> None:
    await pair.install(0)
    tokens = pair.town.places[0].ground.tokens
    async with pair.bot.sessions.begin() as session:
        for table in (BOTS, INSTALLATIONS):
            row = (await session.execute(select(table))).mappings().one()
            assert row["bot_token"]
            for value in row.values():
                for secret in (tokens.bot, tokens.refresh):
                    assert secret not in str(value)
        everything = [
            str(r)
            for t in ("slack_bots", "slack_installations")
            for r in await session.execute(text(f"SELECT * FROM {t}"))
        ]
    assert not [r for r in everything if tokens.bot in r]
    assert [a.action for a in await pair.scene(0).rows(select(Audit))] == ["install"]


async def test_who_says_no_changes_nothing(pair: Pair) -> None:
    status, shown = await pair.install(0, "deny")
    assert (status, "nothing was changed" in shown) == (200, True)
    assert await pair.scene(0).rows(select(Workspace)) == []


async def test_a_link_of_another_browser_is_refused(pair: Pair) -> None:
    import aiohttp

    back = f"{pair.url}/slack/oauth_redirect"
    async with (
        aiohttp.ClientSession() as http,
        http.get(back, params={"code": "1.2.3", "state": "guessed"}) as answer,
    ):
        assert answer.status == 400
        assert "another browser" in await answer.text()


async def test_where_it_is_not_installed_it_says_so(pair: Pair) -> None:
    await pair.install(0)
    mari = await pair.scene(1).person("mari")
    pair.town.places[1].workspace.installed = True  # as if our store had lost it
    await mari.command("#general", "/ba")
    await pair.settle()
    told = "".join(texts(m) for m in mari.ephemerals("#general"))
    assert "not installed in this workspace" in told
