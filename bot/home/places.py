"""My ba: the channels somebody is in where the bot is on, each with its kind and life."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.home.section import Asking, Section
from bot.settings import Settings
from bot.slack.blocks import Block, section
from bot.spiral.scope import ON
from bot.texts import ba_life as life_texts
from bot.texts import home as texts
from models.channel import Channel, list_channels
from models.member import channels_of

MOST = 12


@dataclass(frozen=True, slots=True)
class Places:
    """Channels that are on, by name; ``more``: there are others."""

    channels: Sequence[Channel]
    more: bool = False

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """A line for each, in one section."""
        if not self.channels:
            return [section(f"*{texts.PLACES}*\n{texts.NO_PLACES}")]
        lines = [_line(channel) for channel in self.channels]
        lines += [texts.MORE_PLACES] if self.more else []
        return [section("\n".join([f"*{texts.PLACES}*", *lines]))]


def _line(channel: Channel) -> str:
    words = [texts.PLACE_KINDS.get(channel.conduct_kind or "", texts.PLACE_UNKNOWN)]
    if channel.stage:
        words.append(life_texts.STAGES[channel.stage])
    return f"• <#{channel.id}>: {', '.join(words)}"


async def gather(asking: Asking) -> Places:
    """Where somebody is and the bot is on."""
    mine = await channels_of(asking.session, asking.workspace_id, asking.member_id)
    on = await list_channels(asking.session, asking.workspace_id, levels=ON, ids=mine)
    here = [channel for channel in on if not channel.is_archived]
    return Places(here[:MOST], len(here) > MOST)


SECTION = Section("places", gather, most=1)
