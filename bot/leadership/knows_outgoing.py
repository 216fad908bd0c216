"""Answers to "who knows about …?", and the one question whether somebody may be named."""

from __future__ import annotations

from bot.leadership.knows import ASK_KIND, card_for, who_or_note
from bot.leadership.knows_render import ask_blocks, known_blocks
from bot.outgoing.kinds import Kind, Making, Outgoing, Post, Whisper
from bot.outgoing.rules import Drop
from bot.people import fetch_person
from bot.slack.gateway import SlackRefused
from bot.texts import knows as texts
from models.channel import get_channel, is_on
from models.knowing import FindState, get_findable
from models.outbox import Outbox

WHO_KIND = "who_knows"


async def make_who(making: Making, row: Outbox) -> Outgoing:
    """Who knows, for the asker alone: whispered where they asked, or posted in their direct talk.

    A row with a channel and a person is a whisper; one with a channel alone is direct talk.
    """
    asker = str(row.payload["asker"])
    try:
        await fetch_person(making.sessions, making.gateway, row.workspace_id, asker, making.now)
    except SlackRefused:
        return Drop("an asker whom Slack does not know")
    async with making.sessions.begin() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        is_direct = not row.member_id
        if not is_direct and not is_on(channel):
            return Drop("the channel is off")
        known = await who_or_note(
            session,
            row.workspace_id,
            asker,
            str(row.payload["words"]),
            channel_id="" if is_direct else row.channel_id,
            now=making.now,
        )
    blocks = known_blocks(known)
    text = texts.KNOW if known.people else str(blocks[0]["text"]["text"])
    return Post(text, blocks) if is_direct else Whisper(text, blocks)


async def make_ask(making: Making, row: Outbox) -> Outgoing:
    """Ask somebody, once, whether they may be named."""
    async with making.sessions.begin() as session:
        known = await get_findable(session, row.workspace_id, row.member_id)
        if known is None or known.state != FindState.ASKED:
            return Drop("they have said already")
        card = None
        if "card" in row.payload:
            card_id = int(row.payload["card"])
            card = await card_for(session, row.workspace_id, row.member_id, card_id)
            if card is None:
                return Drop("the card is gone")
    text = texts.ASK_THANKED if card is None else texts.ASK_PLAIN
    return Post(text, ask_blocks(card))


KINDS = (Kind(WHO_KIND, make_who), Kind(ASK_KIND, make_ask))
