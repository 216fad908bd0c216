"""After downtime or a gap in the socket: what Slack has and we have not goes into the inbox.

Events that Slack could not deliver are sent again for a few minutes only. So at every start, and
every few minutes, the channels that are on are compared with Slack's own history.
"""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.ba.service import be_invited, be_removed, note_facts
from bot.clock import Clock
from bot.people import owe_refresh
from bot.slack.admission import Row, admit
from bot.slack.events import edited_ts_of, names, stamp_of, time_of
from bot.slack.gateway import Gateway, SlackFailure, SlackRefused
from models.channel import Channel, Level, get_channel, is_on, list_channels, mark_caught_up
from models.database import Sessions
from models.inbox import insert_event
from models.message import held_replies, held_stamps
from models.workspace import bot_users

log = logging.getLogger(__name__)

# Replies to older threads than this, written during the gap, are not looked for.
THREADS_BACK = timedelta(days=3)
# How old a question may be that is answered after a downtime.
ANSWERED = timedelta(days=1)
# Pages of 200 messages that are fetched of one channel, and of one thread, at the most.
MOST_PAGES = 25
# What Slack answers when the app was removed from the workspace, or all its tokens revoked.
REMOVED = frozenset({"account_inactive", "token_revoked"})


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Fetches what was missed. Safe to run twice: events are unique by their id."""

    sessions: Sessions
    gateway: Gateway
    clock: Clock
    timezone: str

    async def run(self, workspace_id: str) -> int:
        """Catch up with a workspace; how many messages were fetched.

        Raises SlackRefused when the app is no longer installed there.
        """
        try:
            await self._reconcile(workspace_id)
        except SlackRefused as refused:
            if refused.code in REMOVED:
                raise
            log.warning("could not ask Slack which channels we are in: %s", refused)
        except SlackFailure as failure:
            log.warning("could not ask Slack which channels we are in: %s", failure)
        async with self.sessions.begin() as session:
            on = (Level.LISTENING, Level.OFFERING)
            channels = await list_channels(session, workspace_id, levels=on)
        fetched = 0
        for channel in channels:
            try:
                fetched += await self._channel(workspace_id, channel.id)
            except SlackFailure as failure:
                log.warning("channel %s could not be caught up: %s", channel.id, failure)
        return fetched

    async def _reconcile(self, workspace_id: str) -> None:
        """The bot may have been invited or removed meanwhile: Slack knows where it is, and what
        became of the channels.
        """
        async with self.sessions.begin() as session:
            before = await list_channels(session, workspace_id)
        here: dict[str, Mapping[str, Any]] = {
            str(channel["id"]): channel
            async for channel in self.gateway.pages(
                "users.conversations",
                "channels",
                types="public_channel,private_channel",
                team_id=workspace_id,  # an organization's token speaks for all its workspaces
            )
        }
        for channel_id, info in here.items():
            await self._be_here(workspace_id, channel_id, info)
        for channel in before:
            if channel.is_member and channel.id not in here and not channel.is_archived:
                await self._be_gone(workspace_id, channel.id)

    async def _be_here(self, workspace_id: str, channel_id: str, info: Mapping[str, Any]) -> None:
        now = self.clock.now()
        async with self.sessions.begin() as session:
            known = await get_channel(session, workspace_id, channel_id)
            if known is None or not _agrees(known, info):
                await note_facts(session, workspace_id, channel_id, info, now)
            if known is None or not known.is_member:
                place = (session, workspace_id, channel_id)
                await be_invited(*place, by="", now=now, tz=self.timezone)
                await owe_refresh(*place, key=f"found:{now}", now=now)

    async def _be_gone(self, workspace_id: str, channel_id: str) -> None:
        """Ask about the one channel: the list may be cut off, or we may have come in since."""
        try:
            data = await self.gateway.query("conversations.info", channel=channel_id)
        except SlackRefused as refused:
            if refused.code != "channel_not_found":
                raise
            data = {}
        info = data.get("channel") or {}
        if info.get("is_member") or info.get("is_archived"):
            return
        async with self.sessions.begin() as session:
            await be_removed(session, workspace_id, channel_id, self.clock.now())

    async def _channel(self, workspace_id: str, channel_id: str) -> int:
        async with self.sessions.begin() as session:
            # As it is by now: what came before may have taken a while.
            channel = await get_channel(session, workspace_id, channel_id)
        since = since_when(channel) if is_on(channel) else None
        if channel is None or since is None:
            return 0
        async with self.sessions() as session:
            held = await held_stamps(session, channel.workspace_id, channel.id, since)
            ourselves = (await bot_users(session, [workspace_id])).get(workspace_id)
            replies = await held_replies(session, workspace_id, channel_id, _back_from(since))
        fetched = 0
        async for message in self._missed(channel, since, replies):
            if str(message.get("ts")) not in held or edited_ts_of(message) > since:
                fetched += await self._store(channel, message, ourselves)
        if channel.last_ts is not None:
            async with self.sessions.begin() as session:
                mine = (channel.workspace_id, channel.id)
                await mark_caught_up(session, *mine, channel.last_ts)
        if fetched:
            log.info("channel %s: %d messages caught up", channel.id, fetched)
        return fetched

    async def _missed(
        self, channel: Channel, since: str, replies: Mapping[str, int]
    ) -> AsyncIterator[Mapping[str, Any]]:
        """What was said after ``since``, in the channel and in its threads of some days.

        ``replies``: how many we have to each thread; Slack counts them, and is not asked for those
        of a thread to which none are missing.
        """
        history = self.gateway.pages(
            "conversations.history",
            "messages",
            most=MOST_PAGES,
            channel=channel.id,
            oldest=_back_from(since),
        )
        async for message in history:
            if _changed_at(message) > since:
                yield message
            count, held = message.get("reply_count"), replies.get(str(message.get("ts")), 0)
            is_whole = isinstance(count, int) and held >= count
            if str(message.get("latest_reply") or "") > since and not is_whole:
                async for reply in self._replies(channel.id, str(message["ts"]), since):
                    yield reply

    async def _replies(
        self, channel_id: str, thread_ts: str, since: str
    ) -> AsyncIterator[Mapping[str, Any]]:
        replies = self.gateway.pages(
            "conversations.replies",
            "messages",
            most=MOST_PAGES,
            channel=channel_id,
            ts=thread_ts,
            oldest=since,
        )
        async for reply in replies:
            if _changed_at(reply) > since and reply.get("ts") != thread_ts:
                yield reply  # the parent comes along

    async def _store(
        self, channel: Channel, message: Mapping[str, Any], ourselves: str | None
    ) -> int:
        """Put a message into the inbox as the events that would have brought it; how many are new.

        A question to the bot brings two, as Slack sends them; one of days ago is not answered.
        """
        ts = str(message.get("ts") or "")
        if not ts or message.get("bot_id"):
            return 0
        edited, kinds = edited_ts_of(message), ["message"]
        is_recent = self.clock.now() - time_of(ts) < ANSWERED
        if names(str(message.get("text") or ""), ourselves) and is_recent and not edited:
            kinds.append("app_mention")
        events = [_as_event(channel, message, kind, self.clock.now()) for kind in kinds]
        async with self.sessions.begin() as session:
            now = await get_channel(session, channel.workspace_id, channel.id)
            if now is None or now.switched_at != channel.switched_at:
                return 0  # it was off in between: what was said then is not ours to read
            admitted = await session.run_sync(admit, events)
            return sum([await insert_event(session, each) for each in admitted])


def _back_from(since: str) -> str:
    return stamp_of(time_of(since) - THREADS_BACK)


def _changed_at(message: Mapping[str, Any]) -> str:
    return max(str(message.get("ts") or ""), edited_ts_of(message))


def _as_event(
    channel: Channel, message: Mapping[str, Any], kind: str, now: datetime
) -> tuple[Row, Mapping[str, Any]]:
    body = {
        "type": "event_callback",
        "team_id": channel.workspace_id,
        "event": {**message, "type": kind, "channel": channel.id},
    }
    version = ":".join(filter(None, (str(message["ts"]), edited_ts_of(message))))
    row = {
        "workspace_id": channel.workspace_id,
        "event_id": f"history:{channel.id}:{version}" + (":?" if kind == "app_mention" else ""),
        "channel_id": channel.id,
        "kind": kind,
        "payload": json.dumps(body).encode(),
        "received_at": now,
    }
    return row, body


def _agrees(channel: Channel, info: Mapping[str, Any]) -> bool:
    """Whether what is stored of a channel is what Slack says."""
    return (channel.name, channel.is_private, channel.is_shared, channel.is_archived) == (
        str(info.get("name") or "")[:255],
        bool(info.get("is_private")),
        bool(info.get("is_ext_shared")),
        bool(info.get("is_archived")),
    )


def since_when(channel: Channel) -> str | None:
    """From which time stamp on messages may be missing; None: nothing is known of the channel.

    Not from the newest message that we have: it may have come after a gap. And never from before
    the channel was switched on: what was said there while it was off is not ours to read.
    """
    switched = channel.switched_at and stamp_of(channel.switched_at)
    stamps = [each for each in (channel.caught_up_ts, switched) if each]
    return max(stamps, default=channel.last_ts)
