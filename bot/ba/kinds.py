"""Use cases of a channel's kind: read its weeks, derive the kind, say once that it changed.

A message only marks its week (``models.channel_week.touch_weeks``). A week is read anew from its
own messages alone, at most the newest ``WEEK_MOST``; the present kind is the last few weeks
together. So neither the message nor the reading costs more in a channel with a long history.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.axes import Heard, Standing
from bot.ba.conduct import conduct_of
from bot.ba.rules import (
    WEEKS_COUNT,
    KindReading,
    Tally,
    judge,
    reason_for,
    settle,
    tally,
    together,
)
from models.channel import Channel, Kind, get_channel, is_on
from models.channel_week import (
    ChannelWeek,
    Place,
    Spoken,
    delete_weeks_of,
    due_places,
    last_weeks,
    monday_of,
    store_week,
    take_due_weeks,
    talk_of_week,
)
from models.database import Sessions
from models.message import Message
from models.outbox import put

KIND_CHANGED = "kind_changed"
# Of a week's messages at most so many are read, the newest.
WEEK_MOST = 1_000
# That a kind has changed is no news after a week.
NEWS_LIVES = timedelta(days=7)
# So many weeks are shown to who asks.
WEEKS_SHOWN = 8


async def refresh_due_kinds(sessions: Sessions, now: datetime) -> int:
    """Derive the kinds of the channels in which something came a while ago; how many channels."""
    async with sessions.begin() as session:
        places = await due_places(session, now)
    for place in places:
        async with sessions.begin() as session:
            channel = await get_channel(session, *place)
            if not is_on(channel):
                await delete_weeks_of(session, place.workspace_id, channel_id=place.channel_id)
            else:
                await refresh_kind(session, channel, now)
    return len(places)


async def refresh_kind(session: AsyncSession, channel: Channel, now: datetime) -> KindReading:
    """Read the weeks in which something came, and derive the channel's kind from its last weeks.

    The kind that was stays until another is clearly likelier, and while there is too little talk.
    """
    place = Place(channel.workspace_id, channel.id)
    for week in await take_due_weeks(session, place, now):
        await _read_week(session, place, week)
    weeks = await last_weeks(session, place, limit=len(WEEKS_COUNT))
    talk = together([tally_of(week) for week in weeks])
    reading = judge(talk)
    channel.kind_at = now
    if reading.kind is None:
        if channel.kind is None:
            channel.kind_scores, channel.kind_reason = {}, reading.reason
        return reading
    kind = settle(channel.kind, reading)
    assert kind is not None
    channel.kind, channel.kind_scores = kind, dict(reading.scores)
    # The newest week of that kind shows best why; the sum of the weeks may be of another one.
    shown = next((week.reason for week in weeks if week.kind == kind), None)
    channel.kind_reason = shown or reason_for(kind, talk)
    await _tell_change(session, channel, kind, now)
    return KindReading(kind, reading.scores, channel.kind_reason)


async def _read_week(session: AsyncSession, place: Place, week: date) -> None:
    talk = [heard_of(each) for each in await talk_of_week(session, place, week, most=WEEK_MOST)]
    summed = tally(talk)
    reading = judge(summed)
    values: dict[str, Any] = {
        "messages": summed.messages,
        "people": summed.people,
        "conversations": summed.conversations,
        "modes": dict(summed.modes),
        "belongs": _rounded(summed.belongs),
        "measures": _rounded(asdict(summed.axes)) if summed.axes else {},
        "scores": _rounded(reading.scores),
        "kind": reading.kind,
        "reason": reading.reason,
    }
    await store_week(session, place, week, values)


def _rounded(numbers: Any) -> dict[str, float]:
    return {str(name): round(number, 4) for name, number in numbers.items()}


def tally_of(week: ChannelWeek) -> Tally:
    """A stored week as it was summed up."""
    return Tally(
        messages=week.messages,
        people=week.people,
        conversations=week.conversations,
        modes=week.modes,
        belongs=week.belongs,
        axes=Standing(**week.measures) if week.measures else None,
    )


def heard_of(message: Message | Spoken) -> Heard:
    """A stored message as the kind of a ba is judged by it."""
    return Heard(
        author=message.author_id,
        thread=message.thread_ts,
        at=float(message.ts),
        mode=message.mode if message.confident else None,
        length=message.length,
        links=message.links,
        files=message.files,
        mentions=message.mentions,
    )


async def _tell_change(session: AsyncSession, channel: Channel, kind: Kind, now: datetime) -> None:
    """Leave the news in the outbox, once per kind and week, where the place is told such things.

    The first kind that is derived is no change. Nothing is told while a person has pinned one.
    """
    if channel.told_kind is None or channel.pinned_kind is not None:
        channel.told_kind = kind
        return
    if channel.told_kind == kind or not conduct_of(channel).tells_kind:
        return
    await put(
        session,
        workspace_id=channel.workspace_id,
        kind=KIND_CHANGED,
        key=f"{KIND_CHANGED}:{channel.id}:{kind}:{monday_of(now)}",
        channel_id=channel.id,
        payload={"kind": kind},
        is_unasked=True,
        expires_at=now + NEWS_LIVES,
        now=now,
    )


async def weeks_shown(session: AsyncSession, channel: Channel) -> list[ChannelWeek]:
    """A channel's last weeks with talk, oldest first."""
    place = Place(channel.workspace_id, channel.id)
    return (await last_weeks(session, place, limit=WEEKS_SHOWN))[::-1]
