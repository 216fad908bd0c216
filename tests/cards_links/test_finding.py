"""Finding: filters in words, pages, corrected words, who has lived it, gaps without names."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.cards.finding import Asked, answers, correct_words, find_or_note, parse_query, search
from bot.cards.found import page_blocks, read_turn
from bot.cards.gaps import close_gaps
from bot.errors import PersonError
from models.audience import Audience
from models.database import Sessions
from models.outbox import Outbox
from models.pointer import point_no_more, point_to_me
from models.question import Question
from models.search import words_beginning
from tests.conftest import START
from tests.support import TEAM, all_of, make_card, make_channel, make_people

ME = Audience(TEAM, member_id="U1")


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("festival order", Asked("festival order")),
        (
            "kind:routine rice IN:<#C1|shop-floor> by:@mari",
            Asked("rice", {"kind": "routine", "in": "<#C1|shop-floor>", "by": "@mari"}),
        ),
        ("", Asked("")),
        ("http://kind:x", Asked("http://kind:x")),
    ],
)
def test_filters_are_typed_among_the_words(typed: str, asked: Asked) -> None:
    assert parse_query(typed) == asked


def test_only_words_that_stand_on_no_card_are_corrected() -> None:
    vocabulary = {"squirrel", "order", "festival"}
    assert correct_words(["festivl", "ordering", "rice"], vocabulary) == {"festivl": "festival"}
    assert correct_words(["festivl"], set()) == {}


def test_a_card_answers_when_it_has_most_of_the_words() -> None:
    assert answers(["festival", "order"], {"festivals", "ordering"})
    assert not answers(["festival", "order", "snow"], {"festival"})
    assert not answers([], {"festival"})


async def test_filters_narrow_what_is_found(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1", name="shop-floor")
        await make_channel(session, "C2", "U1", name="orders")
        one = await make_card(session, "Rice early", asset_kind="routine", origin="customer")
        two = await make_card(
            session, "Rice late", channel_id="C2", author_id="U2", status="tested"
        )
        for typed, expected in {
            "rice kind:routine": [one.id],
            "rice status:tested": [two.id],
            "rice in:#orders": [two.id],
            "rice in:<#C1|x>": [one.id],
            "rice by:<@U2>": [two.id],
            "rice origin:customer": [one.id],
            "kind:routine": [one.id],
            "rice in:#nowhere": [],
            "rice by:nobody": [],
        }.items():
            found = await search(session, ME, typed)
            assert [card.id for card in found.cards] == expected, typed
        with pytest.raises(PersonError, match="kind:fish"):
            await search(session, ME, "rice kind:fish")


async def test_pages_of_five_lead_on_and_back(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_channel(session, "C1", "U1")
        ids = {(await make_card(session, f"Tide {number}")).id for number in range(12)}
        pages = [await search(session, ME, "tide", page=page) for page in range(3)]
    assert [len(page.cards) for page in pages] == [5, 5, 2]
    assert [page.has_next for page in pages] == [True, True, False]
    assert {card.id for page in pages for card in page.cards} == ids
    first, middle = (page_blocks(page, "tide") for page in pages[:2])
    assert [e["text"]["text"] for e in first[-1]["elements"]] == ["Next"]
    assert [read_turn(e["value"]) for e in middle[-1]["elements"]] == [("tide", 0), ("tide", 2)]
    assert read_turn("nonsense") == ("", 0)


async def test_misspelt_words_are_corrected_only_from_what_one_may_see(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1")
        await make_channel(session, "C2", "U2", is_private=True)
        card = await make_card(session, "Squirrel baskets")
        await make_card(session, "Pelican pricing", channel_id="C2", author_id="U2")
        found = await search(session, ME, "squirel")
        assert [each.id for each in found.cards] == [card.id]
        assert found.corrected == {"squirel": "squirrel"}
        assert "squirrel" in str(page_blocks(found, "squirel"))
        hidden = await search(session, ME, "pelicn")
        assert not hidden.cards
        assert not hidden.corrected
        theirs = await search(session, Audience(TEAM, member_id="U2"), "pelicn")
        assert theirs.corrected == {"pelicn": "pelican"}


async def test_a_misspelt_word_of_an_old_card_is_corrected_among_many_newer_ones(
    sessions: Sessions,
) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_channel(session, "C1", "U1")
        await make_card(session, "Squirrel baskets")
        await make_card(session, "Squash seeds")
        for number in range(3):
            await make_card(session, f"Tide {number}")
        assert await words_beginning(session, ME, {"sq"}, cards=2) == {"squirrel", "squash"}
        assert await words_beginning(session, ME, {"sq"}, cards=1) == {"squash"}, "newest first"
        assert await words_beginning(session, ME, {"sq", "th", "__"}) == {"squirrel", "squash"}
        assert await words_beginning(session, ME, set()) == frozenset()
        assert (await search(session, ME, "squirel")).corrected == {"squirel": "squirrel"}


async def test_who_agreed_to_be_found_is_named_alphabetically(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2", "U3")
        await make_channel(session, "C1", "U1")
        card = await make_card(session, "Tide")
        for person in ("U3", "U1", "U2"):
            assert await point_to_me(session, TEAM, card.id, person, START)
        assert not await point_to_me(session, TEAM, card.id, "U2", START)
        await point_no_more(session, TEAM, "U2", card_id=card.id)
        found = await search(session, ME, "tide")
        assert len(found.lived[card.id]) == 2
        assert list(found.lived[card.id]) == sorted(found.lived[card.id])


async def test_a_question_in_vain_is_a_gap_without_a_name(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1")
        await make_channel(session, "C1", "U1")
        await make_channel(session, "C2", "U1")
        for _ in range(2):
            found = await find_or_note(
                session, ME, "how do we order for the festival?", channel_id="C2", now=START
            )
            assert found.is_noted
    (gap,) = await all_of(sessions, Question)
    assert (gap.words, gap.channel_id) == ("order festival", "C2")
    assert not {"by", "asker", "member_id"} & set(Question.__table__.columns.keys())

    async with sessions.begin() as session:
        other = await make_card(session, "Sweep the floor")
        assert await close_gaps(session, other, START) == 0
        card = await make_card(session, "Order for the festival early")
        assert await close_gaps(session, card, START) == 1
        row = await session.scalar(select(Outbox).where(Outbox.kind == "question_answered"))
        assert row is not None
        assert (row.channel_id, row.is_unasked) == ("C2", True)
    (gap,) = await all_of(sessions, Question)
    assert gap.answered_by == card.id


async def test_a_gap_stays_open_where_its_card_may_not_be_seen(sessions: Sessions) -> None:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1", is_private=True)
        await make_channel(session, "C2", "U1", "U2")
        for channel_id in ("C2", ""):
            await find_or_note(session, ME, "festival order", channel_id=channel_id, now=START)
        card = await make_card(session, "Order for the festival early")
        assert await close_gaps(session, card, START) == 0
