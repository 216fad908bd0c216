"""Cards that somebody began to write and has not kept yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.cards.face import day_of
from bot.home.section import Asking, Section
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, said, section
from bot.slack.ids import Action
from bot.texts import card_life as life_texts
from bot.texts import home as texts
from models.card import CARD_FIELDS, Draft, drafts_of

MOST = 4
# Looked at, so that drafts in which nothing stands do not crowd out the others.
LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class Drafts:
    """Somebody's own drafts, newest first; ``more``: there are others."""

    drafts: Sequence[Draft]
    more: bool = False

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """Each draft with what can be done with it."""
        blocks = [section(f"*{texts.DRAFTS}*")]
        for draft in self.drafts:
            blocks += _draft(draft, settings)
        if not self.drafts:
            blocks.append(section(texts.NO_DRAFTS))
        return [*blocks, section(texts.MORE_DRAFTS)] if self.more else blocks


def _draft(draft: Draft, settings: Settings) -> list[Block]:
    name = said(_name(draft), 120)
    until = day_of(draft.updated_at + timedelta(days=settings.draft_days))
    kind = life_texts.DRAFT_CHANGE if draft.card_id is not None else life_texts.DRAFT_NEW
    return [
        section(f"*{name}*\n{kind} {life_texts.DRAFT_KEPT.format(day=until)}"),
        actions(
            button(texts.OPEN_DRAFT, Action.OPEN_DRAFT, str(draft.id), style="primary"),
            button(texts.DROP_DRAFT, Action.DROP_DRAFT, str(draft.id)),
        ),
    ]


def _name(draft: Draft) -> str:
    """The first words that stand in a draft, "" when none do."""
    words = (str(draft.fields.get(name) or "").strip() for name in CARD_FIELDS)
    return next((each for each in words if each), "")


async def gather(asking: Asking) -> Drafts:
    """Drafts in which something stands: a form that was opened and left empty is none."""
    found = await drafts_of(asking.session, asking.workspace_id, asking.member_id, limit=LOOKED_AT)
    begun = [draft for draft in found if _name(draft)]
    return Drafts(begun[:MOST], len(begun) > MOST)


SECTION = Section("drafts", gather, most=2 * MOST + 2)
