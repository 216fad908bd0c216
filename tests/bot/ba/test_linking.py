"""Links between ba: heard as numbers, proposed once, decided by members of both, purged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.ba.life_outgoing import make_link_ask
from bot.ba.linking import decide_link, hear_and_propose, see_links
from bot.ba.service import forget_channel
from bot.errors import PersonError
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from bot.privacy import forget_person
from bot.texts import ba_life as texts
from models.ba_link import BaLink, BaTopic, unhear
from models.channel import Level, ensure_channel, move_channel
from models.database import Sessions
from models.link import LinkKind, link_cards
from models.member import leave_channel
from models.message import store_messages
from models.outbox import Outbox
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    FakeReading,
    all_of,
    make_card,
    make_channel,
    make_people,
    make_workspace,
    making,
    ts,
)

OVEN = "the sourdough oven crust {n} steam tray hydration baguette levain proofing basket {n}"
YARD = "the forklift pallet {n} ramp conveyor barcode docking trailer manifest stacking {n}"
TILL = "the coupon receipt {n} barcode cashier refund discount loyalty voucher queue {n}"
WORDS = ["alder", "birch", "cedar", "dogwood", "elder", "fir", "ginkgo", "hazel", "iris", "juniper"]


async def say(
    sessions: Sessions, channel: str, pattern: str, *, count: int = 30, author: str = "U1"
) -> None:
    """Talk of one subject, a message a minute, kept with its words."""
    rows = [
        {
            "workspace_id": TEAM,
            "channel_id": channel,
            "ts": ts(-count + n),
            "thread_ts": ts(-count + n),
            "author_id": author,
            "posted_at": START + timedelta(minutes=n - count),
            "edited_ts": "",
            "is_deleted": False,
            "text": pattern.format(n=WORDS[n % len(WORDS)]),
            "text_until": START + timedelta(days=30),
            "mode": "externalization",
            "confident": True,
            "scores": {},
            "cues": [],
            "length": 5,
            "links": 0,
            "mentions": 0,
            "files": 0,
        }
        for n in range(count)
    ]
    async with sessions.begin() as session:
        await store_messages(session, rows)
        await move_channel(session, TEAM, channel, rows[-1]["ts"])


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    """C1 and C2 (private) talk about ovens, C3 about a yard; U1 is in all, U2 in C1 and C3."""
    async with sessions.begin() as session:
        await make_workspace(session)
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1", "U2", switched_by="U1")
        await make_channel(session, "C2", "U1", "U3", is_private=True)
        await make_channel(session, "C3", "U1", "U2")
    for channel, pattern in (("C1", OVEN), ("C2", OVEN), ("C3", YARD)):
        await say(sessions, channel, pattern)
    return sessions


async def look(sessions: Sessions, now: datetime = START) -> int:
    reading: Any = FakeReading()
    return await hear_and_propose(sessions, reading, now)


async def decide(sessions: Sessions, by: str, *, is_yes: bool) -> BaLink:
    (link,) = await all_of(sessions, BaLink)
    async with sessions.begin() as session:
        return await decide_link(session, TEAM, link.id, by=by, is_yes=is_yes, now=START)


async def seen_by(sessions: Sessions, member: str, channel: str) -> tuple[Sequence[str], int]:
    async with sessions.begin() as session:
        seen = await see_links(session, TEAM, channel, member)
    return seen.linked, len(seen.proposed)


async def test_places_that_talk_about_the_same_are_proposed_once(place: Sessions) -> None:
    assert await look(place) == 1
    (link,) = await all_of(place, BaLink)
    assert (link.one_id, link.other_id, link.state) == ("C1", "C2", "proposed")
    (row,) = await all_of(place, Outbox)
    assert (row.kind, row.member_id, row.is_unasked) == ("ba_link_ask", "U1", True)
    outgoing = await make_link_ask(making(place, FakeGateway()), row)
    assert isinstance(outgoing, Post)
    assert "sourdough" not in str(outgoing.blocks)
    await say(place, "C1", OVEN, count=3)
    assert await look(place, START + timedelta(hours=1)) == 0
    assert len(await all_of(place, BaLink)) == 1


async def test_no_word_is_stored_and_numbers_are_not_words(place: Sessions) -> None:
    await look(place)
    for topic in await all_of(place, BaTopic):
        assert topic.weights
        assert all(0 <= int(term) < 65_536 for term in topic.weights)


async def test_only_members_of_both_see_and_decide_a_proposal(place: Sessions) -> None:
    await look(place)
    assert await seen_by(place, "U1", "C1") == ([], 1)
    assert await seen_by(place, "U2", "C1") == ([], 0)  # not in the private one
    assert await seen_by(place, "U3", "C2") == ([], 0)  # not in C1, although it is public
    for outsider in ("U2", "U3"):
        with pytest.raises(PersonError, match=texts.LINK_GONE):
            await decide(place, outsider, is_yes=True)
    await decide(place, "U1", is_yes=True)
    assert await seen_by(place, "U1", "C1") == (["C2"], 0)
    assert await seen_by(place, "U3", "C2") == (["C1"], 0)  # a full member sees public places
    assert await seen_by(place, "U2", "C1") == ([], 0)
    with pytest.raises(PersonError):
        await decide(place, "U1", is_yes=False)


async def test_refused_is_never_proposed_again(place: Sessions) -> None:
    await look(place)
    await decide(place, "U1", is_yes=False)
    for hour in (1, 2):
        await say(place, "C1", OVEN, count=5 + hour)
        assert await look(place, START + timedelta(hours=hour)) == 0
    assert [link.state for link in await all_of(place, BaLink)] == ["refused"]
    assert len(await all_of(place, Outbox)) == 1


async def test_guests_see_only_places_that_they_are_in(place: Sessions) -> None:
    await look(place)
    await decide(place, "U1", is_yes=True)
    async with place.begin() as session:
        await make_people(session, "U4", is_guest=True)
        await make_channel(session, "C2", "U4", is_private=True)
    assert await seen_by(place, "U4", "C2") == ([], 0)


async def test_who_left_one_of_them_is_not_asked_any_more(place: Sessions) -> None:
    await look(place)
    (row,) = await all_of(place, Outbox)
    async with place.begin() as session:
        await leave_channel(session, TEAM, "C2", "U1")
    assert isinstance(await make_link_ask(making(place, FakeGateway()), row), Drop)
    with pytest.raises(PersonError):
        await decide(place, "U1", is_yes=True)


async def test_cards_tie_places_that_talk_about_other_things(place: Sessions) -> None:
    for channel in ("C1", "C3"):
        await say(place, channel, TILL if channel == "C3" else OVEN)
    async with place.begin() as session:
        cards = [
            await make_card(session, f"Card {n}", channel_id=("C1", "C3")[n % 2]) for n in range(8)
        ]
        for one, other in zip(cards[::2], cards[1::2], strict=True):
            await link_cards(
                session,
                workspace_id=TEAM,
                kind=LinkKind.RELATES,
                source_id=one.id,
                target_id=other.id,
                by="U1",
                at=START,
            )
    await look(place)
    ties = {(link.one_id, link.other_id): link.cards for link in await all_of(place, BaLink)}
    assert ties[("C1", "C2")] == 0
    assert ("C1", "C3") not in ties, "cards alone tie nothing that is not a little alike"


async def test_what_was_heard_goes_with_a_person_and_with_a_channel(place: Sessions) -> None:
    await say(place, "C3", OVEN, count=60, author="U2")
    await look(place)
    before = {topic.channel_id: topic for topic in await all_of(place, BaTopic)}
    async with place.begin() as session:
        await forget_person(session, TEAM, "U2", START)
        await forget_channel(session, TEAM, "C2", START)
        await ensure_channel(session, TEAM, "C2", level=Level.OFF)
    after = {topic.channel_id: topic for topic in await all_of(place, BaTopic)}
    assert set(after) == {"C1", "C3"}
    assert (after["C3"].weights, after["C3"].heard_ts) == ({}, "")
    assert after["C1"].weights == before["C1"].weights
    await look(place, START + timedelta(hours=1))
    again = {topic.channel_id: topic for topic in await all_of(place, BaTopic)}
    assert (before["C3"].messages, again["C3"].messages) == (60, 30), "what is still kept"
    assert "C2" not in again


async def test_what_was_changed_meanwhile_is_not_overwritten(place: Sessions) -> None:
    await look(place)

    class Meanwhile(FakeReading):
        async def run(self, work: Any, *args: Any, **kwargs: Any) -> Any:
            async with place.begin() as session:
                await unhear(session, TEAM, channel_ids=["C1"])
            return work(*args, **kwargs)

    await say(place, "C1", YARD, count=2)
    async with place.begin() as session:
        await move_channel(session, TEAM, "C1", ts(1))
    reading: Any = Meanwhile()
    await hear_and_propose(place, reading, START + timedelta(hours=1))
    heard = {topic.channel_id: topic.weights for topic in await all_of(place, BaTopic)}
    assert heard["C1"] == {}
