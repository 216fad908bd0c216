"""Who agreed to be found when somebody asks "who knows about …?"."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, String, and_, delete, exists, func, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.author import CardAuthor
from models.base import Base, OfWorkspace, SlackId, SlackTs
from models.card import Card
from models.member import Member, full_member
from models.practice import Answer, Practice
from models.upsert import upsert

USES = (Answer.USED, Answer.WORKED)


class FindState(StrEnum):
    """Whether somebody was asked to be found, agreed, or did not."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class Findable(OfWorkspace, Base):
    """Somebody was asked whether they may be named, and what they said; asked once in their life.

    ``heard_until``: what they told from experience up to then was looked at.
    """

    __tablename__ = "findable"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    heard_until: Mapped[str] = mapped_column(SlackTs)


async def get_findable(session: AsyncSession, workspace_id: str, member_id: str) -> Findable | None:
    """What somebody said about being found; None when they were never asked."""
    return await session.get(Findable, (workspace_id, member_id), populate_existing=True)


async def set_findable(
    session: AsyncSession, workspace_id: str, member_id: str, state: FindState, now: datetime
) -> None:
    """Somebody was asked, agrees, or refuses. What they say from then on may be looked at."""
    await upsert(
        session,
        Findable,
        key={"workspace_id": workspace_id, "member_id": member_id},
        update={"state": state, "at": now, "heard_until": f"{now.timestamp():.6f}"},
    )


def may_be_named(workspace_id: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions on Findable and Member: agreed, still here, not opted out of being read."""
    return (
        Findable.workspace_id == workspace_id,
        Findable.state == FindState.AGREED,
        Member.is_deleted.is_(False),
        Member.opted_out_at.is_(None),
    )


async def agreed_to_be_found(session: AsyncSession, workspace_id: str) -> list[Findable]:
    """Those who agreed to be found, by id; not people who left or who want nothing read."""
    query = (
        select(Findable)
        .join(
            Member,
            and_(Member.workspace_id == Findable.workspace_id, Member.id == Findable.member_id),
        )
        .where(*may_be_named(workspace_id))
        .order_by(Findable.member_id)
    )
    return list(await session.scalars(query))


async def users_of(
    session: AsyncSession, workspace_id: str, card_ids: Collection[int]
) -> dict[int, set[str]]:
    """Who says that they used each card. For those alone who agreed to be found for it."""
    query = (
        select(Practice.card_id, Practice.member_id)
        .where(
            Practice.workspace_id == workspace_id,
            Practice.card_id.in_(set(card_ids)),
            Practice.answer.in_(USES),
        )
        .distinct()
    )
    found: dict[int, set[str]] = {}
    for row in await session.execute(query):
        found.setdefault(row.card_id, set()).add(row.member_id)
    return found


async def heard(
    session: AsyncSession, workspace_id: str, member_ids: Collection[str], until: datetime
) -> None:
    """What these people told up to a time was looked at."""
    stamp = f"{until.timestamp():.6f}"
    await session.execute(
        update(Findable)
        .where(
            Findable.workspace_id == workspace_id,
            Findable.member_id.in_(set(member_ids)),
            Findable.heard_until < stamp,
        )
        .values(heard_until=stamp)
    )


async def worth_asking(session: AsyncSession, *, limit: int = 20) -> list[tuple[str, str, int]]:
    """(workspace, author, card) of people whose card somebody else used, and who were never asked.

    One card each, the oldest. Only of full members who are still there.
    """
    began = select(Card.workspace_id, Card.id.label("card_id"), Card.author_id.label("author"))
    named = select(CardAuthor.workspace_id, CardAuthor.card_id, CardAuthor.member_id)
    wrote = union(began.where(Card.scope != "person"), named).subquery()
    asked = exists(
        select(Findable.member_id).where(
            Findable.workspace_id == wrote.c.workspace_id, Findable.member_id == wrote.c.author
        )
    )
    used = exists(
        select(Practice.id).where(
            Practice.workspace_id == wrote.c.workspace_id,
            Practice.card_id == wrote.c.card_id,
            Practice.member_id != wrote.c.author,
            Practice.answer.in_(USES),
        )
    )
    them = and_(Member.workspace_id == wrote.c.workspace_id, Member.id == wrote.c.author)
    query = (
        select(wrote.c.workspace_id, wrote.c.author, func.min(wrote.c.card_id))
        .join(Member, them)
        .where(
            ~asked,
            used,
            full_member(),
            Member.opted_out_at.is_(None),
        )
        .group_by(wrote.c.workspace_id, wrote.c.author)
        .order_by(wrote.c.workspace_id, wrote.c.author)
        .limit(limit)
    )
    return [(workspace, member, card) for workspace, member, card in await session.execute(query)]


async def forget_findable(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Delete what somebody said about being found."""
    await session.execute(
        delete(Findable).where(
            Findable.workspace_id == workspace_id, Findable.member_id == member_id
        )
    )
