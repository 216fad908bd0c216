"""``/ba preview``: what the bot would have offered here, for one person, before it is on."""

from __future__ import annotations

from bot.cards.preview_render import preview_blocks
from bot.cards.previewing import Glance, look_back
from bot.errors import PersonError
from bot.texts import ba as ba_texts
from bot.texts import previewing as texts
from handlers.answers import tell
from handlers.context import Ba, Person


async def preview_offers(ba: Ba, person: Person, _: str) -> None:
    """Look back and tell. It takes longer than Slack waits: the command was answered before."""
    if not person.channel_id or person.channel_id.startswith("D"):
        raise PersonError(ba_texts.ONLY_IN_CHANNEL)
    glance = Glance(
        ba.sessions,
        ba.gateway,
        ba.reading,
        ba.settings,
        ba.clock.now(),
        person.workspace_id,
        person.channel_id,
    )
    found = await look_back(glance, person.member_id)
    blocks = preview_blocks(found, ba.settings.posts_per_channel_per_day)
    await tell(ba.gateway, person, texts.ALERT, blocks)
