"""Builders that tests share: channels, people, messages, cards, and events in Slack's shape."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ParamSpec, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outgoing.kinds import Making
from bot.reading import Offload
from bot.seci.types import Draft, Mode, Reading, Said, ThreadReading, Utterance
from bot.settings import Settings
from bot.slack.events import Event, parse_event
from bot.slack.gateway import Gateway, Sent
from bot.worker import Turn
from models.card import Card, add_card
from models.channel import Channel, Level, ensure_channel
from models.database import Sessions
from models.inbox import Inbox, insert_events
from models.member import Member, join_channel
from models.outbox import Outbox, row_by_key
from models.workspace import remember_workspace
from tests.conftest import START

P = ParamSpec("P")
T = TypeVar("T")
TEAM, BOT = "T0TEAM", "U0BOT"
_numbers = itertools.count(1)


def settings(**given: Any) -> Settings:
    """Settings that read no file and no environment but what is given."""
    return Settings(_env_file=None, **given)  # type: ignore[call-arg]


def ts_at(when: datetime, micro: int = 0) -> str:
    """Slack's time stamp of a time."""
    return f"{int(when.timestamp())}.{micro:06d}"


def ts(minutes: float = 0, micro: int = 0) -> str:
    """A time stamp some minutes after START."""
    return ts_at(START + timedelta(minutes=minutes), micro)


def envelope(inner: dict[str, Any], *, event_id: str = "", team: str = TEAM) -> dict[str, Any]:
    """An ``event_callback`` as Slack sends it."""
    return {
        "type": "event_callback",
        "team_id": team,
        "event_id": event_id or f"Ev{next(_numbers):06d}",
        "authorizations": [{"team_id": team, "user_id": BOT, "is_bot": True}],
        "event": inner,
    }


def raw(body: dict[str, Any]) -> bytes:
    """An envelope as it travels."""
    return json.dumps(body).encode()


def event(inner: dict[str, Any], *, event_id: str = "", team: str = TEAM) -> Event:
    """An event as handlers get it."""
    parsed = parse_event(envelope(inner, event_id=event_id, team=team))
    assert parsed is not None
    return parsed


def message(text: str = "hello", *, at: str = "", user: str = "U1", **more: Any) -> dict[str, Any]:
    """A ``message`` event of a person in C1."""
    base = {"type": "message", "channel": "C1", "channel_type": "channel"}
    return {**base, "ts": at or ts(), "user": user, "text": text, **more}


def edited(original: dict[str, Any], text: str, at: str) -> dict[str, Any]:
    """The ``message_changed`` event of an edit."""
    new = {**original, "text": text, "edited": {"user": original["user"], "ts": at}}
    return {
        "type": "message",
        "subtype": "message_changed",
        "channel": original["channel"],
        "channel_type": original.get("channel_type", "channel"),
        "ts": at,
        "message": new,
        "previous_message": original,
    }


def deleted(original: dict[str, Any]) -> dict[str, Any]:
    """The ``message_deleted`` event of a message."""
    return {
        "type": "message",
        "subtype": "message_deleted",
        "channel": original["channel"],
        "channel_type": original.get("channel_type", "channel"),
        "ts": ts(999),
        "deleted_ts": original["ts"],
        "previous_message": original,
    }


def mode_of(text: str) -> Mode:
    """The rule by which the fake reader reads: the first mode whose name is in the text."""
    return next((mode for mode in Mode if mode in text), Mode.NONE)


@dataclass
class FakeReading:
    """Reads by a rule instead of a model, and remembers what it was asked."""

    calls: list[list[Utterance]] = field(default_factory=list)
    threads: list[list[Said]] = field(default_factory=list)
    fail_on: str = ""

    async def read(self, utterances: Sequence[Utterance]) -> list[Reading]:
        self.calls.append(list(utterances))
        if self.fail_on and any(self.fail_on in each.said.text for each in utterances):
            raise RuntimeError("the reader fell over")
        return [Reading(mode_of(u.said.text), True, dict.fromkeys(Mode, 0.2)) for u in utterances]

    async def read_thread(self, messages: Sequence[Said]) -> ThreadReading:
        self.threads.append(list(messages))
        found = [n for n, said in enumerate(messages) if "insight" in said.text]
        text = messages[found[0]].text if found else ""
        draft = Draft(title=text[:40], statement=text, evidence=tuple(found))
        return ThreadReading(0.9 if found else 0.1, tuple(found), ("by the rule",), draft)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return work(*args, **kwargs)


def _as_offload(fake: FakeReading) -> Offload:
    return fake  # mypy holds the fake to the Protocol


async def make_workspace(session: AsyncSession, workspace_id: str = TEAM) -> None:
    """A workspace with its bot."""
    await remember_workspace(session, workspace_id, name="Team", bot_user_id=BOT, now=START)


async def make_channel(
    session: AsyncSession,
    channel_id: str = "C1",
    *people: str,
    workspace_id: str = TEAM,
    level: Level = Level.OFFERING,
    **facts: Any,
) -> Channel:
    """A channel with the bot in it and these members (who must be known already)."""
    facts = {"name": channel_id.lower(), "is_member": True, "level": level, **facts}
    channel = await ensure_channel(session, workspace_id, channel_id, **facts)
    for person in people:
        await join_channel(session, workspace_id, channel_id, person, START)
    return channel


async def make_people(
    session: AsyncSession, *ids: str, workspace_id: str = TEAM, **facts: Any
) -> None:
    """People who are known to the bot."""
    for each in ids:
        person = Member(workspace_id=workspace_id, id=each, name=each, refreshed_at=START, **facts)
        session.add(person)
    await session.flush()


async def make_card(
    session: AsyncSession, title: str = "Order early", *, workspace_id: str = TEAM, **more: Any
) -> Card:
    """A card of U1 in C1."""
    base = {"channel_id": "C1", "author_id": "U1", "statement": "", "evidence": []}
    times = {"created_at": START, "updated_at": START}
    card = Card(workspace_id=workspace_id, title=title, **{**base, **times, **more})
    return await add_card(session, card, why="written")


def inbox_row(body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A row of the inbox, as the writer makes it."""
    parsed = parse_event(body)
    return {
        "workspace_id": body["team_id"],
        "event_id": body["event_id"],
        "channel_id": parsed.channel_id if parsed else "",
        "kind": parsed.kind if parsed else "odd",
        "payload": raw(body),
        "received_at": START,
        **more,
    }


async def receive(sessions: Sessions, *inner: dict[str, Any], team: str = TEAM) -> list[str]:
    """Put events into the inbox; gives their ids."""
    bodies = [envelope(each, team=team) for each in inner]
    async with sessions.begin() as session:
        await session.run_sync(insert_events, [inbox_row(body) for body in bodies])
    return [body["event_id"] for body in bodies]


async def outbox_row(sessions: Sessions, key: str, team: str = TEAM) -> Outbox | None:
    """The outbox's row with this key."""
    async with sessions.begin() as session:
        return await row_by_key(session, team, key)


async def all_of(sessions: Sessions, model: type[T]) -> list[T]:
    """Every row of a table."""
    from sqlalchemy import select

    async with sessions.begin() as session:
        return list(await session.scalars(select(model)))


async def inbox_rows(sessions: Sessions) -> list[Inbox]:
    """The inbox, in order."""
    return sorted(await all_of(sessions, Inbox), key=lambda row: row.id)


def turn(session: AsyncSession, now: datetime = START, **given: Any) -> Turn:
    """A handler's turn in a session."""
    return Turn(session, now, settings(), given.get("readings", {}))


class FakeGateway(Gateway):
    """Slack as a list: remembers what was sent, fails as told, finds what was posted."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.posted: list[tuple[str, str, str, str]] = []  # (channel, thread, text, key)
        self.blocks: list[list[Any]] = []
        self.whispers: list[tuple[str, str, str]] = []
        self.looked_up: list[str] = []
        self.failures: dict[str, list[Exception]] = {}
        self.lost: list[Exception] = []  # raised after a post took effect
        self.answers: dict[str, dict[str, Any]] = {}

    def without_retries(self) -> FakeGateway:
        return self

    def _fail(self, method: str) -> None:
        if waiting := self.failures.get(method):
            raise waiting.pop(0)

    async def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        self.calls.append((method, arguments))
        self._fail(method)
        return self.answers.get(method, {})

    async def query(self, method: str, **arguments: Any) -> dict[str, Any]:
        return await self.call(method, **arguments)

    async def post(
        self, channel_id: str, text: str, blocks: Any, *, thread_ts: str = "", key: str = ""
    ) -> Sent:
        self._fail("post")
        self.posted.append((channel_id, thread_ts, text, key))
        self.blocks.append(list(blocks))
        if self.lost:
            raise self.lost.pop(0)
        return Sent(channel_id, f"1700000000.{len(self.posted):06d}")

    async def find_posted(
        self, channel_id: str, key: str, *, thread_ts: str = "", oldest: str = ""
    ) -> Sent | None:
        self.looked_up.append(key)
        self._fail("find_posted")
        for number, (channel, _, _, posted_key) in enumerate(self.posted, 1):
            if (channel, posted_key) == (channel_id, key):
                return Sent(channel_id, f"1700000000.{number:06d}")
        return None

    async def whisper(
        self, channel_id: str, member_id: str, text: str, blocks: Any = None, *, thread_ts: str = ""
    ) -> None:
        self._fail("whisper")
        self.whispers.append((channel_id, member_id, text))
        if self.lost:
            raise self.lost.pop(0)

    async def open_direct(self, member_id: str) -> str:
        self._fail("open_direct")
        return f"D-{member_id}"

    async def permalink(self, channel_id: str, ts: str) -> str:
        self._fail("permalink")
        return f"https://example.slack.com/archives/{channel_id}/p{ts.replace('.', '')}"


def making(sessions: Sessions, gateway: Gateway, now: datetime = START) -> Making:
    """What a kind of outgoing message is given."""
    return Making(sessions, gateway, _as_offload(FakeReading()), settings(), now)
