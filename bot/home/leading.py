"""What leadership brings to Home: what waits where somebody looks after, the vision, the gaps."""

from __future__ import annotations

from bot.home.section import Asking, Part, Ready, Section
from bot.leadership.home_sections import GAPS_MOST, VISION_MOST, gaps_section, vision_section
from bot.leadership.producers import gather_producer
from bot.leadership.producers_render import SECTION_MOST, producer_section


async def gather_producing(asking: Asking) -> Part:
    """What waits in the channels that somebody looks after."""
    who = (asking.session, asking.workspace_id, asking.member_id)
    days = asking.settings.card_review_days
    return Ready(producer_section(await gather_producer(*who, asking.now, review_days=days)))


async def gather_vision(asking: Asking) -> Part:
    """The vision, and the way to the map."""
    who = (asking.session, asking.workspace_id, asking.member_id)
    return Ready(await vision_section(*who, asking.settings))


async def gather_gaps(asking: Asking) -> Part:
    """What is lacking, for those who lead, and for those on whom something hangs."""
    who = (asking.session, asking.workspace_id, asking.member_id)
    return Ready(await gaps_section(*who))


PRODUCING = Section("producing", gather_producing, most=SECTION_MOST)
VISION = Section("vision", gather_vision, most=VISION_MOST)
GAPS = Section("gaps", gather_gaps, most=GAPS_MOST)
