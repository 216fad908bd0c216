"""Use cases of links between ba: hear what places talk about, propose, decide, show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.topic_rules import ENOUGH_MESSAGES, Pair, added, alike, hear
from bot.errors import PersonError
from bot.reading import Offload
from bot.texts import ba_life as texts
from models.audit import record_audit
from models.ba_link import (
    BaLink,
    BaLinkState,
    BaTopic,
    card_ties,
    channels_seen_by,
    links_among,
    links_of,
    lock_link,
    propose_link,
    store_topic,
    texts_after,
    topics_of,
)
from models.channel import Channel, Level, get_channel, list_channels
from models.database import Sessions
from models.member import channels_of, get_member, members_of
from models.outbox import put
from models.workspace import list_workspaces

# How old what was heard of a channel may be, and how many messages are heard at once.
FRESH = timedelta(minutes=10)
HEARD_MOST = 3_000


async def hear_and_propose(sessions: Sessions, reading: Offload, now: datetime) -> int:
    """Hear what is new in all channels, and propose what seems to belong together; how many.

    Words are made into numbers in the other process; no transaction is open meanwhile.
    """
    proposed = 0
    async with sessions.begin() as session:
        workspaces = [workspace.id for workspace in await list_workspaces(session)]
    for workspace_id in workspaces:
        heard = await _due(sessions, workspace_id, now)
        for channel_id, topic in heard:
            await _hear(sessions, reading, workspace_id, channel_id, topic, now)
        if heard:
            only = [channel_id for channel_id, _ in heard]
            proposed += await _propose(sessions, reading, workspace_id, only, now)
    return proposed


async def _due(
    sessions: Sessions, workspace_id: str, now: datetime
) -> list[tuple[str, BaTopic | None]]:
    """Channels with talk that was not heard yet, each with what is known of it."""
    async with sessions.begin() as session:
        on = (Level.LISTENING, Level.OFFERING)
        channels = await list_channels(session, workspace_id, levels=on)
        topics = await topics_of(session, workspace_id)
    found: list[tuple[str, BaTopic | None]] = []
    for channel in channels:
        topic = topics.get(channel.id)
        if not channel.last_ts or channel.is_silent:
            continue
        if topic is None or (channel.last_ts > topic.heard_ts and now - topic.heard_at >= FRESH):
            found.append((channel.id, topic))
    return found


async def _hear(
    sessions: Sessions,
    reading: Offload,
    workspace_id: str,
    channel_id: str,
    topic: BaTopic | None,
    now: datetime,
) -> None:
    place = (workspace_id, channel_id)
    since = topic.heard_ts if topic else ""
    async with sessions.begin() as session:
        told = await texts_after(session, *place, since, limit=HEARD_MOST)
        channel = await get_channel(session, *place)
    numbers = await reading.run(hear, [text for _, text in told], workspace_id)
    days = (now - topic.heard_at) / timedelta(days=1) if topic else 0.0
    newest = max([since, *(ts for ts, _ in told), (channel.last_ts if channel else "") or ""])
    async with sessions.begin() as session:
        known = (await topics_of(session, workspace_id)).get(channel_id)
        if (known.heard_ts if known else "") != since:
            return  # forgotten meanwhile, or heard by another process: the next look sees
        await store_topic(
            session,
            *place,
            heard_ts=newest,
            heard_at=now,
            messages=(topic.messages if topic else 0) + len(told),
            weights=added(topic.weights if topic else {}, days, numbers),
        )


async def _propose(
    sessions: Sessions, reading: Offload, workspace_id: str, only: Sequence[str], now: datetime
) -> int:
    async with sessions.begin() as session:
        topics = await topics_of(session, workspace_id)
        ties = await card_ties(session, workspace_id)
    weights: dict[str, Mapping[str, float]] = {
        channel_id: topic.weights
        for channel_id, topic in topics.items()
        if topic.messages >= ENOUGH_MESSAGES
    }
    pairs: list[Pair] = await reading.run(alike, weights, ties, only=tuple(only))
    proposed = 0
    for pair in pairs:
        async with sessions.begin() as session:
            proposed += await _propose_one(session, workspace_id, pair, now)
    return proposed


async def _propose_one(session: AsyncSession, workspace_id: str, pair: Pair, now: datetime) -> bool:
    ends = [await get_channel(session, workspace_id, end) for end in (pair.one, pair.other)]
    one, other = ends
    if one is None or other is None or one.is_silent or other.is_silent:
        return False
    names = (pair.one, pair.other)
    is_new = await propose_link(
        session, workspace_id, names, likeness=pair.likeness, cards=pair.cards, now=now
    )
    if not is_new:
        return False
    (link,) = [
        each
        for each in await links_among(session, workspace_id, names)
        if {each.one_id, each.other_id} == set(names)
    ]
    person = await _whom_to_ask(session, one, other)
    if person:
        await put(
            session,
            workspace_id=workspace_id,
            kind="ba_link_ask",
            key=f"ba_link:{link.id}",
            member_id=person,
            payload={"link": link.id},
            is_unasked=True,
            expires_at=now + timedelta(days=14),
            now=now,
        )
    return True


async def _whom_to_ask(session: AsyncSession, one: Channel, other: Channel) -> str:
    """Who switched the bot on, or invited it, in one of the two and is in both; "" if nobody.

    Everybody else who is in both finds the proposal in ``/ba``.
    """
    workspace_id = one.workspace_id
    both = await members_of(session, workspace_id, one.id)
    both &= await members_of(session, workspace_id, other.id)
    for person in (one.switched_by, other.switched_by, one.invited_by, other.invited_by):
        member = await get_member(session, workspace_id, person) if person in both else None
        if member and member.is_full:
            return member.id if member.opted_out_at is None else ""
    return ""


@dataclass(frozen=True, slots=True)
class LinksSeen:
    """A channel's links as one person may see them: channels linked, and proposals to decide."""

    linked: Sequence[str]
    proposed: Sequence[BaLink]


async def see_links(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str
) -> LinksSeen:
    """Links of a channel whose other end this person may see; proposals if they are in both."""
    found = await links_of(session, workspace_id, channel_id)
    ends = {end for link in found for end in (link.one_id, link.other_id)}
    if not ends:
        return LinksSeen([], [])
    among = await channels_seen_by(session, workspace_id, member_id, ids=ends)
    seen = {channel.id: channel for channel in among}
    mine = await channels_of(session, workspace_id, member_id)
    links = [link for link in found if {link.one_id, link.other_id} <= seen.keys()]
    linked = [link.other_than(channel_id) for link in links if link.state == BaLinkState.ACCEPTED]
    proposed = [
        link
        for link in links
        if link.state == BaLinkState.PROPOSED and {link.one_id, link.other_id} <= mine
    ]
    return LinksSeen(sorted(linked, key=lambda each: seen[each].name), proposed)


async def decide_link(
    session: AsyncSession,
    workspace_id: str,
    link_id: int,
    *,
    by: str,
    is_yes: bool,
    now: datetime,
) -> BaLink:
    """A member of both accepts or refuses a link. Raises PersonError for anybody else."""
    link = await lock_link(session, workspace_id, link_id)
    if link is None or link.state != BaLinkState.PROPOSED:
        raise PersonError(texts.LINK_GONE)
    for end in (link.one_id, link.other_id):
        if by not in await members_of(session, workspace_id, end):
            raise PersonError(texts.LINK_GONE)
    link.state = BaLinkState.ACCEPTED if is_yes else BaLinkState.REFUSED
    link.decided_by, link.decided_at = by, now
    await record_audit(
        session,
        workspace_id=workspace_id,
        by=by,
        action="ba_linked" if is_yes else "ba_link_refused",
        subject=f"{link.one_id}:{link.other_id}",
        at=now,
    )
    return link
