"""What the bot says about a place that somebody built: its purpose, the asking, what came of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.built_form import quoted
from bot.ba.life_render import day_words
from bot.ba.outcome import CARDS_MOST, Outcome, gather_outcome
from bot.outgoing.copies import shows
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.slack.blocks import Block, actions, button, context, said, section
from bot.slack.gateway import Sent
from bot.slack.ids import Action
from bot.texts import ba_new as texts
from models.ba_built import BaBuilt, BuiltState, get_built
from models.card import Card
from models.channel import Level, get_channel
from models.member import members_of
from models.outbox import Outbox


async def _built(session: AsyncSession, row: Outbox) -> tuple[BaBuilt | None, str]:
    """The ba that a row is about, and its channel's time zone."""
    built = await get_built(session, row.workspace_id, int(row.payload["ba"]))
    channel = await get_channel(session, row.workspace_id, built.channel_id) if built else None
    return built, channel.tz if channel else "UTC"


async def make_purpose(making: Making, row: Outbox) -> Outgoing:
    """The purpose, for all in the channel to see."""
    async with making.sessions.begin() as session:
        built, tz = await _built(session, row)
    if built is None or built.state != BuiltState.OPEN:
        return Drop("over already")
    words = texts.POSTED if built.made_by else texts.POSTED_NOBODY
    text = words.format(
        by=built.made_by,
        purpose=quoted(built.purpose),
        day=day_words(built.ends_at, tz),
        where=texts.POSTED_WHERE[built.in_thread],
    )
    return Post(text, [section(text)])


async def note_root(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """Where the purpose was posted is where the ba has its thread."""
    built = await get_built(session, row.workspace_id, int(row.payload["ba"]))
    if built is not None:
        built.root_ts = sent.ts


async def make_ask(making: Making, row: Outbox) -> Outgoing:
    """Ask one person in."""
    async with making.sessions.begin() as session:
        built, tz = await _built(session, row)
    if built is None or built.state != BuiltState.OPEN or not built.made_by:
        return Drop("over already")
    text = texts.ASK.format(
        by=built.made_by,
        channel=built.channel_id,
        day=day_words(built.ends_at, tz),
        purpose=quoted(built.purpose),
    )
    buttons = actions(
        button(texts.ASK_YES, Action.BA_ASK_YES, str(built.id), style="primary"),
        button(texts.ASK_NO, Action.BA_ASK_NO, str(built.id)),
    )
    return Post(text, [section(text), buttons])


async def make_came(making: Making, row: Outbox) -> Outgoing:
    """Tell who built it that somebody would like to come."""
    async with making.sessions.begin() as session:
        built, _ = await _built(session, row)
        if built is None:
            return Drop("gone")
        inside = await members_of(session, row.workspace_id, built.channel_id)
    person = str(row.payload["person"])
    text = texts.CAME.format(member=person, channel=built.channel_id)
    if person not in inside:
        text += " " + texts.CAME_INVITE.format(member=person)
    return Post(text, [section(text)])


async def make_outcome(making: Making, row: Outbox) -> Outgoing:
    """What came of it, once, where it took place."""
    async with making.sessions.begin() as session:
        built, _ = await _built(session, row)
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        if built is None or channel is None or not channel.is_member or channel.is_archived:
            return Drop("gone")
        if channel.level == Level.OFF:
            return Drop("the channel is off")
        outcome = await gather_outcome(session, built)
    shows(row, [card.id for card in outcome.cards[:CARDS_MOST]])
    return Post(texts.CAME_OF_IT.split("\n")[0].strip("*"), outcome_blocks(built, outcome))


def outcome_blocks(built: BaBuilt, outcome: Outcome) -> list[Block]:
    """What came of a ba as blocks; cards only those that all in the channel may see."""
    blocks = [section(texts.CAME_OF_IT.format(purpose=quoted(built.purpose)))]
    if outcome.cards:
        names = [_name(card) for card in outcome.cards[:CARDS_MOST]]
        if len(outcome.cards) > CARDS_MOST:
            names.append(texts.OUTCOME_MORE)
        blocks.append(section(texts.OUTCOME_CARDS.format(cards=", ".join(names))))
    if outcome.used:
        tried = texts.tried(outcome.used, outcome.worked, outcome.failed)
        blocks.append(section(texts.OUTCOME_TRIED.format(tried=tried)))
    if outcome.questions:
        told = " · ".join(f"“{said(words, 150)}”" for words in outcome.questions)
        blocks.append(section(texts.OUTCOME_OPEN.format(questions=told)))
    if outcome.is_empty:
        blocks.append(section(texts.OUTCOME_NOTHING))
    stays = texts.OUTCOME_THREAD_STAYS if built.in_thread else texts.OUTCOME_STAYS
    return [*blocks, context(stays)]


def _name(card: Card) -> str:
    title = " ".join(said(card.title, 120).split())
    return f"<{card.permalink}|{title.replace('|', '/')}>" if card.permalink else f"*{title}*"


KINDS = (
    Kind("ba_purpose", make_purpose, after_sent=note_root),
    Kind("ba_ask", make_ask),
    Kind("ba_came", make_came),
    Kind("ba_outcome", make_outcome),
)
