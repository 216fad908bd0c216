from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.practice import rules, service
from bot.practice.outgoing import after_nudge, nudge_of
from bot.practice.rules import Nudge
from bot.settings import Settings
from bot.slack.gateway import Sent
from models.card import Card, CardStatus
from models.conversion import Conversion
from models.database import Sessions
from models.member import MuteSubject, leave_channel, mute, muted_kinds
from models.outbox import Outbox, OutboxState, settle_row
from models.practice import Answer, Practice, Review, count_answers, get_review
from models.week import Span, tries_in

MakeCard = Callable[..., Awaitable[Card]]
DAY = timedelta(days=1)


async def begin(
    session: AsyncSession, card: Card, now: datetime, settings: Settings, who: str = "U1"
) -> Review:
    await service.start(session, "T1", who, card.id, now, settings)
    review = await get_review(session, "T1", who, card.id)
    assert review is not None
    return review


async def waiting(session: AsyncSession) -> list[Outbox]:
    query = select(Outbox).where(Outbox.state == OutboxState.WAITING, Outbox.kind == "nudge")
    return list(await session.scalars(query))


async def deliver(session: AsyncSession, now: datetime) -> list[Outbox]:
    """What the sender does with what waits."""
    rows = await waiting(session)
    for row in rows:
        await settle_row(session, row.id, OutboxState.SENT, sent_at=now)
        await after_nudge(session, row, Sent("D1", "1.1"), now)
    return rows


async def test_from_trying_to_answering(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        assert review.due_at == now + 2 * DAY
        assert await service.sweep(session, now + DAY, settings) == 0
        assert await service.sweep(session, now + 2 * DAY, settings) == 1
        assert await service.sweep(session, now + 2 * DAY, settings) == 0
        (row,) = await waiting(session)
        assert (row.member_id, row.channel_id, row.is_unasked) == ("U1", "", True)
        assert row.unique_key == f"nudge:{review.id}:1"
        assert row.expires_at == now + 9 * DAY
        await deliver(session, now + 2 * DAY)
        assert (review.round, review.unanswered) == (1, 1)
    async with workspace.begin() as session:
        nudge, then = Nudge(review.id, 1), now + 3 * DAY
        used = await service.answer(session, "T1", "U1", nudge, Answer.USED, then, settings)
        assert used.answer == Answer.USED
        assert used.card is not None
        assert used.next_at is not None
        assert used.next_at >= then + 2 * DAY
        failed = await service.answer(session, "T1", "U1", nudge, Answer.FAILED, then, settings)
        assert failed.next_at == used.next_at
        again = await service.answer(session, "T1", "U1", nudge, Answer.USED, then, settings)
        assert again.answer == Answer.FAILED
        assert await count_answers(session, "T1", [card.id]) == {card.id: {"failed": 1}}
        tries = await tries_in(session, Span("T1", now, now + 30 * DAY))
        assert tries == {card.id: {"failed": 1}}
        conversion = (await session.scalars(select(Conversion))).one()
        assert conversion.mode == "internalization"
        assert (conversion.source, conversion.target) == (f"card:{card.id}", "person")
        assert conversion.level == "person"
    async with workspace() as session:
        stored = await session.get(Review, review.id)
        assert stored is not None
        assert stored.unanswered == 0
        assert await session.scalar(select(func.count()).select_from(Practice)) == 1


async def test_not_yet_is_no_conversion(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        await service.sweep(session, now + 2 * DAY, settings)
        answered = await service.answer(
            session, "T1", "U1", Nudge(review.id, 1), Answer.NOT_YET, now + 2 * DAY, settings
        )
        assert answered.next_at == now + 9 * DAY
        assert not list(await session.scalars(select(Conversion)))


@pytest.mark.parametrize("who", ["G1", "U3"])
async def test_only_a_card_that_one_may_see_can_be_tried(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings, who: str
) -> None:
    hidden = await make_card(channel_id="C2")
    async with workspace.begin() as session:
        with pytest.raises(PersonError):
            await service.start(session, "T1", who, hidden.id, now, settings)
        with pytest.raises(PersonError):
            await service.start(session, "T1", who, 10**6, now, settings)
        assert await session.scalar(select(func.count()).select_from(Review)) == 0


async def test_a_retired_card_cannot_be_tried(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card(status=CardStatus.RETIRED)
    async with workspace.begin() as session:
        with pytest.raises(PersonError, match="out of use"):
            await service.start(session, "T1", "U1", card.id, now, settings)


async def test_nobody_answers_for_somebody_else_or_ahead_of_time(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        await service.sweep(session, now + 2 * DAY, settings)
        for who, nudge in (
            ("U2", Nudge(review.id, 1)),
            ("U1", Nudge(review.id, 2)),
            ("U1", Nudge(review.id, 0)),
            ("U1", Nudge(review.id + 99, 1)),
        ):
            with pytest.raises(PersonError):
                await service.answer(session, "T1", who, nudge, Answer.USED, now, settings)


async def test_after_three_without_answer_it_stops_by_itself(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    asked = 0
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        for day in range(365):
            await service.sweep(session, now + day * DAY, settings)
            asked += len(await deliver(session, now + day * DAY))
        assert asked == 3
        assert not review.is_active
        await begin(session, card, now + 365 * DAY, settings)
    async with workspace.begin() as session:
        woken = await get_review(session, "T1", "U1", card.id)
        assert woken is not None
        assert woken.is_active
        assert woken.unanswered == 0
        assert await service.sweep(session, now + 367 * DAY, settings) == 1
        assert (await waiting(session))[0].unique_key == f"nudge:{review.id}:4"


async def test_what_never_arrived_is_not_unanswered(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        for day in range(120):
            await service.sweep(session, now + day * DAY, settings)
            for row in await waiting(session):
                await settle_row(session, row.id, OutboxState.DROPPED, reason="too late")
        assert review.is_active
        assert review.unanswered == 0
        assert review.round == 17  # once a week


async def test_a_year_of_many_cards_never_piles_up(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    """Two people, ten cards each; one answers every third question, one answers all."""
    cards = [await make_card(f"Card {number}") for number in range(10)]
    sent = {"U1": 0, "U2": 0}
    async with workspace.begin() as session:
        for who in sent:
            for card in cards:
                await begin(session, card, now, settings, who)
        for day in range(365):
            today = now + day * DAY
            await service.sweep(session, today, settings)
            people = [row.member_id for row in await waiting(session)]
            assert len(people) == len(set(people))
            if day % 3 == 0:  # the sender's budget holds things back on other days
                for row in await deliver(session, today):
                    who = row.member_id
                    sent[who] += 1
                    if who == "U2" or sent[who] % 3 == 0:
                        nudge = nudge_of(row)
                        await service.answer(
                            session, "T1", who, nudge, Answer.USED, today, settings
                        )
        left = await session.scalars(select(Review).where(Review.due_at <= now + 364 * DAY))
        assert [review for review in left if review.is_active] == []
    assert sent["U1"] <= 60
    assert sent["U2"] <= 122


async def test_stop_one_card(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        await service.sweep(session, now + 2 * DAY, settings)
        await service.stop(session, "T1", "U1", Nudge(review.id, 1))
        assert not review.is_active
        late = await service.answer(
            session, "T1", "U1", Nudge(review.id, 1), Answer.WORKED, now + 3 * DAY, settings
        )
        assert late.next_at is None


async def test_snooze_for_a_week(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card, other = await make_card(), await make_card("Other")
    then = now + 2 * DAY
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        await begin(session, other, now + DAY, settings)
        await service.sweep(session, then, settings)
        await deliver(session, then)
        await service.sweep(session, then + DAY, settings)
        assert len(await waiting(session)) == 1
        await service.snooze_week(session, "T1", "U1", Nudge(review.id, 1), then + DAY)
        assert await waiting(session) == []
        assert review.unanswered == 0
        for day in range(1, 8):
            assert await service.sweep(session, then + day * DAY, settings) == 0
        assert sum([await service.sweep(session, then + d * DAY, settings) for d in range(8, 30)])


async def test_never_ask_me_and_changing_ones_mind(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card, other = await make_card(), await make_card("Other")
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings)
        await begin(session, other, now, settings)
        await service.sweep(session, now + 2 * DAY, settings)
        await service.mute_all(session, "T1", "U1", now + 2 * DAY)
        assert await waiting(session) == []
    async with workspace.begin() as session:
        assert await service.sweep(session, now + 99 * DAY, settings) == 0
        muted = await muted_kinds(session, "T1", MuteSubject.PERSON, ["U1"], now + 99 * DAY)
        assert muted == {"U1": {"nudge"}}
        started = await service.start(session, "T1", "U1", card.id, now + 99 * DAY, settings)
        assert not started.in_silence
        assert await service.sweep(session, now + 101 * DAY, settings) == 1
        assert nudge_of((await waiting(session))[0]).review_id == review.id


async def test_who_wants_no_messages_at_all_is_told_so(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card()
    async with workspace.begin() as session:
        await mute(session, "T1", MuteSubject.PERSON, "U1", "all", until=None, by="U1", now=now)
        started = await service.start(session, "T1", "U1", card.id, now, settings)
        assert started.in_silence
        assert await service.sweep(session, now + 3 * DAY, settings) == 0


async def test_a_card_out_of_sight_is_not_asked_about(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card(channel_id="C2")
    async with workspace.begin() as session:
        review = await begin(session, card, now, settings, "U2")
        await leave_channel(session, "T1", "C2", "U2")
        assert await service.sweep(session, now + 2 * DAY, settings) == 0
        assert review.due_at == now + 2 * DAY + rules.UNSEEN_WAIT
