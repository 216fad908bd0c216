"""The words of a thread: what is stored, or (when somebody asks) what Slack shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.quoting import Quote, says
from bot.seci.types import Said
from bot.slack.events import Posted, parse_message
from bot.slack.gateway import Gateway, SlackFailure
from bot.utterances import said_of
from models.member import opted_out
from models.message import hold_messages, thread_messages


@dataclass(frozen=True, slots=True)
class Talk:
    """A thread's messages, oldest first: their time stamps, and what was said.

    ``is_stored``: the bot keeps them, else Slack showed them just now.
    """

    stamps: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()
    is_stored: bool = False


async def stored_talk(
    session: AsyncSession, workspace_id: str, channel_id: str, thread_ts: str
) -> Talk:
    """A thread as the bot read it; only messages whose words are still kept."""
    rows = await thread_messages(session, workspace_id, channel_id, thread_ts)
    kept = [row for row in rows if row.text]
    return Talk(
        tuple(row.ts for row in kept),
        tuple(
            Said(row.text or "", row.author_id, row.posted_at.timestamp(), row.files)
            for row in kept
        ),
        is_stored=True,
    )


async def shown_talk(gateway: Gateway, channel_id: str, thread_ts: str) -> list[Posted]:
    """A thread as Slack shows it to the bot; empty when the bot may not see it."""
    try:
        messages = await gateway.thread(channel_id, thread_ts)
    except SlackFailure:
        return []
    return posted_of(channel_id, messages)


def posted_of(channel_id: str, messages: Sequence[Mapping[str, Any]]) -> list[Posted]:
    """What people wrote among messages as the Web API gives them."""
    changes = [parse_message({**message, "channel": channel_id}) for message in messages]
    return [change for change in changes if isinstance(change, Posted) and change.text.strip()]


async def heard_talk(session: AsyncSession, workspace_id: str, posted: Sequence[Posted]) -> Talk:
    """Talk without what opted-out people said."""
    silent = await session.run_sync(opted_out, {(workspace_id, each.author_id) for each in posted})
    kept = [each for each in posted if (workspace_id, each.author_id) not in silent]
    return Talk(tuple(each.ts for each in kept), tuple(said_of(each) for each in kept))


async def taken_back(
    session: AsyncSession, workspace_id: str, channel_id: str, talk: Talk
) -> Callable[[Quote], bool]:
    """Which quotes of a talk were taken back since it was read: deleted, edited away, forgotten.

    The messages are held until the transaction ends. Evidence, which has no words, can be asked
    about too: an edit leaves it.
    """
    now = await hold_messages(session, workspace_id, channel_id, talk.stamps)
    silent = await session.run_sync(opted_out, {(workspace_id, said.author) for said in talk.said})
    read = dict(zip(talk.stamps, talk.said, strict=True))

    def is_gone(quote: Quote) -> bool:
        message, said = now.get(quote["ts"]), read[quote["ts"]]
        if (workspace_id, said.author) in silent:
            return True
        if message is None:
            return talk.is_stored
        # Words whose time is over are forgotten by us, not taken back.
        if message.is_deleted or message.text in (None, said.text):
            return message.is_deleted
        return not says(message.text or "", quote.get("words", ""))

    return is_gone
