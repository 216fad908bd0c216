"""What the bot says about a channel: who it is, and that somebody switched it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_of
from bot.ba.kinds import KIND_CHANGED
from bot.ba.render import introduction_blocks
from bot.outgoing.kinds import Change, Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.slack.blocks import section
from bot.slack.gateway import Sent
from bot.texts import ba as texts
from bot.texts import kinds as kind_texts
from models.channel import get_channel
from models.outbox import Outbox, row_by_key


async def make_introduction(making: Making, row: Outbox) -> Outgoing:
    """The one introduction in a channel, with its switches."""
    async with making.sessions.begin() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
    if channel is None or not channel.is_member:
        return Drop("not in the channel any more")
    blocks = introduction_blocks(making.settings, is_shared=channel.is_shared)
    return Post("Hello, I am Ba.", blocks)


async def make_switched(making: Making, row: Outbox) -> Outgoing:
    """Everybody in a channel learns who switched the bot there."""
    text = texts.SWITCHED[row.payload["level"]].format(by=row.payload["by"])
    return Post(text, [section(text)])


async def make_introduction_done(making: Making, row: Outbox) -> Outgoing:
    """The introduction without its switches, once somebody used one: `/ba` has them now."""
    async with making.sessions.begin() as session:
        posted = await row_by_key(session, row.workspace_id, f"introduction:{row.channel_id}")
        channel = await get_channel(session, row.workspace_id, row.channel_id)
    if channel is None or posted is None or not posted.sent_ts:
        return Drop("there is no introduction to change")
    blocks = introduction_blocks(making.settings, is_shared=channel.is_shared, with_switch=False)
    return Change(row.channel_id, posted.sent_ts, "Hello, I am Ba.", blocks)


async def make_kind_changed(making: Making, row: Outbox) -> Outgoing:
    """A place has become another kind of place; nothing when that is over, or told, or pinned."""
    async with making.sessions() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
    if channel is None or channel.pinned_kind or not conduct_of(channel).tells_kind:
        return Drop("not told here")
    kind, before = channel.kind, channel.told_kind
    if kind is None or before is None or kind != row.payload["kind"] or kind == before:
        return Drop("it is as it was")
    text = kind_texts.changed(kind, before, texts.KIND_CONDUCT[kind], channel.kind_reason)
    return Post(kind_texts.CHANGED_ALERT, [section(text)])


async def kind_was_told(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """From now on that is the kind people know."""
    channel = await get_channel(session, row.workspace_id, row.channel_id)
    if channel is not None:
        channel.told_kind = str(row.payload["kind"])


KINDS = (
    Kind("introduction", make_introduction),
    Kind("introduction_done", make_introduction_done),
    Kind("switched", make_switched),
    Kind(KIND_CHANGED, make_kind_changed, kind_was_told),
)
