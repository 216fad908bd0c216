"""Themes: the vision broken down, changed, taken out. Every change is an edition of the vision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.rules import clean_line
from bot.errors import PersonError
from bot.leadership.vision import Editor, new_edition, require_editor, theme_values
from bot.leadership.vision_rules import (
    ABOUT_MOST,
    NAME_MOST,
    PARTS_MOST,
    THEMES_MOST,
    Merged,
    clean_answer,
    clean_words,
    is_full,
    merge,
    read_part,
)
from bot.texts import vision as texts
from models.theme import Theme, get_theme, list_themes
from models.vision import get_vision

FIELDS = ("name", "about", "words")


async def break_down(
    session: AsyncSession, who: Editor, parent_id: int | None, lines: Sequence[str]
) -> list[Theme]:
    """Break the vision (None), or one of its themes, down: each line is "name: word, word".

    Gives the new themes. Raises PersonError.
    """
    await require_editor(session, who)
    if parent_id is not None:
        parent = await _active(session, who, parent_id)
        if parent.parent_id is not None:
            raise PersonError(texts.TOO_MANY.format(most=THEMES_MOST, parts=0))
    parts = [part for part in map(read_part, lines) if part[0]]
    known = await list_themes(session, who.workspace_id)
    if not parts:
        raise PersonError(texts.NAME_NEEDED)
    if is_full([theme.parent_id for theme in known], parent_id, len(parts)):
        raise PersonError(texts.TOO_MANY.format(most=THEMES_MOST, parts=PARTS_MOST))
    names = [*(theme.name.casefold() for theme in known), *(name.casefold() for name, _ in parts)]
    if len(set(names)) < len(names):
        raise PersonError(texts.NAME_TWICE)
    made = []
    for name, words in parts:
        theme = Theme(
            workspace_id=who.workspace_id,
            name=name,
            about="",
            words=words,
            parent_id=parent_id,
            is_active=True,
            made_at=who.now,
        )
        session.add(theme)
        await session.flush()
        made.append(theme)
    why = texts.WHY_THEMES.format(names=", ".join(theme.name for theme in made))
    await new_edition(session, who, why)
    return made


async def _active(session: AsyncSession, who: Editor, theme_id: int) -> Theme:
    theme = await get_theme(session, who.workspace_id, theme_id)
    if theme is None or not theme.is_active:
        raise PersonError(texts.THEME_GONE)
    return theme


async def read_theme(session: AsyncSession, who: Editor, theme_id: int) -> Theme:
    """A theme, for somebody who may change it. Raises PersonError."""
    await require_editor(session, who)
    return await _active(session, who, theme_id)


def fields_of(values: dict[str, Any]) -> dict[str, str]:
    """A theme's fields as a form has them, from what an edition keeps."""
    return {
        "name": str(values.get("name") or ""),
        "about": str(values.get("about") or ""),
        "words": ", ".join(map(str, values.get("words") or [])),
    }


async def change_theme(
    session: AsyncSession, who: Editor, theme_id: int, base: int, values: dict[str, str]
) -> Merged | None:
    """Keep a theme as a form has it, begun from edition ``base``; what clashes is given back.

    Raises PersonError when somebody may not, or when nothing is different.
    """
    await require_editor(session, who)
    theme = await _active(session, who, theme_id)
    mine = {
        "name": clean_line(values.get("name", ""), NAME_MOST),
        "about": clean_answer(values.get("about", ""))[:ABOUT_MOST],
        "words": ", ".join(clean_words(values.get("words", ""))),
    }
    if not mine["name"]:
        raise PersonError(texts.NAME_NEEDED)
    theirs = fields_of(theme_values(theme))
    merged = merge(FIELDS, await _then(session, who, theme_id, base), theirs, mine)
    if merged.clashes:
        return merged
    if merged.fields == theirs:
        raise PersonError(texts.NOTHING_CHANGED)
    await _refuse_twice(session, who, theme_id, merged.fields["name"])
    theme.name, theme.about = merged.fields["name"], merged.fields["about"]
    theme.words = clean_words(merged.fields["words"])
    await session.flush()
    await new_edition(session, who, texts.WHY_THEME.format(name=theme.name))
    return None


async def _then(session: AsyncSession, who: Editor, theme_id: int, base: int) -> dict[str, str]:
    """A theme as it was in an edition."""
    edition = await get_vision(session, who.workspace_id, base)
    for values in edition.themes if edition else []:
        if values["id"] == theme_id:
            return fields_of(dict(values))
    return fields_of({})


async def _refuse_twice(session: AsyncSession, who: Editor, theme_id: int, name: str) -> None:
    for other in await list_themes(session, who.workspace_id):
        if other.id != theme_id and other.name.casefold() == name.casefold():
            raise PersonError(texts.NAME_TWICE)


async def take_out(session: AsyncSession, who: Editor, theme_id: int) -> Theme:
    """Take a theme and its parts out of the vision. Raises PersonError.

    They stay, inactive: what people chose for cards is there again when they are brought back.
    """
    await require_editor(session, who)
    theme = await _active(session, who, theme_id)
    for other in await list_themes(session, who.workspace_id):
        if theme.id in (other.id, other.parent_id):
            other.is_active = False
    await session.flush()
    await new_edition(session, who, texts.WHY_OUT.format(name=theme.name))
    return theme
