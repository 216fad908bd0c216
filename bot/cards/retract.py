"""When words are taken back, so is what the bot made of them: offers and drafts that quote them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.service import withdraw_offer
from bot.quoting import Quote, says, unquote
from models.message import get_message
from models.thread import ThreadState, offered_threads_of, set_thread_state


async def retract_author(
    session: AsyncSession, workspace_id: str, author_id: str, now: datetime
) -> None:
    """Somebody opts out: offers in threads where they spoke go. Call before their messages go."""
    for channel_id, thread_ts in await offered_threads_of(
        session, workspace_id, author_id=author_id
    ):
        await _retract(session, workspace_id, channel_id, thread_ts, now)


async def unquote_author(
    session: AsyncSession, workspace_id: str, author_id: str, now: datetime
) -> None:
    """Somebody opts out: their words leave others' drafts; drafts of their own are theirs.

    Call once their messages are gone, as with ``unquote_message``.
    """
    await unquote(
        session, workspace_id, lambda each: each["author"] == author_id, now, but_of=author_id
    )


async def retract_message(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, now: datetime
) -> None:
    """A message is deleted: the offer of its thread goes. Call before the message goes."""
    for channel, thread_ts in await offered_threads_of(
        session, workspace_id, channel_id=channel_id, ts=ts
    ):
        await _retract(session, workspace_id, channel, thread_ts, now)


async def unquote_message(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, now: datetime
) -> None:
    """A message is deleted: its words leave drafts.

    Call once its tombstone is stored: a draft that is being made holds the message until it is
    stored itself, so that either it sees the tombstone or we see the draft.
    """
    await unquote(session, workspace_id, lambda each: each["ts"] == ts, now, channel_id=channel_id)


async def follow_edit(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, now: datetime
) -> None:
    """Somebody edited a message: what it no longer says is not quoted. Call once it is stored."""
    message = await get_message(session, workspace_id, channel_id, ts)
    if message is not None:
        await session.refresh(message, ["text"])
    text = (message.text if message is not None else None) or ""
    await unquote_but(session, workspace_id, channel_id, ts, text, now)


async def unquote_but(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, text: str, now: datetime
) -> None:
    """Of what drafts quote of a message, only what ``text``, its newest words, still says stays."""

    def is_gone(each: Quote) -> bool:
        return each["ts"] == ts and not says(text, each["words"])

    await unquote(session, workspace_id, is_gone, now, channel_id=channel_id)


async def _retract(
    session: AsyncSession, workspace_id: str, channel_id: str, thread_ts: str, now: datetime
) -> None:
    await set_thread_state(session, workspace_id, channel_id, thread_ts, ThreadState.LET_GO)
    await withdraw_offer(session, workspace_id, channel_id, thread_ts, now)
