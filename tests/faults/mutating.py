"""Slack's payloads, as the playground sends them, bent in many ways; what the bot makes of them.

``BA_MUTATIONS=100000 make test ARGS="tests/scenario/test_faults_payloads.py -s"`` runs it long.
"""

from __future__ import annotations

import copy
import hashlib
import hmac
import json
import logging
import random
import time
from collections import Counter
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select

from bot.app import Bot
from bot.serving import EVENTS_PATH, http_app
from models.inbox import Inbox, InboxState
from tests.scenario.scene import Scene
from tests.scenario.test_turn import carded

Json = dict[str, Any]
# What Slack sends as JSON; the rest comes as a form.
AS_JSON = frozenset({"event_callback", "url_verification", "app_rate_limited"})
HOSTILE: tuple[Any, ...] = (
    None, "", 0, -1, 1e308, True, [], {}, [[]], {"a": {}}, "\x00", "\ud800", "x" * 5_000,
    "<!channel>", "<@U000>", "'; DROP TABLE card; --", "\u202eright to left", "🎋" * 700, "0.0",
    "9999999999.999999", "-1.-1", "C" * 300, "null", "[", "{}",
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to everything inside a payload."""
    if path:
        yield path
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, each in inner:
        yield from places(each, (*path, key))


def bent(payload: Json, chance: random.Random) -> Json:
    """A copy with one to three things missing, doubled or of another kind."""
    new = copy.deepcopy(payload)
    for _ in range(chance.randint(1, 3)):
        ways = [way for way in places(new) if way != ("type",)]
        *before, last = chance.choice(ways)
        holder: Any = new
        for key in before:
            holder = holder[key]
        if chance.random() < 0.35:
            del holder[last]
        else:
            holder[last] = copy.deepcopy(chance.choice(HOSTILE))
    return new


@dataclass
class Found:
    """What happened to so many payloads."""

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    set_aside: int = 0
    problems: list[str] = field(default_factory=list)


class Tracebacks(logging.Handler):
    """Counts records that carry an error, and those with its words."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.seen: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Remember where an error came from."""
        if record.exc_info and record.exc_info[1] is not None:
            self.seen[f"{record.name}: {type(record.exc_info[1]).__name__}"] += 1


async def gathered(scene: Scene) -> list[Json]:
    """Every payload that the playground sends in one whole turn: events and interactions."""
    await carded(scene)
    entries = scene.place.ground.traffic.after(limit=1000)
    wanted = [entry.request for entry in entries if entry.kind in ("event", "interaction")]
    payloads = [each for each in wanted if isinstance(each, dict)]
    return [json.loads(text) for text in sorted({json.dumps(p, sort_keys=True) for p in payloads})]


async def posted(bot: Bot, payload: Json, secret: str) -> int:
    """Send a payload as a signed HTTP request to the bot's own ASGI application; its status."""
    if payload.get("type") in AS_JSON:
        kind, body = "application/json", json.dumps(payload).encode()
    else:
        is_plain = "command" in payload or "ssl_check" in payload
        form = payload if is_plain else {"payload": json.dumps(payload)}
        kind = "application/x-www-form-urlencoded"
        body = urlencode(form, errors="replace").encode()
    stamp = str(int(time.time()))
    signed = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    headers = {
        "content-type": kind,
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": "v0=" + signed.hexdigest(),
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": EVENTS_PATH,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    answers: list[Json] = []

    async def receive() -> Json:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        answers.append(dict(message))

    await http_app(bot)(scope, receive, send)
    return int(answers[0]["status"])


async def mutated(scene: Scene, *, count: int, seed: int) -> Found:
    """Bend and dispatch so many payloads, letting the worker apply what was stored."""
    chance, found = random.Random(seed), Found()
    seeds = await gathered(scene)
    for number in range(count):
        payload = bent(chance.choice(seeds), chance)
        if payload.get("type") == "event_callback":
            payload["event_id"] = f"EvBent{seed}{number:07d}"
        status = await posted(scene.bot, payload, scene.place.signing_secret)
        found.sent += 1
        found.statuses[status] += 1
        if status >= 500:
            found.problems.append(f"status {status} for {payload.get('type')}")
        if number % 100 == 99:
            while await scene.bot.worker.work():
                pass
    while await scene.bot.worker.work():
        pass
    async with scene.bot.sessions() as session:
        aside = select(func.count()).where(Inbox.state == InboxState.SET_ASIDE)
        found.set_aside = int(await session.scalar(aside) or 0)
    return found
