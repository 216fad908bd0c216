"""What somebody is trying, and when the bot asks again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.cards.face import day_of
from bot.cards.render import card_line
from bot.home.section import Asking, Section
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, context, section
from bot.slack.ids import Action
from bot.texts import home as texts
from bot.texts import sharing as sharing_texts
from models.card import Card
from models.practice import Review, reviews_of
from models.search import list_cards

MOST = 4


@dataclass(frozen=True, slots=True)
class Trying:
    """Cards that somebody tries, soonest first."""

    reviews: Sequence[tuple[Review, Card]]
    now: datetime

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """Each card with the day of the next question; never how much is overdue."""
        blocks = [section(f"*{texts.PRACTICE}*")]
        for review, card in self.reviews:
            is_due = review.due_at <= self.now
            when = texts.NEXT_SOON if is_due else texts.NEXT.format(day=day_of(review.due_at))
            blocks += [section(card_line(card)), context(when)]
        if not self.reviews:
            blocks.append(section(texts.NO_PRACTICE))
        keep = button(sharing_texts.EXPORT, Action.EXPORT_PRACTICE)
        sure = sharing_texts.ERASE_SURE
        erase = button(sharing_texts.ERASE, Action.ERASE_PRACTICE, confirm=sure)
        return [*blocks, actions(keep, erase)]


async def gather(asking: Asking) -> Trying:
    """What somebody tries, as far as they may still see it."""
    session = asking.session
    reviews = await reviews_of(session, asking.workspace_id, asking.member_id, limit=MOST)
    ids = [review.card_id for review in reviews]
    cards = {card.id: card for card in await list_cards(session, asking.audience, ids=ids)}
    shown = [(each, cards[each.card_id]) for each in reviews if each.card_id in cards]
    return Trying(shown, asking.now)


SECTION = Section("practice", gather, most=2 * MOST + 2)
