from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import delete

from models.audience import Audience
from models.card import Card, CardStatus, revise_card
from models.database import Sessions
from models.search import find_cards, words_of
from tests.conftest import START
from tests.support import TEAM, make_card, make_channel

HERE = Audience(TEAM, channel_id="C1")


async def find(sessions: Sessions, question: str, **more: int) -> list[str]:
    async with sessions.begin() as session:
        return [card.title for card in await find_cards(session, HERE, question, **more)]


@pytest.fixture
async def shelf(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_channel(session)
        body = "Rice balls are ordered before the weather report."
        await make_card(session, "Festival stock", statement=body)
        await make_card(session, "Ordering rice", statement="Early is cheap.")
        await make_card(session, "Night shifts", statement="Two people.", metaphor="a lighthouse")
        await make_card(session, "Ordering late", status=CardStatus.RETIRED)
    return sessions


async def test_words_are_found_by_their_stem_and_title_comes_first(shelf: Sessions) -> None:
    assert await find(shelf, "How do we order?") == ["Ordering rice", "Festival stock"]
    assert await find(shelf, "lighthouses") == ["Night shifts"]
    assert await find(shelf, "submarine") == []


async def test_a_retired_card_is_not_found(shelf: Sessions) -> None:
    assert await find(shelf, "late") == []


async def test_pages_do_not_overlap(shelf: Sessions) -> None:
    assert await find(shelf, "order", limit=1) == ["Ordering rice"]
    assert await find(shelf, "order", limit=1, offset=1) == ["Festival stock"]


async def test_a_revised_or_deleted_card_is_found_as_it_is_now(shelf: Sessions) -> None:
    async with shelf.begin() as session:
        (card,) = await find_cards(session, HERE, "lighthouse")
        fields = {"metaphor": "a beacon"}
        await revise_card(session, card, fields, by="U1", at=START, why="clearer")
    assert await find(shelf, "lighthouse") == []
    assert await find(shelf, "beacon") == ["Night shifts"]
    async with shelf.begin() as session:
        await session.execute(delete(Card).where(Card.id == card.id))
    assert await find(shelf, "beacon") == []


HOSTILE = (
    ['rice" OR title:"', "rice AND NOT stock", "rice*", "NEAR(rice)", "rice & !stock | ("],
    ["rice:*A", "^rice", "'rice'; DROP TABLE card; --", "{rice} - rice", "\\rice", "%rice_"],
)


async def test_operators_in_words_are_words(shelf: Sessions) -> None:
    for question in (each for some in HOSTILE for each in some):
        assert "Ordering rice" in await find(shelf, question), question


async def test_operators_do_not_exclude(shelf: Sessions) -> None:
    assert set(await find(shelf, "rice NOT stock")) == {"Ordering rice", "Festival stock"}


@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(question=st.text(max_size=80))
async def test_any_text_may_be_asked(sessions: Sessions, question: str) -> None:
    await find(sessions, question)


async def test_nothing_is_found_without_words(shelf: Sessions) -> None:
    for question in ("", "   ", "how do we do it?", "?!", "\x00"):
        assert await find(shelf, question) == []


def test_words_are_few_short_and_different() -> None:
    assert words_of("How do we order, ORDER the rice?") == ["order", "rice"]
    assert len(words_of(" ".join(f"w{n}" for n in range(99)))) == 12
    assert words_of("x" * 99) == ["x" * 40]
