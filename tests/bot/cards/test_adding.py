"""A thread that says what a card says already: the card is shown, and takes it in."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.adding import add_thread, leave_thread
from bot.cards.begin import draft_form
from bot.cards.duplicates import similar_cards
from bot.cards.life_outgoing import make_added
from bot.cards.service import Beginning, begin_draft
from bot.errors import PersonError
from bot.outgoing.kinds import Post
from models.audience import Audience
from models.card import Draft
from models.conversion import Conversion
from models.database import Sessions
from tests.bot.cards.one_card import HERE, LATER, make_place, the_card
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeGateway,
    all_of,
    make_card,
    make_channel,
    making,
    outbox_row,
    ts,
)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    return await make_place(sessions)


async def thread_draft(session: Any, place: Beginning, statement: str) -> Draft:
    return await begin_draft(
        session,
        place,
        fields={"title": "", "statement": statement},
        evidence=[{"channel": place.channel_id, "ts": ts(1)}],
        asset_kind="",
        asset_reason="",
        now=START,
    )


async def test_what_exists_already_is_shown_while_writing(place: Sessions) -> None:
    async with place.begin() as session:
        await make_card(
            session, "Order early, in secret", statement="Before the tide.", channel_id="C2"
        )
        draft = await thread_draft(session, HERE, "Order before the tide, early")
        seen = await similar_cards(session, Audience(TEAM, member_id="U2"), draft.fields)
        assert [card.id for card in seen] == [1]
        mine = await similar_cards(session, Audience(TEAM, member_id="U1"), draft.fields)
        assert {card.id for card in mine} == {1, 2}
        form = str(await draft_form(session, draft, START))
        assert "add_to_card" in form
        other = await similar_cards(
            session, Audience(TEAM, member_id="U1"), {"statement": "Fix the oven with tape"}
        )
        assert other == []


async def test_a_thread_is_added_to_a_card_that_exists(place: Sessions) -> None:
    async with place.begin() as session:
        draft = await thread_draft(session, HERE, "Order before the tide")
        await add_thread(session, draft, 1, LATER)
    card = await the_card(place)
    assert card.evidence == [{"channel": "C1", "ts": ts(1)}]
    assert card.revision == 2
    assert await all_of(place, Draft) == []
    (conversion,) = await all_of(place, Conversion)
    assert (conversion.source, conversion.target) == (f"thread:C1:{ts()}", "card:1")
    row = await outbox_row(place, f"added:1:C1:{ts()}")
    assert row is not None
    post = await make_added(making(place, FakeGateway()), row)
    assert isinstance(post, Post)
    assert "Order early" in post.text
    async with place.begin() as session:
        draft = await thread_draft(session, HERE, "Order before the tide")
        with pytest.raises(PersonError, match="already"):
            await add_thread(session, draft, 1, LATER)


async def test_private_talk_is_not_pointed_to_from_elsewhere(place: Sessions) -> None:
    async with place.begin() as session:
        draft = await thread_draft(session, Beginning(TEAM, "U1", "C2", ts()), "Order the tide")
        with pytest.raises(PersonError):
            await add_thread(session, draft, 1, LATER)
        draft = await thread_draft(session, Beginning(TEAM, "U3", "C1", ts()), "Order the tide")
        with pytest.raises(PersonError):
            await add_thread(session, draft, 1, LATER)


async def test_a_card_that_moves_elsewhere_takes_no_pointer_to_private_talk(
    place: Sessions,
) -> None:
    for channel_id, is_private in (("C1", False), ("C2", True)):
        async with place.begin() as session:
            await make_channel(session, channel_id, is_private=is_private)
            at = Beginning(TEAM, "U1", channel_id, ts())
            draft = await thread_draft(session, at, "Order the tide")
            draft.evidence = [{"channel": channel_id, "ts": ts()}]
            await leave_thread(session, draft)
            assert draft.thread_ts == ""
            assert bool(draft.evidence) is not is_private
