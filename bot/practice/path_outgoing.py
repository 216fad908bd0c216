"""A card of somebody's path, as the outbox makes and sends it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.render import card_blocks
from bot.cards.standing import standing_of
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.practice.disturbing import undisturbed
from bot.practice.paths import LESSON, Lesson, lesson_of
from bot.practice.render import title_of
from bot.slack.blocks import Block, actions, button, context
from bot.slack.gateway import Sent
from bot.slack.ids import Action
from bot.texts import paths as texts
from models.outbox import Outbox
from models.rhythm import Path, lock_path


async def make_lesson(making: Making, row: Outbox) -> Outgoing:
    """The next card of a path, or why it is not wanted any more."""
    async with making.sessions() as session:
        path = await _path(session, row)
        if path is None or not path.is_active:
            return Drop("the path has ended")
        lesson = await lesson_of(session, path, int(row.payload["card"]))
        if lesson is None:
            return Drop("the card is gone")
        standing = await standing_of(session, lesson.card)
    if row.is_unasked:
        wait = await undisturbed(making, row.member_id)
        if wait is not None:
            return wait
    card = card_blocks(lesson.card, practice=standing.practice, told=standing.told)
    blocks = [context(texts.step(path.channel_id, lesson.number, lesson.count)), *card]
    return Post(texts.alert(title_of(lesson.card)), [*blocks, *_foot(path, lesson)])


def _foot(path: Path, lesson: Lesson) -> list[Block]:
    if lesson.number >= lesson.count:
        return [context(texts.LAST)]
    return [
        actions(
            button(texts.NEXT, Action.PATH_NEXT, str(path.id), style="primary"),
            button(texts.STOP, Action.PATH_STOP, str(path.id)),
        ),
        context(texts.WHY),
    ]


async def after_lesson(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """A card has reached its learner: the next one is another. What never came is not counted."""
    path, card_id = await _path(session, row), int(row.payload["card"])
    if path is None:
        return
    if card_id not in path.shown:
        path.shown = [*path.shown, card_id]
    if row.is_unasked:
        path.unanswered += 1


async def _path(session: AsyncSession, row: Outbox) -> Path | None:
    return await lock_path(session, row.workspace_id, row.member_id, int(row.payload["path"]))


KINDS = (Kind(LESSON, make_lesson, after_sent=after_lesson),)
