"""What the bot says by itself about places: opened, closed, met in, linked, built, ended."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.bursts import POST, WHISPER
from bot.ba.life_render import answer_buttons
from bot.outgoing.kinds import Kind, Making, Outgoing, Post, Whisper
from bot.outgoing.rules import Drop
from bot.slack.blocks import Block, actions, button, context, section
from bot.slack.gateway import Sent
from bot.slack.ids import Action
from bot.texts import ba_life as texts
from models.ba_link import BaLinkState, lock_link
from models.member import members_of
from models.outbox import Outbox, put

# How long an unanswered word in a thread stands.
STANDS = timedelta(days=3)


async def make_life(making: Making, row: Outbox) -> Outgoing:
    """Everybody in a channel learns who closed its place, or opened it again."""
    words = texts.CLOSED_TOLD if row.payload["what"] == "closed" else texts.OPENED_TOLD
    text = words.format(by=row.payload["by"])
    return Post(text, [section(text)])


def burst_blocks(value: str, refuse: Action) -> list[Block]:
    """What those in a sudden meeting are asked."""
    buttons = actions(
        button(texts.BURST_BUILD, Action.BA_NEW, value.partition(":")[0], style="primary"),
        button(texts.BURST_NO, refuse, value),
    )
    return [section(texts.BURST), buttons, context(texts.BURST_WHY)]


async def make_burst(making: Making, row: Outbox) -> Outgoing:
    """One reply in the thread where people meet who rarely do."""
    value = f"{row.channel_id}:{row.thread_ts}"
    return Post(texts.BURST, burst_blocks(value, Action.BURST_NO))


async def take_burst_away(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """Unanswered, the word in the thread is taken away again."""
    await put(
        session,
        workspace_id=row.workspace_id,
        kind="withdraw",
        key=f"withdraw:burst:{sent.channel_id}:{sent.ts}",
        channel_id=sent.channel_id,
        payload={"channel": sent.channel_id, "ts": sent.ts},
        due_at=now + STANDS,
        now=now,
    )


async def make_burst_whisper(making: Making, row: Outbox) -> Outgoing:
    """The same, to one of them alone, where there is no thread."""
    return Whisper(texts.BURST, burst_blocks(row.channel_id, Action.BURST_NO_ME))


async def make_link_ask(making: Making, row: Outbox) -> Outgoing:
    """Ask a member of both whether two places belong together."""
    async with making.sessions.begin() as session:
        link = await lock_link(session, row.workspace_id, int(row.payload["link"]))
        if link is None or link.state != BaLinkState.PROPOSED:
            return Drop("decided, or gone")
        for end in (link.one_id, link.other_id):
            if row.member_id not in await members_of(session, row.workspace_id, end):
                return Drop("not in both any more")
    why = texts.link_why(link.likeness, link.cards)
    text = texts.LINK_ASK.format(one=link.one_id, other=link.other_id, why=why)
    return Post(text, [section(text), answer_buttons(link.id)])


KINDS = (
    Kind("ba_life", make_life),
    Kind(POST, make_burst, after_sent=take_burst_away),
    Kind(WHISPER, make_burst_whisper),
    Kind("ba_link_ask", make_link_ask),
)
