"""Offers: look at quiet threads, offer a card where one is ripe, hear a no, take an offer away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_of
from bot.ba.service import require_member
from bot.cards.rules import is_dialogue, offer_expires
from bot.cards.service import offer_key, withdraw_offer
from bot.cards.threads import Talk, stored_talk
from bot.reading import Offload
from bot.seci.types import ThreadReading
from bot.settings import Settings
from bot.slack.ids import Refusal
from models.audience import Audience
from models.channel import get_channel
from models.database import Sessions
from models.member import MuteSubject, mute, muted_kinds
from models.outbox import put, standing_offers
from models.search import find_cards
from models.thread import Thread, ThreadState, due_threads, get_thread, set_thread_state

RIPE = 0.5


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
    if verdict is None:
        return
    thread.ripeness = verdict.ripeness
    thread.positions = [look.talk.stamps[position] for position in verdict.positions]
    thread.reasons = list(verdict.reasons)
    if verdict.ripeness >= RIPE:
        await _offer_or_point(session, thread, look.talk, settings, now)


async def _offer_or_point(
    session: AsyncSession, thread: Thread, talk: Talk, settings: Settings, now: datetime
) -> None:
    """Behave as the channel's kind asks: offer a card, point to one that exists, or stay silent."""
    channel = await get_channel(session, thread.workspace_id, thread.channel_id)
    if channel is None:
        return
    conduct = conduct_of(channel)
    if conduct.offers_cards and not await _beginner_refuses(session, thread, talk, now):
        thread.state = ThreadState.OFFERED
        await put(
            session,
            workspace_id=thread.workspace_id,
            kind="offer",
            key=offer_key(thread.channel_id, thread.ts),
            channel_id=thread.channel_id,
            thread_ts=thread.ts,
            is_unasked=True,
            expires_at=offer_expires(now, settings.offer_days),
            now=now,
        )
    elif conduct.points_to_cards:
        await _point(session, thread, talk, settings, now)


async def _beginner_refuses(
    session: AsyncSession, thread: Thread, talk: Talk, now: datetime
) -> bool:
    beginner = talk.said[0].author
    muted = await muted_kinds(session, thread.workspace_id, MuteSubject.PERSON, [beginner], now)
    return bool({"offer", "all"} & muted.get(beginner, set()))


async def _point(
    session: AsyncSession, thread: Thread, talk: Talk, settings: Settings, now: datetime
) -> None:
    """Point to cards of others that this channel may see and that share the insight's words."""
    audience = Audience(thread.workspace_id, channel_id=thread.channel_id)
    best = [
        said.text
        for stamp, said in zip(talk.stamps, talk.said, strict=True)
        if stamp in thread.positions
    ]
    found = await find_cards(session, audience, " ".join(best), limit=3)
    if found:
        await put(
            session,
            workspace_id=thread.workspace_id,
            kind="pointer",
            key=f"pointer:{thread.channel_id}:{thread.ts}",
            channel_id=thread.channel_id,
            thread_ts=thread.ts,
            payload={"cards": [card.id for card in found]},
            is_unasked=True,
            expires_at=offer_expires(now, settings.offer_days),
            now=now,
        )


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
