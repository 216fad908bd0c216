"""Predictions on both databases: made, asked about, told, and what that does to the card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.digest.gathering import gather
from bot.errors import PersonError
from bot.practice import choosing, experiments
from bot.practice.experiments import Prediction
from bot.settings import Settings
from models.card import Card, CardStatus, Revision
from models.conversion import Conversion
from models.database import Sessions
from models.experiment import Experiment, Outcome
from models.outbox import Outbox, OutboxState

MakeCard = Callable[..., Awaitable[Card]]
DAY = timedelta(days=1)
SOLD = Prediction("we sell out of what keeps", "2026-03-10", "the till", "≥ 20")


@pytest.fixture
async def made(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> Experiment:
    card = await make_card(thread_ts="1.1", posted_ts="1.9")
    async with workspace.begin() as session:
        return await experiments.predict(session, "T1", "U1", card.id, SOLD, now, settings)


async def kinds(sessions: Sessions) -> list[str]:
    async with sessions() as session:
        waiting = Outbox.state == OutboxState.WAITING
        return list(await session.scalars(select(Outbox.kind).where(waiting).order_by(Outbox.id)))


async def the_card(sessions: Sessions) -> Card:
    async with sessions() as session:
        return (await session.scalars(select(Card))).one()


async def test_it_is_asked_about_twice_and_then_rests(
    workspace: Sessions, made: Experiment, now: datetime
) -> None:
    assert (made.number, made.sign) == (20, "least")
    for day, asked in ((6, 0), (7, 1), (8, 0), (14, 1), (21, 0), (60, 0)):
        async with workspace.begin() as session:
            assert await experiments.remind(session, now + day * DAY) == asked, day
    async with workspace() as session:
        stored = (await session.scalars(select(Experiment))).one()
    assert stored.state == Outcome.GIVEN_UP
    assert (await kinds(workspace)).count("experiment") == 2


async def test_confirmed_makes_the_card_tested(
    workspace: Sessions, made: Experiment, now: datetime
) -> None:
    async with workspace.begin() as session:
        told = await experiments.add_result(session, "T1", "U2", made.id, "23", now + 8 * DAY)
    assert told.experiment.state == Outcome.CONFIRMED
    assert (await the_card(workspace)).status == CardStatus.TESTED
    async with workspace() as session:
        revision = (
            await session.scalars(select(Revision).order_by(Revision.number.desc()))
        ).first()
        ledger = list(await session.scalars(select(Conversion.unique_key)))
    assert revision is not None
    assert (revision.by, revision.fields["status"]) == ("U2", "tested")
    assert "23" in revision.why
    assert ledger == [f"experiment:{made.id}"]
    assert "reopened" not in await kinds(workspace)


async def test_refuted_contests_it_and_reopens_the_dialogue(
    workspace: Sessions, made: Experiment, now: datetime
) -> None:
    async with workspace.begin() as session:
        await experiments.tell_result(session, "T1", "U1", made.id, Outcome.REFUTED, now)
        await experiments.tell_result(session, "T1", "U1", made.id, Outcome.REFUTED, now)
    card = await the_card(workspace)
    assert (card.status, card.revision) == (CardStatus.CONTESTED, 2)
    async with workspace() as session:
        row = (await session.scalars(select(Outbox).where(Outbox.kind == "reopened"))).one()
    assert (row.channel_id, row.thread_ts, row.is_unasked) == ("C1", "1.1", True)
    with pytest.raises(PersonError):
        async with workspace.begin() as session:
            await experiments.tell_result(session, "T1", "U2", made.id, Outcome.CONFIRMED, now)


async def test_what_somebody_told_is_not_overwritten_by_others(
    workspace: Sessions, made: Experiment, now: datetime
) -> None:
    async with workspace.begin() as session:
        await experiments.add_result(session, "T1", "U2", made.id, "23", now)
    with pytest.raises(PersonError):
        async with workspace.begin() as session:
            await experiments.add_result(session, "T1", "U1", made.id, "not so", now)
    async with workspace.begin() as session:
        told = await experiments.add_result(session, "T1", "U2", made.id, "23, or 24", now)
    assert told.experiment.came == "23, or 24"


async def test_words_alone_leave_the_verdict_to_people(
    workspace: Sessions, made: Experiment, now: datetime
) -> None:
    async with workspace.begin() as session:
        told = await experiments.add_result(session, "T1", "U1", made.id, "nobody came", now)
    assert told.is_open
    assert (await the_card(workspace)).status == CardStatus.CONJECTURE


async def test_not_yet_asks_again_and_never_does_not(
    workspace: Sessions, made: Experiment, now: datetime
) -> None:
    then = now + 7 * DAY
    async with workspace.begin() as session:
        assert await experiments.remind(session, then) == 1
        await experiments.postpone(session, "T1", "U1", made.id, then, for_good=False)
        assert await experiments.remind(session, then + 6 * DAY) == 0
        assert await experiments.remind(session, then + 7 * DAY) == 1
        await experiments.postpone(session, "T1", "U1", made.id, then, for_good=True)
        assert await experiments.remind(session, then + 90 * DAY) == 0


@pytest.mark.parametrize(
    "words",
    [
        "<https://x.slack.com/archives/CHANNEL1/p1700000000000009> 23",
        "{id} 23",
        "#{id}: 23",
        "order early: 23",
    ],
)
async def test_the_command_finds_the_card(
    workspace: Sessions, made: Experiment, now: datetime, words: str
) -> None:
    async with workspace.begin() as session:
        card = (await session.scalars(select(Card))).one()
        card.posted_ts = "1700000000.000009"
        if "CHANNEL1" in words:
            words = words.replace("CHANNEL1", "C1C1C1")
            card.channel_id = "C1"
            card.scope = "channel"
    said = words.format(id=made.card_id)
    async with workspace() as session:
        if "C1C1C1" in said:
            with pytest.raises(PersonError):  # the address of another channel
                await choosing.chosen(session, "T1", "U1", said)
            return
        found, came = await choosing.chosen(session, "T1", "U1", said)
    assert (found.id, came) == (made.id, "23")


async def test_who_may_not_see_the_card_may_not_tell(
    workspace: Sessions, make_card: MakeCard, now: datetime, settings: Settings
) -> None:
    card = await make_card(channel_id="C2")
    async with workspace.begin() as session:
        made = await experiments.predict(session, "T1", "U2", card.id, SOLD, now, settings)
    for who in ("U1", "G1"):
        async with workspace() as session:
            with pytest.raises(PersonError):
                await experiments.seen_experiment(session, "T1", who, made.id)
            with pytest.raises(PersonError):
                await choosing.chosen(session, "T1", who, f"{card.id} 23")
            with pytest.raises(PersonError):
                await experiments.predict(session, "T1", who, card.id, SOLD, now, settings)


async def test_the_digest_tells_it_as_success_or_problem(
    workspace: Sessions, made: Experiment, now: datetime
) -> None:
    async with workspace.begin() as session:
        await experiments.tell_result(session, "T1", "U1", made.id, Outcome.REFUTED, now)
    async with workspace() as session:
        digest = await gather(session, "T1", "C1", now + DAY)
    assert digest is not None
    assert [(tried.expected, tried.unexpected) for tried in digest.tried] == [(0, 1)]


def test_a_form_says_what_is_wrong(now: datetime, settings: Settings) -> None:
    wrong = experiments.wrong_in(
        Prediction(" ", "yesterday", number="lots"), settings.zone, settings.day_begins, now
    )
    assert set(wrong) == {"expected", "day", "number"}
    assert experiments.wrong_in(SOLD, settings.zone, settings.day_begins, now) == {}
