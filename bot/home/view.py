"""Home as a whole: every section in order, within Slack's hundred blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.home.registry import SECTIONS
from bot.home.section import Asking, Part, Section
from bot.settings import Settings
from bot.slack.blocks import Block, context, divider, header
from bot.texts import ba as ba_texts
from bot.texts import home as texts
from models.member import get_member

BLOCKS_MOST = 100


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody's Home shows: each section with what it gathered."""

    parts: Sequence[tuple[Section, Part]]


async def gather_home(
    session: AsyncSession, workspace_id: str, member_id: str, now: datetime, settings: Settings
) -> Home:
    """Collect what somebody's Home shows; only what they may see."""
    member = await get_member(session, workspace_id, member_id)
    asking = Asking(session, workspace_id, member_id, now, member, settings)
    return Home([(section, await section.gather(asking)) for section in SECTIONS])


def home_view(home: Home, settings: Settings) -> Block:
    """The view for ``views.publish``."""
    blocks = [header(texts.HELLO)]
    for section, part in home.parts:
        shown = list(part.blocks(settings))[: section.most]
        blocks += [*shown, divider()] if shown else []
    blocks = blocks[: BLOCKS_MOST - 1]
    return {"type": "home", "blocks": [*blocks, context(ba_texts.INTRODUCTION_MORE)]}
