"""The spiral of a channel or of everybody, gathered from talk and ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.spiral import rules
from bot.spiral.rules import Spiral, Step
from bot.spiral.scope import Scope
from models.conversion import Conversion
from models.search import list_cards
from models.week import Span, conversions_in, count_talk, modes_before


async def gather_spiral(
    session: AsyncSession, scope: Scope, since: datetime, until: datetime
) -> Spiral:
    """What happened in [since, until), and the talk of the span of the same length before it.

    Steps of cards that the audience may not see are not even counted.
    """
    span = Span(scope.workspace_id, since, until)
    before = replace(span, since=since - (until - since), until=since)
    steps = await visible_steps(
        session, scope, steps_of(await conversions_in(session, span, scope.channels))
    )
    things = [f"card:{card}" for card in rules.cards_in(steps)]
    earlier = await modes_before(session, scope.workspace_id, things, since)
    return Spiral(
        talk=await count_talk(session, span, scope.channels),
        talk_before=await count_talk(session, before, scope.channels),
        moved=rules.moved(steps),
        turns=rules.transitions(steps, earlier),
        levels=rules.levels(steps),
    )


def steps_of(rows: Sequence[Conversion]) -> list[Step]:
    """Rows of the ledger as steps."""
    return [Step(row.mode, row.source, row.target, row.level, row.at) for row in rows]


async def visible_steps(session: AsyncSession, scope: Scope, steps: Sequence[Step]) -> list[Step]:
    """The steps whose cards the audience may all see."""
    named = sorted(rules.cards_in(steps))
    cards = await list_cards(session, scope.audience, ids=named, limit=len(named)) if named else []
    return rules.seen(steps, {card.id for card in cards})
