"""Who may call a method, and how often: scopes, tokens, rate limits."""

from __future__ import annotations

from typing import Any

import pytest

from playground import membership
from playground.types import Json
from playground.web_api.endpoint import METHODS
from tests.playground.placeholders import EPHEMERAL, POST, fill


async def test_posting_needs_membership_or_a_scope(world: Any, names: dict[str, str]) -> None:
    channel = names["out"]
    assert (await world.call(POST, channel=channel, text="x"))["ok"]
    world.ground.scopes -= {"chat:write.public"}
    body = await world.call(POST, channel=channel, text="x")
    assert body["error"] == "not_in_channel"


SCOPES: list[tuple[str, Json, str]] = [
    (POST, {"channel": "$in", "text": "x"}, "chat:write"),
    (EPHEMERAL, {"channel": "$in", "user": "$mari", "text": "x"}, "chat:write"),
    ("chat.update", {"channel": "$in", "ts": "$ts", "text": "x"}, "chat:write"),
    ("chat.delete", {"channel": "$in", "ts": "$ts"}, "chat:write"),
    (POST, {"channel": "$in", "text": "x", "username": "Me"}, "chat:write.customize"),
    ("conversations.history", {"channel": "$in"}, "channels:history"),
    ("conversations.history", {"channel": "$private"}, "groups:history"),
    ("conversations.replies", {"channel": "$in", "ts": "$ts"}, "channels:history"),
    ("conversations.info", {"channel": "$in"}, "channels:read"),
    ("conversations.info", {"channel": "$private"}, "groups:read"),
    ("conversations.members", {"channel": "$in"}, "channels:read"),
    ("conversations.list", {}, "channels:read"),
    ("conversations.list", {"types": "private_channel"}, "groups:read"),
    ("conversations.open", {"users": "$mari"}, "im:write"),
    ("conversations.open", {"users": ["$mari", "$hana"]}, "mpim:write"),
    ("conversations.join", {"channel": "$out"}, "channels:join"),
    ("users.conversations", {"types": "im"}, "im:read"),
    ("users.info", {"user": "$mari"}, "users:read"),
    ("users.list", {}, "users:read"),
    ("reactions.add", {"name": "bulb", "channel": "$in", "timestamp": "$ts"}, "reactions:write"),
    ("reactions.get", {"channel": "$in", "timestamp": "$ts"}, "reactions:read"),
    ("files.getUploadURLExternal", {"filename": "a", "length": 1}, "files:write"),
    ("files.info", {"file": "$appfile"}, "files:read"),
    ("dnd.info", {"user": "$mari"}, "dnd:read"),
    ("team.info", {}, "team:read"),
]


@pytest.mark.parametrize(("method", "args", "scope"), SCOPES)
async def test_missing_scope(
    world: Any, names: dict[str, str], method: str, args: Json, scope: str
) -> None:
    given = fill(args, names)
    world.ground.scopes -= {scope}
    body = await world.call(method, **given)
    assert body["error"] == "missing_scope"
    assert scope in body["needed"].split(",")
    assert scope not in body["provided"].split(",")


BOT_METHODS = [m for m in METHODS if m != "api.test" and METHODS[m].token == "bot"]


@pytest.mark.parametrize("method", BOT_METHODS)
@pytest.mark.parametrize(
    ("token", "error"),
    [
        (None, "not_authed"),
        ("", "not_authed"),
        ("xoxb-wrong", "invalid_auth"),
        ("app", "not_allowed_token_type"),
    ],
)
async def test_tokens(world: Any, method: str, token: str | None, error: str) -> None:
    assert (await world.call(method, token=token))["error"] == error


@pytest.mark.parametrize("method", BOT_METHODS)
async def test_revoked_and_uninstalled(world: Any, method: str) -> None:
    world.ground.tokens.revoked = True
    assert (await world.call(method))["error"] == "token_revoked"
    world.ground.tokens.revoked = False
    membership.uninstall(world.ws)
    assert (await world.call(method))["error"] == "account_inactive"


async def test_socket_mode_takes_the_app_token_only(world: Any) -> None:
    assert (await world.call("apps.connections.open"))["error"] == "not_allowed_token_type"
    assert (await world.call("apps.connections.open", token="app"))["ok"]


@pytest.mark.parametrize(
    ("method", "calls"),
    [("conversations.list", 20), ("users.list", 20), ("users.info", 100), ("views.publish", 100)],
)
async def test_rate_limits(world: Any, method: str, calls: int) -> None:
    world.ground.limits.enabled = True
    for _ in range(calls):
        assert (await world.call(method)).get("error") != "ratelimited"
    body, status, headers = await world.endpoint.call(method, {}, world.ground.tokens.bot)
    assert (body["error"], status) == ("ratelimited", 429)
    assert 1 <= int(headers["Retry-After"]) <= 60


async def test_posting_limit_per_channel(world: Any, names: dict[str, str]) -> None:
    world.ground.limits.enabled = True
    answers = [await world.call(POST, channel=names["in"], text="x") for _ in range(7)]
    assert [a["ok"] for a in answers] == [True] * 5 + [False] * 2
    assert answers[-1]["error"] == "ratelimited"
    assert (await world.call(POST, channel=names["private"], text="x"))["ok"]
