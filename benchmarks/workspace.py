"""A workspace at work, of any size: people, channels, talk, cards, themes, practice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from migrations.run import upgrade
from models.author import CardAuthor
from models.base import Base
from models.card import Card, CardStatus
from models.channel import Channel, Kind, Level
from models.member import Member, Membership
from models.message import Message
from models.practice import Practice, Review
from models.question import Question
from models.role import Role, RoleName
from models.theme import CardTheme, Theme
from models.thread import Thread, ThreadState
from models.vision import QUESTIONS, Vision
from models.workspace import Workspace

TEAM, NOW = "T1", datetime(2026, 3, 6, 11, 0, tzinfo=UTC)
# Per channel; and the person who asks (U1) is in the first so many channels, looking after one.
MESSAGES, THREAD, MEMBERS, MINE = 50, 5, 20, 10
THEMES, CHUNK = 8, 5_000
_KINDS = ("experiential", "conceptual", "systemic", "routine")
_SCOPES = ("channel", "channel", "channel", "organization", "person")
_MODES = ("socialization", "externalization", "combination", "internalization", "none")

Rows = Iterator[dict[str, Any]]


async def fill(engine: AsyncEngine, *, cards: int, channels: int) -> list[str]:
    """Fill a new database; gives the words that its cards are made of, the frequent ones first."""
    await upgrade(engine)
    words = [_word(number) for number in range(3_000)]
    people = 2 * channels
    tables: list[tuple[type[Base], Rows]] = [
        (Workspace, iter([_workspace()])),
        (Member, (_member(n) for n in range(people))),
        (Channel, (_channel(n) for n in range(channels))),
        (Membership, _memberships(channels, people)),
        (Role, iter([_role()])),
        (Message, (_message(c, n, people) for c in range(channels) for n in range(MESSAGES))),
        (Thread, (_thread(c, n) for c in range(channels) for n in range(0, MESSAGES, THREAD))),
        (Theme, (_theme(n, words) for n in range(THEMES))),
        (Vision, iter([_vision()])),
        (Card, _cards(cards, channels, people, words)),
        (CardAuthor, (_author(n, people) for n in range(0, cards, 3))),
        (CardTheme, (_card_theme(n) for n in range(cards))),
        (Practice, (_practice(n, cards, people) for n in range(3 * cards))),
        (Review, (_review(n, people) for n in range(cards))),
        (Question, (_question(n, channels, words) for n in range(cards // 5))),
    ]
    for model, rows in tables:
        await _insert(engine, model, rows)
    async with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # rows came with their ids
            for name in ("card", "theme"):
                await connection.execute(
                    text(f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))")
                )
        await connection.execute(text("ANALYZE"))
    return words


async def _insert(engine: AsyncEngine, model: type[Base], rows: Rows) -> None:
    table = Base.metadata.tables[model.__tablename__]
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            async with engine.begin() as connection:
                await connection.execute(insert(table), chunk)
            chunk = []
    if chunk:
        async with engine.begin() as connection:
            await connection.execute(insert(table), chunk)


def _word(number: int) -> str:
    letters = ""
    while number or len(letters) < 4:
        number, at = divmod(number, 12)
        letters += "bdfgklmnprtv"[at] + "aeiou"[at % 5]
    return letters


def _workspace() -> dict[str, Any]:
    return {"id": TEAM, "name": "bench", "bot_user_id": "U0BOT", "installed_at": NOW}


def _member(number: int) -> dict[str, Any]:
    who = {"workspace_id": TEAM, "id": f"U{number}", "name": f"Person {number}"}
    return {**who, "is_admin": number == 1, "is_guest": number % 10 == 7, "refreshed_at": NOW}


def _channel(number: int) -> dict[str, Any]:
    return {
        "workspace_id": TEAM, "id": f"C{number}", "name": f"channel-{number}", "is_member": True,
        "is_private": number % 3 == 0, "level": Level.OFFERING, "kind": Kind.DIALOGUING,
        "kind_reason": "because", "stage": "active", "last_ts": _ts(MESSAGES),
    }  # fmt: skip


def _memberships(channels: int, people: int) -> Rows:
    for channel in range(channels):
        here = {f"U{(channel * 13 + n * 7) % people}" for n in range(MEMBERS)} - {"U1"}
        for member in sorted(here | ({"U1"} if channel < MINE else set())):
            place = {"workspace_id": TEAM, "channel_id": f"C{channel}"}
            yield {**place, "member_id": member, "since": NOW - timedelta(days=90)}


def _role() -> dict[str, Any]:
    who = {"workspace_id": TEAM, "channel_id": "C1", "member_id": "U1"}
    return {**who, "name": RoleName.PRODUCER, "since": NOW - timedelta(days=30)}


def _at(number: int) -> datetime:
    """Messages of a channel come over the last four weeks."""
    return NOW - timedelta(hours=(MESSAGES - number) * 28 * 24 / MESSAGES)


def _ts(number: int) -> str:
    return f"{_at(number).timestamp():.0f}.000100"


def _message(channel: int, number: int, people: int) -> dict[str, Any]:
    mode = _MODES[number % 5]
    return {
        "workspace_id": TEAM, "channel_id": f"C{channel}", "ts": _ts(number),
        "thread_ts": _ts(number // THREAD * THREAD), "posted_at": _at(number),
        "author_id": f"U{(channel * 13 + number % MEMBERS * 7) % people}", "mode": mode,
        "confident": True, "scores": {mode: 0.9}, "cues": [], "length": 80,
    }  # fmt: skip


def _thread(channel: int, number: int) -> dict[str, Any]:
    return {
        "workspace_id": TEAM, "channel_id": f"C{channel}", "ts": _ts(number),
        "state": ThreadState.UNRIPE, "last_ts": _ts(number + THREAD - 1), "looked_at": NOW,
        "ripeness": number % 10 / 10,
    }  # fmt: skip


def _theme(number: int, words: list[str]) -> dict[str, Any]:
    own = words[number * 5 : number * 5 + 5]
    return {"workspace_id": TEAM, "id": number + 1, "name": f"Theme {number}", "words": own,
            "made_at": NOW - timedelta(days=60)}  # fmt: skip


def _vision() -> dict[str, Any]:
    answers = dict.fromkeys(QUESTIONS, "We know how things grow, and tell it on.")
    return {"workspace_id": TEAM, "number": 1, "by": "U1", "at": NOW - timedelta(days=60),
            "answers": answers}  # fmt: skip


def _cards(count: int, channels: int, people: int, words: list[str]) -> Rows:
    """Words are drawn as in talk: few often, most seldom."""
    chance, weights = random.Random(5), [1 / (rank + 3) for rank in range(len(words))]
    for number in range(count):
        drawn = chance.choices(words, weights, k=24)
        at = NOW - timedelta(hours=(count - number) * 24 * 200 / count)
        yield {
            "workspace_id": TEAM, "id": number + 1, "channel_id": f"C{number % channels}",
            "author_id": f"U{number * 7 % people}", "title": " ".join(drawn[:4]),
            "statement": " ".join(drawn[4:]), "asset_kind": _KINDS[number // 7 % 3],
            "status": CardStatus.CONTESTED if number % 20 == 3 else CardStatus.CONJECTURE,
            "scope": _SCOPES[number // 3 % 5], "created_at": at, "updated_at": at,
        }  # fmt: skip


def _author(number: int, people: int) -> dict[str, Any]:
    return {"workspace_id": TEAM, "card_id": number + 1, "since": NOW,
            "member_id": f"U{(number * 7 + 3) % people}"}  # fmt: skip


def _card_theme(number: int) -> dict[str, Any]:
    theme = number % (THEMES + 1)
    return {"workspace_id": TEAM, "card_id": number + 1, "theme_id": theme or None, "at": NOW}


def _practice(number: int, cards: int, people: int) -> dict[str, Any]:
    return {
        "workspace_id": TEAM, "unique_key": f"p{number}", "member_id": f"U{number * 3 % people}",
        "card_id": number % cards + 1, "answer": ("worked", "not_yet", "failed")[number % 3],
        "at": NOW - timedelta(days=number % 100),
    }  # fmt: skip


def _review(number: int, people: int) -> dict[str, Any]:
    at = {"due_at": NOW + timedelta(days=number % 30 + 1), "started_at": NOW}
    return {"workspace_id": TEAM, "member_id": f"U{number % people}", "card_id": number + 1, **at}


def _question(number: int, channels: int, words: list[str]) -> dict[str, Any]:
    return {"workspace_id": TEAM, "channel_id": f"C{number % channels}",
            "words": f"{words[number % 900]} {words[number % 700]}",
            "at": NOW - timedelta(hours=number)}  # fmt: skip
