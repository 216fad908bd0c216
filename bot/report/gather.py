"""Gather a report: counts, kinds of ba, and the conversations that are read as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.kinds import heard_of
from bot.ba.rules import KindReading, read_kind
from bot.cards.threads import stored_talk
from bot.errors import PersonError
from bot.reading import Offload
from bot.report import queries
from bot.report.plain import mentioned, plain
from bot.report.queries import Candidate, ModeCount
from bot.seci.types import ThreadReading
from bot.slack.events import time_of
from models.channel import Channel, list_channels
from models.database import Sessions
from models.member import names_of
from models.message import forget_texts

# A conversation needs so much to be worth a look (the same as for an offer).
LEAST_MESSAGES = 3
LEAST_PEOPLE = 2
# Reading whole conversations is slow: at most so many, and the promising ones first.
MOST_READ = 500
# A channel's kind is read from so many of its newest messages.
KIND_MESSAGES = 500


@dataclass(frozen=True, slots=True)
class ChannelFound:
    """One channel: how often each mode was read in it, and what kind of ba it is."""

    name: str
    messages: int
    modes: Counter[str]
    unsure: int
    wordless: int
    kind: KindReading


@dataclass(frozen=True, slots=True)
class RipeFound:
    """One conversation with its draft, in plain words."""

    channel: str
    at: datetime
    messages: int
    people: int
    ripeness: float
    title: str
    statement: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What is known of a workspace."""

    workspace_id: str
    name: str
    channels: Sequence[ChannelFound]
    ripest: Sequence[RipeFound]
    read: int
    conversations: int
    forgotten: int


async def gather(
    sessions: Sessions,
    reading: Offload,
    now: datetime,
    *,
    workspace: str = "",
    top: int = 5,
    most_read: int = MOST_READ,
) -> Report:
    """Everything that a report shows. Raises PersonError when there is no such workspace."""
    async with sessions.begin() as session:
        await forget_texts(session, now)
        chosen = await _choose(session, workspace)
        channels = await list_channels(session, chosen[0])
        counts = await queries.count_readings(session, chosen[0])
        found = [await _channel(session, channel, counts) for channel in channels]
        candidates, there = await queries.conversations(
            session,
            chosen[0],
            messages=LEAST_MESSAGES,
            people=LEAST_PEOPLE,
            limit=most_read,
        )
        forgotten = await queries.count_without_words(session, chosen[0])
    names = {channel.id: channel.name for channel in channels}
    ripest = await _ripest(sessions, reading, chosen[0], candidates, names, top)
    heard = [each for each in found if each.messages]
    return Report(*chosen, heard, ripest, len(candidates), there, forgotten)


async def _choose(session: AsyncSession, wanted: str) -> tuple[str, str]:
    known = {each.id: each.name for each in await queries.all_workspaces(session)}
    if not known:
        raise PersonError("There is nothing to report yet: run `ba import PATH` first.")
    ids = ", ".join(known)
    if not wanted and len(known) > 1:
        raise PersonError(f"Which workspace? Say --workspace with one of {ids}.")
    if wanted and wanted not in known:
        raise PersonError(f"No workspace is called {wanted}; known: {ids}.")
    chosen = wanted or next(iter(known))
    return chosen, known[chosen]


async def _channel(
    session: AsyncSession, channel: Channel, counts: Sequence[ModeCount]
) -> ChannelFound:
    own = [each for each in counts if each.channel_id == channel.id]
    modes = Counter({each.mode: each.count for each in own if each.mode and each.confident})
    newest = await queries.last_messages(
        session, channel.workspace_id, channel.id, limit=KIND_MESSAGES
    )
    return ChannelFound(
        name=channel.name or channel.id,
        messages=sum(each.count for each in own),
        modes=modes,
        unsure=sum(each.count for each in own if each.mode and not each.confident),
        wordless=sum(each.count for each in own if each.mode is None),
        kind=read_kind([heard_of(message) for message in newest]),
    )


async def _ripest(
    sessions: Sessions,
    reading: Offload,
    workspace_id: str,
    candidates: Sequence[Candidate],
    channels: dict[str, str],
    top: int,
) -> list[RipeFound]:
    best: list[tuple[Candidate, ThreadReading]] = []
    for candidate in candidates:
        async with sessions() as session:
            talk = await stored_talk(
                session, workspace_id, candidate.channel_id, candidate.thread_ts
            )
        verdict = await reading.read_thread(talk.said)
        best.append((candidate, verdict))
        # Only the best are kept: a report of a large export must not hold it all.
        best.sort(key=lambda each: each[1].ripeness, reverse=True)
        del best[top:]
    return [await _in_words(sessions, workspace_id, *each, channels) for each in best]


async def _in_words(
    sessions: Sessions,
    workspace_id: str,
    candidate: Candidate,
    verdict: ThreadReading,
    channels: dict[str, str],
) -> RipeFound:
    draft = verdict.draft
    async with sessions() as session:
        people = await names_of(session, workspace_id, mentioned(draft.title + draft.statement))
    names = {**channels, **people}
    return RipeFound(
        channel=channels.get(candidate.channel_id) or candidate.channel_id,
        at=time_of(candidate.thread_ts),
        messages=candidate.messages,
        people=candidate.people,
        ripeness=verdict.ripeness,
        title=plain(draft.title, names),
        statement=plain(draft.statement, names),
        reasons=verdict.reasons,
    )
