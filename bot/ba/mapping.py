"""The map of the greater ba for one person: only places that they may see."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.map_picture import draw_map
from bot.ba.map_rules import CARDS, LINKED, PROPOSED, Line, Map, Place, lay_out
from bot.outgoing.kinds import Kind, Making, Outgoing, Picture, Post
from bot.slack.blocks import section
from bot.texts import ba_life as texts
from models.audience import Audience
from models.ba_link import BaLinkState, card_ties, channels_seen_by, links_among
from models.channel import Channel
from models.member import channels_of
from models.outbox import Outbox


async def map_of(
    session: AsyncSession, workspace_id: str, member_id: str, *, first: str = ""
) -> Map:
    """Places that somebody may see and how they hang together.

    Accepted links whose both ends they see; proposals when they are in both; cards that tie two
    places when they may see the cards.
    """
    seen = await channels_seen_by(session, workspace_id, member_id)
    ids = {channel.id for channel in seen}
    mine = await channels_of(session, workspace_id, member_id)
    lines: dict[tuple[str, str], Line] = {}
    audience = Audience(workspace_id, member_id=member_id)
    for pair in await card_ties(session, workspace_id, audience=audience):
        if set(pair) <= ids:
            lines[pair] = Line(*pair, CARDS)
    for link in await links_among(session, workspace_id, ids):
        pair = (link.one_id, link.other_id)
        if link.state == BaLinkState.ACCEPTED:
            lines[pair] = Line(*pair, LINKED)
        elif link.state == BaLinkState.PROPOSED and set(pair) <= mine:
            lines[pair] = Line(*pair, PROPOSED)
    return lay_out([_place(each) for each in seen], sorted_lines(lines), first=first)


def sorted_lines(lines: dict[tuple[str, str], Line]) -> list[Line]:
    """Lines in an order that does not depend on how they were found."""
    return [lines[pair] for pair in sorted(lines)]


def _place(channel: Channel) -> Place:
    kind = channel.conduct_kind or ""
    return Place(channel.id, channel.name or channel.id, kind, channel.stage)


def alt_text(drawn: Map) -> str:
    """The picture in words."""
    names = {place.id: f"#{place.name}" for place in drawn.places}
    places = ", ".join(
        f"{names[place.id]} ({_state(place)})"
        for place in sorted(drawn.places, key=lambda each: each.name)
    )
    told = [texts.ALT_PLACES.format(places=places)]
    for how, words in (
        (LINKED, texts.ALT_LINKED),
        (PROPOSED, texts.ALT_PROPOSED),
        (CARDS, texts.ALT_CARDS),
    ):
        pairs = [
            f"{names[line.one]} and {names[line.other]}" for line in drawn.lines if line.how == how
        ]
        if pairs:
            told.append(words.format(pairs=", ".join(pairs)))
    if not drawn.lines:
        told.append(texts.ALT_NO_LINKS)
    return " ".join(told)


def _state(place: Place) -> str:
    kind, stage = texts.MAP_KINDS[place.kind], texts.STAGES.get(place.stage, "")
    return f"{kind}, {stage}" if stage else kind


async def make_map(making: Making, row: Outbox) -> Outgoing:
    """The picture for one person, in their direct conversation."""
    async with making.sessions.begin() as session:
        drawn = await map_of(
            session, row.workspace_id, row.member_id, first=str(row.payload.get("first") or "")
        )
    if not drawn.places:
        return Post(texts.MAP_EMPTY, [section(texts.MAP_EMPTY)])
    png = await making.reading.run(draw_map, drawn)
    picture = Picture("places.png", png, alt_text(drawn)[:1900])
    return Post(texts.MAP_TEXT, [section(texts.MAP_TEXT)], picture=picture)


KINDS = (Kind("ba_map", make_map),)
