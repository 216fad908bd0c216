"""The knowledge vision: read, changed, broken down, brought back. Nothing here commits.

Nonaka, Toyama and Konno (2000), part 4. Every change is a new edition of the whole, so that what
anybody wrote can be seen and brought back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.rules import clean_line
from bot.errors import PersonError
from bot.leadership.vision_rules import Merged, clean_answers, merge
from bot.permissions import Act, may, require
from bot.settings import Settings
from bot.texts import vision as texts
from models.audience import Audience, is_ourselves
from models.audit import record_audit
from models.member import names_of
from models.theme import Theme, list_themes
from models.vision import QUESTIONS, Vision, add_vision, get_vision, list_visions, newest_vision

WHY_MOST = 200
HISTORY_PAGE = 8
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Editor:
    """Who acts, when, and with which permission table."""

    workspace_id: str
    member_id: str
    now: datetime
    settings: Settings


@dataclass(frozen=True, slots=True)
class Seen:
    """The vision as somebody may read it: the newest edition (None: none yet), its themes."""

    edition: Vision | None
    themes: Sequence[Theme]
    may_edit: bool
    by: str

    @property
    def number(self) -> int:
        """The edition's number, 0 for none."""
        return self.edition.number if self.edition else 0

    @property
    def answers(self) -> dict[str, str]:
        """The five answers."""
        return clean_answers(self.edition.answers if self.edition else {})


@dataclass(frozen=True, slots=True)
class Past:
    """A page of editions, newest first, with the names of those who made them."""

    editions: Sequence[Vision]
    names: Mapping[str, str]
    offset: int
    has_older: bool
    may_edit: bool


async def read_vision(session: AsyncSession, who: Editor) -> Seen:
    """The vision for somebody who works here. Raises PersonError for anybody else."""
    await require_reader(session, who.workspace_id, who.member_id)
    edition = await newest_vision(session, who.workspace_id)
    names = await names_of(session, who.workspace_id, [edition.by] if edition else [])
    return Seen(
        edition,
        await list_themes(session, who.workspace_id),
        await may(session, who.workspace_id, who.member_id, Act.EDIT_VISION, who.settings),
        names.get(edition.by, "") if edition else "",
    )


async def require_reader(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Raise PersonError for guests, people from outside, and people who are not known."""
    if not await is_ourselves(session, Audience(workspace_id, member_id=member_id)):
        raise PersonError(texts.NOT_FOR_YOU)


async def require_editor(session: AsyncSession, who: Editor) -> None:
    """Raise PersonError unless somebody may change the vision."""
    await require(session, who.workspace_id, who.member_id, Act.EDIT_VISION, who.settings)


async def keep_answers(
    session: AsyncSession, who: Editor, base: int, answers: Mapping[str, Any], why: str
) -> Merged | None:
    """Keep answers that were begun from edition ``base``; what clashes is given back, not kept.

    Raises PersonError when somebody may not, or when nothing is different.
    """
    await require_editor(session, who)
    mine = clean_answers(answers)
    began = await get_vision(session, who.workspace_id, base)
    for _ in range(_TRIES):
        newest = await newest_vision(session, who.workspace_id)
        theirs = clean_answers(newest.answers if newest else {})
        merged = merge(QUESTIONS, clean_answers(began.answers if began else {}), theirs, mine)
        if merged.clashes:
            return merged
        if merged.fields == theirs:
            raise PersonError(texts.NOTHING_CHANGED)
        number = newest.number if newest else 0
        if await _add(session, who, number + 1, merged.fields, why or texts.WHY_ANSWERS):
            return None
    raise PersonError(texts.TOO_OFTEN)


async def new_edition(session: AsyncSession, who: Editor, why: str) -> int:
    """The themes were changed: keep that as a new edition with the same answers; its number."""
    for _ in range(_TRIES):
        newest = await newest_vision(session, who.workspace_id)
        number = (newest.number if newest else 0) + 1
        answers = clean_answers(newest.answers if newest else {})
        if await _add(session, who, number, answers, why):
            return number
    raise PersonError(texts.TOO_OFTEN)


async def _add(
    session: AsyncSession, who: Editor, number: int, answers: Mapping[str, str], why: str
) -> bool:
    """Store an edition with the themes as they are now; False when the number was just taken."""
    themes = await list_themes(session, who.workspace_id)
    is_new = await add_vision(
        session,
        who.workspace_id,
        number,
        answers=answers,
        themes=[theme_values(theme) for theme in themes],
        by=who.member_id,
        why=clean_line(why, WHY_MOST),
        at=who.now,
    )
    if is_new:
        await record_audit(
            session,
            workspace_id=who.workspace_id,
            by=who.member_id,
            action="vision",
            subject=f"edition:{number}",
            at=who.now,
        )
    return is_new


def theme_values(theme: Theme) -> dict[str, Any]:
    """A theme as an edition keeps it."""
    return {
        "id": theme.id,
        "name": theme.name,
        "about": theme.about,
        "words": list(theme.words),
        "parent": theme.parent_id,
    }


async def read_past(session: AsyncSession, who: Editor, *, offset: int = 0) -> Past:
    """A page of editions. Raises PersonError for people who do not work here."""
    await require_reader(session, who.workspace_id, who.member_id)
    found = await list_visions(session, who.workspace_id, limit=HISTORY_PAGE + 1, offset=offset)
    shown = found[:HISTORY_PAGE]
    names = await names_of(session, who.workspace_id, [each.by for each in shown])
    allowed = await may(session, who.workspace_id, who.member_id, Act.EDIT_VISION, who.settings)
    return Past(shown, names, offset, len(found) > HISTORY_PAGE, allowed)


async def read_edition(session: AsyncSession, who: Editor, number: int) -> Vision:
    """One edition. Raises PersonError."""
    await require_reader(session, who.workspace_id, who.member_id)
    edition = await get_vision(session, who.workspace_id, number)
    if edition is None:
        raise PersonError(texts.NOTHING_CHANGED)
    return edition


async def bring_back(session: AsyncSession, who: Editor, number: int) -> None:
    """Have the vision say again what it said in an edition, as a new one. Raises PersonError.

    Its themes come back as they were; themes that were made since are taken out, and cards that
    people chose for them keep that choice, should they come back.
    """
    await require_editor(session, who)
    edition = await read_edition(session, who, number)
    newest = await newest_vision(session, who.workspace_id)
    answers = clean_answers(edition.answers)
    same = newest is not None and clean_answers(newest.answers) == answers
    if not await _restore_themes(session, who.workspace_id, edition.themes) and same:
        raise PersonError(texts.SAME_ALREADY)
    for _ in range(_TRIES):
        newest = await newest_vision(session, who.workspace_id)
        following = (newest.number if newest else 0) + 1
        why = texts.BROUGHT_BACK.format(number=number)
        if await _add(session, who, following, answers, why):
            return
    raise PersonError(texts.TOO_OFTEN)


async def _restore_themes(
    session: AsyncSession, workspace_id: str, values: Sequence[Mapping[str, Any]]
) -> bool:
    """Make the themes what an edition says; whether that changed anything."""
    then = {int(each["id"]): each for each in values}
    changed = False
    for theme in await list_themes(session, workspace_id, with_inactive=True):
        value = then.get(theme.id)
        if value is None:
            changed = changed or theme.is_active
            theme.is_active = False
        elif not theme.is_active or theme_values(theme) != value:
            changed, theme.is_active = True, True
            theme.name, theme.about = str(value["name"]), str(value["about"])
            theme.words, theme.parent_id = list(value["words"]), value["parent"]
    await session.flush()
    return changed
