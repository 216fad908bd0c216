"""Which prediction somebody means by ``/concept result <card> <words or a number>``."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.slack.links import parse_link
from bot.texts import experiments as texts
from models.audience import Audience
from models.card import Card
from models.experiment import Experiment, open_experiments
from models.search import card_posted_at, find_cards, get_card

_NUMBERED = re.compile(r"^#?(\d{1,15})(?:\s*:\s*|\s+)(.+)$", re.DOTALL)


async def chosen(
    session: AsyncSession, workspace_id: str, member_id: str, words: str
) -> tuple[Experiment, str]:
    """Which prediction ``/concept result …`` is about, and what came. Raises PersonError.

    The card is named by a link to it, its number, or its title's words before a colon.
    """
    card, came = await _named(session, Audience(workspace_id, member_id=member_id), words.strip())
    if card is None:
        raise PersonError(texts.USAGE if not came else texts.GONE)
    found = await open_experiments(session, workspace_id, [card.id])
    if not found:
        raise PersonError(texts.NONE_OPEN)
    mine = [each for each in found if each.made_by == member_id]
    return (mine or found)[0], came


async def _named(session: AsyncSession, audience: Audience, words: str) -> tuple[Card | None, str]:
    link = parse_link(words)
    if link is not None:
        came = re.sub(r"<?https?://\S+", "", words, count=1).strip()
        return await card_posted_at(session, audience, link.channel_id, link.ts), came
    numbered = _NUMBERED.match(words)
    if numbered is not None:
        return await get_card(session, audience, int(numbered[1])), numbered[2].strip()
    title, _, came = words.partition(":")
    if not came.strip():
        return None, ""
    cards = await find_cards(session, audience, title, limit=1)
    return (cards[0] if cards else None), came.strip()
