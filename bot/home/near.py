"""Cards near somebody: the newest that they may see, and own cards that nobody ever questioned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.cards.life import unchallenged_cards
from bot.cards.life_render import unchallenged_blocks
from bot.cards.render import card_line
from bot.home.section import Asking, Section
from bot.settings import Settings
from bot.slack.blocks import Block, section
from bot.texts import home as texts
from models.card import Card
from models.search import list_cards

MOST = 5
UNCHALLENGED_MOST = 3


@dataclass(frozen=True, slots=True)
class Near:
    """The newest cards that somebody may see; cards of theirs that nobody ever questioned."""

    cards: Sequence[Card]
    unchallenged: Sequence[Card] = ()

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """A line for each card."""
        lines = [section(card_line(card)) for card in self.cards] or [section(texts.NO_CARDS)]
        return [section(f"*{texts.CARDS}*"), *lines, *unchallenged_blocks(self.unchallenged)]


async def gather(asking: Asking) -> Near:
    """The newest cards that somebody may see."""
    return Near(
        await list_cards(asking.session, asking.audience, limit=MOST),
        await unchallenged_cards(
            asking.session, asking.workspace_id, asking.member_id, limit=UNCHALLENGED_MOST
        ),
    )


SECTION = Section("near", gather, most=MOST + UNCHALLENGED_MOST + 2)
