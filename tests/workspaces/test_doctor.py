"""What ``ba doctor`` finds about many workspaces."""

from __future__ import annotations

import aiohttp
from pydantic import SecretStr

from bot.doctor.workspaces import look_at_workspaces
from bot.slack.vault import new_key
from tests.workspaces.conftest import Pair


async def _told(pair: Pair, **changed: object) -> str:
    settings = pair.bot.ba.settings.model_copy(update=changed)
    async with aiohttp.ClientSession() as http:
        findings = await look_at_workspaces(settings, http, pair.bot.ba.clock)
    return "\n".join(line for finding in findings for line in finding.lines())


async def test_each_workspace_is_looked_at(pair: Pair) -> None:
    assert "installed nowhere yet" in await _told(pair)
    for number in (0, 1):
        await pair.install(number)
    told = await _told(pair)
    for number in (0, 1):
        assert f"Workspace {pair.team(number)}: its token is stored, opens, and works." in told
    pair.town.places[1].revoke_tokens()
    told = await _told(pair)
    assert "token_revoked" in told
    assert "must add the bot again" in told
    told = await _told(pair, token_keys=SecretStr(new_key()))
    assert told.count("sealed with a key that is not here") == 2
    assert "BA_TOKEN_KEYS is missing" in await _told(pair, token_keys=SecretStr(""))
