"""A small workspace: two people in a public channel, one outside it, a guest, and a card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.settings import Settings
from models.card import Card, add_card
from models.channel import Level, ensure_channel
from models.database import Sessions
from models.member import Member, join_channel
from models.workspace import remember_workspace

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
MakeCard = Callable[..., Awaitable[Card]]


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
        for channel, private in (("C1", False), ("C2", True)):
            await ensure_channel(
                session, "T1", channel, name=channel.lower(), is_private=private,
                level=Level.OFFERING, is_member=True,
            )  # fmt: skip
        for member, name in (("U1", "Ana"), ("U2", "Bo"), ("U3", "Cy")):
            session.add(Member(workspace_id="T1", id=member, name=name))
        session.add(Member(workspace_id="T1", id="G1", name="Gil", is_guest=True))
        for member in ("U1", "U2"):
            await join_channel(session, "T1", "C1", member, NOW)
        await join_channel(session, "T1", "C2", "U2", NOW)
    return sessions


@pytest.fixture
def make_card(workspace: Sessions) -> MakeCard:
    async def make(title: str = "Order early", **more: Any) -> Card:
        fields: dict[str, Any] = {
            "channel_id": "C1",
            "author_id": "U2",
            "statement": "Order before the weather report.",
            "applies_when": "it is Friday, the festival is tomorrow",
            "permalink": "https://example.slack.com/archives/C1/p1",
            "evidence": [],
            "created_at": NOW,
            "updated_at": NOW,
        }
        async with workspace.begin() as session:
            card = Card(workspace_id="T1", title=title, **{**fields, **more})
            return await add_card(session, card, why="new")

    return make
