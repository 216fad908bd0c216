"""Every row: a method, arguments, and the error code that Slack's reference gives for them."""

from __future__ import annotations

from typing import Any

import pytest

from playground import membership
from playground.types import Json
from playground.web_api.endpoint import METHODS

OLD = "1600000000.000100"
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Hi"}}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [SECTION]}
HOME = {"type": "home", "blocks": [SECTION]}


@pytest.fixture
def names(world: Any) -> dict[str, str]:
    """What the placeholders in the table mean."""
    ws = world.ws
    own = world.say("shop-floor", "mari", "parent")
    joined = next(
        m for m in world.channel("shop-floor").messages.values() if m.subtype == "channel_join"
    )
    gone = world.invite_app("suppliers")
    membership.archive(ws, gone, gone.creator)
    ines = world.person("ines")
    ines.deleted = True
    return {
        "in": world.channel("shop-floor").id,
        "out": world.channel("software").id,
        "hidden": world.channel("leads").id,
        "private": world.channel("tasting").id,
        "archived": gone.id,
        "mari": world.person("mari").id,
        "hana": world.person("hana").id,
        "deleted": ines.id,
        "app": ws.app_user,
        "ts": own.ts,
        "join_ts": joined.ts,
        "file": world.file(),
        "appfile": world.file(who=ws.app_user),
    }


def fill(value: Any, names: dict[str, str]) -> Any:
    """`$name` → its meaning, at any depth."""
    if isinstance(value, str) and value.startswith("$"):
        return names[value[1:]]
    if isinstance(value, dict):
        return {k: fill(v, names) for k, v in value.items()}
    if isinstance(value, list):
        return [fill(v, names) for v in value]
    return value


POST = "chat.postMessage"
EPHEMERAL = "chat.postEphemeral"
ROWS: list[tuple[str, Json, str]] = [
    (POST, {"text": "x"}, "invalid_arguments"),
    (POST, {"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    (POST, {"channel": "#nowhere", "text": "x"}, "channel_not_found"),
    (POST, {"channel": "$hidden", "text": "x"}, "channel_not_found"),
    (POST, {"channel": "$deleted", "text": "x"}, "channel_not_found"),
    (POST, {"channel": "$app", "text": "x"}, "channel_not_found"),
    (POST, {"channel": "$archived", "text": "x"}, "is_archived"),
    (POST, {"channel": "$in"}, "no_text"),
    (POST, {"channel": "$in", "text": "  "}, "no_text"),
    (POST, {"channel": "$in", "text": "x", "thread_ts": "yesterday"}, "invalid_thread_ts"),
    (POST, {"channel": "$in", "text": "x", "thread_ts": OLD}, "thread_not_found"),
    (POST, {"channel": "$in", "text": "x", "thread_ts": "$join_ts"}, "cannot_reply_to_message"),
    (POST, {"channel": "$in", "blocks": "{not json"}, "invalid_blocks_format"),
    (POST, {"channel": "$in", "blocks": {"type": "section"}}, "invalid_blocks_format"),
    (POST, {"channel": "$in", "blocks": [{"type": "sektion"}]}, "invalid_blocks"),
    (POST, {"channel": "$in", "blocks": [SECTION] * 51}, "invalid_blocks"),
    (
        POST,
        {
            "channel": "$in",
            "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5,
        },
        "msg_blocks_too_long",
    ),
    (POST, {"channel": "$in", "attachments": "no"}, "invalid_attachments"),
    (POST, {"channel": "$in", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
    (POST, {"channel": "$in", "text": "a", "markdown_text": "b"}, "markdown_text_conflict"),
    (POST, {"channel": "$in", "markdown_text": "b" * 12001}, "msg_too_long"),
    (POST, {"channel": "$in", "text": "x", "metadata": "{"}, "invalid_metadata_format"),
    (POST, {"channel": "$in", "text": "x", "metadata": [1]}, "invalid_metadata_format"),
    (POST, {"channel": "$in", "text": "x", "metadata": {"a": 1}}, "invalid_metadata_schema"),
    (
        POST,
        {
            "channel": "$in",
            "text": "x",
            "metadata": {"event_type": "a", "event_payload": {"b": "c" * 9000}},
        },
        "metadata_too_large",
    ),
    (EPHEMERAL, {"channel": "$in", "text": "x"}, "invalid_arguments"),
    (EPHEMERAL, {"channel": "$out", "user": "$hana", "text": "x"}, "not_in_channel"),
    (EPHEMERAL, {"channel": "$hidden", "user": "$hana", "text": "x"}, "channel_not_found"),
    (EPHEMERAL, {"channel": "$in", "user": "$hana", "text": "x"}, "user_not_in_channel"),
    (EPHEMERAL, {"channel": "$in", "user": "$deleted", "text": "x"}, "user_not_in_channel"),
    (EPHEMERAL, {"channel": "$in", "user": "U0NOBODY", "text": "x"}, "user_not_in_channel"),
    (EPHEMERAL, {"channel": "$in", "user": "$mari"}, "no_text"),
    (EPHEMERAL, {"channel": "$archived", "user": "$mari", "text": "x"}, "is_archived"),
    ("chat.update", {"channel": "$in", "ts": OLD, "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": "$in", "ts": "soon", "text": "x"}, "message_not_found"),
    ("chat.update", {"channel": "$in", "text": "x"}, "invalid_arguments"),
    ("chat.update", {"channel": "$in", "ts": "$ts", "text": "x"}, "cant_update_message"),
    ("chat.update", {"channel": "$hidden", "ts": "$ts", "text": "x"}, "channel_not_found"),
    ("chat.update", {"channel": "#shop-floor", "ts": "$ts", "text": "x"}, "channel_not_found"),
    ("chat.delete", {"channel": "$in", "ts": OLD}, "message_not_found"),
    ("chat.delete", {"channel": "$in", "ts": "$ts"}, "cant_delete_message"),
    ("chat.delete", {"channel": "C0NOWHERE", "ts": "$ts"}, "channel_not_found"),
    ("chat.getPermalink", {"channel": "$in", "message_ts": OLD}, "message_not_found"),
    ("chat.getPermalink", {"channel": "$hidden", "message_ts": OLD}, "channel_not_found"),
    ("chat.meMessage", {"channel": "$in"}, "no_text"),
    ("conversations.history", {}, "channel_not_found"),
    ("conversations.history", {"channel": "$out"}, "not_in_channel"),
    ("conversations.history", {"channel": "$hidden"}, "channel_not_found"),
    ("conversations.history", {"channel": "$in", "limit": 0}, "invalid_limit"),
    ("conversations.history", {"channel": "$in", "limit": 1000}, "invalid_limit"),
    ("conversations.history", {"channel": "$in", "limit": "many"}, "invalid_limit"),
    ("conversations.history", {"channel": "$in", "cursor": "!!"}, "invalid_cursor"),
    ("conversations.history", {"channel": "$in", "oldest": "x"}, "invalid_ts_oldest"),
    ("conversations.history", {"channel": "$in", "latest": "x"}, "invalid_ts_latest"),
    ("conversations.history", {"channel": "$in", "inclusive": "maybe"}, "invalid_arguments"),
    ("conversations.replies", {"channel": "$in"}, "thread_not_found"),
    ("conversations.replies", {"channel": "$in", "ts": "x"}, "thread_not_found"),
    ("conversations.replies", {"channel": "$in", "ts": OLD}, "thread_not_found"),
    ("conversations.replies", {"channel": "$out", "ts": OLD}, "not_in_channel"),
    ("conversations.replies", {"channel": "$in", "ts": "$ts", "limit": 1001}, "invalid_limit"),
    ("conversations.replies", {"channel": "$in", "ts": "$ts", "cursor": "bad"}, "invalid_cursor"),
    ("conversations.list", {"types": "public"}, "invalid_types"),
    ("conversations.list", {"types": ""}, "invalid_types"),
    ("conversations.list", {"limit": 1000}, "invalid_limit"),
    ("conversations.list", {"cursor": "dXNlcjow"}, "invalid_cursor"),
    ("conversations.info", {}, "channel_not_found"),
    ("conversations.info", {"channel": "$hidden"}, "channel_not_found"),
    ("conversations.members", {"channel": "$hidden"}, "channel_not_found"),
    ("conversations.members", {"channel": "$in", "limit": 1001}, "invalid_limit"),
    ("conversations.members", {"channel": "$in", "cursor": "x"}, "invalid_cursor"),
    ("conversations.open", {}, "users_list_not_supplied"),
    ("conversations.open", {"users": ""}, "users_list_not_supplied"),
    ("conversations.open", {"users": "U0NOBODY"}, "user_not_found"),
    ("conversations.open", {"users": "$deleted"}, "user_disabled"),
    ("conversations.open", {"users": "$app"}, "not_enough_users"),
    ("conversations.open", {"users": [f"U{n}" for n in range(9)]}, "too_many_users"),
    ("conversations.open", {"channel": "$in"}, "method_not_supported_for_channel_type"),
    ("conversations.open", {"channel": "C0NOWHERE"}, "channel_not_found"),
    ("conversations.join", {"channel": "$hidden"}, "channel_not_found"),
    ("conversations.join", {"channel": "$private"}, "method_not_supported_for_channel_type"),
    ("conversations.invite", {"channel": "$out", "users": "$mari"}, "not_in_channel"),
    ("conversations.invite", {"channel": "$in"}, "no_user"),
    ("conversations.invite", {"channel": "$in", "users": "$app"}, "cant_invite_self"),
    ("conversations.invite", {"channel": "$in", "users": "$mari"}, "already_in_channel"),
    ("conversations.invite", {"channel": "$in", "users": "U0NOBODY"}, "user_not_found"),
    ("users.info", {}, "user_not_found"),
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("users.list", {"limit": 1001}, "invalid_limit"),
    ("users.list", {"cursor": "x"}, "invalid_cursor"),
    ("users.conversations", {"user": "U0NOBODY"}, "user_not_found"),
    ("users.conversations", {"types": "dm"}, "invalid_types"),
    ("users.lookupByEmail", {"email": "no@where"}, "users_not_found"),
    ("users.profile.get", {"user": "U0NOBODY"}, "user_not_found"),
    ("dnd.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("dnd.teamInfo", {}, "invalid_arguments"),
    ("dnd.teamInfo", {"users": [f"U{n}" for n in range(51)]}, "too_many_users"),
    ("bots.info", {"bot": "B0NOBODY"}, "bot_not_found"),
    ("reactions.add", {"channel": "$in", "timestamp": "$ts"}, "invalid_name"),
    ("reactions.add", {"name": "nosuch", "channel": "$in", "timestamp": "$ts"}, "invalid_name"),
    ("reactions.add", {"name": "bulb"}, "no_item_specified"),
    ("reactions.add", {"name": "bulb", "channel": "$in"}, "no_item_specified"),
    ("reactions.add", {"name": "bulb", "channel": "$in", "timestamp": "x"}, "bad_timestamp"),
    ("reactions.add", {"name": "bulb", "channel": "$in", "timestamp": OLD}, "message_not_found"),
    (
        "reactions.add",
        {"name": "bulb", "channel": "$hidden", "timestamp": OLD},
        "channel_not_found",
    ),
    (
        "reactions.add",
        {"name": "bulb", "channel": "$archived", "timestamp": OLD},
        "message_not_found",
    ),
    ("reactions.remove", {"name": "bulb", "channel": "$in", "timestamp": "$ts"}, "no_reaction"),
    ("reactions.get", {}, "no_item_specified"),
    ("reactions.get", {"channel": "$in", "timestamp": OLD}, "message_not_found"),
    ("views.open", {"view": MODAL}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.a"}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.a", "view": "{"}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.a", "view": HOME}, "invalid_arguments"),
    ("views.open", {"trigger_id": "1.2.a", "view": MODAL}, "invalid_trigger_id"),
    (
        "views.open",
        {"trigger_id": "1.2.a", "view": {**MODAL, "blocks": [SECTION] * 101}},
        "invalid_arguments",
    ),
    (
        "views.open",
        {"trigger_id": "1.2.a", "view": {**MODAL, "private_metadata": "x" * 250_001}},
        "view_too_large",
    ),
    ("views.push", {"trigger_id": "1.2.a", "view": MODAL}, "invalid_trigger_id"),
    ("views.update", {"view": MODAL}, "invalid_arguments"),
    ("views.update", {"view": MODAL, "view_id": "V0NONE"}, "not_found"),
    ("views.update", {"view": MODAL, "external_id": "none"}, "not_found"),
    ("views.publish", {"view": HOME}, "invalid_arguments"),
    ("views.publish", {"view": HOME, "user_id": "U0NOBODY"}, "invalid_arguments"),
    ("views.publish", {"view": MODAL, "user_id": "$mari"}, "invalid_arguments"),
    ("files.getUploadURLExternal", {"filename": "a.png"}, "invalid_arguments"),
    ("files.getUploadURLExternal", {"length": 3}, "invalid_arguments"),
    ("files.getUploadURLExternal", {"filename": "a.png", "length": 0}, "invalid_arguments"),
    ("files.completeUploadExternal", {}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": []}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"title": "x"}]}, "invalid_arguments"),
    ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found"),
    ("files.completeUploadExternal", {"files": [{"id": "$file"}]}, "file_not_found"),
    (
        "files.completeUploadExternal",
        {"files": [{"id": "$file"}], "channel_id": "C0NOWHERE"},
        "channel_not_found",
    ),
    (
        "files.completeUploadExternal",
        {"files": [{"id": "$file"}], "channel_id": "$out"},
        "not_in_channel",
    ),
    (
        "files.completeUploadExternal",
        {"files": [{"id": "$file"}], "channel_id": "$archived"},
        "posting_to_channel_denied",
    ),
    ("files.info", {}, "file_not_found"),
    ("files.info", {"file": "F0NONE"}, "file_not_found"),
    ("files.info", {"file": "$file"}, "file_not_found"),
    ("files.delete", {"file": "F0NONE"}, "file_not_found"),
    ("files.delete", {"file": "$file"}, "cant_delete_file"),
    ("api.test", {"error": "my_error"}, "my_error"),
    ("no.such.method", {}, "unknown_method"),
]


@pytest.mark.parametrize(("method", "args", "error"), ROWS)
async def test_error(
    world: Any, names: dict[str, str], method: str, args: Json, error: str
) -> None:
    body = await world.call(method, **fill(args, names))
    assert not body["ok"]
    assert body["error"] == error
    if error in ("invalid_arguments", "invalid_blocks") and method != "chat.update":
        assert body["response_metadata"]["messages"]


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
