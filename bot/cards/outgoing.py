"""What the bot says about cards: offers, pointers, cards themselves, answers to questions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_of
from bot.cards.render import bulb_blocks, card_blocks, card_line, found_blocks, offer_blocks
from bot.cards.service import find_for, withdraw_offer
from bot.cards.threads import stored_talk
from bot.outgoing.kinds import Kind, Making, Outgoing, Post, Remove, Whisper
from bot.outgoing.rules import Drop
from bot.people import fetch_person
from bot.slack.blocks import context, said, section
from bot.slack.gateway import Sent, SlackFailure, SlackRefused
from bot.texts import ba as ba_texts
from bot.texts import cards as texts
from models.audience import Audience
from models.card import Card
from models.channel import Level, get_channel
from models.outbox import Outbox, put
from models.search import get_card, list_cards
from models.thread import ThreadState, get_thread, set_thread_state


async def make_offer(making: Making, row: Outbox) -> Outgoing:
    """The offer, with the sentence that seems to state the insight; dropped when it is stale."""
    async with making.sessions.begin() as session:
        thread = await get_thread(session, row.workspace_id, row.channel_id, row.thread_ts)
        if thread is None or thread.state != ThreadState.OFFERED:
            return Drop("the thread is no longer open to an offer")
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        if channel is None or not conduct_of(channel).offers_cards:
            return Drop("no offers here any more")
        talk = await stored_talk(session, row.workspace_id, row.channel_id, row.thread_ts)
    if not talk.said:
        return Drop("the thread's words are gone")
    reading = await making.reading.read_thread(talk.said)
    place = f"{row.channel_id}:{row.thread_ts}"
    blocks = offer_blocks(reading.draft.statement, place, making.settings.offer_days)
    return Post(texts.OFFER_PLAIN, blocks)


async def offer_refused(session: AsyncSession, row: Outbox, code: str, now: datetime) -> None:
    """Slack would not take the offer: the thread is let go."""
    place = (row.workspace_id, row.channel_id, row.thread_ts)
    await set_thread_state(session, *place, ThreadState.LET_GO)


async def offer_sent(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """Somebody answered while the offer was on its way: take it away again."""
    thread = await get_thread(session, row.workspace_id, row.channel_id, row.thread_ts)
    if thread is None or thread.state != ThreadState.OFFERED:
        await withdraw_offer(session, row.workspace_id, row.channel_id, row.thread_ts, now)


async def make_withdrawal(making: Making, row: Outbox) -> Outgoing:
    """Take an offer away."""
    return Remove(row.payload["channel"], row.payload["ts"])


async def make_pointer(making: Making, row: Outbox) -> Outgoing:
    """One line that points to cards which this channel may see."""
    audience = Audience(row.workspace_id, channel_id=row.channel_id)
    async with making.sessions.begin() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        if channel is None or not conduct_of(channel).points_to_cards:
            return Drop("no pointers here any more")
        cards = await list_cards(session, audience, ids=row.payload["cards"])
    if not cards:
        return Drop("nothing to point to any more")
    links = " · ".join(card_line(card) for card in cards)
    return Post(texts.POINTER.format(links=""), [section(texts.POINTER.format(links=links))])


async def make_card(making: Making, row: Outbox) -> Outgoing:
    """The card, in the thread it grew from, or in its channel."""
    audience = Audience(row.workspace_id, channel_id=row.channel_id)
    async with making.sessions.begin() as session:
        card = await get_card(session, audience, int(row.payload["card"]))
        if card is None:
            return Drop("the card is gone")
        evidence = list(card.evidence)
    linked = await _with_links(making, evidence)
    if linked != evidence:
        async with making.sessions.begin() as session:
            stored = await session.get(Card, card.id)
            if stored is not None:
                stored.evidence = linked
        card.evidence = linked
    return Post(texts.CARD_FALLBACK.format(title=said(card.title, 150)), card_blocks(card))


async def _with_links(making: Making, evidence: list[dict[str, str]]) -> list[dict[str, str]]:
    """The evidence with the address of each message; one that cannot be had is left out."""
    linked = []
    for each in evidence:
        try:
            permalink = each.get("permalink") or await making.gateway.permalink(
                each["channel"], each["ts"]
            )
        except SlackFailure:
            permalink = ""
        linked.append({**each, "permalink": permalink})
    return linked


async def card_sent(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """Remember where the card stands."""
    card = await session.get(Card, int(row.payload["card"]))
    if card is not None:
        card.posted_ts, card.permalink = sent.ts, sent.permalink


async def card_refused(session: AsyncSession, row: Outbox, code: str, now: datetime) -> None:
    """The card could not be posted: its author is told, since nothing may fail silently."""
    card = await session.get(Card, int(row.payload["card"]))
    if card is not None:
        await put(
            session,
            workspace_id=row.workspace_id,
            kind="card_not_posted",
            key=f"card_not_posted:{card.id}",
            member_id=card.author_id,
            payload={"card": card.id},
            now=now,
        )


async def make_card_not_posted(making: Making, row: Outbox) -> Outgoing:
    """Tell an author that their card is kept but could not be posted."""
    audience = Audience(row.workspace_id, member_id=row.member_id)
    async with making.sessions.begin() as session:
        card = await get_card(session, audience, int(row.payload["card"]))
    if card is None:
        return Drop("the card is gone")
    text = texts.CARD_NOT_POSTED.format(title=said(card.title, 150), channel=card.channel_id)
    return Post(text, [section(text), *card_blocks(card)])


async def make_bulb(making: Making, row: Outbox) -> Outgoing:
    """The button that a light bulb leads to."""
    return Whisper(texts.BULB, bulb_blocks(f"{row.channel_id}:{row.payload['ts']}"))


async def make_answer(making: Making, row: Outbox) -> Outgoing:
    """Answer a question: in the channel when all may see it, else to the asker alone."""
    await _know(making, row.workspace_id, str(row.payload["asker"]))
    async with making.sessions.begin() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        is_direct = bool(row.payload.get("direct"))
        if not is_direct and (channel is None or channel.level == Level.OFF):
            return Drop("the channel is off")
        asker = Audience(row.workspace_id, member_id=str(row.payload["asker"]))
        here = asker if is_direct else Audience(row.workspace_id, channel_id=row.channel_id)
        cards = await find_for(session, here, str(row.payload["question"]))
        if not cards and not is_direct:
            for_asker = await find_for(session, asker, str(row.payload["question"]))
            await _whisper_instead(session, row, for_asker, making.now)
            return Drop("told to the asker alone")
    if not cards:
        return Post(texts.FOUND_NONE, [section(texts.FOUND_NONE)])
    return Post(texts.FOUND_MANY.format(count=len(cards)), found_blocks(cards))


async def _know(making: Making, workspace_id: str, member_id: str) -> None:
    """Learn who somebody is: what a stranger may see is nothing."""
    try:
        await fetch_person(making.sessions, making.gateway, workspace_id, member_id, making.now)
    except SlackRefused:
        return


async def _whisper_instead(
    session: AsyncSession, row: Outbox, cards: list[Card], now: datetime
) -> None:
    await put(
        session,
        workspace_id=row.workspace_id,
        kind="private_answer",
        key=f"private:{row.unique_key}",
        channel_id=row.channel_id,
        member_id=str(row.payload["asker"]),
        thread_ts=row.thread_ts,
        payload={"cards": [card.id for card in cards]},
        now=now,
    )


async def make_private_answer(making: Making, row: Outbox) -> Outgoing:
    """What only the asker may see, or that nothing was found."""
    audience = Audience(row.workspace_id, member_id=row.member_id)
    async with making.sessions.begin() as session:
        cards = await list_cards(session, audience, ids=row.payload["cards"])
    if not cards:
        return Whisper(texts.FOUND_NONE, [section(texts.FOUND_NONE)])
    blocks = [*found_blocks(cards), context(texts.FOUND_PRIVATELY)]
    return Whisper(texts.FOUND_PRIVATELY, blocks)


async def make_off_here(making: Making, row: Outbox) -> Outgoing:
    """Somebody spoke to the bot where it is off."""
    return Whisper(ba_texts.OFF_HERE, [section(ba_texts.OFF_HERE)])


async def make_ask_something(making: Making, row: Outbox) -> Outgoing:
    """Somebody mentioned the bot and said nothing else."""
    return Whisper(texts.ASK_SOMETHING, [section(texts.ASK_SOMETHING)])


KINDS = (
    Kind("offer", make_offer, offer_sent, offer_refused),
    Kind("withdraw", make_withdrawal),
    Kind("pointer", make_pointer),
    Kind("card", make_card, card_sent, card_refused, wants_permalink=True),
    Kind("card_not_posted", make_card_not_posted),
    Kind("bulb", make_bulb),
    Kind("answer", make_answer),
    Kind("private_answer", make_private_answer),
    Kind("off_here", make_off_here),
    Kind("ask_something", make_ask_something),
)
