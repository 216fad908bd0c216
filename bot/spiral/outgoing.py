"""The picture of the spiral, drawn in the other process, and sent to one person who asked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.outgoing.kinds import Kind, Making, Outgoing, Picture, Post
from bot.outgoing.rules import Drop
from bot.reading import Offload
from bot.slack.blocks import context, said, section
from bot.spiral.picture import draw_spiral
from bot.spiral.rules import Spiral
from bot.spiral.scope import scope_for
from bot.spiral.team import gather_spiral
from bot.texts import spiral as texts
from models.outbox import Outbox, put

SPIRAL_PICTURE = "spiral_picture"


async def picture_of(reading: Offload, spiral: Spiral) -> Picture:
    """The picture, with the same in words."""
    words = texts.picture_text(
        spiral.talk, spiral.talk_before, spiral.moved, spiral.turns, spiral.levels
    )
    return Picture("spiral.png", await reading.run(draw_spiral, spiral), words)


async def ask_picture(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    channel_id: str,
    *,
    since: datetime,
    until: datetime,
    now: datetime,
) -> None:
    """Send somebody the picture of a channel ("" is everybody); PersonError if it is not theirs."""
    await scope_for(session, workspace_id, member_id, channel_id)
    await put(
        session,
        workspace_id=workspace_id,
        kind=SPIRAL_PICTURE,
        key=f"{SPIRAL_PICTURE}:{member_id}:{channel_id}:{now.timestamp()}",
        member_id=member_id,
        payload={
            "channel": channel_id,
            "since": since.isoformat(),
            "until": until.isoformat(),
        },
        now=now,
    )


async def make_picture(making: Making, row: Outbox) -> Outgoing:
    """The picture for one person, if they may still see what it tells of."""
    since, until = (datetime.fromisoformat(str(row.payload[name])) for name in ("since", "until"))
    async with making.sessions() as session:
        try:
            scope = await scope_for(
                session, row.workspace_id, row.member_id, str(row.payload["channel"])
            )
        except PersonError:
            return Drop("not theirs to see")
        spiral = await gather_spiral(session, scope, since, until)
    text = texts.picture_title(said(scope.name, 80) if not scope.is_organization else "")
    blocks = [section(text), context(texts.LEGEND)]
    return Post(text, blocks, picture=await picture_of(making.reading, spiral))


KINDS = (Kind(SPIRAL_PICTURE, make_picture),)
