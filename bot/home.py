"""The Home tab: my drafts, what I try, cards near me, what the bot keeps about me."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.face import day_of
from bot.cards.life import unchallenged_cards
from bot.cards.life_render import unchallenged_blocks
from bot.cards.render import card_line
from bot.outgoing.kinds import Kind, Making, Outgoing
from bot.outgoing.rules import Drop
from bot.people import fetch_person
from bot.practice.times import Times, times_line
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, context, divider, header, said, section
from bot.slack.ids import Action
from bot.texts import ba as ba_texts
from bot.texts import card_life as life_texts
from bot.texts import home as texts
from bot.texts import sharing as sharing_texts
from models.audience import Audience
from models.card import Card, Draft, drafts_of
from models.member import Member, MuteSubject, get_member, muted_kinds
from models.message import count_messages_of
from models.outbox import Outbox
from models.practice import Review, reviews_of
from models.rhythm import get_rhythm
from models.search import list_cards


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody's Home shows."""

    drafts: Sequence[Draft]
    reviews: Sequence[tuple[Review, Card]]
    cards: Sequence[Card]
    known_messages: int
    is_opted_out: bool
    is_muted: bool
    times: str = ""
    unchallenged: Sequence[Card] = ()


async def gather_home(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime
) -> Home:
    """Collect what somebody's Home shows; only what they may see."""
    audience = Audience(workspace_id, member_id=member_id)
    reviews = await reviews_of(session, workspace_id, member_id, limit=5)
    practised = await list_cards(session, audience, ids=[review.card_id for review in reviews])
    by_id = {card.id: card for card in practised}
    member = await get_member(session, workspace_id, member_id)
    muted = await muted_kinds(session, workspace_id, MuteSubject.PERSON, [member_id], now)
    return Home(
        drafts=await drafts_of(session, workspace_id, member_id, limit=10),
        reviews=[(each, by_id[each.card_id]) for each in reviews if each.card_id in by_id],
        cards=await list_cards(session, audience, limit=5),
        known_messages=await count_messages_of(session, workspace_id, member_id),
        is_opted_out=bool(member and member.opted_out_at),
        is_muted=bool(muted),
        unchallenged=await unchallenged_cards(session, workspace_id, member_id),
        times=await _times(session, workspace_id, member_id, member, now),
    )


async def _times(
    session: AsyncSession, workspace_id: str, member_id: str, member: Member | None, now: datetime
) -> str:
    rhythm = await get_rhythm(session, workspace_id, member_id)
    if rhythm is None:
        return ""
    own = Times(rhythm.begins, rhythm.ends, tuple(rhythm.days), rhythm.away_until)
    return times_line(own, ZoneInfo(member.tz if member else "UTC"), now)


def home_view(home: Home, settings: Settings) -> Block:
    """The view for ``views.publish``."""
    blocks = [header(texts.HELLO), *_drafts(home, settings), divider(), *_practice(home), divider()]
    blocks.append(section(f"*{texts.CARDS}*"))
    blocks += [section(card_line(card)) for card in home.cards] or [section(texts.NO_CARDS)]
    blocks += unchallenged_blocks(home.unchallenged)
    blocks += [divider(), *_kept(home, settings), context(ba_texts.INTRODUCTION_MORE)]
    return {"type": "home", "blocks": blocks}


def _drafts(home: Home, settings: Settings) -> list[Block]:
    blocks = [section(f"*{texts.DRAFTS}*")]
    for draft in home.drafts:
        name = said(str(draft.fields.get("title") or draft.fields.get("statement") or "…"), 120)
        until = draft.updated_at + timedelta(days=settings.draft_days)
        kind = life_texts.DRAFT_CHANGE if draft.card_id is not None else life_texts.DRAFT_NEW
        blocks.append(
            section(f"*{name}*\n{kind} {life_texts.DRAFT_KEPT.format(day=day_of(until))}")
        )
        blocks.append(
            actions(
                button(texts.OPEN_DRAFT, Action.OPEN_DRAFT, str(draft.id), style="primary"),
                button(texts.DROP_DRAFT, Action.DROP_DRAFT, str(draft.id)),
            )
        )
    return blocks if home.drafts else [*blocks, section(texts.NO_DRAFTS)]


def _practice(home: Home) -> list[Block]:
    blocks = [section(f"*{texts.PRACTICE}*")]
    for review, card in home.reviews:
        blocks.append(section(card_line(card)))
        blocks.append(context(texts.NEXT.format(day=f"{review.due_at:%d %B}")))
    if not home.reviews:
        blocks.append(section(texts.NO_PRACTICE))
    if home.times:
        blocks.append(context(home.times))
    blocks.append(
        actions(
            button(sharing_texts.TIMES, Action.PRACTICE_TIMES),
            button(sharing_texts.EXPORT, Action.EXPORT_PRACTICE),
            button(sharing_texts.ERASE, Action.ERASE_PRACTICE, confirm=sharing_texts.ERASE_SURE),
        )
    )
    return blocks


def _kept(home: Home, settings: Settings) -> list[Block]:
    if home.is_opted_out:
        text, switch = texts.OPTED_OUT_TEXT, button(ba_texts.REMEMBER_LABEL, Action.OPT_IN)
    else:
        text = texts.KEPT_TEXT.format(count=home.known_messages, days=settings.text_days)
        switch = button(
            ba_texts.FORGET_LABEL,
            Action.OPT_OUT,
            confirm="I delete what I kept of your messages. Your cards stay.",
        )
    buttons = [switch]
    if home.is_muted:
        text += f"\n{texts.MUTED}"
        buttons.append(button(texts.RESUME, Action.UNMUTE))
    return [section(f"*{texts.KEPT}*\n{text}"), actions(*buttons)]


async def make_home(making: Making, row: Outbox) -> Outgoing:
    """Publish somebody's Home."""
    person = str(row.payload["person"])
    await fetch_person(making.sessions, making.gateway, row.workspace_id, person, making.now)
    async with making.sessions.begin() as session:
        home = await gather_home(session, row.workspace_id, person, making.now)
    view = home_view(home, making.settings)
    await making.gateway.call("views.publish", user_id=person, view=view)
    return Drop("published")


KINDS = (Kind("home", make_home),)
