"""Offers: look at quiet threads, offer a card where one is ripe, hear a no, take an offer away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.service import require_member
from bot.cards.quiet import Quiet, act_on
from bot.cards.rules import RIPE, is_dialogue
from bot.cards.service import withdraw_offer
from bot.cards.threads import Talk, stored_talk
from bot.reading import Offload
from bot.seci.types import ThreadReading
from bot.settings import Settings
from bot.slack.ids import Refusal
from models.database import Sessions
from models.member import MuteSubject, mute
from models.outbox import standing_offers
from models.thread import Thread, ThreadState, due_threads, get_thread, set_thread_state


@dataclass(frozen=True, slots=True)
class Look:
    """One thread that has been quiet long enough, with its words."""

    thread: Thread
    talk: Talk


async def look_at_quiet_threads(
    sessions: Sessions, reading: Offload, settings: Settings, now: datetime
) -> int:
    """Look at the threads that are due; how many. No session is held while reading."""
    async with sessions.begin() as session:
        looks = [
            Look(
                thread,
                await stored_talk(session, thread.workspace_id, thread.channel_id, thread.ts),
            )
            for thread in await due_threads(session, now)
        ]
    for look in looks:
        dialogue = is_dialogue(look.talk.said)
        verdict = await reading.read_thread(look.talk.said) if dialogue else None
        async with sessions.begin() as session:
            await _store_look(session, look, verdict, settings, now)
    return len(looks)


async def _store_look(
    session: AsyncSession,
    look: Look,
    verdict: ThreadReading | None,
    settings: Settings,
    now: datetime,
) -> None:
    seen = look.thread
    thread = await get_thread(session, seen.workspace_id, seen.channel_id, seen.ts)
    if thread is None or thread.state != ThreadState.OPEN or thread.last_ts != seen.last_ts:
        return  # somebody spoke meanwhile: it will be looked at again
    thread.looked_at, thread.look_at = now, None
    thread.state = ThreadState.UNRIPE
    is_ripe = False
    if verdict is not None:
        thread.ripeness = verdict.ripeness
        thread.positions = [look.talk.stamps[position] for position in verdict.positions]
        thread.reasons = list(verdict.reasons)
        is_ripe = verdict.ripeness >= RIPE
    await act_on(session, Quiet(thread, look.talk, is_ripe, settings, now))


async def refuse_offer(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    thread_ts: str,
    refusal: Refusal,
    *,
    by: str,
    now: datetime,
) -> None:
    """Somebody says no: the offer is taken away, and more of the kind is muted as they wish."""
    await require_member(session, workspace_id, channel_id, by)
    await set_thread_state(session, workspace_id, channel_id, thread_ts, ThreadState.REFUSED)
    await withdraw_offer(session, workspace_id, channel_id, thread_ts, now)
    week = now + timedelta(days=7)
    muted = {
        Refusal.WEEK: (MuteSubject.CHANNEL, channel_id, week),
        Refusal.CHANNEL: (MuteSubject.CHANNEL, channel_id, None),
        Refusal.PERSON: (MuteSubject.PERSON, by, None),
    }.get(refusal)
    if muted is not None:
        subject, who, until = muted
        await mute(session, workspace_id, subject, who, "offer", until=until, by=by, now=now)


async def let_offers_go(session: AsyncSession, settings: Settings, now: datetime) -> int:
    """Take away the offers that nobody answered in time; how many."""
    stale = await standing_offers(session, before=now - timedelta(days=settings.offer_days))
    for row in stale:
        place = (row.workspace_id, row.channel_id, row.thread_ts)
        await set_thread_state(session, *place, ThreadState.LET_GO)
        await withdraw_offer(session, *place, now)
    return len(stale)
