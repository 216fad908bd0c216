"""What is done about a quiet thread, beside offers: only what helps, only what all may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.cards.finding import is_about
from bot.cards.link_forms import link_form
from bot.cards.offers import look_at_quiet_threads
from bot.cards.quiet import QUESTION_MOST, open_question
from bot.cards.quiet_outgoing import combine_button
from bot.seci.types import Said
from bot.utterances import gather_utterances
from handlers.events.messages import on_messages
from models.channel import Kind
from models.database import Sessions
from models.link import LinkKind
from models.member import MuteSubject, mute
from models.outbox import Outbox
from models.search import words_in
from tests.conftest import START
from tests.support import (
    TEAM,
    FakeReading,
    all_of,
    event,
    make_card,
    make_channel,
    make_people,
    message,
    settings,
    ts,
    turn,
)


@pytest.fixture
async def place(sessions: Sessions) -> Sessions:
    async with sessions.begin() as session:
        await make_people(session, "U1", "U2")
        await make_channel(session, "C1", "U1", "U2", kind=Kind.SYSTEMIZING)
        await make_channel(session, "C2", "U2", is_private=True)
    return sessions


async def quiet(sessions: Sessions, *words: str) -> list[Outbox]:
    """What is left in the outbox once people said this and a thread has gone quiet."""
    events = [
        event(message(text, at=ts(n), thread_ts=ts(), user=f"U{n % 2 + 1}"))
        for n, text in enumerate(words)
    ]
    async with sessions.begin() as session:
        keys, utterances = await gather_utterances(session, events)
        readings = dict(zip(keys, await FakeReading().read(utterances), strict=True))
        await on_messages(turn(session, readings=readings), events)
    later = START + timedelta(hours=2)
    await look_at_quiet_threads(sessions, FakeReading(), settings(), later)
    return await all_of(sessions, Outbox)


ASKED = "when should we order, before the tide?"


async def test_a_question_that_nobody_answered_gets_the_card_that_answers(place: Sessions) -> None:
    async with place.begin() as session:
        card = await make_card(session, "Order before the tide")
        await make_card(session, "Tide tables of the harbour")
    (row,) = await quiet(place, ASKED)
    assert (row.kind, row.thread_ts, row.is_unasked) == ("pointer", ts(), True)
    assert row.payload == {"cards": [card.id], "is_answer": True}
    assert row.expires_at == START + timedelta(days=3, hours=2)


@pytest.mark.parametrize(
    "words",
    [
        (ASKED, "at six"),  # somebody did answer
        ("we order before the tide",),  # no question
        ("who feeds the cat?",),  # no card on it
    ],
    ids=str,
)
async def test_else_nothing_is_said(place: Sessions, words: tuple[str, ...]) -> None:
    async with place.begin() as session:
        await make_card(session, "Order before the tide")
    assert await quiet(place, *words) == []


async def test_cards_that_not_everybody_here_may_see_are_not_named(place: Sessions) -> None:
    async with place.begin() as session:
        await make_card(session, "Order before the tide", channel_id="C2", author_id="U2")
    assert await quiet(place, ASKED) == []


async def test_who_wants_no_offers_gets_none_of_this_either(place: Sessions) -> None:
    async with place.begin() as session:
        await make_card(session, "Order before the tide")
        await mute(session, TEAM, MuteSubject.PERSON, "U1", "offer", until=None, by="U1", now=START)
    assert await quiet(place, ASKED) == []


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("internalization: we did order before the tide and it went well", 1),
        ("internalization: we did sort the papers and it went well", 0),  # about no card
        ("combination: we order before the tide", 0),  # no trial
    ],
)
async def test_a_trial_gets_the_card_it_is_about(place: Sessions, told: str, expected: int) -> None:
    async with place.begin() as session:
        await make_channel(session, "C1", kind=Kind.EXERCISING)
        await make_card(session, "Order before the tide")
    rows = await quiet(place, told)
    assert [row.kind for row in rows] == ["practice_here"] * expected


def test_an_open_question_is_short_and_alone() -> None:
    assert open_question([Said(" where is it? ", "a")]) == "where is it?"
    assert open_question([Said("where is it?", "a"), Said("hm, anybody", "a")]) == "where is it?"
    assert open_question([Said("where is it?", "a"), Said("there", "b")]) == ""
    assert open_question([Said("it is there", "a")]) == ""
    assert open_question([Said("x" * QUESTION_MOST + "?", "a")]) == ""


def test_talk_is_about_a_card_when_it_has_its_title_and_more() -> None:
    title, card = words_in("Order early"), words_in("Order early, the rain changes baskets")
    assert is_about(words_in("ordered early because of rain"), title, card)
    assert not is_about(words_in("the rain changes the mood"), title, card)
    assert not is_about(words_in("ordering early"), title, card), "too little to be sure"
    assert not is_about(words_in("anything"), frozenset(), card)


async def test_the_button_opens_the_guides_form_with_all_cards_chosen(place: Sessions) -> None:
    async with place.begin() as session:
        cards = [await make_card(session, title) for title in ("One", "Two")]
    assert combine_button(cards).value == f"combines:{cards[0].id},{cards[1].id}"
    form = link_form(LinkKind.COMBINES, *cards)
    chosen = next(b["element"] for b in form["blocks"] if "initial_options" in b.get("element", {}))
    assert [each["value"] for each in chosen["initial_options"]] == [str(c.id) for c in cards]
