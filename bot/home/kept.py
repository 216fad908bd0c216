"""What the bot keeps about somebody, and the switch that ends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.home.section import Asking, Section
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, section
from bot.slack.ids import Action
from bot.texts import ba as ba_texts
from bot.texts import home as texts
from models.message import count_messages_of


@dataclass(frozen=True, slots=True)
class Kept:
    """How many of somebody's messages are known; whether they want to be read."""

    messages: int
    is_opted_out: bool

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """What is kept, and the button that changes it."""
        if self.is_opted_out:
            text, switch = texts.OPTED_OUT_TEXT, button(ba_texts.REMEMBER_LABEL, Action.OPT_IN)
        else:
            text = texts.kept(self.messages, settings.text_days)
            switch = button(ba_texts.FORGET_LABEL, Action.OPT_OUT, confirm=texts.FORGET_SURE)
        return [section(f"*{texts.KEPT}*\n{text}"), actions(switch)]


async def gather(asking: Asking) -> Kept:
    """What is known of somebody."""
    known = await count_messages_of(asking.session, asking.workspace_id, asking.member_id)
    return Kept(known, bool(asking.member and asking.member.opted_out_at))


SECTION = Section("kept", gather, most=2)
