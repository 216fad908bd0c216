"""What leadership brings to people by itself: the map as a picture, and what hangs on them."""

from __future__ import annotations

from bot.leadership.assets import read_map
from bot.leadership.assets_picture import draw_map, to_draw
from bot.leadership.assets_render import alt_text
from bot.leadership.gaps import HANGS_KIND, read_hanging
from bot.leadership.gaps_render import hangs_blocks
from bot.outgoing.kinds import Kind, Making, Outgoing, Picture, Post
from bot.outgoing.rules import Drop
from bot.slack.blocks import section
from bot.texts import gaps as texts
from models.audience import Audience
from models.outbox import Outbox
from models.theme import names_of_themes

MAP_KIND = "asset_map"


async def make_map(making: Making, row: Outbox) -> Outgoing:
    """The picture of what one person may see of the map, with the same in words."""
    me = Audience(row.workspace_id, member_id=row.member_id)
    since = int(row.payload.get("since") or 0) or None
    async with making.sessions.begin() as session:
        found = await read_map(session, me, making.now, since_id=since)
    png = await making.reading.run(draw_map, to_draw(found))
    picture = Picture("what-we-know.png", png, alt_text(found) or texts.MAP_EMPTY)
    return Post(texts.PICTURE_TEXT, [section(texts.PICTURE_TEXT)], picture=picture)


async def make_hangs(making: Making, row: Outbox) -> Outgoing:
    """Tell somebody, alone, that something is in their hands alone; nothing if it no longer is."""
    async with making.sessions.begin() as session:
        mine, _ = await read_hanging(session, row.workspace_id, row.member_id)
        theme_id = row.payload.get("theme")
        names = await names_of_themes(session, row.workspace_id, [theme_id] if theme_id else [])
    theme = names.get(theme_id, "") if theme_id else ""
    place = (str(row.payload["channel"]), theme)
    hung = next((each for each in mine if (each.channel_id, each.theme) == place), None)
    if hung is None:
        return Drop("no longer in one person's hands")
    return Post(texts.HANGS_PLAIN, hangs_blocks(hung))


KINDS = (Kind(MAP_KIND, make_map), Kind(HANGS_KIND, make_hangs))
