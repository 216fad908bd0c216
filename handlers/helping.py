"""``/ba practice``: whether this channel's cards are used."""

from __future__ import annotations

from bot.people import fetch_membership
from bot.practice.helping import does_it_help, help_blocks
from bot.texts import helping as texts
from handlers.answers import tell
from handlers.context import Ba, Person


async def practice_report(ba: Ba, person: Person, _: str) -> None:
    """Tell how the channel's cards are used, as counts."""
    now, place = ba.clock.now(), (person.workspace_id, person.channel_id)
    await fetch_membership(ba.sessions, ba.gateway, *place, person.member_id, now)
    async with ba.sessions() as session:
        found = await does_it_help(session, *place, person.member_id, now)
    await tell(ba.gateway, person, texts.TITLE, help_blocks(found))
