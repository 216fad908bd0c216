"""What levers lead to: somebody is asked in, thanked, or told that a huddle may do better."""

from __future__ import annotations

from bot.ba.conduct import conduct_of
from bot.cards.render import card_name
from bot.leadership.levers_huddle import KIND as HUDDLE_KIND
from bot.leadership.levers_people import ASKED_IN_KIND, THANKED_KIND
from bot.leadership.levers_rules import Unwanted
from bot.outgoing.kinds import Kind, Making, Outgoing, Post, Whisper
from bot.outgoing.rules import Drop
from bot.slack.blocks import Block, actions, button, context, overflow, said, section
from bot.slack.ids import Action
from bot.texts import levers as texts
from models.audience import Audience
from models.channel import get_channel
from models.knowing import agreed_to_be_found
from models.outbox import Outbox
from models.pointer import lived_by
from models.search import get_card
from models.thanks import get_thanks


async def make_asked_in(making: Making, row: Outbox) -> Outgoing:
    """Somebody would like to know how this person sees a card; nothing once they took it back."""
    card_id, by = int(row.payload["card"]), str(row.payload["by"])
    async with making.sessions.begin() as session:
        agreed = {each.member_id for each in await agreed_to_be_found(session, row.workspace_id)}
        lived = await lived_by(session, row.workspace_id, [card_id])
        if row.member_id not in agreed | set(lived.get(card_id, ())):
            return Drop("they want to be asked no more")
        me = Audience(row.workspace_id, member_id=row.member_id)
        card = await get_card(session, me, card_id)
    if card is None:
        return Drop("the card is gone")
    blocks = [section(texts.ASKED_IN.format(by=by, card=card_name(card)))]
    blocks += _quote(str(row.payload.get("words") or ""))
    blocks += [
        actions(
            button(texts.ASKED_IN_READ, Action.CARD_DETAILS, str(card_id)),
            button(texts.ASKED_IN_NO, Action.ASKED_IN_NO),
        ),
        context(texts.ASKED_IN_FOOT.format(by=by)),
    ]
    return Post(texts.ASKED_IN_PLAIN, blocks)


async def make_thanked(making: Making, row: Outbox) -> Outgoing:
    """Thanks, with the name and the words of who gives them."""
    async with making.sessions.begin() as session:
        thanks = await get_thanks(session, row.workspace_id, int(row.payload["thanks"]))
        if thanks is None:
            return Drop("taken back")
        card = None
        if thanks.card_id is not None:
            me = Audience(row.workspace_id, member_id=row.member_id)
            card = await get_card(session, me, thanks.card_id)
    words = (
        texts.THANKED.format(by=thanks.from_id)
        if card is None
        else texts.THANKED_CARD.format(by=thanks.from_id, card=card_name(card))
    )
    no_more = actions(button(texts.THANKED_NO, Action.THANKED_NO))
    return Post(texts.THANKED_PLAIN, [section(words), *_quote(thanks.words), no_more])


def _quote(words: str) -> list[Block]:
    one_line = " ".join(words.split())
    return [section(texts.THANKED_QUOTE.format(words=said(one_line, 320)))] if one_line else []


async def make_huddle(making: Making, row: Outbox) -> Outgoing:
    """One line, seen by one person; it says nothing of what was told."""
    async with making.sessions.begin() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
    if channel is None or not conduct_of(channel).suggests_huddle:
        return Drop("no such suggestions here any more")
    longer = [
        (texts.HUDDLE_WEEK, Unwanted.WEEK),
        (texts.HUDDLE_GOOD, Unwanted.GOOD),
    ]
    once = button(texts.HUDDLE_ONCE, f"{Action.HUDDLE_NO}_once", Unwanted.ONCE)
    return Whisper(
        texts.HUDDLE_PLAIN,
        [section(texts.HUDDLE), actions(once, overflow(Action.HUDDLE_NO, longer))],
    )


KINDS = (
    Kind(ASKED_IN_KIND, make_asked_in),
    Kind(THANKED_KIND, make_thanked),
    Kind(HUDDLE_KIND, make_huddle),
)
