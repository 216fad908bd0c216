"""From simulated talk to what the bot knows of it: its own rows, read by its own reader."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.simulate import SimChannel, SimMessage
from bot.message_rows import row_of
from bot.seci.reader import CONTEXT, Reader
from bot.seci.types import Reading, Said, Utterance
from bot.slack.events import Posted
from models.message import store_messages

KEPT = timedelta(days=30)


def posted_of(channel_id: str, message: SimMessage) -> Posted:
    """A simulated message as the bot takes it from an event."""
    return Posted(
        channel_id=channel_id,
        ts=message.ts,
        thread_ts=message.thread_ts,
        author_id=message.author,
        text=message.text,
        files=message.files,
    )


def read(reader: Reader, messages: Sequence[SimMessage]) -> list[Reading]:
    """What the bot's own reader makes of messages, each with what was said before in its thread."""
    threads: dict[str, list[Said]] = {}
    utterances = []
    for message in messages:
        said = Said(message.text, message.author, float(message.ts), message.files)
        before = threads.setdefault(message.thread_ts, [])
        utterances.append(Utterance(said, tuple(before[-CONTEXT:])))
        before.append(said)
    return reader.read(utterances)


def rows_of(
    workspace_id: str,
    channel_id: str,
    messages: Sequence[SimMessage],
    readings: Sequence[Reading],
) -> list[dict[str, Any]]:
    """Rows for ``models.message``, made as those of live messages are."""
    return [
        row_of(workspace_id, posted_of(channel_id, message), reading, message.at + KEPT)
        for message, reading in zip(messages, readings, strict=True)
    ]


async def store(
    session: AsyncSession,
    workspace_id: str,
    channel: SimChannel,
    reader: Reader,
    *,
    until: datetime | None = None,
) -> int:
    """Store a channel's talk (up to a time) as if it had been heard live; how many messages."""
    heard = [each for each in channel.messages if until is None or each.at < until]
    rows = rows_of(workspace_id, channel.id, heard, read(reader, heard))
    await store_messages(session, rows)
    return len(rows)
