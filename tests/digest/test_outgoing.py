"""The digest as it is made and sent, and its buttons; Slack's Web API is a spec-bound fake."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from unittest.mock import create_autospec

import pytest
from sqlalchemy import select

from bot.clock import ManualClock
from bot.digest import scheduling
from bot.digest.outgoing import DIGEST_KIND, KINDS
from bot.outgoing.kinds import Making, Post
from bot.outgoing.rules import Drop
from bot.reading import ReadingHere
from bot.settings import Settings
from bot.slack.gateway import Gateway, SlackRefused
from bot.texts import digest as texts
from handlers import digest as handlers
from handlers.context import Ba, Person
from models.channel import Kind, get_channel
from models.database import Sessions
from models.member import MuteSubject, muted_kinds
from models.outbox import Outbox


@pytest.fixture
def gateway() -> Any:
    gateway = create_autospec(Gateway, instance=True)
    gateway.permalink.return_value = "https://example.slack.com/archives/C1/p22"
    return gateway


@pytest.fixture
def making(workspace: Sessions, settings: Settings, gateway: Any, now: datetime) -> Making:
    unread: Any = None
    return Making(workspace, gateway, ReadingHere(unread), settings, now)


@pytest.fixture
def ba(workspace: Sessions, settings: Settings, gateway: Any, now: datetime) -> Ba:
    nothing: Any = None
    return Ba(settings, ManualClock(now), workspace, gateway, nothing, lambda: None)


async def row_of(making: Making) -> Outbox:
    async with making.sessions.begin() as session:
        await scheduling.schedule(session, making.now, making.settings)
        query = select(Outbox).where(Outbox.channel_id == "C1")
        return (await session.scalars(query)).one()


async def test_a_digest_is_made_with_its_picture(making: Making, week: dict[str, int]) -> None:
    post = await DIGEST_KIND.make(making, await row_of(making))
    assert isinstance(post, Post)
    assert post.text == "The week in #ch-c1"
    assert post.picture is not None
    assert post.picture.png.startswith(b"\x89PNG")
    assert "put into words: 4 messages (2 before)" in post.picture.alt_text
    assert post.blocks[0]["type"] == "header"
    assert post.picture_at == 1
    written = json.dumps(list(post.blocks))
    assert "https://example.slack.com/archives/C1/p22" in written
    assert "Elsewhere" not in written
    assert "Kept to myself" not in written
    assert [kind.name for kind in KINDS] == ["digest", "digest_all", "digest_again"]


async def test_a_thread_that_is_gone_has_no_link(
    making: Making, week: dict[str, int], gateway: Any
) -> None:
    gateway.permalink.side_effect = SlackRefused("message_not_found")
    assert isinstance(await DIGEST_KIND.make(making, await row_of(making)), Post)


async def test_nothing_to_tell_is_not_posted(making: Making) -> None:
    assert await DIGEST_KIND.make(making, await row_of(making)) == Drop("nothing to tell")


async def test_an_originating_ba_is_left_in_peace(making: Making, week: dict[str, int]) -> None:
    row = await row_of(making)
    async with making.sessions.begin() as session:
        channel = await get_channel(session, "T1", "C1")
        assert channel is not None
        channel.pinned_kind = Kind.ORIGINATING
    assert isinstance(await DIGEST_KIND.make(making, row), Drop)


def menu(choice: str) -> dict[str, Any]:
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": "C1"},
        "actions": [{"action_id": "digest_menu", "selected_option": {"value": choice}}],
    }


@pytest.mark.parametrize(
    ("choice", "text", "subject", "who"),
    [
        ("once", texts.SKIPPED, MuteSubject.CHANNEL, "C1"),
        ("month", texts.PAUSED, MuteSubject.CHANNEL, "C1"),
        ("channel", texts.STOPPED, MuteSubject.CHANNEL, "C1"),
        ("person", texts.LEFT_OUT, MuteSubject.PERSON, "U1"),
    ],
)
async def test_the_menu(
    ba: Ba, now: datetime, choice: str, text: str, subject: MuteSubject, who: str
) -> None:
    assert await handlers.refuse(ba, menu(choice)) == text
    async with ba.sessions() as session:
        muted = await muted_kinds(session, "T1", subject, [who], now)
    assert muted == {who: {"digest"}}


async def test_preview_is_whispered(ba: Ba, gateway: Any, week: dict[str, int]) -> None:
    await handlers.preview(ba, Person("T1", "U1", "C1"))
    channel, who, text, blocks = gateway.whisper.call_args.args
    assert (channel, who, text) == ("C1", "U1", "The week in #ch-c1")
    assert "Only you see this" in json.dumps(blocks)


async def test_preview_of_nothing(ba: Ba, gateway: Any) -> None:
    await handlers.preview(ba, Person("T1", "U1", "C1"))
    assert gateway.whisper.call_args.args[2] == texts.NOTHING
