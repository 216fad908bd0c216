"""What the bot would have offered in a channel, looked up for one person, stored nowhere.

Works before a channel is switched on: it asks Slack, reads what comes, answers, and forgets. The
database is only asked who opted out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.ba.kinds import heard_of
from bot.ba.rules import KindReading, read_kind
from bot.cards.rules import RIPE, is_dialogue
from bot.cards.threads import posted_of, shown_talk
from bot.errors import PersonError
from bot.message_rows import row_of
from bot.reading import Offload
from bot.seci.types import Said, Utterance
from bot.settings import Settings
from bot.slack.events import Posted, stamp_of
from bot.slack.gateway import Gateway, SlackBusy, SlackFailure, SlackRefused
from bot.texts import ba as ba_texts
from bot.texts import previewing as texts
from bot.utterances import CONTEXT, said_of
from models.channel_week import Spoken
from models.database import Sessions
from models.member import opted_out
from models.workspace import bot_users

BACK = timedelta(days=14)
# One page of the channel's newest messages; so many of its threads; so many shown.
PAGE, THREADS_READ, SHOWN = 200, 15, 5
# Pages of members that are asked for before somebody counts as no member.
MEMBERS_PAGE, MEMBER_PAGES = 1_000, 20


@dataclass(frozen=True, slots=True)
class Offered:
    """A thread in which a card would have been offered; ``ripeness`` is a probability (0-1)."""

    ts: str
    statement: str
    ripeness: float
    permalink: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """What was found: of ``looked`` threads these, ripest first; what kind of place it seems."""

    looked: int
    offered: tuple[Offered, ...]
    kind: KindReading


@dataclass(frozen=True, slots=True)
class Glance:
    """What looking back works with, and where: nothing in here is written to."""

    sessions: Sessions
    gateway: Gateway
    reading: Offload
    settings: Settings
    now: datetime
    workspace_id: str
    channel_id: str


async def look_back(glance: Glance, member_id: str) -> Preview:
    """What would have been offered lately. Raises PersonError: no member, not in the channel, …"""
    try:
        await _require_member(glance, member_id)
        shown = await _history(glance)
        threads = [await _thread(glance, parent) for parent in _quiet_threads(glance, shown)]
        offered = await _ripe(glance, threads)
    except SlackRefused:
        raise PersonError(ba_texts.NOT_IN_CHANNEL) from None
    except SlackBusy:
        raise PersonError(texts.BUSY) from None
    except SlackFailure:
        raise PersonError(texts.UNREACHABLE) from None
    everything = [*await _heard(glance, posted_of(glance.channel_id, shown))]
    for thread in threads:
        everything += thread
    kind = await _kind(glance, {posted.ts: posted for posted in everything})
    return Preview(len(threads), offered, kind)


async def _require_member(glance: Glance, member_id: str) -> None:
    """By Slack's own list: nobody is remembered for having asked."""
    members = glance.gateway.pages(
        "conversations.members",
        "members",
        limit=MEMBERS_PAGE,
        most=MEMBER_PAGES,
        channel=glance.channel_id,
    )
    async for member in members:
        if member == member_id:
            return
    raise PersonError(ba_texts.NOT_A_MEMBER)


async def _history(glance: Glance) -> list[Mapping[str, Any]]:
    oldest = stamp_of(glance.now - BACK)
    pages = glance.gateway.pages(
        "conversations.history",
        "messages",
        limit=PAGE,
        most=1,
        channel=glance.channel_id,
        oldest=oldest,
    )
    return [message async for message in pages if isinstance(message, dict)]


def _quiet_threads(glance: Glance, shown: Sequence[Mapping[str, Any]]) -> list[str]:
    """Time stamps of the threads that have been quiet long enough, the newest of them."""
    quiet = glance.now - timedelta(minutes=glance.settings.offer_after_minutes)
    until = stamp_of(quiet)
    found = [
        (str(message["latest_reply"]), str(message["ts"]))
        for message in shown
        if message.get("latest_reply") and str(message["latest_reply"]) <= until
    ]
    return [ts for _, ts in sorted(found, reverse=True)[:THREADS_READ]]


async def _thread(glance: Glance, ts: str) -> list[Posted]:
    return await _heard(glance, await shown_talk(glance.gateway, glance.channel_id, ts))


async def _heard(glance: Glance, posted: Sequence[Posted]) -> list[Posted]:
    """Without what opted-out people said, and without questions to the bot, as when it is on."""
    workspace_id = glance.workspace_id
    async with glance.sessions() as session:
        people = {(workspace_id, each.author_id) for each in posted}
        silent = await session.run_sync(opted_out, people)
        ourselves = f"<@{(await bot_users(session, {workspace_id})).get(workspace_id)}>"
    return [
        each
        for each in posted
        if (workspace_id, each.author_id) not in silent and ourselves not in each.text
    ]


async def _ripe(glance: Glance, threads: Sequence[Sequence[Posted]]) -> tuple[Offered, ...]:
    found = []
    for posted in threads:
        said = [said_of(each) for each in posted]
        if is_dialogue(said):
            verdict = await glance.reading.read_thread(said)
            if verdict.ripeness >= RIPE:
                ts = posted[0].thread_ts
                found.append(Offered(ts, verdict.draft.statement, verdict.ripeness))
    best = sorted(found, key=lambda each: (-each.ripeness, each.ts))[:SHOWN]
    return tuple([await _addressed(glance, each) for each in best])


async def _addressed(glance: Glance, offered: Offered) -> Offered:
    permalink = await glance.gateway.permalink(glance.channel_id, offered.ts)
    return Offered(offered.ts, offered.statement, offered.ripeness, permalink)


async def _kind(glance: Glance, posted: Mapping[str, Posted]) -> KindReading:
    """The kind of place, by the same rules as where the bot is on."""
    talk = [posted[ts] for ts in sorted(posted)]
    before: dict[str, list[Said]] = {}
    utterances = []
    for each in talk:
        thread = before.setdefault(each.thread_ts, [])
        utterances.append(Utterance(said_of(each), tuple(thread[-CONTEXT:])))
        thread.append(said_of(each))
    readings = await glance.reading.read(utterances)
    heard = []
    for each, reading in zip(talk, readings, strict=True):
        row = row_of(glance.workspace_id, each, reading, glance.now)
        heard.append(heard_of(Spoken(*(row[name] for name in Spoken._fields))))
    return read_kind(heard)
