"""Use cases of the spontaneous ba: notice it while it goes on, tell those in it, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.burst_rules import Sitting, Spoken, is_burst, sittings
from bot.ba.conduct import conduct_of
from models.ba_life import Word, bursts_since, note_burst, words_since
from models.channel import Channel
from models.member import MuteSubject, mute, muted_kinds
from models.outbox import put

POST, WHISPER = "burst", "burst_whisper"
# What is looked at as going on, and how long after the last word it is still of use to say so.
WINDOW, STILL = timedelta(days=1), timedelta(hours=3)
# From when on people are known to talk, or not to talk, with each other.
BEFORE = timedelta(days=56)
REFUSED_FOR = timedelta(days=28)
EXPIRES = timedelta(hours=8)


async def notice_bursts(session: AsyncSession, channel: Channel, now: datetime) -> int:
    """Tell those who are in a sudden meeting in this channel; how many such meetings there were.

    Only where the table of conduct lets it, and never twice for one meeting.
    """
    if not conduct_of(channel).tells_meetings:
        return 0
    words = await words_since(
        session, channel.workspace_id, now - WINDOW, channel_id=channel.id, limit=400
    )
    told = 0
    for sitting in sittings(spoken_of(words)):
        if now.timestamp() - sitting.ended <= STILL.total_seconds():
            told += await _notice(session, channel, sitting, now)
    return told


def spoken_of(words: Sequence[Word]) -> list[Spoken]:
    """Stored words as the rules take them."""
    return [
        Spoken(w.channel_id, w.thread_ts, w.at.timestamp(), w.author_id, w.ts != w.thread_ts)
        for w in words
    ]


async def _notice(session: AsyncSession, channel: Channel, sitting: Sitting, now: datetime) -> bool:
    if not is_burst(sitting, []):  # the cheap half of the question first
        return False
    first = sitting.thread or f"{sitting.began:.6f}"
    earlier = await bursts_since(session, channel.workspace_id, channel.id, now - WINDOW)
    if any(one.thread_ts == sitting.thread for one in earlier):
        return False
    before = await words_since(
        session,
        channel.workspace_id,
        now - BEFORE,
        authors=sitting.people,
        limit=4_000,
    )
    past = [word for word in spoken_of(before) if word.at < sitting.began]
    if not is_burst(sitting, sittings(past), was_heard=past):
        return False
    place = (channel.workspace_id, channel.id)
    if not await note_burst(session, *place, first, sitting.thread, now):
        return False
    if sitting.thread:
        await _reply(session, channel, sitting.thread, now)
    else:
        await _whisper(session, channel, sitting, first, now)
    return True


async def _reply(session: AsyncSession, channel: Channel, thread_ts: str, now: datetime) -> None:
    """One reply in the thread, where its participants see it."""
    await put(
        session,
        workspace_id=channel.workspace_id,
        kind=POST,
        key=f"burst:{channel.id}:{thread_ts}",
        channel_id=channel.id,
        thread_ts=thread_ts,
        is_unasked=True,
        expires_at=now + EXPIRES,
        now=now,
    )


async def _whisper(
    session: AsyncSession, channel: Channel, sitting: Sitting, first: str, now: datetime
) -> None:
    """A word to each of them alone, for a thread of theirs there is none."""
    people = sorted(sitting.people)
    muted = await muted_kinds(session, channel.workspace_id, MuteSubject.PERSON, people, now)
    for person in people:
        if not muted.get(person, set()) & {POST, "all"}:
            await put(
                session,
                workspace_id=channel.workspace_id,
                kind=WHISPER,
                key=f"burst:{channel.id}:{first}:{person}",
                channel_id=channel.id,
                member_id=person,
                is_unasked=True,
                expires_at=now + EXPIRES,
                now=now,
            )


async def refuse_burst(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    *,
    by: str,
    is_thread: bool,
    now: datetime,
) -> None:
    """Not wanted: for some weeks nothing of the kind there, or (said to one) to them anywhere."""
    subject = MuteSubject.CHANNEL if is_thread else MuteSubject.PERSON
    await mute(
        session,
        workspace_id,
        subject,
        channel_id if is_thread else by,
        POST,
        until=now + REFUSED_FOR,
        by=by,
        now=now,
    )
