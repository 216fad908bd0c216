"""What the methods answer when all is well."""

from __future__ import annotations

from typing import Any

import pytest

from playground import library, membership, talk
from playground.model import Dnd, Message

BUTTON = {"type": "button", "action_id": "b", "text": {"type": "plain_text", "text": "B"}}


async def test_auth_test(world: Any) -> None:
    body = await world.ok("auth.test")
    assert body["url"] == "https://tanpopo.slack.com/"
    assert body["user_id"] == world.ws.app_user
    assert body["bot_id"].startswith("B")
    assert body["team_id"].startswith("T")


async def test_scopes_header(world: Any) -> None:
    _, _, headers = await world.endpoint.call("users.list", {}, world.ground.tokens.bot)
    assert "chat:write" in headers["x-oauth-scopes"].split(",")
    assert headers["x-accepted-oauth-scopes"] == "users:read"


async def test_revoke(world: Any) -> None:
    assert (await world.ok("auth.revoke", test="1"))["revoked"] is False
    assert (await world.ok("auth.revoke"))["revoked"] is True
    assert world.inner("tokens_revoked")[0]["tokens"]["bot"] == [world.ws.app_user]
    assert (await world.call("auth.test"))["error"] == "token_revoked"


async def test_post_and_thread(world: Any) -> None:
    parent = world.say("shop-floor", "mari", "parent")
    body = await world.ok(
        "chat.postMessage",
        channel="#shop-floor",
        text="Hello *you*",
        thread_ts=parent.ts,
        reply_broadcast="true",
        metadata={"event_type": "card", "event_payload": {"id": 1}},
    )
    message = body["message"]
    assert body["channel"] == world.channel("shop-floor").id
    assert message["ts"] == body["ts"]
    assert message["thread_ts"] == parent.ts
    assert message["subtype"] == "thread_broadcast"
    assert message["parent_user_id"] == parent.user
    assert message["metadata"]["event_payload"] == {"id": 1}
    assert message["bot_profile"]["app_id"] == world.ws.app_id
    assert message["blocks"][0]["type"] == "rich_text"


async def test_reply_to_a_reply_goes_to_the_thread(world: Any) -> None:
    parent = world.say("shop-floor", "mari", "parent")
    reply = world.say("shop-floor", "jun", "reply", thread_ts=parent.ts)
    body = await world.ok("chat.postMessage", channel=parent.channel, text="x", thread_ts=reply.ts)
    assert body["message"]["thread_ts"] == parent.ts


async def test_post_to_a_person_opens_their_dm(world: Any) -> None:
    mari = world.person("mari")
    body = await world.ok("chat.postMessage", channel=mari.id, text="Hi")
    assert body["channel"].startswith("D")
    again = await world.ok("conversations.open", users=mari.id, return_im=True)
    assert again["already_open"]
    assert again["channel"]["id"] == body["channel"]
    assert again["channel"]["user"] == mari.id
    info = await world.ok("conversations.info", channel=body["channel"])
    assert info["channel"]["is_im"]


async def test_messages_tab_off(world: Any) -> None:
    world.ground.manifest.messages_tab = False
    body = await world.call("chat.postMessage", channel=world.person("mari").id, text="Hi")
    assert body["error"] == "messages_tab_disabled"


async def test_update_keeps_what_is_not_given(world: Any) -> None:
    where = world.channel("shop-floor").id
    made = await world.ok(
        "chat.postMessage",
        channel=where,
        text="one",
        attachments=[{"text": "a"}],
        metadata={"event_type": "card", "event_payload": {"id": 1}},
        blocks=[{"type": "actions", "elements": [BUTTON]}],
    )
    body = await world.ok("chat.update", channel=where, ts=made["ts"], text="two")
    message = body["message"]
    assert body["text"] == "two"
    assert message["attachments"][0]["text"] == "a"
    assert message["metadata"]["event_type"] == "card"
    assert message["blocks"][0]["type"] == "rich_text"
    assert message["edited"]["user"] == world.ws.app_user
    await world.ok("chat.update", channel=where, ts=made["ts"], text="three", metadata={})
    history = await world.ok("conversations.history", channel=where, include_all_metadata=True)
    assert "metadata" not in history["messages"][0]
    long = await world.call("chat.update", channel=where, ts=made["ts"], text="x" * 4001)
    assert long["error"] == "msg_too_long"
    membership.archive(world.ws, world.channel("shop-floor"), "x")
    late = await world.call("chat.update", channel=where, ts=made["ts"], text="y")
    assert late["error"] == "is_inactive"


async def test_ephemerals_are_not_in_history(world: Any) -> None:
    where, mari = world.channel("shop-floor").id, world.person("mari").id
    made = await world.ok("chat.postEphemeral", channel=where, user=mari, text="Only you")
    history = await world.ok("conversations.history", channel=where)
    assert made["message_ts"] not in [m["ts"] for m in history["messages"]]
    gone = await world.call("chat.update", channel=where, ts=made["message_ts"], text="x")
    assert gone["error"] == "message_not_found"
    assert not world.inner("message")


async def test_long_text_is_cut_off(world: Any) -> None:
    body = await world.ok("chat.postMessage", channel="#shop-floor", text="x" * 40_001)
    assert len(body["message"]["text"]) == 40_000


async def test_permalinks(world: Any) -> None:
    parent = world.say("shop-floor", "mari", "parent")
    reply = world.say("shop-floor", "jun", "reply", thread_ts=parent.ts)
    plain = await world.ok("chat.getPermalink", channel=parent.channel, message_ts=parent.ts)
    digits = parent.ts.replace(".", "")
    assert plain["permalink"] == f"https://tanpopo.slack.com/archives/{parent.channel}/p{digits}"
    inside = await world.ok("chat.getPermalink", channel=parent.channel, message_ts=reply.ts)
    assert f"?thread_ts={parent.ts}&cid={parent.channel}" in inside["permalink"]


async def test_metadata_only_on_request(world: Any) -> None:
    where = world.channel("shop-floor").id
    meta = {"event_type": "offer", "event_payload": {"key": "k"}}
    await world.ok("chat.postMessage", channel=where, text="x", metadata=meta)
    plain = await world.ok("conversations.history", channel=where, limit=1)
    full = await world.ok("conversations.history", channel=where, limit=1, include_all_metadata=1)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == meta


async def test_a_person_and_a_guest(world: Any) -> None:
    mari, gil = world.person("mari"), world.person("gil")
    user = (await world.ok("users.info", user=mari.id))["user"]
    assert user["tz"] == "Asia/Tokyo"
    assert user["tz_offset"] == 32400
    assert user["profile"]["email"] == "mari@tanpopo.example"
    assert not user["is_restricted"]
    assert (await world.ok("users.info", user=gil.id))["user"]["is_restricted"]
    world.ground.scopes -= {"users:read.email"}
    assert "email" not in (await world.ok("users.info", user=mari.id))["user"]["profile"]
    app = (await world.ok("users.info", user=world.ws.app_user))["user"]
    assert app["is_bot"]
    assert app["profile"]["api_app_id"] == world.ws.app_id
    membership.change_person(world.ws, mari, {"deleted": True})
    gone = (await world.ok("users.info", user=mari.id))["user"]
    assert gone["deleted"]
    assert "is_admin" not in gone


async def test_users_conversations_of_somebody_else(world: Any) -> None:
    types = "public_channel,private_channel"
    hana = await world.ok("users.conversations", user=world.person("hana").id, types=types)
    assert {c["name"] for c in hana["channels"]} == {"general", "software"}
    own = await world.ok("users.conversations", types=types)
    assert {c["name"] for c in own["channels"]} == {"shop-floor", "tasting"}


async def test_dnd(world: Any) -> None:
    mari = world.person("mari")
    mari.dnd = Dnd(True, "22:00", "08:00")
    one = await world.ok("dnd.info", user=mari.id)
    assert one["dnd_enabled"]
    assert one["next_dnd_end_ts"] - one["next_dnd_start_ts"] == 10 * 3600
    assert one["next_dnd_end_ts"] > world.ground.clock.now()
    assert "snooze_enabled" not in one
    both = await world.ok("dnd.teamInfo", users=f"{mari.id},{world.person('jun').id},U0NOBODY")
    assert len(both["users"]) == 2
    assert both["users"][world.person("jun").id]["next_dnd_start_ts"] == 1
    assert (await world.ok("dnd.info"))["snooze_enabled"] is False


async def test_reactions(world: Any) -> None:
    message = world.say("shop-floor", "mari", "x")
    item = {"channel": message.channel, "timestamp": message.ts}
    await world.ok("reactions.add", name="thumbsup", **item)
    again = await world.call("reactions.add", name="+1", **item)
    assert again["error"] == "already_reacted"
    got = await world.ok("reactions.get", **item)
    reaction = {"name": "+1", "users": [world.ws.app_user], "count": 1}
    assert got["message"]["reactions"] == [reaction]
    assert len((await world.ok("reactions.list"))["items"]) == 1
    await world.ok("reactions.remove", name="+1", **item)
    assert "reactions" not in (await world.ok("reactions.get", **item))["message"]
    event = world.inner("reaction_added")[0]
    assert event["reaction"] == "+1"
    assert event["item"] == {"type": "message", "channel": message.channel, "ts": message.ts}
    assert event["item_user"] == message.user


async def test_too_many_emoji(world: Any) -> None:
    message = world.say("shop-floor", "mari", "x")
    for number in range(23):
        talk.react(world.ws, world.channel("shop-floor"), message, f"e{number}", "U1")
    body = await world.call(
        "reactions.add", name="bulb", channel=message.channel, timestamp=message.ts
    )
    assert body["error"] == "too_many_emoji"


async def test_files_from_upload_to_block(world: Any) -> None:
    ws = world.ws
    ws.file_delay = 1000.0
    made = await world.ok("files.getUploadURLExternal", filename="a.png", length=4, alt_txt="A")
    assert made["upload_url"].endswith(made["file_id"])
    early = await world.call("files.completeUploadExternal", files=[{"id": made["file_id"]}])
    assert early["error"] == "file_not_found"
    library.take(ws.file(made["file_id"]), b"\x89PNG")
    await world.ok("files.completeUploadExternal", files=[{"id": made["file_id"], "title": "T"}])
    block = {"type": "image", "alt_text": "A", "slack_file": {"id": made["file_id"]}}
    assert (await world.call("files.info", file=made["file_id"]))["error"] == "file_not_found"
    soon = await world.call("chat.postMessage", channel="#shop-floor", text="x", blocks=[block])
    assert soon["error"] == "invalid_blocks"
    assert "invalid slack file" in soon["errors"][0]
    ws.file(made["file_id"]).visible_at = 0.0
    info = (await world.ok("files.info", file=made["file_id"]))["file"]
    assert (info["title"], info["alt_txt"], info["mimetype"]) == ("T", "A", "image/png")
    await world.ok("chat.postMessage", channel="#shop-floor", text="x", blocks=[block])
    await world.ok("files.delete", file=made["file_id"])
    assert (await world.call("files.info", file=made["file_id"]))["error"] == "file_deleted"
    assert (await world.call("files.delete", file=made["file_id"]))["error"] == "file_deleted"


async def test_a_shared_file(world: Any) -> None:
    made = await world.ok("files.getUploadURLExternal", filename="a.txt", length=3)
    library.take(world.ws.file(made["file_id"]), b"abc")
    channel = world.channel("shop-floor").id
    done = await world.ok(
        "files.completeUploadExternal",
        files=f'[{{"id": "{made["file_id"]}"}}]',
        channel_id=channel,
        initial_comment="Look",
    )
    assert done["files"][0]["id"] == made["file_id"]
    info = (await world.ok("files.info", file=made["file_id"]))["file"]
    assert info["channels"] == [channel]
    ts = info["shares"]["public"][channel][0]["ts"]
    message = world.channel("shop-floor").messages[ts]
    assert (message.text, message.subtype) == ("Look", "file_share")
    assert world.inner("file_shared")[0]["file_id"] == made["file_id"]


async def test_join_invite_leave(world: Any) -> None:
    where = world.channel("software")
    joined = await world.ok("conversations.join", channel=where.id)
    assert joined["channel"]["is_member"]
    assert (await world.ok("conversations.join", channel=where.id))["warning"]
    mari = world.person("mari").id
    await world.ok("conversations.invite", channel=where.id, users=mari)
    assert mari in where.members
    await world.ok("conversations.leave", channel=where.id)
    assert not world.ws.app_in(where)
    kinds = [e["type"] for e in world.inner() if e["type"] != "message"]
    assert kinds == ["member_joined_channel", "member_joined_channel", "channel_left"]


@pytest.mark.parametrize("archived", [True, False])
async def test_archived_channels(world: Any, archived: bool) -> None:
    membership.archive(world.ws, world.channel("software"), "x")
    body = await world.ok("conversations.list", exclude_archived=not archived)
    assert ("software" in {c["name"] for c in body["channels"]}) == archived
    assert (await world.call("conversations.join", channel=world.channel("software").id))[
        "ok"
    ] is False


async def test_ts_are_unique_and_increasing(world: Any) -> None:
    world.ground.clock.set_speed(0)
    made = [world.say("shop-floor", "mari", str(n)).ts for n in range(50)]
    assert made == sorted(set(made))
    assert isinstance(world.channel("shop-floor").messages[made[0]], Message)
