"""A newcomer is led through a channel's cards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import PersonError
from bot.practice import paths
from bot.practice.path_outgoing import after_lesson
from bot.slack.gateway import Sent
from models.card import Card
from models.database import Sessions
from models.link import LinkKind, link_cards
from models.outbox import Outbox, OutboxState, settle_row
from models.rhythm import Path

MakeCard = Callable[..., Awaitable[Card]]
DAY = timedelta(days=1)
STATUSES = ("conjecture", "tested", "endorsed", "contested", "retired")


@given(
    st.lists(st.sampled_from(STATUSES), max_size=9),
    st.dictionaries(st.integers(1, 9), st.lists(st.integers(1, 9), max_size=4), max_size=9),
)
def test_each_card_is_taught_once_and_parents_first(
    statuses: list[str], parents: dict[int, list[int]]
) -> None:
    cards = [Card(id=number, status=status) for number, status in enumerate(statuses, 1)]
    ordered = [card.id for card in paths.in_order(cards, parents)]
    assert sorted(ordered) == [card.id for card in cards if card.status != "retired"]
    down = {child: [p for p in found if p < child] for child, found in parents.items()}
    ordered = [card.id for card in paths.in_order(cards, down)]  # no circles in it
    for child, found in down.items():
        for parent in set(found) & set(ordered):
            assert child not in ordered or ordered.index(parent) < ordered.index(child)


async def waiting(sessions: Sessions) -> list[Outbox]:
    async with sessions() as session:
        state = Outbox.state == OutboxState.WAITING
        return list(await session.scalars(select(Outbox).where(state, Outbox.kind == "lesson")))


async def deliver(sessions: Sessions, now: datetime) -> list[int]:
    rows = await waiting(sessions)
    async with sessions.begin() as session:
        for row in rows:
            await settle_row(session, row.id, OutboxState.SENT, sent_at=now)
            await after_lesson(session, row, Sent("D1", "1.1"), now)
    return [int(row.payload["card"]) for row in rows]


async def test_one_card_at_a_time_in_order(
    workspace: Sessions, make_card: MakeCard, now: datetime
) -> None:
    young = await make_card("Grew from the others")
    tested = await make_card("Tested", status="tested")
    await make_card("Of another channel", channel_id="C2")
    async with workspace.begin() as session:
        await link_cards(
            session, workspace_id="T1", kind=LinkKind.GREW_FROM,
            source_id=young.id, target_id=tested.id, by="U1", at=now,
        )  # fmt: skip
        assert await paths.teach(session, "T1", "U1", "C1", now) == 2
    (row,) = await waiting(workspace)
    assert not row.is_unasked
    assert await deliver(workspace, now) == [tested.id]
    async with workspace() as session:
        path = (await session.scalars(select(Path))).one()
    for _ in range(2):  # pressed twice: one card
        async with workspace.begin() as session:
            await paths.next_card(session, "T1", "U1", path.id, now)
    assert await deliver(workspace, now) == [young.id]
    async with workspace.begin() as session:
        await paths.next_card(session, "T1", "U1", path.id, now)
    assert await waiting(workspace) == []
    with pytest.raises(PersonError):
        async with workspace.begin() as session:
            await paths.next_card(session, "T1", "U1", path.id, now)
    async with workspace.begin() as session:  # and once more from the beginning
        await paths.teach(session, "T1", "U1", "C1", now + DAY)
    assert await deliver(workspace, now + DAY) == [tested.id]


async def test_who_does_not_press_is_led_on_and_then_left_in_peace(
    workspace: Sessions, make_card: MakeCard, now: datetime
) -> None:
    for number in range(9):
        await make_card(f"Card {number}")
    async with workspace.begin() as session:
        await paths.teach(session, "T1", "U1", "C1", now)
    seen = []
    for day in range(60):
        async with workspace.begin() as session:
            await paths.lead_on(session, now + day * DAY)
        assert len(await waiting(workspace)) <= 1
        seen += await deliver(workspace, now + day * DAY)
    assert len(seen) == len(set(seen)) == 4  # the one asked for, and three unasked


async def test_stopped_means_stopped(
    workspace: Sessions, make_card: MakeCard, now: datetime
) -> None:
    await make_card()
    async with workspace.begin() as session:
        await paths.teach(session, "T1", "U1", "C1", now)
        path = (await session.scalars(select(Path))).one()
        with pytest.raises(PersonError):
            await paths.stop_path(session, "T1", "U2", path.id)
        await paths.stop_path(session, "T1", "U1", path.id)
        assert await paths.lead_on(session, now + 30 * DAY) == 0
    assert await waiting(workspace) == []


async def test_only_cards_that_one_may_see(
    workspace: Sessions, make_card: MakeCard, now: datetime
) -> None:
    await make_card(channel_id="C2")
    for who in ("U1", "G1"):
        async with workspace.begin() as session:
            with pytest.raises(PersonError):
                await paths.teach(session, "T1", who, "C2", now)
