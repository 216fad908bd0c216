"""From events to what the reader reads: each new message with what was said before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.seci.types import Said, Utterance
from bot.slack.events import Event, Posted, parse_message, time_of
from models.message import texts_before

ReadingKey = tuple[str, str, str]
CONTEXT = 3


def reading_key(posted: Posted) -> ReadingKey:
    """What a reading belongs to: one version of one message."""
    return (posted.channel_id, posted.ts, posted.edited_ts)


async def gather_utterances(
    session: AsyncSession, events: Sequence[Event]
) -> tuple[list[ReadingKey], list[Utterance]]:
    """The messages of a batch that have words, each with up to three before it in its thread."""
    keys: list[ReadingKey] = []
    utterances: list[Utterance] = []
    threads: dict[tuple[str, str], _Batch] = {}
    for event in events:
        posted = parse_message(event.inner) if event.kind == "message" else None
        if not isinstance(posted, Posted) or not posted.text.strip():
            continue
        said = said_of(posted)
        batch = threads.get((posted.channel_id, posted.thread_ts))
        is_new = not posted.edited_ts
        if batch is None or not is_new or posted.ts < batch.since:
            # Where a batch's first new message stands says nothing of one further up.
            stored = await _stored_before(session, event.workspace_id, posted)
        else:
            stored = batch.stored
        if is_new and batch is None:
            batch = _Batch(posted.ts, stored)
            threads[posted.channel_id, posted.thread_ts] = batch
        before = [*stored, *(batch.before(posted.ts) if batch else ())]
        keys.append(reading_key(posted))
        utterances.append(Utterance(said, tuple(before[-CONTEXT:])))
        if is_new and batch is not None:
            batch.said[posted.ts] = said
    return keys, utterances


@dataclass(slots=True)
class _Batch:
    """One thread's new messages in a batch, and what was stored before the first of them."""

    since: str
    stored: list[Said]
    said: dict[str, Said] = field(default_factory=dict)

    def before(self, ts: str) -> list[Said]:
        return [self.said[each] for each in sorted(self.said) if each < ts]


def said_of(posted: Posted) -> Said:
    """A posted message as reading sees it."""
    return Said(posted.text, posted.author_id, time_of(posted.ts).timestamp(), posted.files)


async def _stored_before(session: AsyncSession, workspace_id: str, posted: Posted) -> list[Said]:
    if posted.ts == posted.thread_ts and not posted.edited_ts:
        return []  # the first message of its thread has nothing before it
    rows = await texts_before(
        session, workspace_id, posted.channel_id, posted.thread_ts, posted.ts, limit=CONTEXT
    )
    return [Said(text, author) for author, text in rows]
