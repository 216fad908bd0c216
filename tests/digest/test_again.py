"""A posted digest is made again without what may not be shown any more, or taken away."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import create_autospec

import pytest
from sqlalchemy import select

from bot.cards.erasing import erase_card
from bot.cards.linking import Linker
from bot.clock import ManualClock
from bot.digest import scheduling
from bot.digest.outgoing import KINDS
from bot.digest.service import leave_me_out
from bot.outgoing.copies import keep_shown, shows
from bot.outgoing.kinds import Making, Remove
from bot.outgoing.sender import Sender
from bot.reading import ReadingHere
from bot.settings import Settings
from bot.slack.gateway import Gateway, Sent, SlackUnreachable
from models.card import Card
from models.database import Sessions
from models.digest import DigestName, DigestPost, choose_channel
from models.outbox import Outbox, OutboxState, put
from models.share import CardCopy

DAY = timedelta(days=1)


@pytest.fixture
def gateway() -> Any:
    gateway = create_autospec(Gateway, instance=True)
    gateway.of.return_value = gateway
    gateway.without_retries.return_value = gateway
    gateway.permalink.return_value = "https://example.slack.com/archives/C1/p22"
    gateway.post.return_value = Sent("C1", "9.9")
    gateway.find_posted.return_value = None
    gateway.upload_png.return_value = "F1"
    gateway.file_is_ready.return_value = True
    return gateway


@pytest.fixture
def clock(now: datetime) -> ManualClock:
    return ManualClock(now)


@pytest.fixture
def sender(workspace: Sessions, gateway: Any, clock: ManualClock, settings: Settings) -> Sender:
    unread: Any = None
    kinds = {kind.name: kind for kind in KINDS}
    return Sender(workspace, clock, settings, ReadingHere(unread), gateway, kinds)


async def posted(sender: Sender, clock: ManualClock) -> None:
    """The digest of C1 goes out, as soon as it is due."""
    async with sender.sessions.begin() as session:
        await scheduling.schedule(session, clock.now(), sender.settings)
        row = (await session.scalars(select(Outbox).where(Outbox.channel_id == "C1"))).one()
        row.due_at = clock.now()
    clock.set(clock.now() + timedelta(hours=1))
    await sender.sweep()


async def rows(sender: Sender, statement: Any) -> list[Any]:
    async with sender.sessions() as session:
        return list(await session.scalars(statement))


async def test_what_was_told_is_remembered(
    sender: Sender, clock: ManualClock, week: dict[str, int]
) -> None:
    await posted(sender, clock)
    post = (await rows(sender, select(DigestPost)))[0]
    assert (post.channel_id, post.ts, post.until) == ("C1", "9.9", clock.now())
    names = await rows(sender, select(DigestName.member_id).order_by(DigestName.member_id))
    assert names == ["U1", "U2", "U3"]
    copies = await rows(sender, select(CardCopy))
    assert {copy.again for copy in copies} == {"digest_again"}
    assert week["New of bo"] in {copy.card_id for copy in copies}


async def test_an_erased_card_and_its_author_leave_it(
    sender: Sender, clock: ManualClock, week: dict[str, int], gateway: Any
) -> None:
    await posted(sender, clock)
    async with sender.sessions.begin() as session:
        await erase_card(session, Linker("T1", "U2", clock.now()), week["New of bo"])
    await sender.sweep()
    method, said = gateway.call.call_args.args[0], gateway.call.call_args.kwargs
    assert (method, said["channel"], said["ts"]) == ("chat.update", "C1", "9.9")
    written = json.dumps(said["blocks"])
    assert "New of bo" not in written
    assert "New of Ana" in written
    assert "Thank you, Ana and Cy" in written
    assert said["blocks"][1]["type"] == "image"
    names = await rows(sender, select(DigestName.member_id).order_by(DigestName.member_id))
    assert names == ["U1", "U3"]


async def test_who_wants_it_leaves_those_that_stand_already(
    sender: Sender, clock: ManualClock, week: dict[str, int], gateway: Any
) -> None:
    await posted(sender, clock)
    async with sender.sessions.begin() as session:
        await leave_me_out(session, "T1", "U1", clock.now())
    await sender.sweep()
    assert "Thank you, bo and Cy" in json.dumps(gateway.call.call_args.kwargs["blocks"])


async def test_nothing_left_to_tell_is_taken_away(
    sender: Sender, clock: ManualClock, week: dict[str, int], gateway: Any
) -> None:
    making = Making(
        sender.sessions, gateway, sender.reading, sender.settings, clock.now() + 90 * DAY
    )
    async with sender.sessions.begin() as session:
        at = clock.now() + 60 * DAY
        session.add(DigestPost(workspace_id="T1", channel_id="C1", ts="7.7",
                               is_organization=False, since=at, until=at + 7 * DAY))  # fmt: skip
    row = Outbox(workspace_id="T1", payload={"channel": "C1", "ts": "7.7"})
    made = await KINDS[2].make(making, row)
    assert made == Remove("C1", "7.7")
    assert await rows(sender, select(DigestPost)) == []


async def test_a_lost_answer_loses_no_copy(
    sender: Sender, clock: ManualClock, week: dict[str, int], gateway: Any
) -> None:
    """What it shows is stored before it is sent: found again, it can still be taken away."""
    gateway.post.side_effect = SlackUnreachable("lost")
    gateway.find_posted.return_value = Sent("C1", "9.9")
    await posted(sender, clock)
    assert await rows(sender, select(CardCopy)) == []
    clock.set(clock.now() + DAY)
    await sender.sweep()
    assert gateway.post.await_count == 1
    assert week["New of bo"] in {copy.card_id for copy in await rows(sender, select(CardCopy))}
    assert len(await rows(sender, select(DigestPost))) == 1


async def test_only_a_changed_payload_is_stored(sender: Sender, clock: ManualClock) -> None:
    async with sender.sessions.begin() as session:
        await put(session, workspace_id="T1", kind="x", key="x", payload={"a": 1}, now=clock.now())
    row = (await rows(sender, select(Outbox)))[0]
    shows(row, [3, 2, 3])
    await keep_shown(sender.sessions, row)
    stored = (await rows(sender, select(Outbox)))[0]
    assert stored.payload == {"a": 1, "cards": [2, 3], "again": ""}


async def test_everybodys_digest_tells_only_what_everybody_may_see(
    sender: Sender, clock: ManualClock, week: dict[str, int], gateway: Any
) -> None:
    async with sender.sessions.begin() as session:
        await choose_channel(session, "T1", "C2", by="U1", at=clock.now())
        await scheduling.schedule(session, clock.now(), sender.settings)
        for row in await session.scalars(select(Outbox)):
            row.due_at = clock.now()
            row.state = OutboxState.WAITING if row.kind == "digest_all" else OutboxState.DROPPED
    clock.set(clock.now() + timedelta(hours=1))
    await sender.sweep()
    written = json.dumps(gateway.post.call_args.args[2])
    assert "The week of all of us" in written
    assert "New of Ana" in written
    assert "Elsewhere" not in written, "C2 is private, though it is told there"
    assert "Kept to myself" not in written
    assert len(await rows(sender, select(Card))) == 8
