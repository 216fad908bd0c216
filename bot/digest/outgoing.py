"""The digest, as the outbox makes and sends it."""

from __future__ import annotations

from bot.ba.conduct import conduct_of
from bot.digest.picture import draw_week
from bot.digest.render import PICTURE_AT, alert_text, digest_blocks
from bot.digest.rules import Digest, is_worth_telling
from bot.digest.service import DIGEST, gather
from bot.outgoing.kinds import Kind, Making, Outgoing, Picture, Post
from bot.outgoing.rules import Drop
from bot.slack.gateway import Gateway, SlackRefused
from bot.texts import digest as texts
from models.channel import get_channel
from models.outbox import Outbox


async def make_digest(making: Making, row: Outbox) -> Outgoing:
    """The digest with its picture; nothing to tell: nothing is posted."""
    async with making.sessions() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        if channel is None or not conduct_of(channel).posts_digest:
            return Drop("silent in this kind of ba")
        digest = await gather(session, row.workspace_id, row.channel_id, making.now)
    if digest is None or not is_worth_telling(digest):
        return Drop("nothing to tell")
    blocks = digest_blocks(digest, ripe_url=await ripe_url(making.gateway, digest))
    talk, before, moved = dict(digest.talk), dict(digest.talk_before), dict(digest.moved)
    png = await making.reading.run(draw_week, talk, before, moved)
    picture = Picture("week.png", png, texts.picture_text(talk, before, moved))
    return Post(alert_text(digest), blocks, picture=picture, picture_at=PICTURE_AT)


async def ripe_url(gateway: Gateway, digest: Digest) -> str:
    """The address of one ripe thread, "" when there is none or it is gone."""
    if not digest.ripe_ts:
        return ""
    try:
        return await gateway.permalink(digest.channel_id, digest.ripe_ts)
    except SlackRefused:
        return ""


DIGEST_KIND = Kind(DIGEST, make_digest)
KINDS = (DIGEST_KIND,)
