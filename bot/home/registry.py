"""The sections of Home, in the order in which they are shown.

The sum of their ``most``, with a line between any two, stays within Slack's hundred blocks: a test
holds that.
"""

from __future__ import annotations

from bot.home import drafts, health, kept, leading, near, places, practice, search, settings
from bot.home.section import Section

SECTIONS: tuple[Section, ...] = (
    search.SECTION,
    drafts.SECTION,
    practice.SECTION,
    places.SECTION,
    near.SECTION,
    leading.PRODUCING,
    leading.VISION,
    leading.GAPS,
    kept.SECTION,
    settings.SECTION,
    health.SECTION,
)
