"""``app_mention`` and direct messages: somebody asks the bot something."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.leadership.knows_outgoing import WHO_KIND
from bot.leadership.knows_rules import asked_about
from bot.slack.events import Event, Posted
from bot.worker import Turn
from models.channel import get_channel, is_on
from models.outbox import put

_MENTION = re.compile(r"<@[A-Z0-9]+(\|[^>]*)?>")
QUESTION_MOST = 500


def question_of(text: str) -> str:
    """The question in a message to the bot: without mentions, bounded."""
    return " ".join(_MENTION.sub(" ", text).split())[:QUESTION_MOST]


async def on_mentions(turn: Turn, events: Sequence[Event]) -> None:
    """Owe each asker an answer, in the thread where they asked."""
    for event in events:
        inner = event.inner
        asker, ts = str(inner.get("user") or ""), str(inner.get("ts") or "")
        if not asker or not ts or inner.get("bot_id"):
            continue
        channel = await get_channel(turn.session, event.workspace_id, event.channel_id)
        question = question_of(str(inner.get("text") or ""))
        if not is_on(channel):
            await _whisper(turn, event, "off_here", asker, ts)
        elif not question:
            await _whisper(turn, event, "ask_something", asker, ts)
        elif words := asked_about(question):
            about = {"words": words, "asker": asker}
            await _whisper(turn, event, WHO_KIND, asker, ts, about)
        else:
            thread_ts = str(inner.get("thread_ts") or ts)
            await put(
                turn.session,
                workspace_id=event.workspace_id,
                kind="answer",
                key=f"answer:{event.channel_id}:{ts}",
                channel_id=event.channel_id,
                thread_ts=thread_ts,
                payload={"question": question, "asker": asker},
                now=turn.now,
            )


async def _whisper(
    turn: Turn,
    event: Event,
    kind: str,
    asker: str,
    ts: str,
    payload: dict[str, Any] | None = None,
) -> None:
    await put(
        turn.session,
        workspace_id=event.workspace_id,
        kind=kind,
        key=f"{kind}:{event.channel_id}:{ts}",
        channel_id=event.channel_id,
        member_id=asker,
        thread_ts=str(event.inner.get("thread_ts") or ""),
        payload=payload,
        now=turn.now,
    )


async def answer_direct(turn: Turn, event: Event, posted: Posted) -> None:
    """A direct message to the bot is a question to it."""
    question = question_of(posted.text)
    if not question or posted.edited_ts:
        return
    about = asked_about(question)
    payload = {"question": question, "asker": posted.author_id, "direct": True}
    await put(
        turn.session,
        workspace_id=event.workspace_id,
        kind=WHO_KIND if about else "answer",
        key=f"answer:{posted.channel_id}:{posted.ts}",
        channel_id=posted.channel_id,
        thread_ts="" if posted.thread_ts == posted.ts else posted.thread_ts,
        payload={"words": about, "asker": posted.author_id} if about else payload,
        now=turn.now,
    )


HANDLERS = {"app_mention": on_mentions}
