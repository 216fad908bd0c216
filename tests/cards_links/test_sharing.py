"""Where a card goes: shared with consent, promoted, taken back, erased."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.cards.erasing import erase_card, erase_person
from bot.cards.linking import Linker
from bot.cards.links_outgoing import make_share_ask, make_share_pointer, make_share_told
from bot.cards.sharing import promote, settle_share, share
from bot.errors import PersonError
from bot.outgoing.copies import cards_in, remember_copies
from bot.outgoing.kinds import Post
from bot.outgoing.rules import Drop
from bot.slack.gateway import Sent
from models.audience import Audience
from models.audit import Audit
from models.author import add_authors
from models.card import Card, Draft, Revision, save_draft
from models.database import Sessions
from models.link import CardLink, LinkKind, link_cards
from models.outbox import Outbox, put
from models.pointer import PeoplePointer, point_to_me
from models.search import get_card
from models.share import CardShare, note_copies
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
)

AUTHOR, OTHER = Linker(TEAM, "U1", START), Linker(TEAM, "U2", START)


async def _place(sessions: Sessions, **card: str) -> int:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_people(session, "U9", is_guest=True)
        await make_channel(session, "C1", "U1", "U2", is_private=True)
        await make_channel(session, "C2", "U1", "U2", "U3")
        await make_channel(session, "C3", "U1", "U9")
        made = await make_card(session, "Tide", **{"scope": "organization", **card})
        return made.id


async def _sees(sessions: Sessions, card_id: int, **who: str) -> bool:
    async with sessions.begin() as session:
        return await get_card(session, Audience(TEAM, **who), card_id) is not None


async def test_an_author_shares_at_once_somebody_else_asks(sessions: Sessions) -> None:
    card_id = await _place(sessions)
    async with sessions.begin() as session:
        asked = await share(session, OTHER, card_id, "C2")
    assert asked.state == "asked"
    assert await outbox_row(sessions, f"share:{asked.id}") is None
    ask = await outbox_row(sessions, f"share_ask:{asked.id}")
    assert ask is not None
    assert (ask.member_id, ask.is_unasked) == ("U1", True)
    post = await make_share_ask(making(sessions, FakeGateway()), ask)
    assert isinstance(post, Post)
    assert "<@U2>" in post.text

    async with sessions.begin() as session:
        with pytest.raises(PersonError, match="Only the person who wrote"):
            await settle_share(session, OTHER, asked.id, is_agreed=True)
        await settle_share(session, AUTHOR, asked.id, is_agreed=True)
        await settle_share(session, AUTHOR, asked.id, is_agreed=False)  # pressed twice
    pointer = await outbox_row(sessions, f"share:{asked.id}")
    told = await outbox_row(sessions, f"share_told:{asked.id}")
    assert pointer is not None
    assert told is not None
    shown = await make_share_pointer(making(sessions, FakeGateway()), pointer)
    assert isinstance(shown, Post)
    assert "Tide" in str(shown.blocks)
    answer = await make_share_told(making(sessions, FakeGateway()), told)
    assert isinstance(answer, Post)
    assert "is shared" in answer.text


async def test_a_pointer_goes_nowhere_where_the_card_may_not_be_seen(sessions: Sessions) -> None:
    card_id = await _place(sessions, scope="channel")
    async with sessions.begin() as session:
        with pytest.raises(PersonError, match="Not everybody"):
            await share(session, AUTHOR, card_id, "C2")
        with pytest.raises(PersonError, match="both in"):
            await share(session, OTHER, card_id, "C3")
        with pytest.raises(PersonError, match="no such card"):
            await share(session, Linker(TEAM, "U3", START), card_id, "C2")
        await promote(session, AUTHOR, card_id, "organization")
        made = await share(session, AUTHOR, card_id, "C2")
    async with sessions.begin() as session:
        await promote(session, AUTHOR, card_id, "channel")
    row = await outbox_row(sessions, f"share:{made.id}")
    assert row is not None
    assert isinstance(await make_share_pointer(making(sessions, FakeGateway()), row), Drop)


async def test_beyond_is_seen_by_outsiders_where_it_was_shared(sessions: Sessions) -> None:
    card_id = await _place(sessions, scope="beyond")
    assert not await _sees(sessions, card_id, member_id="U9")
    assert not await _sees(sessions, card_id, channel_id="C3")
    async with sessions.begin() as session:
        await share(session, AUTHOR, card_id, "C3")
    assert await _sees(sessions, card_id, member_id="U9")
    assert await _sees(sessions, card_id, channel_id="C3")
    async with sessions.begin() as session:
        await promote(session, AUTHOR, card_id, "organization")
    assert not await _sees(sessions, card_id, member_id="U9")
    assert not await _sees(sessions, card_id, channel_id="C3")


async def test_promotion_is_its_authors_and_withdrawal_takes_pointers_away(
    sessions: Sessions,
) -> None:
    card_id = await _place(sessions, scope="channel")
    assert not await _sees(sessions, card_id, member_id="U3")
    async with sessions.begin() as session:
        with pytest.raises(PersonError, match="Only the person who wrote"):
            await promote(session, OTHER, card_id, "organization")
        await promote(session, AUTHOR, card_id, "organization")
    assert await _sees(sessions, card_id, member_id="U3")
    async with sessions.begin() as session:
        await note_copies(session, TEAM, "C1", "1.1", [card_id])
        await note_copies(session, TEAM, "C2", "2.2", [card_id])
        await promote(session, AUTHOR, card_id, "channel")
        gone = await session.scalars(select(Outbox).where(Outbox.kind == "withdraw"))
        assert [row.payload["ts"] for row in gone] == ["2.2"]
    assert not await _sees(sessions, card_id, member_id="U3")


async def test_a_message_that_came_too_late_is_taken_away(sessions: Sessions) -> None:
    card_id = await _place(sessions, scope="channel")
    async with sessions.begin() as session:
        for key, card, place in (("a", card_id, "C2"), ("b", 999, "C1"), ("c", card_id, "C1")):
            await put(
                session,
                workspace_id=TEAM,
                kind="pointer",
                key=key,
                channel_id=place,
                payload={"cards": [card]},
                now=START,
            )
    for key in "abc":
        row = await outbox_row(sessions, key)
        assert row is not None
        async with sessions.begin() as session:
            await remember_copies(session, row, Sent(row.channel_id, f"{key}.1"), START)
    rows = {row.payload.get("ts") for row in await all_of(sessions, Outbox)}
    assert rows == {None, "a.1", "b.1"}
    assert cards_in({"card": 7, "cards": [8, "9", "x"]}) == [7, 8, 9]


async def test_an_erased_card_goes_with_all_that_hangs_on_it(sessions: Sessions) -> None:
    card_id = await _place(sessions)
    async with sessions.begin() as session:
        other = await make_card(session, "Moon")
        await link_cards(
            session,
            workspace_id=TEAM,
            kind=LinkKind.GREW_FROM,
            source_id=other.id,
            target_id=card_id,
            by="U1",
            at=START,
        )
        await point_to_me(session, TEAM, card_id, "U2", START)
        await share(session, AUTHOR, card_id, "C2")
        await note_copies(session, TEAM, "C1", "1.1", [card_id])
        await note_copies(session, TEAM, "D1", "4.4", [card_id])
    async with sessions.begin() as session:
        with pytest.raises(PersonError, match="administrator"):
            await erase_card(session, OTHER, card_id)
        assert await erase_card(session, AUTHOR, card_id) == "Tide"
    for model in (CardLink, PeoplePointer, CardShare):
        assert await all_of(sessions, model) == []
    assert {row.card_id for row in await all_of(sessions, Revision)} == {other.id}
    withdrawn = [row.payload["ts"] for row in await all_of(sessions, Outbox) if "ts" in row.payload]
    assert sorted(withdrawn) == ["1.1", "4.4"]
    assert [row.action for row in await all_of(sessions, Audit)] == ["erase_card"]
    async with sessions.begin() as session:
        with pytest.raises(PersonError, match="no such card"):
            await erase_card(session, AUTHOR, card_id)


async def test_a_person_takes_what_they_contributed(sessions: Sessions) -> None:
    card_id = await _place(sessions)
    async with sessions.begin() as session:
        shared = await make_card(session, "Ours")
        await add_authors(session, TEAM, shared.id, ["U1", "U2"], now=START)
        theirs = await make_card(session, "Theirs", author_id="U2")
        await point_to_me(session, TEAM, theirs.id, "U1", START)
        await save_draft(
            session, Draft(workspace_id=TEAM, author_id="U1", fields={}, updated_at=START)
        )
    async with sessions.begin() as session:
        assert await erase_person(session, TEAM, "U1", by="U1", now=START) == 1
    cards = {card.id: card.author_id for card in await all_of(sessions, Card)}
    assert cards == {shared.id: "U2", theirs.id: "U2"}
    assert card_id not in cards
    assert await all_of(sessions, Draft) == []
    assert await all_of(sessions, PeoplePointer) == []
    assert "U1" not in {row.by for row in await all_of(sessions, Revision)}
