"""Event shapes as Slack's, and who gets them."""

from __future__ import annotations

from typing import Any

import pytest

from playground import membership, talk
from playground.model import Fact, Message
from playground.types import Json


def only(world: Any, kind: str) -> Json:
    found = world.inner(kind)
    assert len(found) == 1, found
    return dict(found[0])


def test_a_plain_message(world: Any) -> None:
    message = world.say("shop-floor", "mari", "Hi @jun & all")
    event = only(world, "message")
    assert event == {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "client_msg_id": "c-1",
        "text": f"Hi <@{world.person('jun').id}> &amp; all",
        "team": world.ws.id,
        "blocks": message.blocks,
        "channel": message.channel,
        "channel_type": "channel",
        "event_ts": message.ts,
    }


def test_the_envelope(world: Any) -> None:
    world.say("shop-floor", "mari", "Hi")
    envelope = world.events[0]
    assert envelope["type"] == "event_callback"
    assert envelope["event_id"].startswith("Ev")
    assert envelope["team_id"] == world.ws.id
    assert envelope["api_app_id"] == world.ws.app_id
    assert envelope["authorizations"][0]["user_id"] == world.ws.app_user
    assert envelope["authorizations"][0]["is_bot"]
    assert envelope["is_ext_shared_channel"] is False
    assert isinstance(envelope["event_time"], int)
    membership.share(world.ws, world.channel("shop-floor"), "U")
    world.say("shop-floor", "mari", "Hi")
    assert world.events[-1]["is_ext_shared_channel"] is True


def test_threads(world: Any) -> None:
    parent = world.say("shop-floor", "mari", "parent")
    world.say("shop-floor", "jun", "reply", thread_ts=parent.ts)
    event = world.inner("message")[-1]
    assert event["thread_ts"] == parent.ts
    assert event["parent_user_id"] == parent.user
    assert "subtype" not in event
    world.say("shop-floor", "jun", "loud", thread_ts=parent.ts, broadcast=True)
    loud = world.inner("message")[-1]
    assert loud["subtype"] == "thread_broadcast"
    assert loud["root"]["reply_count"] == 2
    assert len(world.inner()) == 3


def test_message_replied_comes_without_its_subtype_when_switched_on(world: Any) -> None:
    world.ws.message_replied = True
    parent = world.say("shop-floor", "mari", "parent")
    world.say("shop-floor", "jun", "reply", thread_ts=parent.ts)
    event = world.inner("message")[-1]
    assert "subtype" not in event
    assert "user" not in event
    assert event["message"]["reply_count"] == 1


def test_an_edit_and_an_unfurl(world: Any) -> None:
    message = world.say("shop-floor", "mari", "one")
    where = world.channel("shop-floor")
    talk.edit(world.ws, where, message, {"text": "two"}, message.user)
    event = world.inner("message")[-1]
    assert event["subtype"] == "message_changed"
    assert event["message"]["edited"]["user"] == message.user
    assert event["previous_message"]["text"] == "one"
    assert event["hidden"]
    assert event["ts"] == event["event_ts"] != message.ts
    edited = event["message"]["edited"]
    talk.unfurl(world.ws, where, message, {"title": "A page"})
    unfurl = world.inner("message")[-1]
    assert unfurl["subtype"] == "message_changed"
    assert unfurl["message"]["edited"] == edited
    assert unfurl["message"]["attachments"] == [{"title": "A page"}]


def test_a_deletion(world: Any) -> None:
    message = world.say("shop-floor", "mari", "one")
    talk.delete(world.ws, world.channel("shop-floor"), message, message.user)
    event = world.inner("message")[-1]
    assert event["subtype"] == "message_deleted"
    assert event["deleted_ts"] == message.ts
    assert event["previous_message"]["text"] == "one"


def test_a_parent_with_replies_leaves_a_tombstone(world: Any) -> None:
    where = world.channel("shop-floor")
    parent = world.say("shop-floor", "mari", "parent")
    reply = world.say("shop-floor", "jun", "reply", thread_ts=parent.ts)
    talk.delete(world.ws, where, parent, parent.user)
    event = world.inner("message")[-1]
    assert event["subtype"] == "message_changed"
    assert event["message"]["subtype"] == "tombstone"
    assert event["message"]["user"] == "USLACKBOT"
    assert event["message"]["thread_ts"] == parent.ts
    assert event["previous_message"]["text"] == "parent"
    talk.delete(world.ws, where, reply, reply.user)
    gone = [e["subtype"] for e in world.inner("message")[-2:]]
    assert gone == ["message_deleted", "message_deleted"]
    assert parent.ts not in where.messages


def test_the_apps_own_messages_come_back(world: Any) -> None:
    where = world.channel("shop-floor")
    message = Message(where.id, "", world.ws.app_user, "x", by_app=True)
    talk.post(world.ws, where, message)
    event = only(world, "message")
    assert event["bot_id"] == world.ws.bot_id
    assert event["app_id"] == world.ws.app_id
    assert event["bot_profile"]["team_id"] == world.ws.id


def test_joining_and_leaving(world: Any) -> None:
    where, hana = world.channel("shop-floor"), world.person("hana").id
    membership.join(world.ws, where, hana, inviter=world.person("mari").id)
    joined = only(world, "member_joined_channel")
    assert joined["channel_type"] == "C"
    assert joined["inviter"] == world.person("mari").id
    spoken = only(world, "message")
    assert (spoken["subtype"], spoken["user"]) == ("channel_join", hana)
    assert spoken["inviter"] == joined["inviter"]
    membership.leave(world.ws, where, hana)
    assert only(world, "member_left_channel")["user"] == hana
    assert world.inner("message")[-1]["subtype"] == "channel_leave"


@pytest.mark.parametrize(
    ("name", "kind"), [("shop-floor", "channel_left"), ("tasting", "group_left")]
)
def test_the_app_is_removed(world: Any, name: str, kind: str) -> None:
    where, mari = world.channel(name), world.person("mari").id
    membership.leave(world.ws, where, world.ws.app_user, kicker=mari)
    assert [e["type"] for e in world.inner()] == [kind]
    assert world.inner()[0]["actor_id"] == mari
    world.say(name, "mari", "Now it is gone")
    assert len(world.inner()) == 1


@pytest.mark.parametrize(("name", "prefix"), [("shop-floor", "channel"), ("tasting", "group")])
def test_what_happens_to_channels(world: Any, name: str, prefix: str) -> None:
    ws, where, mari = world.ws, world.channel(name), world.person("mari").id
    membership.rename(ws, where, "other", mari)
    membership.archive(ws, where, mari)
    membership.archive(ws, where, mari, archived=False)
    membership.share(ws, where, mari)
    membership.share(ws, where, mari, shared=False)
    membership.destroy(ws, where, mari)
    found = [e for e in world.inner() if e["type"] != "message"]
    assert [e["type"] for e in found] == [
        f"{prefix}_rename",
        f"{prefix}_archive",
        f"{prefix}_unarchive",
        "channel_shared",
        "channel_unshared",
        f"{prefix}_deleted",
    ]
    assert found[0]["channel"]["name"] == "other"
    assert found[1]["user"] == mari
    assert found[3]["connected_team_id"]
    assert found[4]["is_ext_shared"] is False
    assert found[5]["channel"] == where.id


def test_public_channels_are_announced_and_private_ones_are_not(world: Any) -> None:
    mari = world.person("mari").id
    membership.create_channel(world.ws, "seen", mari)
    membership.create_channel(world.ws, "unseen", mari, private=True)
    assert [e["channel"]["name"] for e in world.inner("channel_created")] == ["seen"]
    membership.archive(world.ws, world.channel("software"), mari)
    membership.archive(world.ws, world.channel("leads"), mari)
    assert len(world.inner("channel_archive")) == 1
    assert not world.inner("group_archive")


def test_nothing_from_where_the_app_is_not(world: Any) -> None:
    world.say("software", "sam", "Hello @testing")
    world.say("leads", "hana", "Secret")
    assert world.inner() == []


def test_mentions_are_two_events(world: Any) -> None:
    message = world.say("shop-floor", "mari", "@testing what do we know about lamps?")
    kinds = [(e["type"], e["ts"]) for e in world.inner()]
    assert kinds == [("message", message.ts), ("app_mention", message.ts)]
    mention = world.inner("app_mention")[0]
    assert mention["channel"] == message.channel
    assert mention["event_ts"] == message.ts
    assert world.events[0]["event_id"] != world.events[1]["event_id"]


def test_subtypes_of_people(world: Any) -> None:
    key = world.file()
    world.say("shop-floor", "mari", "waves", subtype="me_message")
    world.say("shop-floor", "mari", "", subtype="file_share", files=[key])
    found = world.inner("message")
    assert [e["subtype"] for e in found] == ["me_message", "file_share"]
    assert found[1]["files"][0]["id"] == key
    assert only(world, "file_shared")["channel_id"] == found[1]["channel"]


def test_people_change(world: Any) -> None:
    mari = world.person("mari")
    membership.change_person(world.ws, mari, {"tz": "Europe/Paris"})
    assert only(world, "user_change")["user"]["tz"] == "Europe/Paris"
    membership.change_person(world.ws, mari, {"status_text": "Lunch"})
    event = only(world, "user_status_changed")
    assert event["user"]["profile"]["status_text"] == "Lunch"
    assert isinstance(event["cache_ts"], int)


def test_home_and_dms(world: Any) -> None:
    mari = world.person("mari")
    where, _ = world.ws.open_direct([world.ws.app_user, mari.id], world.ws.app_user)
    world.ws.publish(
        Fact("home_opened", channel=where, person=mari.id, info={"tab": "home", "view": None})
    )
    event = only(world, "app_home_opened")
    assert (event["channel"], event["tab"], event["user"]) == (where.id, "home", mari.id)
    assert "view" not in event
    talk.post(world.ws, where, Message(where.id, "", mari.id, "Hi @testing"))
    assert only(world, "message")["channel_type"] == "im"
    assert not world.inner("app_mention")


def test_uninstalling(world: Any) -> None:
    membership.uninstall(world.ws)
    assert [e["type"] for e in world.inner()] == ["app_uninstalled", "tokens_revoked"]
    assert world.inner("tokens_revoked")[0]["tokens"] == {"oauth": [], "bot": [world.ws.app_user]}
    world.say("shop-floor", "mari", "Anybody?")
    assert len(world.events) == 2


@pytest.mark.parametrize("what", ["events", "scopes"])
def test_only_what_is_subscribed_and_granted(world: Any, what: str) -> None:
    if what == "events":
        world.ground.manifest.events -= {"message.channels"}
    else:
        world.ground.scopes -= {"channels:history"}
    world.say("shop-floor", "mari", "public")
    world.say("tasting", "mari", "private")
    assert [e["text"] for e in world.inner("message")] == ["private"]
    assert world.inner("message")[0]["channel_type"] == "group"


def test_metadata_events(world: Any) -> None:
    where = world.channel("shop-floor")
    meta = {"event_type": "card", "event_payload": {"id": 1}}
    talk.post(
        world.ws, where, Message(where.id, "", world.ws.app_user, "x", by_app=True, metadata=meta)
    )
    assert only(world, "message_metadata_posted")["metadata"] == meta
