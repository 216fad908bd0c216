"""Once a day, and at every start: who is in which channel, and who they are, as Slack has it now.

Cards of a private channel are shown to its members, settings are changed by administrators: what
the events of a downtime would have told must not stay wrong for good.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from bot.clock import Clock
from bot.people import FEW, fetch_all, refetch_people, refetch_person
from bot.slack.gateway import Gateway, SlackBusy, SlackFailure, SlackRefused
from models.channel import list_channels
from models.database import Sessions
from models.member import known_members

log = logging.getLogger(__name__)

# The longest pause, in seconds, that is made for a Slack that asks for one.
MOST_PAUSE = 120.0


async def refresh_workspace(
    sessions: Sessions, gateway: Gateway, workspace_id: str, clock: Clock
) -> None:
    """Fetch anew the channels that we are in, with their members, and everybody who is known.

    May be broken off anywhere. What Slack refuses is left as it is.
    """
    place = (sessions, gateway, workspace_id)
    async with sessions.begin() as session:
        channels = await list_channels(session, workspace_id)
    for channel in channels:
        if channel.is_member and not channel.is_archived:
            await _patiently(partial(fetch_all, *place, channel.id, clock.now()))
    await _patiently(partial(_people, *place, clock))


async def _people(sessions: Sessions, gateway: Gateway, workspace_id: str, clock: Clock) -> None:
    async with sessions.begin() as session:
        known = await known_members(session, workspace_id)
    if len(known) > FEW:
        await refetch_people(sessions, gateway, workspace_id, known, clock.now())
        return
    for person in sorted(known):
        try:
            await refetch_person(sessions, gateway, workspace_id, person, clock.now())
        except SlackRefused as refused:
            log.info("somebody could not be fetched again: %s", refused.code)


async def _patiently(fetch: Callable[[], Awaitable[None]]) -> None:
    """Once more after the pause that Slack asks for; nothing else is worth a second try today."""
    try:
        await fetch()
    except SlackBusy as busy:
        await asyncio.sleep(min(busy.retry_after, MOST_PAUSE))
        try:
            await fetch()
        except SlackFailure as failure:
            log.warning("something could not be fetched again: %s", failure)
    except SlackFailure as failure:
        log.warning("something could not be fetched again: %s", failure)
