"""Who erases what they contributed is found in no table any more, neither by id nor by words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards import linking, sharing
from bot.cards.life import set_standing
from bot.cards.linking import Linker
from bot.cards.service import Beginning, begin_draft
from bot.cards.writing import begin_change, keep_change
from bot.erasing import erase_contributions
from bot.practice import experiments, paths, service
from bot.practice import sharing as stories
from bot.practice.experiments import Prediction
from bot.practice.rules import Nudge
from models.author import add_authors
from models.card import Card
from models.database import Sessions
from models.experiment import Experiment
from models.link import LinkKind
from models.outbox import Outbox, OutboxState, settle_row
from models.pointer import point_to_me
from models.practice import Answer, get_review
from models.registry import metadata
from models.rhythm import set_rhythm
from models.story import Stance
from tests.conftest import START
from tests.support import TEAM, make_card, make_channel, make_people, settings, ts

ME, SECRET = "U9ME", "zebrafinch"
WHO = (TEAM, ME)
DAY = timedelta(days=1)
# What is left on purpose: who somebody is and where, what they decided about themselves, that they
# erased, and by which keys messages went out (so that nothing is sent twice).
LEFT = {"member", "membership", "mute", "audit", "outbox"}


@pytest.fixture
async def lived(sessions: Sessions) -> Sessions:
    """Somebody who did all that one can do with cards, each time with a word of theirs."""
    async with sessions.begin() as session:
        await make_people(session, ME, "U1")
        for channel in ("C1", "C2"):
            await make_channel(session, channel, ME, "U1")
        ours = await make_card(session, "Ours", author_id="U1")
        await make_card(session, f"Mine {SECRET}", author_id=ME)
        begun = await make_card(session, "Begun by me", author_id=ME)
        await add_authors(session, TEAM, ours.id, ["U1", ME], now=START)
        await add_authors(session, TEAM, begun.id, ["U1", ME], now=START)
    me = Linker(TEAM, ME, START)
    async with sessions.begin() as session:
        draft, _, _ = await begin_change(session, *WHO, ours.id, START)
        draft.fields = {**draft.fields, "model": "steps", "why": f"why {SECRET}"}
        assert await keep_change(session, draft, START) is None
        await set_standing(session, *WHO, ours.id, "tested", f"saw {SECRET}", settings(), START)
        await linking.link(session, me, LinkKind.RELATES, ours.id, [begun.id], why=SECRET)
        await linking.challenge(session, me, ours.id, f"doubt {SECRET}")
        await sharing.share(session, me, ours.id, "C2")
        await point_to_me(session, TEAM, ours.id, ME, START)
        await practise(session, ours.id)
        due = (START + 9 * DAY).date().isoformat()
        prediction = Prediction(expected="more", day=due, seen_by="", number="")
        await experiments.predict(session, *WHO, ours.id, prediction, START, settings())
        await paths.teach(session, *WHO, "C1", START)
        await set_rhythm(session, *WHO, begins=9, ends=12, days=[1], away_until=None)
        for author in (ME, "U1"):
            quote = {"field": "metaphor", "ts": ts(), "author": ME, "words": f"like a {SECRET}"}
            other = await begin_draft(
                session, Beginning(TEAM, author, "C1", ts()), quotes=[quote], evidence=(),
                fields={"title": "t", "metaphor": f"like a {SECRET}"}, now=START,
                asset_kind="conceptual", asset_reason="",
            )  # fmt: skip
            other.fields = {**other.fields, "authors": f"U1 {ME}"}
    return sessions


async def practise(session: AsyncSession, card_id: int) -> None:
    await service.start(session, *WHO, card_id, START, settings())
    assert await service.sweep(session, START + 3 * DAY, settings()) == 1
    review = await get_review(session, *WHO, card_id)
    assert review is not None
    nudge = Nudge(review.id, 1)
    await service.answer(session, *WHO, nudge, Answer.USED, START + 3 * DAY, settings())
    await service.add_words(session, *WHO, nudge, f"private {SECRET}")
    await stories.share(session, *WHO, nudge, f"told {SECRET}", Stance.FOR, START)
    told = await session.scalar(select(Outbox).where(Outbox.kind == stories.TOLD))
    assert told is not None
    await settle_row(
        session, told.id, OutboxState.SENT, sent_at=START, sent_channel="C1", sent_ts="7.7"
    )


async def found(sessions: Sessions, words: str) -> dict[str, list[str]]:
    """Every row of every table in which some words stand, by table."""
    hits: dict[str, list[str]] = {}
    async with sessions() as session:
        for table in metadata().sorted_tables:
            for row in await session.execute(select(table)):
                if words in repr(tuple(row)):
                    hits.setdefault(table.name, []).append(repr(tuple(row)))
    return hits


async def test_nothing_of_theirs_is_left_in_any_table(lived: Sessions) -> None:
    before = await found(lived, SECRET)
    assert {"card", "revision", "practice", "story", "card_life", "card_link", "draft"} <= set(
        before
    )
    async with lived.begin() as session:
        await erase_contributions(session, *WHO, by=ME, now=START + 4 * DAY)
    assert await found(lived, SECRET) == {}
    by_id = await found(lived, ME)
    assert set(by_id) <= LEFT, {name: by_id[name] for name in set(by_id) - LEFT}


async def test_what_is_others_stays(lived: Sessions) -> None:
    async with lived.begin() as session:
        await erase_contributions(session, *WHO, by=ME, now=START + 4 * DAY)
    async with lived() as session:
        cards = list(await session.scalars(select(Card).order_by(Card.id)))
        (prediction,) = await session.scalars(select(Experiment))
        query = select(Outbox).where(Outbox.state == OutboxState.WAITING)
        waiting = list(await session.scalars(query))
    assert {(card.title, card.author_id) for card in cards} == {
        ("Ours", "U1"),
        ("Begun by me", "U1"),
    }
    assert cards[0].model == "steps"  # the change that the others build on
    assert prediction.made_by == ""
    assert {"channel": "C1", "ts": "7.7"} in [row.payload for row in waiting]
    assert not [row for row in waiting if row.member_id == ME and row.is_unasked]


async def test_nobody_is_asked_about_a_prediction_without_a_name(lived: Sessions) -> None:
    async with lived.begin() as session:
        await erase_contributions(session, *WHO, by=ME, now=START + 4 * DAY)
        assert await experiments.remind(session, START + 30 * DAY) == 0
