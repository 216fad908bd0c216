"""Cursors, limits, oldest/latest/inclusive."""

from __future__ import annotations

from typing import Any

import pytest

from playground.membership import create_channel


async def pages(world: Any, method: str, key: str, **args: Any) -> list[list[Any]]:
    """All pages of a listing."""
    out: list[list[Any]] = []
    cursor = ""
    while True:
        body = await world.ok(method, **args, **({"cursor": cursor} if cursor else {}))
        out.append(body[key])
        cursor = body.get("response_metadata", {}).get("next_cursor", "")
        if not cursor:
            return out


@pytest.fixture
def said(world: Any) -> list[str]:
    """Ten messages in #shop-floor."""
    return [world.say("shop-floor", "mari", f"m{n}").ts for n in range(10)]


@pytest.mark.parametrize("limit", [1, 3, 10, 11, 999])
async def test_history(world: Any, said: list[str], limit: int) -> None:
    where = world.channel("shop-floor").id
    found = await pages(world, "conversations.history", "messages", channel=where, limit=limit)
    everything = [m["ts"] for page in found for m in page]
    assert everything == sorted(world.channel("shop-floor").messages, reverse=True)
    assert all(len(page) <= limit for page in found)


async def test_history_stays_stable_while_people_talk(world: Any, said: list[str]) -> None:
    where = world.channel("shop-floor").id
    first = await world.ok("conversations.history", channel=where, limit=4)
    world.say("shop-floor", "jun", "in between")
    cursor = first["response_metadata"]["next_cursor"]
    second = await world.ok("conversations.history", channel=where, limit=4, cursor=cursor)
    assert [m["ts"] for m in second["messages"]] == said[::-1][4:8]
    assert first["has_more"]


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"oldest": 3}, range(4, 10)),
        ({"oldest": 3, "inclusive": "true"}, range(3, 10)),
        ({"latest": 3}, range(3)),
        ({"latest": 3, "inclusive": 1}, range(4)),
        ({"oldest": 2, "latest": 5}, range(3, 5)),
        ({"oldest": 2, "latest": 5, "inclusive": True}, range(2, 6)),
        ({"oldest": 5, "latest": 5, "inclusive": True}, range(5, 6)),
    ],
)
async def test_bounds(world: Any, said: list[str], bounds: Any, expected: range) -> None:
    args = {k: said[v] if k != "inclusive" else v for k, v in bounds.items()}
    where = world.channel("shop-floor").id
    body = await world.ok("conversations.history", channel=where, **args)
    found = [m["text"] for m in reversed(body["messages"]) if m["text"].startswith("m")]
    assert found == [f"m{n}" for n in expected]


async def test_oldest_may_be_plain_seconds(world: Any, said: list[str]) -> None:
    where = world.channel("shop-floor").id
    body = await world.ok("conversations.history", channel=where, oldest="0")
    assert len(body["messages"]) == 11
    assert body["has_more"] is False
    assert "response_metadata" not in body


async def test_replies_repeat_the_parent(world: Any, said: list[str]) -> None:
    replies = [world.say("shop-floor", "jun", f"r{n}", thread_ts=said[0]).ts for n in range(7)]
    where = world.channel("shop-floor").id
    found = await pages(
        world, "conversations.replies", "messages", channel=where, ts=said[0], limit=4
    )
    assert [page[0]["ts"] for page in found] == [said[0]] * len(found)
    assert [m["ts"] for page in found for m in page[1:]] == replies
    parent = found[0][0]
    assert parent["reply_count"] == 7
    assert parent["latest_reply"] == replies[-1]
    assert parent["reply_users"] == [world.person("jun").id]
    assert parent["thread_ts"] == parent["ts"]
    single = await world.ok("conversations.replies", channel=where, ts=replies[0])
    assert [m["ts"] for m in single["messages"]] == [replies[0]]
    history = await world.ok("conversations.history", channel=where)
    assert not {m["ts"] for m in history["messages"]} & set(replies)


async def test_replies_within_bounds(world: Any, said: list[str]) -> None:
    replies = [world.say("shop-floor", "jun", f"r{n}", thread_ts=said[0]).ts for n in range(4)]
    where = world.channel("shop-floor").id
    body = await world.ok(
        "conversations.replies", channel=where, ts=said[0], oldest=replies[1], latest=replies[3]
    )
    assert [m["ts"] for m in body["messages"]] == [said[0], replies[2]]


@pytest.mark.parametrize("limit", [1, 2, 100])
async def test_lists(world: Any, limit: int) -> None:
    for number in range(5):
        create_channel(world.ws, f"extra-{number}", world.person("mari").id)
    types = "public_channel,private_channel"
    found = await pages(world, "conversations.list", "channels", types=types, limit=limit)
    names = [c["name"] for page in found for c in page]
    assert len(names) == len(set(names)) == 10
    assert "leads" not in names
    where = world.channel("shop-floor")
    members = await pages(world, "conversations.members", "members", channel=where.id, limit=limit)
    assert [m for page in members for m in page] == where.members
    people = await pages(world, "users.list", "members", limit=limit)
    assert len([p for page in people for p in page]) == len(world.ws.people)


async def test_users_list_without_a_limit_gives_all(world: Any) -> None:
    body = await world.ok("users.list")
    assert len(body["members"]) == len(world.ws.people)
    assert body["response_metadata"]["next_cursor"] == ""
