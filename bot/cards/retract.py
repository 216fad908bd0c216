"""When words are taken back, so is what the bot made of them: offers and drafts that quote them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.service import withdraw_offer
from bot.quoting import unquote
from models.thread import ThreadState, offered_threads_of, set_thread_state


async def retract_author(
    session: AsyncSession, workspace_id: str, author_id: str, now: datetime
) -> None:
    """Somebody opts out: offers in threads where they spoke go, and their words in others' drafts.

    Call before their messages go. Drafts of their own are theirs.
    """
    for channel_id, thread_ts in await offered_threads_of(
        session, workspace_id, author_id=author_id
    ):
        await _retract(session, workspace_id, channel_id, thread_ts, now)
    await unquote(session, workspace_id, lambda each: each["author"] == author_id, but_of=author_id)


async def retract_message(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, now: datetime
) -> None:
    """A message is deleted: the offer of its thread goes, and its words in drafts.

    Call before the message goes.
    """
    for channel, thread_ts in await offered_threads_of(
        session, workspace_id, channel_id=channel_id, ts=ts
    ):
        await _retract(session, workspace_id, channel, thread_ts, now)
    await unquote(session, workspace_id, lambda each: each["ts"] == ts, channel_id=channel_id)


async def _retract(
    session: AsyncSession, workspace_id: str, channel_id: str, thread_ts: str, now: datetime
) -> None:
    await set_thread_state(session, workspace_id, channel_id, thread_ts, ThreadState.LET_GO)
    await withdraw_offer(session, workspace_id, channel_id, thread_ts, now)
