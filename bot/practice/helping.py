"""Does it help? How much a channel's cards are used, told to the channel itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.service import may_read
from bot.errors import PersonError
from bot.slack.blocks import Block, context, section
from bot.texts import helping as texts
from models.usage import CardUse, Nudged, card_uses, nudged

SPANS = (30, 90)
# Below so many people, how questions were taken would tell about one of them.
FEWEST_PEOPLE = 3


@dataclass(frozen=True, slots=True)
class Share:
    """Of ``count`` cards that are at least ``days`` old, ``used`` were used within those days."""

    days: int
    used: int
    count: int


@dataclass(frozen=True, slots=True)
class Help:
    """What a channel hears about itself; ``median_days`` is None when no card was used yet."""

    cards: int
    shares: tuple[Share, ...]
    median_days: float | None
    nudged: Nudged | None


def share_of(uses: Sequence[CardUse], days: int, now: datetime) -> Share:
    """The share of cards used within their first ``days``, of those at least so old."""
    span = timedelta(days=days)
    old = [use for use in uses if use.written_at + span <= now]
    used = [u for u in old if u.first_used_at and u.first_used_at <= u.written_at + span]
    return Share(days, len(used), len(old))


def median_days(uses: Sequence[CardUse]) -> float | None:
    """Days from a card to its first use, in the middle; None when none was used."""
    gaps = [
        max(0.0, (use.first_used_at - use.written_at).total_seconds() / 86400)
        for use in uses
        if use.first_used_at is not None
    ]
    return median(gaps) if gaps else None


async def does_it_help(
    session: AsyncSession, workspace_id: str, channel_id: str, member_id: str, now: datetime
) -> Help:
    """How a channel's cards are used. Raises PersonError for people who cannot read it."""
    if not await may_read(session, workspace_id, channel_id, member_id):
        raise PersonError(texts.NOT_HERE)
    uses = await card_uses(session, workspace_id, channel_id)
    taken = await nudged(session, workspace_id, channel_id)
    return Help(
        cards=len(uses),
        shares=tuple(share_of(uses, days, now) for days in SPANS),
        median_days=median_days(uses),
        nudged=taken if taken.people >= FEWEST_PEOPLE else None,
    )


def help_blocks(found: Help) -> list[Block]:
    """What the channel hears about itself."""
    if not found.cards:
        return [section(f"{texts.TITLE}\n{texts.NO_CARDS}")]
    lines = [texts.TITLE]
    for share in found.shares:
        if share.count:
            lines.append(texts.used_within(share.days, share.used, share.count))
        else:
            lines.append("• " + texts.TOO_YOUNG.format(days=share.days))
    never = found.median_days is None
    lines.append(texts.NEVER_USED if never else texts.median_days(found.median_days or 0.0))
    taken = found.nudged
    if taken is not None:
        lines.append(texts.questions(taken.answered, taken.unanswered, taken.stopped))
    foot = texts.FOOT if taken is not None else f"{texts.FOOT} {texts.FEW}"
    return [section("\n".join(lines)), context(foot)]
