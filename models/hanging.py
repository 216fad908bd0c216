"""Whose heads a channel's knowledge is in: authors of its cards, and who agreed to be found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.audience import PERSON
from models.author import CardAuthor
from models.card import Card, CardStatus
from models.member import Member
from models.pointer import PeoplePointer
from models.theme import CardTheme, Theme


@dataclass(frozen=True, slots=True)
class Knows:
    """Somebody wrote a card, or has lived what it is about. ``theme_id``: None for none."""

    card_id: int
    channel_id: str
    theme_id: int | None
    member_id: str


async def who_knows(
    session: AsyncSession, workspace_id: str, channel_ids: Collection[str]
) -> list[Knows]:
    """Who stands behind each card in use of some channels. Nothing here is from reading talk.

    For the rule on knowledge that hangs on one person: shows nobody anything. People who left the
    workspace are not counted; cards for oneself are nobody else's business.
    """
    ids = set(channel_ids)
    here = and_(Card.workspace_id == workspace_id, Card.channel_id.in_(ids))
    begun = select(Card.id, Card.author_id.label("member_id")).where(here)
    # Cards are looked for by channel, not people by workspace: of these there are many more.
    named = select(CardAuthor.card_id, CardAuthor.member_id).where(
        CardAuthor.workspace_id == workspace_id, CardAuthor.card_id.in_(select(Card.id).where(here))
    )
    lived = select(PeoplePointer.card_id, PeoplePointer.member_id).where(
        PeoplePointer.workspace_id == workspace_id,
        PeoplePointer.card_id.in_(select(Card.id).where(here)),
    )
    people = union_all(begun, named, lived).subquery()
    query = (
        select(Card.id, Card.channel_id, Theme.id, people.c.member_id)
        .join(people, people.c.id == Card.id)
        .join(Member, and_(Member.workspace_id == workspace_id, Member.id == people.c.member_id))
        .outerjoin(CardTheme, CardTheme.card_id == Card.id)
        .outerjoin(Theme, and_(Theme.id == CardTheme.theme_id, Theme.is_active.is_(True)))
        .where(
            here,
            Card.scope != PERSON,
            Card.status != CardStatus.RETIRED,
            Member.is_deleted.is_(False),
        )
    )
    return [Knows(*row) for row in await session.execute(query)]
