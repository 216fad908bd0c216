"""Experiments: predict, be asked, tell the result. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.refresh import refresh_card
from bot.errors import PersonError
from bot.practice import predicting as rules
from bot.practice.predicting import Predicted
from bot.seci.types import Mode
from bot.settings import Settings
from bot.texts import experiments as texts
from models.audience import Audience
from models.card import Card, CardStatus, revise_card
from models.conversion import ScopeLevel, record_conversion
from models.experiment import (
    Experiment,
    Outcome,
    add_experiment,
    due_experiments,
    lock_experiment,
)
from models.member import get_member
from models.outbox import put
from models.search import get_card


@dataclass(frozen=True, slots=True)
class Prediction:
    """What somebody filled in: ``day`` is YYYY-MM-DD, ``number`` as written, "" for none."""

    expected: str
    day: str
    seen_by: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A prediction with its card, and what was told of it so far."""

    experiment: Experiment
    card: Card

    @property
    def is_open(self) -> bool:
        """Whether the outcome is still to be said."""
        return self.experiment.state == Outcome.OPEN


async def card_to_predict(
    session: AsyncSession, workspace_id: str, member_id: str, card_id: int
) -> Card:
    """The card somebody wants to predict from. Raises PersonError when they may not."""
    card = await get_card(session, Audience(workspace_id, member_id=member_id), card_id)
    if card is None:
        raise PersonError(texts.GONE)
    if card.status == CardStatus.RETIRED:
        raise PersonError(texts.RETIRED)
    return card


def wrong_in(prediction: Prediction, zone: ZoneInfo, hour: int, now: datetime) -> dict[str, str]:
    """What is wrong with a prediction, by field (expected, day, number), in words."""
    errors = {}
    if not prediction.expected.strip():
        errors["expected"] = texts.EXPECTED_NEEDED
    if rules.moment_of(prediction.day, zone, hour, now) is None:
        errors["day"] = texts.DATE_NEEDED
    if prediction.number.strip() and rules.parse_number(prediction.number) is None:
        errors["number"] = texts.NUMBER_UNKNOWN
    return errors


async def zone_of(
    session: AsyncSession, workspace_id: str, member_id: str, settings: Settings
) -> ZoneInfo:
    """Somebody's time zone."""
    member = await get_member(session, workspace_id, member_id)
    return ZoneInfo(member.tz) if member else settings.zone


async def predict(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    prediction: Prediction,
    now: datetime,
    settings: Settings,
) -> Experiment:
    """Put a prediction on a card. The caller has asked ``wrong_in``. Raises PersonError."""
    card = await card_to_predict(session, workspace_id, member_id, card_id)
    zone = await zone_of(session, workspace_id, member_id, settings)
    due_at = rules.moment_of(prediction.day, zone, settings.day_begins, now)
    if due_at is None:
        raise PersonError(texts.DATE_NEEDED)
    number = rules.parse_number(prediction.number)
    experiment = await add_experiment(
        session,
        Experiment(
            workspace_id=workspace_id,
            card_id=card_id,
            made_by=member_id,
            expected=_clean(prediction.expected),
            seen_by=_clean(prediction.seen_by),
            number=number.number if number else None,
            sign=number.sign if number else "about",
            due_at=due_at,
            ask_at=due_at,
            made_at=now,
        ),
    )
    await refresh_card(session, card, key=f"experiment:{experiment.id}", now=now)
    return experiment


def _clean(words: str) -> str:
    return words.replace("\x00", "").strip()[: rules.WORDS_MOST]


async def remind(session: AsyncSession, now: datetime, *, limit: int = 100) -> int:
    """Leave a reminder in the outbox for predictions whose time has come; how many were left.

    Each is asked twice at the most; then it stands open on its card, and nobody is asked.
    """
    asked = 0
    for experiment in await due_experiments(session, now, limit=limit):
        if experiment.asked >= rules.MOST_ASKED or not experiment.made_by:
            experiment.state = Outcome.GIVEN_UP
            continue
        experiment.asked += 1
        experiment.ask_at = now + rules.ASK_AGAIN
        await put(
            session,
            workspace_id=experiment.workspace_id,
            kind=rules.REMINDER,
            key=f"{rules.REMINDER}:{experiment.id}:{int(experiment.ask_at.timestamp())}",
            now=now,
            member_id=experiment.made_by,
            payload={"experiment": experiment.id},
            expires_at=now + rules.REMINDER_LIVES,
            is_unasked=True,
        )
        asked += 1
    return asked


async def tell_result(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    experiment_id: int,
    outcome: Outcome,
    now: datetime,
) -> Told:
    """Say that a prediction came true or did not. Raises PersonError. Telling it twice is once."""
    told = await seen_experiment(session, workspace_id, member_id, experiment_id)
    experiment, card = told.experiment, told.card
    if experiment.state == outcome:
        return told
    if experiment.state in (Outcome.CONFIRMED, Outcome.REFUTED):
        raise PersonError(texts.DONE)
    experiment.state, experiment.told_by, experiment.told_at = outcome, member_id, now
    await _justify(session, card, experiment, now)
    if outcome == Outcome.REFUTED:
        await _reopen(session, card, experiment, now)
    return told


async def add_result(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    experiment_id: int,
    words: str,
    now: datetime,
) -> Told:
    """What came, in words or as a number; a number against a predicted one decides by itself.

    Raises PersonError when it has its words already, and they are somebody else's.
    """
    told = await seen_experiment(session, workspace_id, member_id, experiment_id)
    experiment = told.experiment
    if experiment.came and not told.is_open and member_id != experiment.told_by:
        raise PersonError(texts.DONE)
    experiment.came = _clean(words)
    number = rules.parse_number(experiment.came)
    experiment.came_number = number.number if number else None
    if told.is_open:
        predicted = (
            Predicted(experiment.number, experiment.sign) if experiment.number is not None else None
        )
        outcome = rules.verdict(predicted, experiment.came)
        if outcome is not None:
            return await tell_result(session, workspace_id, member_id, experiment_id, outcome, now)
    key = f"experiment:{experiment.id}:words:{now.timestamp()}"
    await refresh_card(session, told.card, key=key, now=now)
    return told


async def postpone(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    experiment_id: int,
    now: datetime,
    *,
    for_good: bool,
) -> None:
    """It cannot be told yet: ask again in a week; or never (``for_good``)."""
    told = await seen_experiment(session, workspace_id, member_id, experiment_id)
    experiment = told.experiment
    if not told.is_open and experiment.state != Outcome.GIVEN_UP:
        raise PersonError(texts.DONE)
    if for_good:
        experiment.state = Outcome.GIVEN_UP
        await refresh_card(session, told.card, key=f"experiment:{experiment.id}:dropped", now=now)
        return
    experiment.state, experiment.asked = Outcome.OPEN, 0
    experiment.ask_at = now + rules.ASK_AGAIN


async def seen_experiment(
    session: AsyncSession, workspace_id: str, member_id: str, experiment_id: int
) -> Told:
    """A prediction as somebody may see it, held until the transaction ends.

    Raises PersonError when they may not see its card.
    """
    experiment = await lock_experiment(session, workspace_id, experiment_id)
    if experiment is None:
        raise PersonError(texts.GONE)
    card = await get_card(session, Audience(workspace_id, member_id=member_id), experiment.card_id)
    if card is None:
        raise PersonError(texts.GONE)
    return Told(experiment, card)


async def _justify(
    session: AsyncSession, card: Card, experiment: Experiment, now: datetime
) -> None:
    """The card's status follows what came, as a revision; the ledger gets the conversion."""
    outcome = Outcome(experiment.state)
    why = texts.why_confirmed if outcome == Outcome.CONFIRMED else texts.why_refuted
    status = rules.status_after(card.status, outcome)
    await revise_card(
        session,
        card,
        {"status": status},
        by=experiment.told_by,
        at=now,
        why=why(experiment.expected, experiment.came)[:500],
    )
    await record_conversion(
        session,
        workspace_id=card.workspace_id,
        channel_id=card.channel_id,
        key=f"experiment:{experiment.id}",
        mode=Mode.INTERNALIZATION,
        source=f"card:{card.id}",
        target="person",
        level=ScopeLevel.GROUP,
        at=now,
    )
    await refresh_card(session, card, key=f"experiment:{experiment.id}:{outcome}", now=now)


async def _reopen(session: AsyncSession, card: Card, experiment: Experiment, now: datetime) -> None:
    """Take the card back to the dialogue it came from; a moment later, so that words are in."""
    await put(
        session,
        workspace_id=card.workspace_id,
        kind=rules.REOPEN,
        key=f"{rules.REOPEN}:{experiment.id}",
        channel_id=card.channel_id,
        thread_ts=card.thread_ts or card.posted_ts,
        payload={"experiment": experiment.id},
        now=now,
        due_at=now + rules.TIME_FOR_WORDS,
        is_unasked=True,
    )
