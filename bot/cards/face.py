"""What stands under a card's words: who wrote it, how far it holds, and who says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.blocks import said
from bot.texts import card_life as texts
from bot.texts import themes as theme_texts
from models.audience import Audience, is_ourselves
from models.author import authors_of
from models.card import Card, CardStatus
from models.life import get_life
from models.member import names_of
from models.theme import has_themes, theme_of_card

WHY_MOST = 300


@dataclass(frozen=True, slots=True)
class ShownTheme:
    """A card's theme ("": none); whether a person said so; for what words it was proposed."""

    id: int = 0
    name: str = ""
    is_chosen: bool = False
    reason: str = ""

    @property
    def line(self) -> str:
        """The theme as mrkdwn."""
        if not self.name:
            return theme_texts.THEME_NONE_CHOSEN if self.is_chosen else theme_texts.THEME_NONE
        name = said(self.name, 80)
        if self.is_chosen:
            return theme_texts.THEME_CHOSEN.format(name=name)
        words = said(self.reason, WHY_MOST)
        return theme_texts.THEME_PROPOSED.format(name=name, words=words)


@dataclass(frozen=True, slots=True)
class Face:
    """``authors`` are ids in the order of their names; the rest is the card's standing.

    ``theme`` is None where no theme may be shown, or the vision has none.
    """

    authors: tuple[str, ...]
    status: str = CardStatus.CONJECTURE
    by: str = ""
    why: str = ""
    confirmed_at: datetime | None = None
    theme: ShownTheme | None = None

    @property
    def authors_line(self) -> str:
        """Who put it into words, alphabetically, as mrkdwn."""
        if len(self.authors) == 1:
            return texts.BY.format(author=self.authors[0])
        return texts.BY_MANY.format(authors=", ".join(f"<@{each}>" for each in self.authors))

    @property
    def standing_line(self) -> str:
        """How far it holds, who says so and why; "" while nobody said anything."""
        status = texts.STATUS[self.status]
        if self.by:
            why = said(" ".join(self.why.split()), WHY_MOST)
            line = texts.STANDING_LINE.format(status=status, by=self.by, why=why)
        elif self.status != CardStatus.CONJECTURE or self.confirmed_at:
            line = texts.STANDING_PLAIN.format(status=status)
        else:
            return ""
        if self.confirmed_at is None:
            return line
        return f"{line} · {texts.LOOKED_AT.format(day=day_of(self.confirmed_at))}"


async def face_of(session: AsyncSession, card: Card, audience: Audience | None = None) -> Face:
    """What stands under a card, for an audience that may see it; None: who that is, is not known.

    Its theme is shown to an audience that is known, and may be told the vision.
    """
    people = (await authors_of(session, [card]))[card.id]
    life = await get_life(session, card.id)
    return Face(
        await by_name(session, card.workspace_id, people),
        card.status,
        life.status_by if life else "",
        life.status_why if life else "",
        life.confirmed_at if life else None,
        await shown_theme(session, card, audience) if audience else None,
    )


async def shown_theme(session: AsyncSession, card: Card, audience: Audience) -> ShownTheme | None:
    """A card's theme as an audience may be shown it; None for guests, and without any theme."""
    if not await has_themes(session, card.workspace_id):
        return None
    if not await is_ourselves(session, audience):
        return None
    its, theme = await theme_of_card(session, card.id)
    if theme is None:
        return ShownTheme(is_chosen=its.is_chosen and its.theme_id is None)
    return ShownTheme(theme.id, theme.name, its.is_chosen, its.reason)


async def by_name(session: AsyncSession, workspace_id: str, people: set[str]) -> tuple[str, ...]:
    """People's ids in the order of their names."""
    names = await names_of(session, workspace_id, people)
    return tuple(sorted(people, key=lambda each: (names.get(each, "").casefold(), each)))


def day_of(when: datetime) -> str:
    """A day as each reader's own calendar has it."""
    return f"<!date^{int(when.timestamp())}^{{date_short}}|{when:%d %B %Y}>"
