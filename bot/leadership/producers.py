"""Knowledge producers: anybody may look after a channel's knowledge, and leave it when they like.

Nonaka, Toyama and Konno (2000): "knowledge producers" in the middle know where knowledge and people
are; leadership is distributed. The role gives a view, no power.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.service import require_member
from bot.errors import PersonError
from bot.texts import producers as texts
from models.audience import Audience
from models.card import Card, Draft
from models.channel import Channel, Kind, Level, get_channel
from models.member import members_of
from models.producing import (
    contested_cards,
    gaps_in,
    own_drafts_in,
    stale_cards,
    waiting_threads,
)
from models.role import leave_role, produced_by, producers_of, take_role
from models.thread import Thread, get_thread

# How many of each are shown.
MOST = 3
# How far back ripe threads are looked for.
FRESH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Producing:
    """What waits in the channels that somebody looks after; only what they may see."""

    channels: Sequence[Channel] = ()
    ripe: Sequence[Thread] = ()
    drafts: Sequence[Draft] = ()
    stale: Sequence[Card] = ()
    contested: Sequence[Card] = ()
    gaps: Sequence[str] = ()


async def take(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str, now: datetime
) -> bool:
    """Somebody in a channel looks after its knowledge from now on; False if they did already."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None or not channel.is_member:
        raise PersonError(texts.ONLY_MEMBERS)
    await require_member(session, workspace_id, channel_id, member_id)
    return await take_role(session, workspace_id, channel_id, member_id, now)


async def leave(session: AsyncSession, workspace_id: str, channel_id: str, member_id: str) -> bool:
    """Somebody no longer looks after a channel; False if they did not. Never refused."""
    return await leave_role(session, workspace_id, member_id, channel_id=channel_id)


async def looking_after(session: AsyncSession, workspace_id: str, channel_id: str) -> list[str]:
    """Ids of those who look after a channel, alphabetically by name."""
    return await producers_of(session, workspace_id, channel_id)


async def gather_producer(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    now: datetime,
    *,
    review_days: int = 180,
) -> Producing | None:
    """What waits for somebody in the channels they look after; None when they look after none.

    Threads and gaps only of channels that are on, never of an originating one: what is told there
    is not to be written down. Drafts are their own. ``review_days``: how long a card may rest.
    """
    channels = await produced_by(session, workspace_id, member_id)
    if not channels:
        return None
    ids = [channel.id for channel in channels]
    on = [channel for channel in channels if channel.level != Level.OFF]
    heard = [channel.id for channel in on if channel.conduct_kind != Kind.ORIGINATING]
    me = Audience(workspace_id, member_id=member_id)
    before = now - timedelta(days=review_days)
    return Producing(
        channels=channels,
        ripe=await waiting_threads(session, workspace_id, heard, now - FRESH, limit=MOST),
        drafts=await own_drafts_in(session, workspace_id, member_id, ids, limit=MOST),
        stale=await stale_cards(session, me, ids, before, limit=MOST),
        contested=await contested_cards(session, me, ids, limit=MOST),
        gaps=await gaps_in(session, workspace_id, [channel.id for channel in on], limit=MOST),
    )


async def ripe_thread(
    session: AsyncSession, workspace_id: str, member_id: str, channel_id: str, ts: str
) -> Thread:
    """A thread that somebody in its channel wants to look at. Raises PersonError otherwise."""
    thread = await get_thread(session, workspace_id, channel_id, ts)
    if thread is None or member_id not in await members_of(session, workspace_id, channel_id):
        raise PersonError(texts.RIPE_GONE)
    return thread
