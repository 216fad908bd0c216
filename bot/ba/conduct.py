"""How the bot behaves in each kind of ba: one table, and nothing else decides it (M12)."""

from __future__ import annotations

from dataclasses import dataclass

from models.channel import Channel, Kind, Level


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the bot may start by itself in a channel."""

    offers_cards: bool = False
    points_to_cards: bool = False
    posts_digest: bool = False


SILENT = Conduct()

# Originating ba are for what cannot be written down: there the bot keeps out of the way.
CONDUCT: dict[Kind | None, Conduct] = {
    None: Conduct(posts_digest=True),
    Kind.ORIGINATING: SILENT,
    Kind.DIALOGUING: Conduct(offers_cards=True, posts_digest=True),
    Kind.SYSTEMIZING: Conduct(points_to_cards=True, posts_digest=True),
    Kind.EXERCISING: Conduct(posts_digest=True),
}


def conduct_of(channel: Channel) -> Conduct:
    """What the bot may start in this channel, by its level and its kind."""
    if channel.level == Level.OFF or channel.is_archived:
        return SILENT
    kind = Kind(channel.conduct_kind) if channel.conduct_kind else None
    conduct = CONDUCT[kind]
    if channel.level == Level.LISTENING:
        return Conduct(posts_digest=conduct.posts_digest)
    return conduct
