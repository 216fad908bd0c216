"""Erasing cards and people's contributions: the rows that go. Nothing here can be undone."""

from __future__ import annotations

from sqlalchemy import delete, or_, select, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.author import CardAuthor
from models.card import Card, Draft, Revision
from models.experiment import Experiment
from models.life import CardLife
from models.practice import Practice, Review
from models.rhythm import Path, Rhythm
from models.story import Story

# Fields of a draft that hold people's ids.
NAMES_PEOPLE = ("authors", "named")


async def delete_card(session: AsyncSession, workspace_id: str, card_id: int) -> None:
    """Delete a card; what refers to it goes with it, by its foreign keys."""
    await session.execute(
        delete(Card)
        .where(Card.workspace_id == workspace_id, Card.id == card_id)
        .execution_options(synchronize_session="fetch")
    )


async def cards_begun_by(session: AsyncSession, workspace_id: str, member_id: str) -> list[Card]:
    """Cards that somebody began. For erasing and exporting their own: asks no audience."""
    query = select(Card).where(Card.workspace_id == workspace_id, Card.author_id == member_id)
    return list(await session.scalars(query.order_by(Card.id)))


async def hand_card_to(session: AsyncSession, card: Card, member_id: str) -> None:
    """Somebody who wrote with others goes: the card is that of one of the others."""
    card.author_id = member_id
    await session.execute(
        delete(CardAuthor).where(CardAuthor.card_id == card.id, CardAuthor.member_id == member_id)
    )


async def nameless_revisions(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Take somebody's name, and the reasons they gave, from the changes to others' cards."""
    await session.execute(
        update(Revision)
        .where(Revision.workspace_id == workspace_id, Revision.by == member_id)
        .values(by="", why="")
    )


async def cards_touched_by(session: AsyncSession, workspace_id: str, member_id: str) -> list[Card]:
    """Cards whose posts may show somebody: as co-author, by a story, by how far it holds."""
    touched = union(
        select(CardAuthor.card_id).where(
            CardAuthor.workspace_id == workspace_id, CardAuthor.member_id == member_id
        ),
        select(Story.card_id).where(
            Story.workspace_id == workspace_id, Story.member_id == member_id
        ),
        select(CardLife.card_id).where(
            CardLife.workspace_id == workspace_id, CardLife.status_by == member_id
        ),
    )
    query = select(Card).where(or_(Card.author_id == member_id, Card.id.in_(touched)))
    query = query.where(Card.workspace_id == workspace_id).order_by(Card.id)
    return list(await session.scalars(query))


async def delete_person_rows(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Delete somebody's drafts, practice, stories, co-authorship; predictions lose their name."""
    for table, column in (
        (Draft, Draft.author_id),
        (Path, Path.member_id),
        (Rhythm, Rhythm.member_id),
        (Review, Review.member_id),
        (Practice, Practice.member_id),
        (Story, Story.member_id),
        (CardAuthor, CardAuthor.member_id),
    ):
        await session.execute(
            delete(table).where(table.workspace_id == workspace_id, column == member_id)
        )
    await session.execute(
        update(CardLife)
        .where(CardLife.workspace_id == workspace_id, CardLife.status_by == member_id)
        .values(status_by="", status_why="")
    )
    for name in ("made_by", "told_by"):
        await session.execute(
            update(Experiment)
            .where(Experiment.workspace_id == workspace_id, getattr(Experiment, name) == member_id)
            .values({name: ""})
        )


async def unname_in_drafts(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Take somebody out of the co-authors that others named in cards they have not kept yet."""
    for draft in await session.scalars(select(Draft).where(Draft.workspace_id == workspace_id)):
        named = {
            name: " ".join(each for each in str(value).split() if each != member_id)
            for name, value in draft.fields.items()
            if name in NAMES_PEOPLE and member_id in str(value).split()
        }
        if named:
            draft.fields = {**draft.fields, **named}
