"""How much somebody, or a channel, was told unasked: looked up by one sender at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.outbox import Outbox, OutboxState
from models.turns import take_turn


@dataclass(frozen=True, slots=True)
class Used:
    """Unasked messages: ``sent`` ones; ``under_way``: claimed by a sender, or perhaps sent."""

    sent: int
    under_way: int


async def hold_recipient(session: AsyncSession, row_id: int) -> None:
    """Let no other sender decide what this row's recipient hears, until the transaction ends.

    Only for what nobody asked for. To be called before the row is claimed: whoever waits here
    then holds nothing that others could wait for.
    """
    query = select(Outbox.workspace_id, Outbox.channel_id, Outbox.member_id).where(
        Outbox.id == row_id, Outbox.is_unasked.is_(True)
    )
    found = (await session.execute(query)).one_or_none()
    if found is not None:
        await take_turn(session, f"say {found.workspace_id} {found.channel_id or found.member_id}")


async def used_by(session: AsyncSession, row: Outbox, *, since: datetime) -> Used:
    """What the recipient of a row, a channel or else a person, has had since a time or will have.

    The row itself does not count.
    """
    theirs = select(func.count()).where(
        Outbox.workspace_id == row.workspace_id,
        Outbox.channel_id == row.channel_id,
        Outbox.is_unasked.is_(True),
        Outbox.id != row.id,
    )
    if not row.channel_id:
        theirs = theirs.where(Outbox.member_id == row.member_id)
    sent = theirs.where(Outbox.state == OutboxState.SENT, Outbox.sent_at >= since)
    under_way = theirs.where(
        Outbox.state == OutboxState.WAITING,
        or_(Outbox.claimed_until.is_not(None), Outbox.in_doubt.is_(True)),
    )
    # In one statement: what is sent between two would be counted by neither.
    both = select(sent.scalar_subquery(), under_way.scalar_subquery())
    counts = (await session.execute(both)).one()
    return Used(*(int(count) for count in counts))
