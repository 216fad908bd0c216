"""The digest, as the outbox makes and sends it, and makes it again without a card that went."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_of
from bot.digest.gathering import DIGEST, DIGEST_AGAIN, gather, gather_now, gather_span
from bot.digest.render import PICTURE_AT, alert_text, digest_blocks
from bot.digest.rules import is_worth_telling
from bot.digest.scheduling import DIGEST_ALL
from bot.digest.week import Digest
from bot.outgoing.copies import shows
from bot.outgoing.kinds import Change, Kind, Making, Outgoing, Post, Remove
from bot.outgoing.pictures import upload_picture
from bot.outgoing.rules import Drop
from bot.slack.gateway import Gateway, Sent, SlackRefused
from bot.spiral.outgoing import picture_of
from bot.spiral.scope import channel_scope, may_tell_all, organization_scope
from models.channel import get_channel
from models.digest import DigestPost, drop_digest, get_digest, note_digest
from models.outbox import Outbox


async def make_digest(making: Making, row: Outbox) -> Outgoing:
    """A channel's digest with its picture; nothing to tell: nothing is posted."""
    async with making.sessions() as session:
        channel = await get_channel(session, row.workspace_id, row.channel_id)
        if channel is None or not conduct_of(channel).posts_digest:
            return Drop("silent in this kind of ba")
        digest = await gather(session, row.workspace_id, row.channel_id, making.now)
    return await _post(making, row, digest)


async def make_digest_all(making: Making, row: Outbox) -> Outgoing:
    """The organization's digest, where only people who work here read it."""
    async with making.sessions() as session:
        if not await may_tell_all(session, row.workspace_id, row.channel_id):
            return Drop("others read this channel")
        scope = await organization_scope(session, row.workspace_id)
        digest = await gather_now(session, scope, making.now)
    return await _post(making, row, digest)


async def _post(making: Making, row: Outbox, digest: Digest | None) -> Outgoing:
    if digest is None or not is_worth_telling(digest):
        return Drop("nothing to tell")
    blocks = digest_blocks(digest, ripe_url=await ripe_url(making.gateway, digest))
    row.payload = _told(digest)
    shows(row, digest.cards, again=DIGEST_AGAIN)
    picture = await picture_of(making.reading, digest.spiral)
    return Post(alert_text(digest), blocks, picture=picture, picture_at=PICTURE_AT)


def _told(digest: Digest) -> dict[str, object]:
    return {
        "since": digest.since.isoformat(),
        "until": digest.until.isoformat(),
        "all": digest.is_organization,
        "people": list(digest.people),
    }


async def ripe_url(gateway: Gateway, digest: Digest) -> str:
    """The address of one ripe thread, "" when there is none or it is gone."""
    if not digest.ripe_ts:
        return ""
    try:
        return await gateway.permalink(digest.ripe_channel, digest.ripe_ts)
    except SlackRefused:
        return ""


async def after_digest(session: AsyncSession, row: Outbox, sent: Sent, now: datetime) -> None:
    """Remember what was told where, so that it can be made again, and the next goes on from it."""
    told = row.payload
    if not sent.ts or "since" not in told:
        return
    post = DigestPost(
        workspace_id=row.workspace_id,
        channel_id=sent.channel_id,
        ts=sent.ts,
        is_organization=bool(told["all"]),
        since=datetime.fromisoformat(str(told["since"])),
        until=datetime.fromisoformat(str(told["until"])),
    )
    await note_digest(session, post, [str(person) for person in told["people"]])


async def make_again(making: Making, row: Outbox) -> Outgoing:
    """A posted digest as it would be told now: without cards and names that went."""
    channel_id, ts = str(row.payload["channel"]), str(row.payload["ts"])
    async with making.sessions.begin() as session:
        post = await get_digest(session, row.workspace_id, channel_id, ts)
        digest = await _again(session, post) if post is not None else None
        if post is not None and digest is None:
            await drop_digest(session, row.workspace_id, channel_id, ts)
    if digest is None:
        return Remove(channel_id, ts)
    url = await ripe_url(making.gateway, digest)
    blocks = digest_blocks(digest, ripe_url=url)
    shown = await upload_picture(making.gateway, await picture_of(making.reading, digest.spiral))
    row.payload = {**row.payload, **_told(digest)}
    shows(row, digest.cards, again=DIGEST_AGAIN)
    blocks.insert(PICTURE_AT, shown)
    return Change(channel_id, ts, alert_text(digest), blocks)


async def _again(session: AsyncSession, post: DigestPost) -> Digest | None:
    """The digest of the same span; None when nothing of it is left, or others may read it now."""
    workspace_id = post.workspace_id
    if not post.is_organization:
        scope = await channel_scope(session, workspace_id, post.channel_id)
    elif await may_tell_all(session, workspace_id, post.channel_id):
        scope = await organization_scope(session, workspace_id)
    else:
        scope = None
    if scope is None:
        return None
    digest = await gather_span(session, scope, post.since, post.until)
    return digest if is_worth_telling(digest) else None


DIGEST_KIND = Kind(DIGEST, make_digest, after_sent=after_digest)
KINDS = (
    DIGEST_KIND,
    Kind(DIGEST_ALL, make_digest_all, after_sent=after_digest),
    Kind(DIGEST_AGAIN, make_again, after_sent=after_digest),
)
