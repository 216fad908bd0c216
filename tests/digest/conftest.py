"""A workspace with a public and a private channel, and a week of talk, cards and tries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.settings import Settings
from models.card import Card, add_card
from models.channel import Level, ensure_channel
from models.conversion import record_conversion
from models.database import Sessions
from models.member import Member, join_channel
from models.message import store_messages
from models.practice import log_practice
from models.thread import Thread
from models.workspace import remember_workspace

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)  # a Tuesday
DAY = timedelta(days=1)
PEOPLE = {"U1": "Ana", "U2": "bo", "U3": "Cy <!channel>", "U4": "Dee"}


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
async def workspace(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await remember_workspace(session, "T1", name="Team", bot_user_id="B1", now=NOW)
        for channel, private, level in (
            ("C1", False, Level.OFFERING),
            ("C2", True, Level.LISTENING),
            ("C3", False, Level.OFF),
        ):
            await ensure_channel(
                session,
                "T1",
                channel,
                name=f"ch-{channel.lower()}",
                is_private=private,
                level=level,
                is_member=True,
                tz="Europe/Berlin",
            )
        for member, name in PEOPLE.items():
            session.add(Member(workspace_id="T1", id=member, name=name))
            await join_channel(session, "T1", "C1", member, NOW)
        session.add(Member(workspace_id="T1", id="G1", name="Gil", is_guest=True))
    return sessions


def message(ts: int, mode: str, at: datetime, *, confident: bool = True) -> dict[str, Any]:
    return {
        "workspace_id": "T1",
        "channel_id": "C1",
        "ts": f"{ts}.000000",
        "thread_ts": f"{ts}.000000",
        "author_id": "U1",
        "posted_at": at,
        "edited_ts": "",
        "is_deleted": False,
        "text": None,
        "mode": mode,
        "confident": confident,
        "scores": {},
        "cues": [],
        "length": 10,
        "links": 0,
        "mentions": 0,
        "files": 0,
    }


def a_card(title: str, author: str, created: datetime, **more: Any) -> Card:
    fields: dict[str, Any] = {
        "channel_id": "C1",
        "statement": "…",
        "evidence": [],
        "created_at": created,
        "updated_at": created,
        "permalink": f"https://example.slack.com/archives/C1/{author}",
    }
    return Card(workspace_id="T1", title=title, author_id=author, **{**fields, **more})


@pytest.fixture
async def week(workspace: Sessions) -> dict[str, int]:
    """This week: talk, three new cards, one changed, tries of two; gives card ids by title."""
    rows = [
        *(message(1000 + n, "externalization", NOW - DAY) for n in range(4)),
        *(message(2000 + n, "socialization", NOW - 2 * DAY) for n in range(3)),
        *(message(3000 + n, "combination", NOW - 2 * DAY, confident=False) for n in range(5)),
        *(message(4000 + n, "externalization", NOW - 9 * DAY) for n in range(2)),
        message(5000, "none", NOW - DAY),
    ]
    cards = [
        a_card("Old and untried", "U4", NOW - 90 * DAY),
        a_card("Old and tried", "U4", NOW - 80 * DAY),
        a_card("Changed", "U3", NOW - 70 * DAY, updated_at=NOW - DAY),
        a_card("New of Cy <!channel>", "U3", NOW - 3 * DAY),
        a_card("New of bo", "U2", NOW - 2 * DAY),
        a_card("New of Ana", "U1", NOW - DAY),
        a_card("Kept to myself", "U1", NOW - DAY, scope="person"),
        a_card("Elsewhere", "U1", NOW - DAY, channel_id="C2"),
    ]
    ids = {}
    async with workspace.begin() as session:
        await store_messages(session, rows)
        for card in cards:
            ids[card.title] = (await add_card(session, card, why="new")).id
        for number, (title, answer) in enumerate(
            [("Old and tried", "worked"), ("Old and tried", "worked"), ("Changed", "failed"),
             ("New of bo", "not_yet"), ("Elsewhere", "worked"), ("Kept to myself", "worked")]
        ):  # fmt: skip
            await log_practice(
                session,
                workspace_id="T1",
                member_id="U1",
                card_id=ids[title],
                key=f"nudge:{number}:1",
                answer=answer,
                at=NOW - DAY,
            )
        for number in range(3):
            await record_conversion(
                session,
                workspace_id="T1",
                channel_id="C1",
                key=f"k{number}",
                mode="externalization",
                source="thread:1",
                target="card:1",
                level="group",
                at=NOW - DAY,
            )
        last = f"{(NOW - DAY).timestamp():.6f}"
        for ts, ripeness in (("1.1", 0.6), ("2.2", 0.9), ("3.3", 0.2)):
            session.add(
                Thread(
                    workspace_id="T1", channel_id="C1", ts=ts, last_ts=last, ripeness=ripeness,
                    positions=[], reasons=[],
                )
            )  # fmt: skip
    return ids
