"""How the bot behaves in each kind of ba: one table, and nothing else decides it (M12).

The same table, in words, is docs/conduct.md; a test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy.ext.asyncio import AsyncSession

from models.channel import Channel, Kind, Level, get_channel


@dataclass(frozen=True, slots=True)
class Conduct:
    """What the bot may start by itself in a channel; each is a row of the table.

    All are unasked: within the budget, the hours and the mutes of the outbox. What a person asks
    for by a command, a mention or a button is answered in every kind of place.
    """

    # A thread has worked something out: one offer to make a card of it.
    offers_cards: bool = False
    # A prediction on a card failed: the dialogue that the card came from is asked again.
    asks_again: bool = False
    # A thread has worked something out: cards on it that exist already are named.
    links_cards: bool = False
    # A question stays unanswered: cards that answer it are named.
    answers_from_cards: bool = False
    # Where several cards are named: the button that combines them into a guide.
    offers_combining: bool = False
    # Somebody tells of a trial: the card on it is named, with "I'll try this".
    offers_practice: bool = False
    # … and it is asked what came of it.
    asks_reflection: bool = False
    # What somebody shares of their practice is told where the card came from.
    tells_results: bool = False
    # A card answers what was asked of the bot in vain before: that is told.
    tells_answers: bool = False
    # The weekly digest is published.
    posts_digest: bool = False
    # A change of the kind of place is told once.
    tells_kind: bool = False
    # People who rarely talk together do so: that is told to them, and to nobody else.
    tells_meetings: bool = False
    # When feel matters: a huddle is suggested, to one person in private.
    suggests_huddle: bool = False


SILENT = Conduct()

# Originating ba are for what cannot be written down: there the bot keeps out of the way.
CONDUCT: dict[Kind | None, Conduct] = {
    None: Conduct(
        asks_again=True,
        tells_results=True,
        tells_answers=True,
        posts_digest=True,
        tells_meetings=True,
    ),
    Kind.ORIGINATING: Conduct(suggests_huddle=True),
    Kind.DIALOGUING: Conduct(
        offers_cards=True,
        asks_again=True,
        tells_results=True,
        tells_answers=True,
        posts_digest=True,
        tells_kind=True,
        tells_meetings=True,
    ),
    Kind.SYSTEMIZING: Conduct(
        links_cards=True,
        answers_from_cards=True,
        offers_combining=True,
        tells_answers=True,
        posts_digest=True,
        tells_kind=True,
        tells_meetings=True,
    ),
    Kind.EXERCISING: Conduct(
        asks_again=True,
        offers_practice=True,
        asks_reflection=True,
        tells_results=True,
        tells_answers=True,
        posts_digest=True,
        tells_kind=True,
        tells_meetings=True,
    ),
}
# Rows of the table, in order.
ROWS = tuple(field.name for field in fields(Conduct))


def conduct_of(channel: Channel) -> Conduct:
    """What the bot may start in this channel, by its level and its kind."""
    if channel.is_silent:
        return SILENT
    kind = Kind(channel.conduct_kind) if channel.conduct_kind else None
    conduct = CONDUCT[kind]
    if channel.level == Level.LISTENING:
        return Conduct(posts_digest=conduct.posts_digest)
    return conduct


async def conduct_at(session: AsyncSession, workspace_id: str, channel_id: str) -> Conduct:
    """What the bot may start in a channel; nothing in one that it does not know."""
    channel = await get_channel(session, workspace_id, channel_id)
    return SILENT if channel is None else conduct_of(channel)
