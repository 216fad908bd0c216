"""``message``: originals, edits and deletions, in whatever order they come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.cards.retract import follow_edit, retract_message, unquote_but, unquote_message
from bot.message_rows import row_of
from bot.seci.types import Reading
from bot.slack.events import Deleted, Event, Posted, names, parse_message, time_of
from bot.utterances import reading_key
from bot.worker import Turn
from handlers.events.mentions import answer_direct
from models.ba_link import unhear
from models.channel import Level, levels_of, move_channel
from models.channel_week import Place, monday_of, touch_weeks
from models.correction import delete_corrections_of
from models.lived import forget_themes
from models.member import opted_out
from models.message import bury_message, get_message, store_messages
from models.thread import NewTalk, touch_threads
from models.turns import share_turn, talk_of
from models.workspace import bot_users


async def on_messages(turn: Turn, events: Sequence[Event]) -> None:
    """Store what people wrote in channels that are on; bury what was deleted."""
    workspaces = {event.workspace_id for event in events}
    await share_turn(turn.session, [talk_of(each) for each in workspaces])
    levels = await turn.session.run_sync(
        levels_of, {(e.workspace_id, e.channel_id) for e in events}
    )
    ourselves = await bot_users(turn.session, workspaces)
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    written: list[tuple[Event, Posted]] = []
    asked: list[tuple[Event, Posted]] = []
    buried: list[tuple[Event, Deleted]] = []
    for event in events:
        change = parse_message(event.inner)
        if event.inner.get("channel_type") == "im":
            if isinstance(change, Posted):
                await answer_direct(turn, event, change)
        elif isinstance(change, Deleted):
            buried.append((event, change))
        elif isinstance(change, Posted) and _is_on(levels, event):
            is_asked = names(change.text, ourselves.get(event.workspace_id))
            (asked if is_asked else written).append((event, change))
    written += await _edited_talk(turn, asked, written)
    until = turn.now + turn.settings.words_kept
    silent = await turn.session.run_sync(
        opted_out, {(e.workspace_id, p.author_id) for e, p in written}
    )
    for event, posted in written:
        if (event.workspace_id, posted.author_id) not in silent:
            key = (event.workspace_id, posted.channel_id, posted.ts)
            kept = rows.get(key)
            if kept is None or kept["edited_ts"] < posted.edited_ts:
                rows[key] = row_of(event.workspace_id, posted, _reading(turn, posted), until)
    await _store(turn, rows)
    for event, gone in buried:  # after the originals: a tombstone wins whatever the order
        if _is_on(levels, event):
            await _bury(turn, event, gone)
        else:  # nothing of it is kept but what somebody took into a card they are making
            place = (event.workspace_id, gone.channel_id, gone.ts)
            await unquote_message(turn.session, *place, turn.now)


async def _edited_talk(
    turn: Turn, asked: Sequence[tuple[Event, Posted]], written: Sequence[tuple[Event, Posted]]
) -> list[tuple[Event, Posted]]:
    """Of what was said to the bot, what was talk before an edit named the bot in it.

    Else a question to the bot is no talk of theirs; drafts may quote it even so.
    """
    new = {(event.workspace_id, posted.channel_id, posted.ts) for event, posted in written}
    found = []
    for event, posted in asked:
        key = (event.workspace_id, posted.channel_id, posted.ts)
        if not posted.edited_ts:
            continue
        if key in new or await get_message(turn.session, *key) is not None:
            found.append((event, posted))
        else:
            await unquote_but(turn.session, *key, posted.text, turn.now)
    return found


def _is_on(levels: Mapping[tuple[str, str], str], event: Event) -> bool:
    return levels.get((event.workspace_id, event.channel_id), Level.OFF) != Level.OFF


def _reading(turn: Turn, posted: Posted) -> Reading | None:
    return turn.readings.get(reading_key(posted))


async def _store(turn: Turn, rows: dict[tuple[str, str, str], dict[str, Any]]) -> None:
    await store_messages(turn.session, list(rows.values()))
    for workspace_id, channel_id, ts in [key for key, row in rows.items() if row["edited_ts"]]:
        await forget_themes(turn.session, workspace_id, channel_id=channel_id, ts=ts)
        await follow_edit(turn.session, workspace_id, channel_id, ts, turn.now)
    await _touch(turn, rows.values())
    weeks = [
        (Place(row["workspace_id"], row["channel_id"]), monday_of(row["posted_at"]))
        for row in rows.values()
    ]
    await touch_weeks(turn.session, weeks, turn.now)
    changed = {
        (row["workspace_id"], row["channel_id"]) for row in rows.values() if row["edited_ts"]
    }
    for workspace_id, channel_id in sorted(changed):
        await unhear(turn.session, workspace_id, channel_ids=[channel_id])


async def _touch(turn: Turn, rows: Collection[Mapping[str, Any]]) -> None:
    """The threads and channels of new messages have talk until the newest of these."""
    threads: dict[tuple[str, str, str], str] = {}
    channels: dict[tuple[str, str], str] = {}
    for row in rows:
        place = (row["workspace_id"], row["channel_id"])
        thread = (*place, row["thread_ts"])
        threads[thread] = max(row["ts"], threads.get(thread, ""))
        channels[place] = max(row["ts"], channels.get(place, ""))
    quiet = timedelta(minutes=turn.settings.offer_after_minutes)
    talk = [NewTalk(*thread, ts, time_of(ts) + quiet) for thread, ts in threads.items()]
    await touch_threads(turn.session, talk)
    for place, ts in sorted(channels.items()):
        await move_channel(turn.session, *place, ts)


async def _bury(turn: Turn, event: Event, gone: Deleted) -> None:
    await retract_message(turn.session, event.workspace_id, gone.channel_id, gone.ts, turn.now)
    await delete_corrections_of(
        turn.session, event.workspace_id, channel_id=gone.channel_id, ts=gone.ts
    )
    await forget_themes(turn.session, event.workspace_id, channel_id=gone.channel_id, ts=gone.ts)
    await bury_message(
        turn.session,
        event.workspace_id,
        gone.channel_id,
        gone.ts,
        thread_ts=gone.thread_ts,
        at=time_of(gone.ts),
    )
    await unquote_message(turn.session, event.workspace_id, gone.channel_id, gone.ts, turn.now)
    week = (Place(event.workspace_id, gone.channel_id), monday_of(time_of(gone.ts)))
    await touch_weeks(turn.session, [week], turn.now)
    await unhear(turn.session, event.workspace_id, channel_ids=[gone.channel_id])


HANDLERS = {"message": on_messages}
