"""Import an export: a day file at a time, in batches, so that memory stays bounded.

Nothing is left in the outbox and no thread is marked to be looked at; the channels stay off. A
second import of the same export changes nothing: messages are known by channel and time stamp.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import ImportFailed
from bot.importing.export import Day, Export, is_id
from bot.importing.outcome import Outcome
from bot.importing.places import (
    UNKNOWN_TEAM,
    bots_of,
    store_channels,
    store_people,
    store_workspace,
)
from bot.importing.rows import Thread, newest_of
from bot.message_rows import row_of
from bot.reading import Offload
from bot.seci.types import Utterance
from bot.settings import Settings
from bot.slack.events import Deleted, Ignored, Posted, time_of
from models.database import Sessions
from models.member import opted_out
from models.message import Message, bury_message, forget_texts, store_messages
from models.turns import share_turn, talk_of

BATCH = 500
# Told after each day file: how many are done, of how many, and the channel's name.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Tools:
    """What an import works with."""

    sessions: Sessions
    reading: Offload
    settings: Settings
    now: datetime
    progress: Progress


async def import_export(export: Export, tools: Tools, *, workspace: str = "") -> Outcome:
    """Import everything; ``workspace`` overrides the team id that the export names."""
    workspace_id = workspace or export.team_id or UNKNOWN_TEAM
    if not is_id(workspace_id):
        raise ImportFailed(f"{workspace_id!r} is not a workspace's id.")
    outcome = Outcome(workspace_id, direct=export.direct)
    async with tools.sessions.begin() as session:
        await forget_texts(session, tools.now)
        installed = await store_workspace(session, workspace_id, tools.now)
    await store_people(tools.sessions, export, outcome, tools.now, installed=installed)
    await store_channels(tools.sessions, export, outcome, tools.now, installed=installed)
    await _import_channels(export, tools, outcome)
    return outcome


async def _import_channels(export: Export, tools: Tools, outcome: Outcome) -> None:
    total = sum(len(export.files_of(channel)) for channel in export.channels)
    done, bots = 0, bots_of(export)
    for channel in export.channels:
        thread = Thread(channel.id, bots)
        waiting: list[Posted | Deleted] = []
        for day in export.days_of(channel):
            waiting.extend(_changes(day, thread, outcome))
            while len(waiting) >= BATCH:
                await _store(waiting[:BATCH], thread, tools, outcome)
                del waiting[:BATCH]
            done += 1
            tools.progress(done, total, channel.name)
        await _store(waiting, thread, tools, outcome)


def _changes(day: Day, thread: Thread, outcome: Outcome) -> Iterator[Posted | Deleted]:
    if day.broken:
        outcome.broken.append((day.name, day.broken))
    if day.odd:
        outcome.passed_over["not a shape of Slack's that we know"] += day.odd
    for raw in day.messages:
        change = thread.take(raw, grouped=day.grouped)
        if isinstance(change, Ignored):
            outcome.passed_over[change.why] += 1
        else:
            yield change


async def _store(
    changes: Sequence[Posted | Deleted], thread: Thread, tools: Tools, outcome: Outcome
) -> None:
    """Read what is new of a batch, then store it in one transaction."""
    if not changes:
        return
    unique = newest_of(list(changes))
    outcome.same += len(changes) - len(unique)
    place = (outcome.workspace_id, thread.channel_id)
    async with tools.sessions.begin() as session:
        known = await _known(session, place, [change.ts for change in unique])
        authors = {(place[0], c.author_id) for c in unique if isinstance(c, Posted)}
        silent = {person for _, person in await session.run_sync(opted_out, authors)}
    heard = [c for c in unique if isinstance(c, Posted) and c.author_id not in silent]
    outcome.silent += sum(1 for c in unique if isinstance(c, Posted)) - len(heard)
    # What is known already is heard again, as what was said before the next message.
    said = {posted.ts: thread.hear(posted) for posted in heard}
    fresh = [posted for posted in heard if _is_newer(posted, known)]
    outcome.same += len(heard) - len(fresh)
    gone = [c for c in unique if isinstance(c, Deleted) and known.get(c.ts) != _BURIED]
    outcome.deleted += sum(1 for c in unique if isinstance(c, Deleted))
    await _write(place, fresh, gone, said, tools)
    edited = sum(1 for posted in fresh if posted.ts in known)
    outcome.new += len(fresh) - edited
    outcome.changed += edited + sum(1 for each in gone if each.ts in known)


async def _write(
    place: tuple[str, str],
    fresh: Sequence[Posted],
    gone: Sequence[Deleted],
    said: dict[str, Utterance],
    tools: Tools,
) -> None:
    if not fresh and not gone:
        return
    worded = [posted for posted in fresh if posted.text.strip()]
    readings = await tools.reading.read([said[posted.ts] for posted in worded])
    read = dict(zip((posted.ts for posted in worded), readings, strict=True))
    until = tools.now + tools.settings.words_kept
    async with tools.sessions.begin() as session:
        await share_turn(session, [talk_of(place[0])])
        # Again: while these were read, somebody may have opted out.
        authors = {(place[0], posted.author_id) for posted in fresh}
        silent = {person for _, person in await session.run_sync(opted_out, authors)}
        heard = [posted for posted in fresh if posted.author_id not in silent]
        rows = [row_of(place[0], posted, read.get(posted.ts), until) for posted in heard]
        await store_messages(session, rows)
        for each in gone:
            at = time_of(each.ts)
            await bury_message(session, *place, each.ts, thread_ts=each.thread_ts, at=at)


# Stands for the version of a message that is deleted: nothing is newer than that.
_BURIED = "buried"


async def _known(
    session: AsyncSession, place: tuple[str, str], stamps: Sequence[str]
) -> dict[str, str]:
    """The version (its edit's time stamp) in which each of these messages is stored."""
    query = select(Message.ts, Message.edited_ts, Message.is_deleted).where(
        Message.workspace_id == place[0], Message.channel_id == place[1], Message.ts.in_(stamps)
    )
    rows = await session.execute(query)
    return {row.ts: _BURIED if row.is_deleted else row.edited_ts for row in rows}


def _is_newer(posted: Posted, known: dict[str, str]) -> bool:
    version = known.get(posted.ts)
    return version is None or (version != _BURIED and posted.edited_ts > version)
