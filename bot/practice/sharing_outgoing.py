"""The ba that a card came from hears what came of it."""

from __future__ import annotations

from bot.ba.conduct import conduct_at
from bot.outgoing.copies import shows
from bot.outgoing.kinds import Kind, Making, Outgoing, Post
from bot.outgoing.rules import Drop
from bot.practice.render import title_of
from bot.practice.sharing import TOLD
from bot.practice.sharing_render import told_blocks
from bot.texts import sharing as texts
from models.audience import Audience
from models.outbox import Outbox
from models.search import get_card
from models.story import get_story


async def make_told(making: Making, row: Outbox) -> Outgoing:
    """The story as it stands now; nothing when it was taken back."""
    async with making.sessions() as session:
        story = await get_story(session, row.workspace_id, str(row.payload["story"]))
        if story is None:
            return Drop("taken back")
        if not (await conduct_at(session, row.workspace_id, row.channel_id)).tells_results:
            return Drop("not told in this kind of place")
        audience = Audience(row.workspace_id, channel_id=row.channel_id)
        card = await get_card(session, audience, story.card_id)
    if card is None:
        return Drop("the card is gone")
    shows(row, [card.id])
    return Post(texts.told_plain(title_of(card)), told_blocks(card, story))


KINDS = (Kind(TOLD, make_told),)
