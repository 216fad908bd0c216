"""``/ba why``: what the kind of a place rests on."""

from __future__ import annotations

from bot.ba.evidence import why_blocks
from bot.ba.kinds import refresh_kind, weeks_shown
from bot.errors import PersonError
from bot.texts import ba as ba_texts
from bot.texts import kinds as texts
from handlers.answers import tell
from handlers.context import Ba, Person
from models.channel import Level, get_channel


async def why(ba: Ba, person: Person, _: str) -> None:
    """Tell somebody alone why the channel at hand is the kind of place it is."""
    async with ba.sessions.begin() as session:
        channel = await get_channel(session, person.workspace_id, person.channel_id)
        if channel is None or not channel.is_member:
            raise PersonError(ba_texts.NOT_IN_CHANNEL)
        if channel.level == Level.OFF:
            raise PersonError(ba_texts.LEVELS[Level.OFF])
        await refresh_kind(session, channel, ba.clock.now())
        blocks = why_blocks(channel, await weeks_shown(session, channel))
    await tell(ba.gateway, person, texts.WHY_ALERT, blocks)
