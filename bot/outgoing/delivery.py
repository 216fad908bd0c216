"""One message on its way to Slack, and what became of one whose answer was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.outgoing.kinds import Change, Post, Remove, Whisper
from bot.outgoing.pictures import upload_picture
from bot.outgoing.rules import Drop
from bot.slack.gateway import Gateway, Sent, SlackRefused
from models.outbox import Outbox

Said = Post | Whisper | Remove | Change | Drop
# Makes sure, at the last moment, that the row is still this sender's; raises when it is not.
Hold = Callable[[], Awaitable[None]]

# Refusals after which the target is gone already: as good as done.
GONE = frozenset({"message_not_found", "cant_delete_message", "channel_not_found"})


async def deliver(slack: Gateway, row: Outbox, outgoing: Said, hold: Hold) -> Sent | Drop:
    """Say it, or do it, in one call that takes no longer than the client's time-out.

    ``slack`` must not resend by itself. Raises SlackFailure, and what ``hold`` raises.
    """
    if isinstance(outgoing, Drop):
        return outgoing
    if isinstance(outgoing, Post):
        return await _post(slack, row, outgoing, hold)
    await hold()
    if isinstance(outgoing, Remove):
        return await _remove(slack, outgoing)
    if isinstance(outgoing, Change):
        await slack.call(
            "chat.update",
            channel=outgoing.channel_id,
            ts=outgoing.ts,
            text=outgoing.text,
            blocks=list(outgoing.blocks),
        )
        return Sent(outgoing.channel_id, outgoing.ts)
    await slack.whisper(
        row.channel_id, row.member_id, outgoing.text, outgoing.blocks, thread_ts=row.thread_ts
    )
    return Sent(row.channel_id, "")


async def _remove(slack: Gateway, outgoing: Remove) -> Sent:
    try:
        await slack.call("chat.delete", channel=outgoing.channel_id, ts=outgoing.ts)
    except SlackRefused as refused:
        if refused.code not in GONE:
            raise
    return Sent(outgoing.channel_id, outgoing.ts)


async def _post(slack: Gateway, row: Outbox, post: Post, hold: Hold) -> Sent:
    channel_id = row.channel_id or await slack.open_direct(row.member_id)
    blocks = list(post.blocks)
    if post.picture is not None:
        blocks.insert(post.picture_at, await upload_picture(slack, post.picture))
    await hold()
    return await slack.post(
        channel_id, post.text, blocks, thread_ts=row.thread_ts, key=row.unique_key
    )


async def look_up(slack: Gateway, row: Outbox) -> Sent | Drop | None:
    """What became of a send whose answer never came; None: it did not reach Slack."""
    if row.member_id and row.channel_id:
        return Drop("may have been shown already")  # what one person alone sees
    if not row.channel_id and not row.member_id:
        return None  # it says nothing, it fetches something
    channel_id = row.channel_id or await slack.open_direct(row.member_id)
    oldest = f"{(row.created_at - timedelta(minutes=10)).timestamp():.6f}"
    try:
        return await slack.find_posted(
            channel_id, row.unique_key, thread_ts=row.thread_ts, oldest=oldest
        )
    except SlackRefused:
        return None
