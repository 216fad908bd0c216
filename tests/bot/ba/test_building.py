"""A ba that somebody builds: who may, who is proposed and why, who is told what, how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.ba.building import (
    Plan,
    answer_ask,
    begin,
    check_plan,
    end_by_person,
    end_due,
    erase_builder,
    propose_people,
)
from bot.ba.built_outgoing import make_ask, make_came, make_outcome, make_purpose, note_root
from bot.ba.mix_rules import Chosen
from bot.errors import PersonError
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from bot.slack.gateway import Sent
from models.audit import Audit
from models.ba_built import BaAsked, BaBuilt
from models.channel import Level, get_channel
from models.database import Sessions
from models.member import set_opted_out
from models.outbox import Outbox
from models.pointer import point_to_me
from models.practice import Answer, log_practice
from models.question import note_question
from models.thread import Thread
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_card,
    make_channel,
    make_people,
    making,
    outbox_row,
    ts,
)

PLAN = Plan("Find out what sells when it rains", "C1", date(2026, 3, 10), in_thread=False)
LATER = START + timedelta(days=8)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3", "U4")
        await make_people(session, "UG", is_guest=True)
        await make_channel(session, "C1", "U1", "U2")
        await make_channel(session, "C2", "U3", is_private=True)
        await make_channel(session, "C3", "U4")
    return sessions


async def built(sessions: Sessions, people: tuple[str, ...] = ("U2", "U3"), **plan: Any) -> BaBuilt:
    async with sessions.begin() as session:
        made, _ = await begin(session, TEAM, replace(PLAN, **plan), people, by="U1", now=START)
        return made


async def proposed(sessions: Sessions, by: str = "U1") -> list[Chosen]:
    async with sessions.begin() as session:
        chosen, _ = await propose_people(session, TEAM, "C1", PLAN.purpose, by=by)
        return chosen


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ({"purpose": "  "}, "U1"),
        ({"channel_id": "C9"}, "U1"),
        ({}, "U3"),
        ({"ends_on": None}, "U1"),
        ({"ends_on": START.date()}, "U1"),
        ({"ends_on": date(2028, 1, 1)}, "U1"),
    ],
)
async def test_plans_that_cannot_be(place: Sessions, change: dict[str, Any], by: str) -> None:
    with pytest.raises(PersonError):
        async with place.begin() as session:
            await check_plan(session, TEAM, replace(PLAN, **change), by=by, now=START)


async def test_not_where_the_bot_is_off_and_not_twice(place: Sessions) -> None:
    await built(place)
    with pytest.raises(PersonError):
        await built(place)
    await built(place, in_thread=True)  # threads are many
    async with place.begin() as session:
        await make_channel(session, "C1", level=Level.OFF)
    with pytest.raises(PersonError):
        await built(place, in_thread=True)


async def test_people_are_proposed_through_cards_that_the_asker_may_see(place: Sessions) -> None:
    async with place.begin() as session:
        await make_card(session, "Rain sells noodles", author_id="U2")
        secret = await make_card(session, "Rain sells soup", author_id="U3", channel_id="C2")
        lived = await make_card(
            session,
            "Rain sells umbrellas",
            author_id="U1",
            channel_id="C3",
            asset_kind="experiential",
        )
        await point_to_me(session, TEAM, lived.id, "U4", START)
        await point_to_me(session, TEAM, secret.id, "U3", START)
    assert [one.member_id for one in await proposed(place)] == ["U2", "U4"]
    u4 = (await proposed(place))[1]
    assert u4.trace.agreed
    # Who sees the private card is shown who is on it.
    assert "U1" in [one.member_id for one in await proposed(place, by="U3")]


async def test_who_wants_to_be_left_alone_and_guests_are_not_asked(place: Sessions) -> None:
    async with place.begin() as session:
        await make_card(session, "Rain sells noodles", author_id="U2")
        await make_card(session, "Rain and guests", author_id="UG")
        await set_opted_out(session, TEAM, "U2", START)
    assert await proposed(place) == []
    await built(place, ("U2", "UG", "U1"))
    assert await all_of(place, BaAsked) == []
    assert await outbox_row(place, "ba_ask:1:U2") is None


async def test_purpose_is_posted_and_people_asked_within_the_budget(place: Sessions) -> None:
    made = await built(place)
    rows = {row.kind: row for row in await all_of(place, Outbox)}
    assert not rows["ba_purpose"].is_unasked
    asked = [row for row in await all_of(place, Outbox) if row.kind == "ba_ask"]
    assert [(row.member_id, row.is_unasked) for row in asked] == [("U2", True), ("U3", True)]
    outgoing = await make_purpose(making(place, FakeGateway()), rows["ba_purpose"])
    assert isinstance(outgoing, Post)
    assert "Tuesday, 10 March" in outgoing.text
    assert isinstance(await make_ask(making(place, FakeGateway()), asked[0]), Post)
    async with place.begin() as session:
        await note_root(session, rows["ba_purpose"], Sent("C1", ts(1)), START)
    assert [one.root_ts for one in await all_of(place, BaBuilt)] == [ts(1)]
    assert made.ends_at > START + timedelta(days=6)


async def test_a_yes_is_told_to_who_built_it_and_a_no_to_nobody(place: Sessions) -> None:
    made = await built(place)
    async with place.begin() as session:
        _, inside = await answer_ask(session, TEAM, made.id, by="U3", is_yes=True, now=START)
        await answer_ask(session, TEAM, made.id, by="U2", is_yes=False, now=START)
    assert not inside
    row = await outbox_row(place, f"ba_came:{made.id}:U3")
    assert row is not None
    assert row.member_id == "U1"
    outgoing = await make_came(making(place, FakeGateway()), row)
    assert isinstance(outgoing, Post)
    assert "/invite" in outgoing.text
    assert await outbox_row(place, f"ba_came:{made.id}:U2") is None
    with pytest.raises(PersonError):
        async with place.begin() as session:
            await answer_ask(session, TEAM, made.id, by="U4", is_yes=True, now=START)


async def outcome_of(sessions: Sessions, made: BaBuilt, now: datetime = LATER) -> Post | Drop:
    row = await outbox_row(sessions, f"ba_outcome:{made.id}")
    assert row is not None
    outgoing = await make_outcome(making(sessions, FakeGateway(), now), row)
    assert isinstance(outgoing, Post | Drop)
    return outgoing


async def test_on_its_day_it_tells_what_came_of_it_once_and_falls_silent(place: Sessions) -> None:
    made = await built(place)
    async with place.begin() as session:
        await make_card(session, "Before", created_at=START - timedelta(days=1))
        card = await make_card(session, "Noodles", created_at=START + timedelta(days=1))
        await make_card(session, "Mine alone", scope="person", created_at=START + timedelta(days=1))
        for number, answer in enumerate((Answer.WORKED, Answer.FAILED, Answer.NOT_YET)):
            await log_practice(
                session,
                workspace_id=TEAM,
                member_id="U2",
                card_id=card.id,
                answer=answer,
                words="secret",
                key=f"p{number}",
                at=START,
            )
        await note_question(
            session, workspace_id=TEAM, channel_id="C1", words="hail", at=START + timedelta(days=2)
        )
        await note_question(
            session, workspace_id=TEAM, channel_id="", words="private", at=START + timedelta(days=2)
        )
    for _ in range(2):
        async with place.begin() as session:
            await end_due(session, LATER)
    assert sum(row.kind == "ba_outcome" for row in await all_of(place, Outbox)) == 1
    outgoing = await outcome_of(place, made)
    assert isinstance(outgoing, Post)
    told = str(outgoing.blocks)
    assert "Noodles" in told
    assert "2 times: it helped once, it did not once" in told
    assert "hail" in told
    for hidden in ("Before", "Mine alone", "secret", "private", "U2"):
        assert hidden not in told
    async with place.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
    assert channel is not None
    assert channel.is_silent
    assert {row.action for row in await all_of(place, Audit)} == {"ba_built", "ba_ended"}


async def test_nothing_written_down_is_no_failure(place: Sessions) -> None:
    made = await built(place)
    async with place.begin() as session:
        await end_due(session, LATER)
    outgoing = await outcome_of(place, made)
    assert isinstance(outgoing, Post)
    assert "Nothing was written down" in str(outgoing.blocks)


async def test_where_it_was_switched_off_meanwhile_nothing_is_told(place: Sessions) -> None:
    made = await built(place)
    async with place.begin() as session:
        await make_channel(session, "C1", level=Level.OFF)
        await end_due(session, LATER)
    assert isinstance(await outcome_of(place, made), Drop)


async def test_a_thread_ends_without_its_channel(place: Sessions) -> None:
    made = await built(place, in_thread=True)
    async with place.begin() as session:
        here = await session.get(BaBuilt, made.id)
        assert here is not None
        here.root_ts = ts(5)
        await make_card(session, "In it", thread_ts=ts(5))
        await make_card(session, "Elsewhere", thread_ts=ts(6))
        with pytest.raises(PersonError):
            await end_by_person(session, TEAM, made.id, by="U4", now=LATER)
        await end_by_person(session, TEAM, made.id, by="U2", now=LATER)
    outgoing = await outcome_of(place, made)
    assert isinstance(outgoing, Post)
    assert "In it" in str(outgoing.blocks)
    assert "Elsewhere" not in str(outgoing.blocks)
    async with place.begin() as session:
        channel = await get_channel(session, TEAM, "C1")
    assert channel is not None
    assert not channel.is_silent
    assert [(t.ts, t.state) for t in await all_of(place, Thread)] == [(ts(5), "let_go")]
    with pytest.raises(PersonError):
        async with place.begin() as session:
            await end_by_person(session, TEAM, made.id, by="U2", now=LATER)


async def test_who_erases_what_they_contributed_takes_the_ba_along(place: Sessions) -> None:
    made = await built(place)
    async with place.begin() as session:
        here = await session.get(BaBuilt, made.id)
        assert here is not None
        here.root_ts = ts(5)
    async with place.begin() as session:
        await erase_builder(session, TEAM, "U1", START)
    assert await all_of(place, BaBuilt) == []
    assert await all_of(place, BaAsked) == []
    assert await outbox_row(place, f"withdraw:copy:C1:{ts(5)}") is not None
    row = await outbox_row(place, f"ba_ask:{made.id}:U2")
    assert row is not None
    assert isinstance(await make_ask(making(place, FakeGateway()), row), Drop)
