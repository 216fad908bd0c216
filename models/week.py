"""What happened in a span of time: counted and listed by its time, however much lies before it.

Rows are found by their time first and narrowed afterwards, so that a long history costs nothing.
Which of the cards may be shown is for the audience to say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from models.author import CardAuthor
from models.card import Card, Revision
from models.conversion import Conversion
from models.experiment import Experiment, Outcome
from models.link import CardLink
from models.message import Message
from models.practice import Practice
from models.story import Story
from models.thread import Thread, ThreadState

# More in a week than anybody reads: what is beyond is left out.
MOST = 2_000


@dataclass(frozen=True, slots=True)
class Span:
    """A workspace's span of time: [since, until)."""

    workspace_id: str
    since: datetime
    until: datetime

    def holds(self, at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        """The condition that a time lies in it."""
        return and_(at >= self.since, at < self.until)


async def count_talk(
    session: AsyncSession, span: Span, channel_ids: Collection[str]
) -> dict[str, int]:
    """How many confident readings of each mode these channels had."""
    query = (
        select(Message.mode, func.count())
        .where(
            Message.workspace_id == span.workspace_id,
            Message.channel_id.in_(channel_ids),
            span.holds(Message.posted_at),
            Message.is_deleted.is_(False),
            Message.confident.is_(True),
            Message.mode.is_not(None),
        )
        .group_by(Message.mode)
    )
    return {str(mode): count for mode, count in await session.execute(query)}


async def conversions_in(
    session: AsyncSession, span: Span, channel_ids: Collection[str]
) -> list[Conversion]:
    """The ledger of these channels, oldest first."""
    query = (
        select(Conversion)
        .where(
            Conversion.workspace_id == span.workspace_id,
            Conversion.channel_id.in_(channel_ids),
            span.holds(Conversion.at),
        )
        .order_by(Conversion.at, Conversion.id)
        .limit(MOST)
    )
    return list(await session.scalars(query))


async def modes_before(
    session: AsyncSession, workspace_id: str, things: Collection[str], before: datetime
) -> dict[str, str]:
    """The mode of the last conversion that each thing ("card:7") had a part in before a time."""
    last: dict[str, tuple[datetime, int, str]] = {}
    for end in (Conversion.source, Conversion.target):
        newest = (
            select(end.label("thing"), func.max(Conversion.at).label("at"))
            .where(
                Conversion.workspace_id == workspace_id,
                end.in_(set(things)),
                Conversion.at < before,
            )
            .group_by(end)
            .subquery()
        )
        query = select(end, Conversion.at, Conversion.id, Conversion.mode).join(
            newest, and_(end == newest.c.thing, Conversion.at == newest.c.at)
        )
        query = query.where(Conversion.workspace_id == workspace_id)
        for thing, at, number, mode in await session.execute(query):
            last[thing] = max(last.get(thing, (at, 0, "")), (at, number, mode))
    return {thing: mode for thing, (_, _, mode) in last.items()}


async def cards_touched(session: AsyncSession, span: Span) -> list[int]:
    """Ids of the cards that were made or changed, newest change first."""
    query = (
        select(Card.id)
        .where(Card.workspace_id == span.workspace_id, span.holds(Card.updated_at))
        .order_by(Card.updated_at.desc(), Card.id.desc())
        .limit(MOST)
    )
    return list(await session.scalars(query))


async def tries_in(session: AsyncSession, span: Span) -> dict[int, dict[str, int]]:
    """Answers about cards, by card and answer; nobody is named."""
    query = (
        select(Practice.card_id, Practice.answer, func.count())
        .where(Practice.workspace_id == span.workspace_id, span.holds(Practice.at))
        .group_by(Practice.card_id, Practice.answer)
    )
    return await _by_card(session, query)


async def results_in(session: AsyncSession, span: Span) -> dict[int, dict[str, int]]:
    """Results told of predictions, by card and outcome."""
    query = (
        select(Experiment.card_id, Experiment.state, func.count())
        .where(
            Experiment.workspace_id == span.workspace_id,
            Experiment.state.in_((Outcome.CONFIRMED, Outcome.REFUTED)),
            Experiment.told_at >= span.since,
            Experiment.told_at < span.until,
        )
        .group_by(Experiment.card_id, Experiment.state)
    )
    return await _by_card(session, query)


async def _by_card(
    session: AsyncSession, query: Select[int, str, int]
) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = {}
    for card_id, what, number in await session.execute(query):
        counts.setdefault(card_id, {})[what] = number
    return counts


async def links_in(session: AsyncSession, span: Span) -> list[CardLink]:
    """Links that were made, oldest first: ids, no words."""
    query = (
        select(CardLink)
        .where(CardLink.workspace_id == span.workspace_id, span.holds(CardLink.at))
        .order_by(CardLink.at, CardLink.id)
        .limit(MOST)
    )
    return list(await session.scalars(query))


async def ripe_in(
    session: AsyncSession, span: Span, channel_ids: Collection[str], *, limit: int
) -> list[Thread]:
    """Threads with talk in the span that were found ripe and nobody took up, ripest first."""
    query = (
        select(Thread)
        .where(
            Thread.workspace_id == span.workspace_id,
            Thread.channel_id.in_(channel_ids),
            Thread.last_ts >= f"{span.since.timestamp():.6f}",
            Thread.ripeness >= 0.5,
            Thread.state.in_((ThreadState.OPEN, ThreadState.UNRIPE, ThreadState.OFFERED)),
        )
        .order_by(Thread.ripeness.desc(), Thread.ts)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def who_took_part(session: AsyncSession, span: Span, card_ids: Sequence[int]) -> set[str]:
    """Ids of those who did something for these cards that others see: wrote, changed, told, linked.

    Not of those who tried one for themselves: that stays theirs until they share it.
    """
    ids = set(card_ids)
    workspace = span.workspace_id
    acts = union(
        select(Revision.by).where(Revision.card_id.in_(ids), span.holds(Revision.at)),
        select(CardAuthor.member_id).where(
            CardAuthor.card_id.in_(ids), span.holds(CardAuthor.since)
        ),
        select(Story.member_id).where(
            Story.workspace_id == workspace, Story.card_id.in_(ids), span.holds(Story.at)
        ),
        select(Experiment.told_by).where(
            Experiment.workspace_id == workspace,
            Experiment.card_id.in_(ids),
            Experiment.told_at >= span.since,
            Experiment.told_at < span.until,
        ),
        select(CardLink.by).where(
            CardLink.workspace_id == workspace,
            CardLink.source_id.in_(ids),
            CardLink.target_id.in_(ids),
            span.holds(CardLink.at),
        ),
    )
    return {person for person in await session.scalars(acts) if person}


async def stories_in(session: AsyncSession, span: Span) -> list[int]:
    """Ids of the cards of which somebody told what came of using them."""
    query = select(Story.card_id).where(
        Story.workspace_id == span.workspace_id, span.holds(Story.at)
    )
    return list(await session.scalars(query.distinct()))
