"""Slack's do-not-disturb: what may wait, waits until somebody may be disturbed again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.outgoing.kinds import Making
from bot.outgoing.rules import Wait
from bot.slack.gateway import SlackRefused

# Looked at again by then at the latest: people change their settings.
LONGEST = timedelta(hours=24)


def quiet_until(answer: Mapping[str, Any], now: datetime) -> datetime | None:
    """Until when somebody is not to be disturbed, from ``dnd.info``'s answer; None: they may be."""
    ends = [0.0]
    if answer.get("dnd_enabled"):
        start, end = _number(answer, "next_dnd_start_ts"), _number(answer, "next_dnd_end_ts")
        if start <= now.timestamp() < end:
            ends.append(end)
    if answer.get("snooze_enabled"):
        ends.append(_number(answer, "snooze_endtime"))
    until = max(ends)
    if until <= now.timestamp():
        return None
    return min(datetime.fromtimestamp(until, UTC), now + LONGEST)


def _number(answer: Mapping[str, Any], name: str) -> float:
    value = answer.get(name)
    return float(value) if isinstance(value, int | float) else 0.0


async def undisturbed(making: Making, member_id: str) -> Wait | None:
    """None when somebody may be written to now, else until when to wait.

    A workspace that has not given the scope ``dnd:read`` yet is written to as before.
    """
    try:
        answer = await making.gateway.query("dnd.info", user=member_id)
    except SlackRefused:
        return None
    until = quiet_until(answer, making.now)
    return Wait(until, "do not disturb") if until is not None else None
