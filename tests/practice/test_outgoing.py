from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, cast
from unittest.mock import create_autospec

from sqlalchemy import select

from bot.clock import ManualClock
from bot.outgoing.kinds import Making, Post
from bot.outgoing.rules import Drop
from bot.outgoing.sender import Sender
from bot.practice import service
from bot.practice.outgoing import KINDS, NUDGE_KIND, nudge_of
from bot.settings import Settings
from bot.slack.gateway import Gateway, Sent
from models.card import Card, CardStatus
from models.database import Sessions
from models.member import leave_channel
from models.outbox import Outbox, OutboxState
from models.practice import Review

MakeCard = Callable[..., Awaitable[Card]]
DAY = timedelta(days=1)


async def planned(sessions: Sessions, card: Card, now: datetime, settings: Settings) -> Outbox:
    async with sessions.begin() as session:
        await service.start(session, "T1", "U2", card.id, now, settings)
        assert await service.sweep(session, now + 2 * DAY, settings) == 1
        return (await session.scalars(select(Outbox))).one()


def making(sessions: Sessions, now: datetime, settings: Settings) -> Making:
    nobody: Any = None
    gateway = create_autospec(Gateway, instance=True)
    gateway.of.return_value = gateway
    gateway.without_retries.return_value = gateway
    gateway.query.return_value = {"dnd_enabled": False}
    return Making(sessions, gateway, cast("Any", nobody), settings, now)


async def test_a_nudge_is_made(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    row = await planned(workspace, await make_card(), now, settings)
    post = await NUDGE_KIND.make(making(workspace, now, settings), row)
    assert isinstance(post, Post)
    assert "Order early" in post.text
    assert [kind.name for kind in KINDS] == [
        "nudge",
        "experiment",
        "reopened",
        "practice_told",
        "lesson",
    ]


async def test_a_stopped_nudge_is_dropped(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    row = await planned(workspace, await make_card(), now, settings)
    async with workspace.begin() as session:
        nudge = nudge_of(row)
        await service.stop(session, "T1", "U2", nudge)
    made = await NUDGE_KIND.make(making(workspace, now, settings), row)
    assert made == Drop("stopped")


async def test_a_nudge_about_a_card_out_of_sight_is_dropped(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    row = await planned(workspace, await make_card(channel_id="C2"), now, settings)
    async with workspace.begin() as session:
        await leave_channel(session, "T1", "C2", "U2")
    made = await NUDGE_KIND.make(making(workspace, now, settings), row)
    assert made == Drop("the card is gone")


async def test_nudges_about_retired_and_deleted_cards_are_dropped(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    row = await planned(workspace, await make_card(), now, settings)
    async with workspace.begin() as session:
        card = (await session.scalars(select(Card))).one()
        card.status = CardStatus.RETIRED
    made = await NUDGE_KIND.make(making(workspace, now, settings), row)
    assert made == Drop("the card is gone")
    async with workspace.begin() as session:
        await session.delete((await session.scalars(select(Card))).one())
    assert isinstance(await NUDGE_KIND.make(making(workspace, now, settings), row), Drop)


async def test_the_sender_delivers_it_and_counts_it_as_unanswered(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    row = await planned(workspace, await make_card(), now, settings)
    gateway: Any = create_autospec(Gateway, instance=True)
    gateway.of.return_value = gateway
    gateway.without_retries.return_value = gateway
    gateway.open_direct.return_value = "D1"
    gateway.post.return_value = Sent("D1", "1.1")
    gateway.query.return_value = {"dnd_enabled": False}
    clock, unread = ManualClock(now + 2 * DAY), cast("Any", None)
    sender = Sender(workspace, clock, settings, unread, gateway, {"nudge": NUDGE_KIND})
    await sender.sweep()
    assert gateway.post.call_args.args[0] == "D1"
    assert gateway.post.call_args.kwargs["key"] == row.unique_key
    async with workspace() as session:
        sent = (await session.scalars(select(Outbox))).one()
        review = (await session.scalars(select(Review))).one()
    assert sent.state == OutboxState.SENT
    assert (review.unanswered, review.asked_at) == (1, now + 2 * DAY)
