"""*I'll try this* pressed again: nothing comes sooner; words about a try follow an answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.errors import PersonError
from bot.practice import render, service
from bot.practice.rules import Nudge
from bot.practice.service import Started
from bot.settings import Settings
from models.card import Card
from models.database import Sessions
from models.outbox import Outbox
from models.practice import Answer, get_review, stop_reviews
from models.purge import AT_ONCE

MakeCard = Callable[..., Awaitable[Card]]
DAY = timedelta(days=1)
WHO = ("T1", "U1")


async def test_a_second_press_changes_nothing(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        first = await service.start(session, *WHO, card.id, now, settings)
        assert not first.was_trying
        assert await service.sweep(session, now + 2 * DAY, settings) == 1
        review = await get_review(session, *WHO, card.id)
        assert review is not None
        nudge, used = Nudge(review.id, 1), Answer.USED
        await service.answer(session, *WHO, nudge, used, now + 2 * DAY, settings)
        before = (review.due_at, review.round, dict(review.schedule), review.unanswered)
        again = await service.start(session, *WHO, card.id, now + 2 * DAY, settings)
        assert again.was_trying
        assert again.next_at == before[0]
        await session.flush()
        await session.refresh(review)
        assert (review.due_at, review.round, dict(review.schedule), review.unanswered) == before
        for hour in range(48, 24 * 4):
            await service.sweep(session, now + hour * DAY / 24, settings)
        assert len(list(await session.scalars(select(Outbox).where(Outbox.kind == "nudge")))) <= 2


async def test_after_stopping_it_begins_again(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        await service.start(session, *WHO, card.id, now, settings)
        await stop_reviews(session, *WHO)
        again = await service.start(session, *WHO, card.id, now + 9 * DAY, settings)
        assert not again.was_trying
        assert again.next_at == now + 11 * DAY


@given(st.booleans(), st.booleans(), st.integers(-3, 400))
def test_what_is_said_is_true(was_trying: bool, in_silence: bool, days: int) -> None:
    now = datetime.fromisoformat("2026-03-03T10:00:00+00:00")
    card = Card(title="Order <early>")
    text = render.started_text(Started(card, in_silence, now + days * DAY, was_trying), now)
    assert "Order &lt;early&gt;" in text
    assert ("already" in text) == (was_trying and not in_silence)
    assert ("will not ask" in text) == in_silence


async def test_words_are_private_and_follow_an_answer(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        await service.start(session, *WHO, card.id, now, settings)
        review = await get_review(session, *WHO, card.id)
        assert review is not None
        nudge = Nudge(review.id, 1)
        await service.sweep(session, now + 2 * DAY, settings)
        with pytest.raises(PersonError):
            await service.add_words(session, "T1", "U1", nudge, "too early")
        await service.answer(session, "T1", "U1", nudge, Answer.USED, now, settings)
        await service.add_words(session, "T1", "U1", nudge, " we\x00 sold out \n" + "x" * 5000)
        with pytest.raises(PersonError):
            await service.add_words(session, "T1", "U2", nudge, "not mine")
        with pytest.raises(PersonError):
            await service.words_so_far(session, "T1", "U2", nudge)
    async with workspace.begin() as session:
        await service.answer(session, "T1", "U1", nudge, Answer.WORKED, now, settings)
        words = await service.words_so_far(session, "T1", "U1", nudge)
        assert words.startswith("we sold out")
        assert len(words) == service.WORDS_MOST


def test_practice_goes_when_the_app_is_removed() -> None:
    assert {"practice", "review", "rhythm", "path"} <= AT_ONCE
