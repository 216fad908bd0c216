"""Tokens of many workspaces: renewed in time and once, sealed by keys that can be changed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.errors import StartError
from bot.installing import require_many
from bot.settings import Settings
from bot.slack.gateway import NOT_INSTALLED, SlackRefused
from bot.slack.vault import Vault, WrongKey, new_key
from models.installation import BOTS, INSTALLATIONS, reseal
from models.message import Message
from models.workspace import Workspace
from playground.client_view import texts
from tests.workspaces.conftest import KEY, Pair


async def _expires(pair: Pair, after: timedelta) -> None:
    at = (datetime.now(UTC) + after).replace(tzinfo=None)
    async with pair.bot.sessions.begin() as session:
        await session.execute(update(BOTS).values(bot_token_expires_at=at))


async def _sealed(pair: Pair) -> list[str]:
    async with pair.bot.sessions.begin() as session:
        return list(await session.scalars(select(BOTS.c.bot_token)))


async def test_a_token_is_renewed_in_time_and_once(pair: Pair) -> None:
    await pair.install(0)
    tokens = pair.town.places[0].ground.tokens
    first = tokens.bot
    await pair.bot.ba.gateway.of(pair.team(0))
    assert tokens.bot == first, "it has twelve hours left"
    await _expires(pair, timedelta(minutes=119))
    # However many ask at once: a refresh token is good for one exchange.
    gateways = await asyncio.gather(*(pair.bot.ba.gateway.of(pair.team(0)) for _ in range(8)))
    assert tokens.bot != first
    assert {gateway.client.token for gateway in gateways} == {tokens.bot}
    assert (await gateways[0].call("auth.test"))["team_id"] == pair.team(0)
    calls = [e for e in pair.town.places[0].ground.traffic._entries if e.name == "oauth.v2.access"]
    assert len(calls) == 2, "one to install, one to renew"


async def test_a_listener_speaks_with_the_renewed_token(pair: Pair) -> None:
    await pair.install(0)
    await _expires(pair, timedelta(minutes=-1))
    pair.town.places[0].ground.tokens.expires_at = 0.0  # Slack no longer takes the old one
    mari = await pair.scene(0).person("mari")
    await mari.command("#general", "/ba")
    await pair.settle()
    assert mari.ephemerals("#general")


async def test_while_slack_gives_no_other_the_old_one_is_used_to_its_end(pair: Pair) -> None:
    await pair.install(0)
    tokens = pair.town.places[0].ground.tokens
    first, tokens.refresh = tokens.bot, "xoxe-1-somebody-else-took-it"
    await _expires(pair, timedelta(minutes=60))
    assert (await pair.bot.ba.gateway.of(pair.team(0))).client.token == first
    await _expires(pair, timedelta(minutes=-1))
    with pytest.raises(SlackRefused, match=NOT_INSTALLED):
        await pair.bot.ba.gateway.of(pair.team(0))


async def test_without_a_request_there_is_no_token(pair: Pair) -> None:
    await pair.install(0)
    for ask in (pair.bot.ba.gateway.call("auth.test"), pair.bot.ba.gateway.of("T0NOWHERE")):
        with pytest.raises(SlackRefused, match=NOT_INSTALLED):
            await ask


async def test_keys_are_changed_without_losing_a_token(pair: Pair) -> None:
    await pair.install(0)
    before = await _sealed(pair)
    newer = new_key()
    with pytest.raises(WrongKey):
        Vault([newer]).open(before[0])
    async with pair.bot.sessions.begin() as session:
        assert await reseal(session, Vault([newer, KEY]).reseal) >= 4
    after = await _sealed(pair)
    token = pair.town.places[0].ground.tokens.bot
    assert [Vault([newer]).open(each) for each in after] == [token]
    assert after != before
    with pytest.raises(WrongKey):
        Vault([KEY]).open(after[0])


async def test_removed_it_is_silent_and_installed_again_it_speaks(pair: Pair) -> None:
    for number in (0, 1):
        await pair.install(number)
        mari = await pair.scene(number).person("mari")
        await mari.invite("#shop-floor", "app")
        await pair.settle()
        await mari.command("#shop-floor", "/ba on")
        await mari.post("#shop-floor", "the lid leaks because the ring is dry, so grease it")
        await pair.settle()
    first = pair.town.places[0]
    first.clock.advance(60)
    first.uninstall()
    await pair.settle()
    assert {m.workspace_id for m in await pair.scene(1).rows(select(Message))} == {pair.team(1)}
    for table in (BOTS, INSTALLATIONS):
        assert await pair.scene(1).rows(select(table.c.team_id)) == [pair.team(1)]
    gone = {w.id: w.uninstalled_at for w in await pair.scene(0).rows(select(Workspace))}
    assert gone[pair.team(0)] is not None
    assert gone[pair.team(1)] is None
    first.clock.advance(60)
    await pair.install(0)
    mari = await pair.scene(0).person("mari")
    await mari.command("#general", "/ba")
    await pair.settle()
    assert "not installed" not in "".join(texts(m) for m in mari.ephemerals("#general"))
    back = {w.id: w.uninstalled_at for w in await pair.scene(0).rows(select(Workspace))}
    assert set(back.values()) == {None}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"slack_bot_token": "xoxb-1"}, "take one of them away"),
        ({"slack_client_secret": ""}, "SLACK_CLIENT_SECRET is missing"),
        ({"public_url": "http://ba.example.org"}, "BA_PUBLIC_URL"),
        ({"public_url": ""}, "BA_PUBLIC_URL"),
        ({"token_keys": ""}, "BA_TOKEN_KEYS is missing"),
        ({"token_keys": "not a key"}, "is not a key"),
    ],
)
def test_what_is_missing_is_said_in_words(given: dict[str, str], words: str) -> None:
    usual = {
        "slack_bot_token": "",
        "slack_client_id": "1.2",
        "slack_client_secret": "s",
        "public_url": "https://ba.example.org",
        "token_keys": KEY,
    }
    settings = Settings(_env_file=None, **(usual | given))  # type: ignore[arg-type]
    with pytest.raises(StartError, match=words):
        require_many(settings)
