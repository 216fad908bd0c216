"""What the bot says about cards: offers, pointers, cards themselves, answers to questions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_of
from bot.cards.face import face_of
from bot.cards.finding import Found, find_or_note, lived_names, search
from bot.cards.found import answer_blocks, nothing_words
from bot.cards.gaps import close_gaps
from bot.cards.refresh import shown_card
from bot.cards.render import bulb_blocks, card_blocks, offer_blocks
from bot.cards.service import withdraw_offer
from bot.cards.threads import stored_talk
from bot.outgoing.kinds import Kind, Making, Outgoing, Post, Remove, Whisper
from bot.outgoing.rules import Drop
from bot.people import fetch_person
from bot.slack.blocks import context, said, section
from bot.slack.gateway import Sent, SlackRefused
from bot.texts import ba as ba_texts
from bot.texts import cards as texts
from bot.texts import finding as finding_texts
from models.audience import Audience
from models.card import Card
from models.channel import get_channel, is_on
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


async def offer_dropped(session: AsyncSession, row: Outbox, reason: str, now: datetime) -> None:
    """The offer was never made: its thread is no longer one that was offered."""
    thread = await get_thread(session, row.workspace_id, row.channel_id, row.thread_ts)
    if thread is not None and thread.state == ThreadState.OFFERED:
        thread.state = ThreadState.LET_GO


async def offer_sent(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """Somebody answered while the offer was on its way: take it away again."""
    thread = await get_thread(session, row.workspace_id, row.channel_id, row.thread_ts)
    if thread is None or thread.state != ThreadState.OFFERED:
        await withdraw_offer(session, row.workspace_id, row.channel_id, row.thread_ts, now)


async def make_withdrawal(making: Making, row: Outbox) -> Outgoing:
    """Take an offer away."""
    return Remove(row.payload["channel"], row.payload["ts"])


async def make_card(making: Making, row: Outbox) -> Outgoing:
    """The card, in the thread it grew from, or in its channel."""
    shown = await shown_card(making, row)
    return Drop("the card is gone") if shown is None else Post(shown.text, shown.blocks)


async def card_sent(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """Remember where the card stands."""
    card = await session.get(Card, int(row.payload["card"]))
    if card is not None:
        card.posted_ts, card.permalink = sent.ts, sent.permalink
        await close_gaps(session, card, now)


async def card_refused(session: AsyncSession, row: Outbox, code: str, now: datetime) -> None:
    """The card could not be posted: its author is told, since nothing may fail silently."""
    card = await session.get(Card, int(row.payload["card"]))
    if card is not None:
        await close_gaps(session, card, now)
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
        face = await face_of(session, card, audience)
    text = texts.CARD_NOT_POSTED.format(title=said(card.title, 150), channel=card.channel_id)
    return Post(text, [section(text), *card_blocks(card, face=face)])


async def make_bulb(making: Making, row: Outbox) -> Outgoing:
    """The button that a light bulb leads to."""
    return Whisper(texts.BULB, bulb_blocks(f"{row.channel_id}:{row.payload['ts']}"))


async def make_answer(making: Making, row: Outbox) -> Outgoing:
    """Answer a question: in the channel when all may see it, else to the asker alone."""
    await _know(making, row.workspace_id, str(row.payload["asker"]))
    async with making.sessions.begin() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        is_direct = bool(row.payload.get("direct"))
        if not is_direct and not is_on(channel):
            return Drop("the channel is off")
        asker = Audience(row.workspace_id, member_id=str(row.payload["asker"]))
        here = asker if is_direct else Audience(row.workspace_id, channel_id=row.channel_id)
        question, now = str(row.payload["question"]), making.now
        if is_direct:
            found = await find_or_note(session, asker, question, channel_id="", now=now)
        else:
            found = await search(session, here, question)
        if not found.cards and not is_direct:
            for_asker = await find_or_note(
                session, asker, question, channel_id=row.channel_id, now=now
            )
            await _whisper_instead(session, row, for_asker.cards, now)
            return Drop("told to the asker alone")
    if not found.cards:
        return Post(nothing_words(found), [section(nothing_words(found))])
    row.payload = {**row.payload, "cards": [card.id for card in found.cards]}
    return Post(finding_texts.FOUND_MANY, answer_blocks(found))


async def _know(making: Making, workspace_id: str, member_id: str) -> None:
    """Learn who somebody is: what a stranger may see is nothing."""
    try:
        await fetch_person(making.sessions, making.gateway, workspace_id, member_id, making.now)
    except SlackRefused:
        return


async def _whisper_instead(
    session: AsyncSession, row: Outbox, cards: Sequence[Card], now: datetime
) -> None:
    await put(
        session,
        workspace_id=row.workspace_id,
        kind="private_answer",
        key=f"private:{row.unique_key}",
        channel_id=row.channel_id,
        member_id=str(row.payload["asker"]),
        # Slack shows nothing whispered into a thread that has no reply yet.
        thread_ts="" if row.unique_key.endswith(f":{row.thread_ts}") else row.thread_ts,
        payload={"cards": [card.id for card in cards]},
        now=now,
    )


async def make_private_answer(making: Making, row: Outbox) -> Outgoing:
    """What only the asker may see, or that nothing was found."""
    audience = Audience(row.workspace_id, member_id=row.member_id)
    async with making.sessions.begin() as session:
        cards = await list_cards(session, audience, ids=row.payload["cards"])
        names = await lived_names(session, row.workspace_id, row.payload["cards"])
    if not cards:
        return Whisper(finding_texts.NONE, [section(finding_texts.NONE)])
    blocks = [*answer_blocks(Found(cards, lived=names)), context(texts.FOUND_PRIVATELY)]
    return Whisper(texts.FOUND_PRIVATELY, blocks)


async def make_off_here(making: Making, row: Outbox) -> Outgoing:
    """Somebody spoke to the bot where it is off."""
    return Whisper(ba_texts.OFF_HERE, [section(ba_texts.OFF_HERE)])


async def make_ask_something(making: Making, row: Outbox) -> Outgoing:
    """Somebody mentioned the bot and said nothing else."""
    return Whisper(texts.ASK_SOMETHING, [section(texts.ASK_SOMETHING)])


KINDS = (
    Kind("offer", make_offer, offer_sent, offer_refused, after_dropped=offer_dropped),
    Kind("withdraw", make_withdrawal),
    Kind("card", make_card, card_sent, card_refused, wants_permalink=True),
    Kind("card_not_posted", make_card_not_posted),
    Kind("bulb", make_bulb),
    Kind("answer", make_answer),
    Kind("private_answer", make_private_answer),
    Kind("off_here", make_off_here),
    Kind("ask_something", make_ask_something),
)
