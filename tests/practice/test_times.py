"""Do-not-disturb, one's own times, and the wording by kind of card."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from unittest.mock import create_autospec
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.clock import ManualClock
from bot.outgoing.kinds import Making
from bot.outgoing.rules import Wait
from bot.outgoing.sender import Sender
from bot.practice import service
from bot.practice.disturbing import quiet_until, undisturbed
from bot.practice.outgoing import NUDGE_KIND
from bot.practice.times import Times, read_times, times_form, times_line, times_of
from bot.seci.types import AssetKind
from bot.settings import Settings
from bot.slack.gateway import Gateway, Sent, SlackRefused
from bot.texts.nudges import question
from models.card import Card
from models.database import Sessions
from models.outbox import Outbox, OutboxState
from models.rhythm import Rhythm

MakeCard = Callable[..., Awaitable[Card]]
NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")


def dnd(begins: timedelta, ends: timedelta, *, enabled: bool = True) -> dict[str, Any]:
    start, end = (NOW + begins).timestamp(), (NOW + ends).timestamp()
    return {"dnd_enabled": enabled, "next_dnd_start_ts": start, "next_dnd_end_ts": end}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (dnd(-HOUR, HOUR), NOW + HOUR),
        (dnd(HOUR, 2 * HOUR), None),
        (dnd(-HOUR, HOUR, enabled=False), None),
        (dnd(-2 * HOUR, timedelta()), None),
        (dnd(-HOUR, 99 * HOUR), NOW + 24 * HOUR),
        ({"snooze_enabled": True, "snooze_endtime": (NOW + HOUR).timestamp()}, NOW + HOUR),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, None),
        ({"dnd_enabled": True, "next_dnd_start_ts": "?"}, None),
        ({}, None),
    ],
)
def test_do_not_disturb_is_understood(answer: dict[str, Any], expected: datetime | None) -> None:
    assert quiet_until(answer, NOW) == expected


async def test_without_the_scope_it_writes_as_before(settings: Settings) -> None:
    nothing, gateway = cast("Any", None), create_autospec(Gateway, instance=True)
    gateway.query.side_effect = SlackRefused("missing_scope")
    making = Making(nothing, gateway, nothing, settings, NOW)
    assert await undisturbed(making, "U1") is None
    gateway.query.side_effect = None
    gateway.query.return_value = dnd(-HOUR, HOUR)
    assert isinstance(await undisturbed(making, "U1"), Wait)


async def test_the_sender_waits_and_sends_afterwards(
    workspace: Sessions, make_card: MakeCard, settings: Settings
) -> None:
    card, clock = await make_card(), ManualClock(NOW)
    async with workspace.begin() as session:
        await service.start(session, "T1", "U1", card.id, NOW, settings)
        clock.set(NOW + 2 * 24 * HOUR)
        await service.sweep(session, clock.now(), settings)
    gateway: Any = create_autospec(Gateway, instance=True)
    gateway.of.return_value = gateway
    gateway.without_retries.return_value = gateway
    gateway.open_direct.return_value = "D1"
    gateway.post.return_value = Sent("D1", "1.1")
    gateway.query.return_value = dnd(47 * HOUR, 50 * HOUR)
    unread = cast("Any", None)
    sender = Sender(workspace, clock, settings, unread, gateway, {"nudge": NUDGE_KIND})
    await sender.sweep()
    async with workspace() as session:
        row = (await session.scalars(select(Outbox))).one()
    assert (row.state, row.due_at) == (OutboxState.WAITING, NOW + 50 * HOUR)
    assert (row.in_doubt, row.attempts) == (False, 0)
    clock.set(NOW + 50 * HOUR)
    await sender.sweep()
    gateway.post.assert_awaited_once()


def filled(begins: int, ends: int, days: list[int], away: str | None = None) -> dict[str, Any]:
    def chosen(value: object) -> dict[str, Any]:
        return {"value": str(value)}

    return {
        "times_begins": {"times_begins": {"selected_option": chosen(begins)}},
        "times_ends": {"times_ends": {"selected_option": chosen(ends)}},
        "times_days": {"times_days": {"selected_options": [chosen(day) for day in days]}},
        "times_away": {"times_away": {"selected_date": away}},
    }


def test_times_are_read_from_the_form() -> None:
    times, errors = read_times(filled(8, 12, [4, 0], "2026-04-01"), BERLIN, NOW)
    assert errors == {}
    away = datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert times == Times(8, 12, (0, 4), away)
    line = times_line(times, BERLIN, NOW)
    assert line == "I may ask you on Monday, Friday, 8:00–12:00, your time. Away until 01 April."


def test_what_is_wrong_with_times_is_said() -> None:
    times, errors = read_times(filled(12, 12, [], "2026-01-01"), BERLIN, NOW)
    assert times is None
    assert set(errors) == {"times_ends", "times_days", "times_away"}


def test_the_form_begins_with_what_holds(settings: Settings) -> None:
    usual = times_form(times_of(None, settings), BERLIN, NOW)
    assert "initial_date" not in str(usual)
    own = Rhythm(
        workspace_id="T1", member_id="U1", begins=6, ends=24, days=[6], away_until=NOW + 99 * HOUR
    )
    shown = str(times_form(times_of(own, settings), BERLIN, NOW))
    assert "24:00" in shown
    assert "'initial_date': '2026-03-07'" in shown


def test_every_kind_and_round_is_worded_in_its_own_way() -> None:
    rounds = ("recall", "use", "teach")
    asked = {question(kind, round_, "tested", "") for kind in AssetKind for round_ in rounds}
    assert len(asked) == len(AssetKind) * len(rounds)
    assert all("?" in words for words in asked)
    pictured = question("routine", "recall", "tested", "it is Friday")
    assert "_it is Friday_" in pictured
    assert "step" in pictured
    assert "contested" in question("conceptual", "use", "contested", "")
    assert question("unheard of", "use", "", "") == question("conceptual", "use", "", "")
