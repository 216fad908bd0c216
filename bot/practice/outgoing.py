"""The nudge, as the outbox makes and sends it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.outgoing.copies import shows
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.practice import experiment_outgoing, path_outgoing, sharing_outgoing
from bot.practice.disturbing import undisturbed
from bot.practice.render import nudge_blocks, title_of
from bot.practice.rules import NUDGE, Nudge, parse_nudge
from bot.slack.gateway import Sent
from bot.texts import practice as texts
from models.audience import Audience
from models.card import CardStatus
from models.outbox import Outbox
from models.practice import get_practice, lock_review
from models.search import get_card


async def make_nudge(making: Making, row: Outbox) -> Outgoing:
    """The nudge, or why it is not wanted any more: stopped, or the card out of sight."""
    nudge = nudge_of(row)
    async with making.sessions() as session:
        review = await lock_review(session, row.workspace_id, row.member_id, nudge.review_id)
        if review is None or not review.is_active:
            return Drop("stopped")
        audience = Audience(row.workspace_id, member_id=row.member_id)
        card = await get_card(session, audience, review.card_id)
    if card is None or card.status == CardStatus.RETIRED:
        return Drop("the card is gone")
    wait = await undisturbed(making, row.member_id)
    if wait is not None:
        return wait
    shows(row, [card.id])
    return Post(texts.nudge_alert(title_of(card)), nudge_blocks(card, nudge))


async def after_nudge(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """A nudge has reached somebody: until they answer, it counts as unanswered.

    Counted here and not when it was planned: what never arrived cannot be left unanswered.
    """
    nudge = nudge_of(row)
    review = await lock_review(session, row.workspace_id, row.member_id, nudge.review_id)
    if review is None:
        return
    review.asked_at = now
    if await get_practice(session, row.workspace_id, nudge.key) is None:
        review.unanswered += 1


def nudge_of(row: Outbox) -> Nudge:
    """Which nudge an outbox row is, from its key: the payload is blanked once it is sent."""
    nudge = parse_nudge(row.unique_key.removeprefix(f"{NUDGE}:"))
    if nudge is None:
        raise ValueError(f"not a nudge: {row.unique_key}")
    return nudge


NUDGE_KIND = Kind(NUDGE, make_nudge, after_sent=after_nudge)
KINDS = (NUDGE_KIND, *experiment_outgoing.KINDS, *sharing_outgoing.KINDS, *path_outgoing.KINDS)
