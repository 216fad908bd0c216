"""Looking after a channel: who may, what waits there, and what is nobody else's business."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.leadership.producers import gather_producer, leave, looking_after, take
from bot.leadership.producers_render import SECTION_MOST, producer_line, producer_section
from models.audience import PERSON
from models.card import CardStatus, Draft
from models.channel import Kind, Level
from models.database import Sessions
from models.life import begin_life
from models.member import leave_channel
from models.question import note_question
from models.thread import Thread, ThreadState
from tests.conftest import START
from tests.support import TEAM, make_card, make_channel, make_people, ts

OLD = START - timedelta(days=200)


@pytest.fixture(autouse=True)
async def place(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U2", is_private=True)


async def ripe(session: AsyncSession, at: str, channel_id: str = "C1", **more: object) -> None:
    facts = {"state": ThreadState.LET_GO, "ripeness": 0.9, "looked_at": START, **more}
    session.add(
        Thread(workspace_id=TEAM, channel_id=channel_id, ts=at, last_ts=at, positions=[],
               reasons=["states a rule"], **facts)
    )  # fmt: skip


async def test_anybody_in_a_channel_may_take_and_leave_it(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await take(session, TEAM, "C1", "U2", START)
        assert await take(session, TEAM, "C1", "U1", START)
        assert not await take(session, TEAM, "C1", "U1", START)
        assert await looking_after(session, TEAM, "C1") == ["U1", "U2"]
        for stranger, where in (("U3", "C1"), ("U1", "C2"), ("U1", "C9")):
            with pytest.raises(PersonError):
                await take(session, TEAM, where, stranger, START)
        assert await leave(session, TEAM, "C1", "U1")
        assert not await leave(session, TEAM, "C1", "U1")
        assert await looking_after(session, TEAM, "C1") == ["U2"]


async def test_who_left_the_channel_looks_after_it_no_more(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await take(session, TEAM, "C2", "U2", START)
        await ripe(session, ts(), "C2")
        await leave_channel(session, TEAM, "C2", "U2")
        assert await looking_after(session, TEAM, "C2") == []
        assert await gather_producer(session, TEAM, "U2", START) is None


async def test_home_shows_what_waits_there(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        assert await gather_producer(session, TEAM, "U1", START) is None
        await take(session, TEAM, "C1", "U1", START)
        await ripe(session, ts(1))
        await ripe(session, ts(2), state=ThreadState.REFUSED)
        await ripe(session, ts(3), ripeness=0.2)
        await make_card(session, "Nobody looked", updated_at=OLD, created_at=OLD)
        confirmed = await make_card(session, "Still true", updated_at=OLD, created_at=OLD)
        life = await begin_life(session, TEAM, confirmed.id, review_at=START, heard_ts="")
        life.confirmed_at = START
        await make_card(session, "Doubted <!here>", status=CardStatus.CONTESTED, updated_at=OLD)
        await make_card(session, "Mine alone", author_id="U2", scope=PERSON, updated_at=OLD)
        await make_card(session, "Elsewhere", channel_id="C2", updated_at=OLD)
        for author, title in (("U1", "My draft"), ("U2", "Their draft")):
            session.add(
                Draft(workspace_id=TEAM, author_id=author, channel_id="C1",
                      fields={"title": title}, evidence=[], updated_at=START)
            )  # fmt: skip
        await note_question(
            session, workspace_id=TEAM, channel_id="C1", words="umbrellas", at=START
        )
        await note_question(session, workspace_id=TEAM, channel_id="C2", words="secrets", at=START)
    async with sessions() as session:
        found = await gather_producer(session, TEAM, "U1", START)
    assert found is not None
    assert [thread.ts for thread in found.ripe] == [ts(1)]
    assert [card.title for card in found.stale] == ["Nobody looked"]
    assert [card.title for card in found.contested] == ["Doubted <!here>"]
    assert [draft.fields["title"] for draft in found.drafts] == ["My draft"]
    assert list(found.gaps) == ["umbrellas"]
    shown = producer_section(found)
    assert len(shown) <= SECTION_MOST
    assert "&lt;!here&gt;" in str(shown)
    assert "<!here>" not in str(shown)


@pytest.mark.parametrize("facts", [{"level": Level.OFF}, {"pinned_kind": Kind.ORIGINATING}])
async def test_where_nothing_is_to_be_written_down_nothing_is_ripe(
    sessions: Sessions, facts: dict[str, Any]
) -> None:
    async with sessions.begin() as session:
        await take(session, TEAM, "C1", "U1", START)
        await ripe(session, ts(1))
        await make_channel(session, "C1", **facts)
        found = await gather_producer(session, TEAM, "U1", START)
    assert found is not None
    assert not found.ripe
    assert "Nothing waits" in str(producer_section(found))


def test_the_section_never_grows_beyond_its_most() -> None:
    assert producer_section(None) == []


def test_people_are_named_in_order_and_may_join_or_step_back() -> None:
    mine = str(producer_line("C1", ["U1", "U2"], "U1"))
    assert mine.index("<@U1>") < mine.index("<@U2>")
    assert "Step back" in mine
    assert "Look after" in str(producer_line("C1", ["U2"], "U1"))
    assert "Nobody looks after" in str(producer_line("C1", [], "U1"))
