"""Events that come late, because Slack could not deliver them at first."""

from __future__ import annotations

from datetime import timedelta

from bot.slack.events import Event
from bot.worker import Turn

# Slack sends again at once, after a minute, after five; beyond this, something newer may have come.
LATE = timedelta(seconds=30)


def is_late(turn: Turn, event: Event) -> bool:
    """Whether what an event tells of may hold no longer: Slack is asked rather than believed."""
    return event.happened_at is not None and turn.now - event.happened_at > LATE
