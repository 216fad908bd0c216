"""A card's theme: proposed from its words, chosen by people, never taken from them. No commits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cards.form import NONE, OPEN
from bot.cards.refresh import refresh_card
from bot.cards.rights import require_editor, seen_card
from bot.cards.theme_rules import Themed, propose
from bot.errors import PersonError
from bot.texts import themes as texts
from bot.texts.lists import listed
from models.audience import Audience, is_ourselves
from models.card import CARD_FIELDS, Card
from models.theme import (
    Theme,
    cards_shown_otherwise,
    cards_to_look_at,
    get_theme,
    list_themes,
    note_shown,
    set_card_theme,
    store_proposals,
    theme_of_card,
)
from models.vision import edition_now
from models.workspace import list_workspaces

# A draft's field "theme" holds a theme's id, or OPEN (the bot proposes), or NONE (no theme).
# "theme_was" is what it held when a change began.
THEME, THEME_WAS = "theme", "theme_was"
# How many cards are looked at, and how many posts are changed, between two looks. Slack takes
# about fifty changes of messages a minute.
LOOKED_AT, CHANGED = 50, 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A theme that somebody may choose: its id and its name, with its whole's before it."""

    id: int
    name: str


def choices(themes: Sequence[Theme]) -> list[Choice]:
    """Themes in the vision's order, each part behind its whole."""
    ids = {theme.id for theme in themes}
    found = []
    for theme in themes:
        if theme.parent_id in ids:
            continue
        found.append(Choice(theme.id, theme.name))
        parts = (part for part in themes if part.parent_id == theme.id)
        found += [Choice(part.id, f"{theme.name} › {part.name}") for part in parts]
    return found


async def themes_for(session: AsyncSession, audience: Audience) -> list[Theme]:
    """The themes that an audience may be shown: none for guests and people from outside."""
    if not await is_ourselves(session, audience):
        return []
    return await list_themes(session, audience.workspace_id)


def as_rules(themes: Sequence[Theme]) -> list[Themed]:
    """Themes as the rules take them."""
    return [
        Themed(theme.id, theme.name, tuple(map(str, theme.words)), theme.parent_id)
        for theme in themes
    ]


async def theme_new_card(session: AsyncSession, card: Card, chosen: str, now: datetime) -> None:
    """Give a new card its theme: what its author chose, else what its words propose."""
    workspace_id = card.workspace_id
    if chosen not in ("", OPEN):
        try:
            theme = await _chosen(session, workspace_id, chosen)
        except PersonError:
            pass  # taken out of the vision while the form was open: no reason to refuse the card
        else:
            await _choose(session, card, theme, by=card.author_id, now=now)
            return
    themes = await list_themes(session, workspace_id)
    if themes:
        edition = await edition_now(session, workspace_id)
        await _propose(session, card, as_rules(themes), edition, now)
    await note_shown(session, card.id, await name_of(session, card))


async def _propose(
    session: AsyncSession, card: Card, themes: Sequence[Themed], edition: int, now: datetime
) -> None:
    row = _proposal(card, themes, edition, now)
    await set_card_theme(
        session,
        card,
        row["theme_id"],
        is_chosen=False,
        by="",
        reason=row["reason"],
        edition=edition,
        at=now,
    )


def _proposal(card: Card, themes: Sequence[Themed], edition: int, now: datetime) -> dict[str, Any]:
    """What is proposed for a card, as a row."""
    text = "\n".join(str(getattr(card, name) or "") for name in CARD_FIELDS if name != "title")
    found = propose(card.title, text, themes)
    return {
        "workspace_id": card.workspace_id,
        "card_id": card.id,
        "theme_id": found.theme_id,
        "is_chosen": False,
        "by": "",
        "at": now,
        "reason": listed(found.words)[:300],
        "edition": edition,
        "revision": card.revision,
    }


async def choose_theme(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    card_id: int,
    chosen: str,
    now: datetime,
) -> tuple[Card, Theme | None]:
    """Somebody says what theme a card is of (an id, or NONE). Raises PersonError.

    Everybody who may change the card may; no proposal changes it afterwards.
    """
    card = await seen_card(session, workspace_id, member_id, card_id)
    await require_editor(session, card, member_id)
    if not await is_ourselves(session, Audience(workspace_id, member_id=member_id)):
        raise PersonError(texts.NOT_FOR_YOU)
    theme = await _chosen(session, workspace_id, chosen)
    await _choose(session, card, theme, by=member_id, now=now)
    if card.posted_ts:
        await refresh_card(session, card, key=f"theme:{now.timestamp():.6f}", now=now)
    return card, theme


async def _chosen(session: AsyncSession, workspace_id: str, chosen: str) -> Theme | None:
    if chosen == NONE:
        return None
    number = int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) < 16 else 0
    theme = await get_theme(session, workspace_id, number)
    if theme is None or not theme.is_active:
        raise PersonError(texts.NO_SUCH_THEME)
    return theme


async def _choose(
    session: AsyncSession, card: Card, theme: Theme | None, *, by: str, now: datetime
) -> None:
    await set_card_theme(
        session,
        card,
        theme.id if theme else None,
        is_chosen=True,
        by=by,
        reason="",
        edition=await edition_now(session, card.workspace_id),
        at=now,
    )
    await note_shown(session, card.id, theme.name if theme else "")


async def rechoose_theme(
    session: AsyncSession, card: Card, draft_fields: Mapping[str, Any], by: str, now: datetime
) -> None:
    """A change of a card was kept: its theme changes only where its form said something else.

    OPEN gives the card back to the bot's proposals.
    """
    chosen, was = (str(draft_fields.get(name) or "") for name in (THEME, THEME_WAS))
    if chosen in ("", was):
        return
    if chosen != OPEN:
        try:
            theme = await _chosen(session, card.workspace_id, chosen)
        except PersonError:
            return  # taken out of the vision while the form was open: the theme stays as it was
        await _choose(session, card, theme, by=by, now=now)
        return
    themes = as_rules(await list_themes(session, card.workspace_id))
    await _propose(session, card, themes, await edition_now(session, card.workspace_id), now)
    await note_shown(session, card.id, await name_of(session, card))


async def theme_value(session: AsyncSession, card: Card) -> str:
    """What a form says of a card's theme: what a person chose, else OPEN."""
    its, theme = await theme_of_card(session, card.id)
    if not its.is_chosen:
        return OPEN
    return str(theme.id) if theme else NONE


async def name_of(session: AsyncSession, card: Card) -> str:
    """The name of a card's theme, "" for none. For whoever may see the card and the vision."""
    _, theme = await theme_of_card(session, card.id)
    return theme.name if theme else ""


async def sweep_themes(session: AsyncSession, now: datetime) -> int:
    """Propose themes for cards that were not looked at since the vision or they changed.

    A bounded step: at most ``LOOKED_AT`` cards of each workspace, and at most ``CHANGED`` posts are
    asked to change. What a person chose is left alone. Gives how many cards were looked at.
    """
    looked_at = 0
    for workspace in await list_workspaces(session):
        edition = await edition_now(session, workspace.id)
        if not edition:
            continue
        themes = as_rules(await list_themes(session, workspace.id))
        cards = await cards_to_look_at(session, workspace.id, edition, limit=LOOKED_AT)
        await store_proposals(session, [_proposal(card, themes, edition, now) for card in cards])
        looked_at += len(cards)
        for card, name in await cards_shown_otherwise(session, workspace.id, limit=CHANGED):
            await note_shown(session, card.id, name)
            await refresh_card(session, card, key=f"theme:{now.timestamp():.6f}", now=now)
    return looked_at
