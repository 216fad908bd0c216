"""A question that no card answers gets no card; one that a card answers still finds it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.finding import search
from models.audience import Audience
from models.database import Sessions
from models.search import text_query, words_of
from models.words import COMMON, STOP, floor_of, is_common
from tests.cards_links.questions import ANSWERED, CARDS, UNANSWERED
from tests.support import TEAM, make_card, make_channel, make_people

ME = Audience(TEAM, member_id="U1")


@pytest.fixture
async def shelf(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_channel(session, "C1", "U1")
        for title, statement in CARDS:
            await make_card(session, title, statement=statement)
    return sessions


async def titles(sessions: Sessions, question: str) -> list[str]:
    async with sessions.begin() as session:
        return [card.title for card in (await search(session, ME, question)).cards]


async def share_found(sessions: Sessions, asked: Sequence[tuple[str, str]]) -> float:
    found = [any(word in t for t in await titles(sessions, q)) for q, word in asked]
    return sum(found) / len(found)


async def share_silent(sessions: Sessions, asked: Sequence[str]) -> float:
    return sum([not await titles(sessions, question) for question in asked]) / len(asked)


async def test_what_a_card_answers_is_found(shelf: Sessions) -> None:
    for half in (ANSWERED[::2], ANSWERED[1::2]):
        assert await share_found(shelf, half) >= 0.95


async def test_what_no_card_answers_finds_nothing(shelf: Sessions) -> None:
    for half in (UNANSWERED[::2], UNANSWERED[1::2]):
        assert await share_silent(shelf, half) >= 0.8


async def test_without_the_floor_nearly_every_question_finds_something(shelf: Sessions) -> None:
    async with shelf.begin() as session:
        bare = [
            bool(list(await session.scalars(text_query(session, words_of(question)).limit(1))))
            for question in UNANSWERED
        ]
    assert sum(bare) >= 0.6 * len(bare)


@given(st.lists(st.sampled_from(sorted(COMMON)) | st.text("abcdefgh", min_size=3), unique=True))
def test_the_floor_asks_for_what_can_be_had(words: list[str]) -> None:
    words = words[:12]
    if not words:
        return
    floor = floor_of(words)
    assert 1 <= floor.needed <= len(floor.words) <= 9
    assert set(floor.words) <= set(words)
    assert any(is_common(word) for word in words) or set(floor.words) == set(words[:9])


def test_a_word_is_left_out_or_common_and_not_both() -> None:
    assert not STOP & COMMON
