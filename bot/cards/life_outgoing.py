"""What the bot says by itself about the life of cards: in direct messages, within the budget."""

from __future__ import annotations

from bot.cards.life_render import added_line, talk_blocks, true_blocks
from bot.cards.life_rules import TALK_KIND, TRUE_KIND
from bot.cards.service import may_read
from bot.cards.talked_on import newer
from bot.cards.threads import stored_talk
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.slack.blocks import said, section
from bot.slack.gateway import SlackFailure
from bot.texts import card_life as texts
from models.audience import Audience
from models.card import CardStatus
from models.life import get_life
from models.outbox import Outbox
from models.search import get_card


async def make_still_true(making: Making, row: Outbox) -> Outgoing:
    """The question to an author; dropped when it was settled, or the card is out of sight."""
    audience = Audience(row.workspace_id, member_id=row.member_id)
    number = int(row.payload["round"])
    async with making.sessions.begin() as session:
        card = await get_card(session, audience, int(row.payload["card"]))
        if card is None or card.status == CardStatus.RETIRED:
            return Drop("the card is gone")
        life = await get_life(session, card.id)
    if life is None or life.round != number:
        return Drop("settled already")
    return Post(texts.TRUE_ALERT.format(title=said(card.title, 150)), true_blocks(card, number))


async def make_talked_on(making: Making, row: Outbox) -> Outgoing:
    """People found something out since: where, for an author who may still read it."""
    audience = Audience(row.workspace_id, member_id=row.member_id)
    async with making.sessions.begin() as session:
        card = await get_card(session, audience, int(row.payload["card"]))
        if card is None or card.status == CardStatus.RETIRED:
            return Drop("the card is gone")
        if not await may_read(session, row.workspace_id, card.channel_id, row.member_id):
            return Drop("they cannot read that conversation")
        place = (card.workspace_id, card.channel_id, card.thread_ts)
        talk = newer(await stored_talk(session, *place), str(row.payload["since"]))
    if not talk.said:
        return Drop("the words are gone")
    alert = texts.TALK_ALERT.format(title=said(card.title, 150))
    try:
        address = await making.gateway.permalink(card.channel_id, talk.stamps[0])
    except SlackFailure:
        address = ""
    return Post(alert, talk_blocks(card, address))


async def make_added(making: Making, row: Outbox) -> Outgoing:
    """A word to the thread, where everybody there may see the card."""
    audience = Audience(row.workspace_id, channel_id=row.channel_id)
    async with making.sessions.begin() as session:
        card = await get_card(session, audience, int(row.payload["card"]))
    if card is None:
        return Drop("not everybody here may see the card")
    line = added_line(card)
    return Post(line, [section(line)])


KINDS = (
    Kind(TRUE_KIND, make_still_true),
    Kind(TALK_KIND, make_talked_on),
    Kind("added_to_card", make_added),
)
