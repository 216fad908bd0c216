"""Themes of the vision, with the words that belong to each, and the theme of each card.

Nonaka, Toyama and Konno (2000), part 4: the knowledge vision gives direction to knowledge creation
and is broken down into concepts; what belongs to it is worth keeping.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId
from models.card import Card, CardStatus
from models.upsert import insert_for, upsert


class Theme(OfWorkspace, Base):
    """One direction of the vision. ``words`` belong to it: a card that has them may be of it.

    ``parent_id``: the theme that was broken down into this one. A theme that was taken out stays,
    inactive, so that what people chose is not lost when it comes back.
    """

    __tablename__ = "theme"
    __table_args__ = (Index(None, "workspace_id", "is_active"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[list[Any]] = mapped_column(JSON, default=list)
    parent_id: Mapped[int | None] = mapped_column(
        BigId, ForeignKey("theme.id", ondelete="SET NULL")
    )
    is_active: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]


class CardTheme(OfWorkspace, Base):
    """What theme a card is of: ``theme_id`` None is no theme.

    ``is_chosen``: a person said so, and no proposal changes it. Else the bot proposed it for
    ``reason``, having looked at ``edition`` of the vision and ``revision`` of the card.
    ``shown``: the theme's name as the card's post has it, or was last asked to have it.
    """

    __tablename__ = "card_theme"
    __table_args__ = (Index(None, "workspace_id", "theme_id"),)

    card_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("card.id", ondelete="CASCADE"), primary_key=True
    )
    theme_id: Mapped[int | None] = mapped_column(BigId, ForeignKey("theme.id", ondelete="SET NULL"))
    is_chosen: Mapped[bool] = mapped_column(default=False)
    by: Mapped[str] = mapped_column(SlackId, default="")
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(300), default="")
    edition: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    shown: Mapped[str] = mapped_column(String(80), default="")


async def list_themes(
    session: AsyncSession, workspace_id: str, *, with_inactive: bool = False
) -> list[Theme]:
    """A workspace's themes in the order in which they were made."""
    query = select(Theme).where(Theme.workspace_id == workspace_id)
    if not with_inactive:
        query = query.where(Theme.is_active.is_(True))
    return list(await session.scalars(query.order_by(Theme.id)))


async def get_theme(session: AsyncSession, workspace_id: str, theme_id: int) -> Theme | None:
    """One theme, active or not, or None."""
    query = select(Theme).where(Theme.workspace_id == workspace_id, Theme.id == theme_id)
    found: Theme | None = await session.scalar(query.execution_options(populate_existing=True))
    return found


async def has_themes(session: AsyncSession, workspace_id: str) -> bool:
    """Whether a workspace has any theme."""
    query = select(Theme.id).where(Theme.workspace_id == workspace_id, Theme.is_active.is_(True))
    return await session.scalar(query.limit(1)) is not None


async def theme_of_card(session: AsyncSession, card_id: int) -> tuple[CardTheme, Theme | None]:
    """What is known of a card's theme; without its Theme when it has none, or an inactive one.

    Ask for the card through an audience first. A card that nobody looked at has an empty row, not
    stored.
    """
    found = await session.get(CardTheme, card_id, populate_existing=True)
    if found is None:
        return CardTheme(card_id=card_id, theme_id=None, is_chosen=False, reason=""), None
    if found.theme_id is None:
        return found, None
    theme = await get_theme(session, found.workspace_id, found.theme_id)
    return found, theme if theme is not None and theme.is_active else None


async def set_card_theme(
    session: AsyncSession,
    card: Card,
    theme_id: int | None,
    *,
    is_chosen: bool,
    by: str,
    reason: str,
    edition: int,
    at: datetime,
) -> None:
    """Store what theme a card is of. The caller decides whether it may be changed."""
    values = {
        "workspace_id": card.workspace_id,
        "theme_id": theme_id,
        "is_chosen": is_chosen,
        "by": by,
        "reason": reason[:300],
        "edition": edition,
        "revision": card.revision,
        "at": at,
    }
    await upsert(session, CardTheme, key={"card_id": card.id}, insert={"shown": ""}, update=values)


async def store_proposals(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what was proposed for many cards: rows of CardTheme without ``shown``.

    A choice that a person made in this very moment stays.
    """
    if not rows:
        return
    statement = insert_for(session, CardTheme)
    new = statement.excluded
    kept = ("theme_id", "is_chosen", "by", "at", "reason", "edition", "revision")
    statement = statement.on_conflict_do_update(
        index_elements=["card_id"],
        set_={name: new[name] for name in kept},
        where=CardTheme.is_chosen.is_(False),
    )
    await session.execute(statement, [{**row, "shown": ""} for row in rows])


async def cards_to_look_at(
    session: AsyncSession, workspace_id: str, edition: int, *, limit: int
) -> list[Card]:
    """Cards whose theme was not proposed from this edition and their own words, newest first.

    Never one whose theme a person chose. For bookkeeping: shows nobody anything.
    """
    stale = or_(
        CardTheme.card_id.is_(None),
        and_(
            CardTheme.is_chosen.is_(False),
            or_(CardTheme.edition < edition, CardTheme.revision < Card.revision),
        ),
    )
    query = (
        select(Card)
        .outerjoin(CardTheme, CardTheme.card_id == Card.id)
        .where(Card.workspace_id == workspace_id, Card.status != CardStatus.RETIRED, stale)
        .order_by(Card.id.desc())
        .limit(limit)
    )
    return list(await session.scalars(query))


async def cards_shown_otherwise(
    session: AsyncSession, workspace_id: str, *, limit: int
) -> Sequence[tuple[Card, str]]:
    """Posted cards whose post shows another theme than theirs, with the name of theirs ("": none).

    For bookkeeping: shows nobody anything.
    """
    name = func.coalesce(Theme.name, "")
    active = and_(Theme.id == CardTheme.theme_id, Theme.is_active.is_(True))
    query = (
        select(Card, name)
        .join(CardTheme, CardTheme.card_id == Card.id)
        .outerjoin(Theme, active)
        .where(Card.workspace_id == workspace_id, Card.posted_ts != "", CardTheme.shown != name)
        .order_by(Card.id.desc())
        .limit(limit)
    )
    return [(card, shown) for card, shown in await session.execute(query)]


async def note_shown(session: AsyncSession, card_id: int, name: str) -> None:
    """A card's post is about to show this theme ("": none)."""
    await session.execute(update(CardTheme).where(CardTheme.card_id == card_id).values(shown=name))


async def names_of_themes(
    session: AsyncSession, workspace_id: str, ids: Collection[int]
) -> dict[int, str]:
    """Names by id, of active and inactive themes."""
    query = select(Theme.id, Theme.name).where(
        Theme.workspace_id == workspace_id, Theme.id.in_(set(ids))
    )
    return {row.id: row.name for row in await session.execute(query)}


async def nameless_themes(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Take somebody's name from the themes that they chose for cards; what they chose stays."""
    await session.execute(
        update(CardTheme)
        .where(CardTheme.workspace_id == workspace_id, CardTheme.by == member_id)
        .values(by="")
    )
