"""How a lever looks: a line, a button that pulls it, a menu that refuses it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import InteractiveElement
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.render import card_name
from bot.leadership.levers import Pulled, lever_for
from bot.leadership.levers_rules import Lever, Refusal, Unwanted
from bot.slack.blocks import Block, actions, button, overflow, section
from bot.slack.ids import Action
from bot.texts import levers as texts


@dataclass(frozen=True, slots=True)
class Offered:
    """One lever, ready to be shown: two blocks. ``card_id``: the card that they name, if any."""

    lever: Lever
    item: str
    card_id: int | None
    blocks: list[Block]


async def levers_for(
    session: AsyncSession, workspace_id: str, channel_id: str, now: datetime, *, member_id: str = ""
) -> Offered | None:
    """One lever for a channel with its blocks, or None. For the digest, and for ``/ba``.

    Without ``member_id`` for the whole channel, whose any member may refuse it for all; with it
    for that person alone.
    """
    pulled = await lever_for(session, workspace_id, channel_id, now, member_id=member_id)
    if pulled is None:
        return None
    card_id = None if pulled.card is None else pulled.card.id
    blocks = lever_blocks(pulled, for_channel=not member_id)
    return Offered(pulled.lever, pulled.item, card_id, blocks)


def lever_blocks(pulled: Pulled, *, for_channel: bool) -> list[Block]:
    """The line and, under it, the button and the menu that refuses."""
    words, press = _SHOWN[pulled.lever](pulled)
    return [section(words), actions(press, *refusals(pulled, for_channel=for_channel))]


def refusals(pulled: Pulled, *, for_channel: bool) -> list[InteractiveElement]:
    """A button for not this one; a menu for not for a week, and for never again."""
    subject = "channel" if for_channel else "person"
    once, *longer = (
        (texts.ONCE_HERE, texts.WEEK_HERE, texts.GOOD_HERE)
        if for_channel
        else (texts.ONCE, texts.WEEK, texts.GOOD)
    )

    def value(how: Unwanted) -> str:
        return Refusal(how, subject, pulled.lever, pulled.item).value

    entries = zip(longer, (value(Unwanted.WEEK), value(Unwanted.GOOD)), strict=True)
    return [
        button(once, f"{Action.LEVER_NO}_once", value(Unwanted.ONCE)),
        overflow(Action.LEVER_NO, list(entries)),
    ]


def _named(pulled: Pulled) -> str:
    return card_name(pulled.card) if pulled.card is not None else ""


def _card_id(pulled: Pulled) -> str:
    return str(pulled.card.id) if pulled.card is not None else ""


def _chaos(pulled: Pulled) -> tuple[str, InteractiveElement]:
    question = texts.CHAOS_QUESTIONS[pulled.question % len(texts.CHAOS_QUESTIONS)]
    words = texts.CHAOS.format(card=_named(pulled), question=question)
    return words, button(texts.CHAOS_PRESS, Action.LEVER_DOUBT, _card_id(pulled))


def _redundancy(pulled: Pulled) -> tuple[str, InteractiveElement]:
    place = texts.REDUNDANCY_PLACE.format(channel=pulled.place) if pulled.place else ""
    words = texts.REDUNDANCY.format(place=place, card=_named(pulled))
    return words, button(texts.REDUNDANCY_PRESS, Action.CARD_DETAILS, _card_id(pulled))


def _variety(pulled: Pulled) -> tuple[str, InteractiveElement]:
    words = texts.VARIETY_FEW if pulled.is_few else texts.VARIETY_INSIDE
    value = f"{pulled.channel_id}:{_card_id(pulled)}"
    press = button(texts.VARIETY_PRESS, Action.LEVER_ASK_IN, value)
    return words.format(card=_named(pulled)), press


def _care(pulled: Pulled) -> tuple[str, InteractiveElement]:
    return texts.CARE, button(texts.CARE_PRESS, Action.THANK, f"{pulled.channel_id}:")


def _autonomy(pulled: Pulled) -> tuple[str, InteractiveElement]:
    return texts.AUTONOMY, button(texts.AUTONOMY_PRESS, Action.PRACTICE_TIMES)


_SHOWN: Mapping[Lever, Callable[[Pulled], tuple[str, InteractiveElement]]] = {
    Lever.CHAOS: _chaos,
    Lever.REDUNDANCY: _redundancy,
    Lever.VARIETY: _variety,
    Lever.CARE: _care,
    Lever.AUTONOMY: _autonomy,
}
