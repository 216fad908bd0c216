"""Requests as they reach ``ba run --http``: who may ask, what comes twice, what is not stored."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from sqlalchemy import make_url

from playground.harness import Playground
from tests.support import envelope, message
from tests.test_serving import _quick_reader, of, place, served, serving

__all__ = ["_quick_reader", "place"]

SIX_MINUTES = 360


def signed(secret: str, body: bytes, age: float = 0) -> dict[str, str]:
    stamp = str(int(time.time() - age))
    base = b"v0:" + stamp.encode() + b":" + body
    return {
        "content-type": "application/json",
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest(),
    }


@dataclass
class Asking:
    """Somebody who sends requests to the bot."""

    http: aiohttp.ClientSession
    url: str
    secret: str
    path: str

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> int:
        given = signed(self.secret, body) if headers is None else headers
        async with self.http.post(self.url, data=body, headers=given) as answer:
            await answer.read()
            return answer.status

    def stored(self, event_id: str) -> int:
        with closing(sqlite3.connect(self.path)) as connection:
            query = "SELECT count(*) FROM inbox WHERE event_id = ?"
            return int(connection.execute(query, (event_id,)).fetchone()[0])

    async def run(self, statement: str) -> None:
        """In a thread: the bot, which may hold the lock, needs this one to go on."""
        await asyncio.to_thread(self._run, statement)

    def _run(self, statement: str) -> None:
        with closing(sqlite3.connect(self.path, timeout=20)) as connection:
            connection.execute(statement)
            connection.commit()


@pytest.fixture
async def asking(place: Playground, sqlite_url: str) -> AsyncIterator[Asking]:
    found = of(place, sqlite_url)
    async with (
        served(
            lambda stop, told: serving.serve_http(found, told, host="127.0.0.1", port=0, stop=stop)
        ) as said,
        aiohttp.ClientSession() as http,
    ):
        url = next(word for word in said.split() if word.startswith("http")).rstrip(".")
        path = str(make_url(sqlite_url).database)
        yield Asking(http, url, place.signing_secret, path)


def joined(event_id: str) -> bytes:
    """An event that is stored whether or not the channel is on."""
    inner = {"type": "member_joined_channel", "channel": "C1", "user": "U1"}
    return json.dumps(envelope(inner, event_id=event_id)).encode()


async def test_who_is_not_slack_or_comes_too_late_is_refused(asking: Asking) -> None:
    body = joined("Ev-refused")
    good = signed(asking.secret, body)
    requests: list[dict[str, str]] = [
        signed("forged", body),
        signed(asking.secret, body, age=SIX_MINUTES),
        signed(asking.secret, body, age=-SIX_MINUTES),
        signed(asking.secret, body + b" "),
        {**good, "x-slack-signature": ""},
        {name: value for name, value in good.items() if name != "x-slack-signature"},
        {name: value for name, value in good.items() if name != "x-slack-request-timestamp"},
        {**good, "x-slack-request-timestamp": "soon"},
    ]
    statuses = [await asking.post(body, headers) for headers in requests]
    assert statuses == [401] * len(requests)
    assert asking.stored("Ev-refused") == 0


async def test_a_replayed_request_has_no_second_effect(asking: Asking) -> None:
    body = joined("Ev-twice")
    headers = signed(asking.secret, body)
    assert [await asking.post(body, headers) for _ in range(3)] == [200, 200, 200]
    assert asking.stored("Ev-twice") == 1


async def test_what_the_disk_does_not_take_is_not_acknowledged(asking: Asking) -> None:
    await asking.run(
        "CREATE TRIGGER full BEFORE INSERT ON inbox"
        " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    )
    body = joined("Ev-full")
    assert await asking.post(body) == 500
    assert asking.stored("Ev-full") == 0
    await asking.run("DROP TRIGGER full")
    assert await asking.post(body) == 200  # as Slack sends it again
    assert asking.stored("Ev-full") == 1


def _lock(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
    connection.execute("BEGIN IMMEDIATE")
    return connection


async def test_while_the_database_is_locked_nothing_is_acknowledged(asking: Asking) -> None:
    body = joined("Ev-locked")
    locking = await asyncio.to_thread(_lock, asking.path)
    assert await asking.post(body) == 500
    locking.close()
    async with asyncio.timeout(20):
        while await asking.post(body) != 200:
            pass
    assert asking.stored("Ev-locked") == 1


async def test_by_socket_what_is_not_stored_is_not_acknowledged(
    place: Playground, sqlite_url: str
) -> None:
    found = of(place, sqlite_url)
    path = str(make_url(sqlite_url).database)
    async with served(lambda stop, told: serving.serve_socket(found, told, stop=stop)):
        hub, answers = place.ground.pump.hub, []
        asking = Asking(None, "", "", path)  # type: ignore[arg-type]
        refuse = "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        await asking.run(f"CREATE TRIGGER full BEFORE INSERT ON inbox {refuse}")
        body: dict[str, Any] = json.loads(joined("Ev-socket"))
        hub.ack_timeout = 1.0
        answers.append(await hub.carry("events_api", body, 0, ""))
        await asking.run("DROP TRIGGER full")
        hub.ack_timeout = 20.0
        answers.append(await hub.carry("events_api", body, 1, "timeout"))
    assert [answer.ok for answer in answers] == [False, True]
    assert asking.stored("Ev-socket") == 1


async def test_talk_of_a_channel_that_is_off_is_acknowledged_and_not_kept(asking: Asking) -> None:
    body = json.dumps(envelope(message("not to be read"), event_id="Ev-off")).encode()
    assert await asking.post(body) == 200
    assert asking.stored("Ev-off") == 0
