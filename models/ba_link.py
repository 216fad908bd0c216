"""How ba connect: what each talks about, as numbers, and links that people decide (M10)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, String, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from models.audience import Audience, may_see
from models.base import Base, BigId, OfWorkspace, SlackId, SlackTs
from models.card import Card
from models.channel import Channel, Level
from models.link import CardLink
from models.member import Membership, is_full_member
from models.message import Message
from models.share import CardShare, ShareState
from models.upsert import insert_once, upsert


class BaLinkState(StrEnum):
    """What became of a link between two ba."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class BaTopic(OfWorkspace, Base):
    """What a channel talks about: weights by number (a hash of a word), never words.

    ``weights`` are as of ``heard_at``; messages up to ``heard_ts`` are in them.
    """

    __tablename__ = "ba_topic"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    heard_ts: Mapped[str] = mapped_column(SlackTs, default="")
    heard_at: Mapped[datetime]
    messages: Mapped[int] = mapped_column(default=0)
    weights: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class BaLink(OfWorkspace, Base):
    """Two ba that may belong together; ``one_id`` is the lower id. Holds no word of talk."""

    __tablename__ = "ba_link"
    __table_args__ = (
        Index("uq_ba_link", "workspace_id", "one_id", "other_id", unique=True),
        Index(None, "workspace_id", "other_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    one_id: Mapped[str] = mapped_column(SlackId)
    other_id: Mapped[str] = mapped_column(SlackId)
    state: Mapped[str] = mapped_column(String(16), default=BaLinkState.PROPOSED)
    likeness: Mapped[float] = mapped_column(default=0.0)
    cards: Mapped[int] = mapped_column(default=0)
    proposed_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(SlackId, default="")
    decided_at: Mapped[datetime | None]

    def other_than(self, channel_id: str) -> str:
        """The channel at the other end."""
        return self.other_id if self.one_id == channel_id else self.one_id


async def topics_of(session: AsyncSession, workspace_id: str) -> dict[str, BaTopic]:
    """What each channel of a workspace talks about, by channel."""
    query = select(BaTopic).where(BaTopic.workspace_id == workspace_id)
    return {topic.channel_id: topic for topic in await session.scalars(query)}


async def store_topic(
    session: AsyncSession,
    workspace_id: str,
    channel_id: str,
    *,
    heard_ts: str,
    heard_at: datetime,
    messages: int,
    weights: Mapping[str, float],
) -> None:
    """Store what a channel talks about."""
    await upsert(
        session,
        BaTopic,
        key={"workspace_id": workspace_id, "channel_id": channel_id},
        update={
            "heard_ts": heard_ts,
            "heard_at": heard_at,
            "messages": messages,
            "weights": dict(weights),
        },
    )


async def texts_after(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str, *, limit: int
) -> list[tuple[str, str]]:
    """(ts, words) of a channel's newest messages after ``ts`` whose words are still kept.

    For making numbers of them; oldest first, at most ``limit``.
    """
    query = (
        select(Message.ts, Message.text)
        .where(
            Message.workspace_id == workspace_id,
            Message.channel_id == channel_id,
            Message.ts > ts,
            Message.text.is_not(None),
            Message.is_deleted.is_(False),
        )
        .order_by(Message.ts.desc())
        .limit(limit)
    )
    return [(row.ts, row.text or "") for row in await session.execute(query)][::-1]


async def unhear(
    session: AsyncSession,
    workspace_id: str,
    *,
    channel_ids: Collection[str] | None = None,
    author_id: str | None = None,
) -> None:
    """Forget what channels talk about; it is made anew from the words that are still kept.

    Of some channels, or of those where somebody's messages are known.
    """
    where = [BaTopic.workspace_id == workspace_id]
    if channel_ids is not None:
        where.append(BaTopic.channel_id.in_(set(channel_ids)))
    if author_id is not None:
        spoke = select(Message.channel_id).where(
            Message.workspace_id == workspace_id, Message.author_id == author_id
        )
        where.append(BaTopic.channel_id.in_(spoke))
    blank: dict[str, Any] = {"weights": {}, "heard_ts": "", "messages": 0}
    await session.execute(
        update(BaTopic).where(*where).values(**blank).execution_options(synchronize_session=False)
    )


async def forget_topics(
    session: AsyncSession, workspace_id: str, *, channel_id: str | None = None
) -> None:
    """Delete what a channel (or, with none, the whole workspace) talked about."""
    query = delete(BaTopic).where(BaTopic.workspace_id == workspace_id)
    if channel_id is not None:
        query = query.where(BaTopic.channel_id == channel_id)
    await session.execute(query)


async def card_ties(
    session: AsyncSession, workspace_id: str, *, audience: Audience | None = None
) -> dict[tuple[str, str], int]:
    """How many cards tie two channels: shared from one to the other, or linked across.

    Of cards that an audience may see; without one (for the rules, shown to nobody) of all.
    """
    shared = (
        select(Card.channel_id, CardShare.channel_id)
        .join(CardShare, CardShare.card_id == Card.id)
        .where(
            Card.workspace_id == workspace_id,
            Card.scope != "person",
            CardShare.state == ShareState.AGREED,
        )
    )
    source, target = aliased(Card), aliased(Card)
    linked = (
        select(source.channel_id, target.channel_id)
        .select_from(CardLink)
        .join(source, source.id == CardLink.source_id)
        .join(target, target.id == CardLink.target_id)
        .where(
            CardLink.workspace_id == workspace_id,
            source.scope != "person",
            target.scope != "person",
            source.channel_id != target.channel_id,
        )
    )
    if audience is not None:
        visible = select(Card.id).where(may_see(audience))
        shared = shared.where(Card.id.in_(visible))
        linked = linked.where(source.id.in_(visible), target.id.in_(visible))
    ties: dict[tuple[str, str], int] = {}
    for query in (shared, linked):
        for one, other in await session.execute(query):
            pair = (min(one, other), max(one, other))
            if one and other and one != other:
                ties[pair] = ties.get(pair, 0) + 1
    return ties


async def propose_link(
    session: AsyncSession,
    workspace_id: str,
    pair: tuple[str, str],
    *,
    likeness: float,
    cards: int,
    now: datetime,
) -> bool:
    """Propose that two channels belong together, once for good; False when it was before."""
    row = {
        "workspace_id": workspace_id,
        "one_id": min(pair),
        "other_id": max(pair),
        "state": BaLinkState.PROPOSED,
        "likeness": likeness,
        "cards": cards,
        "proposed_at": now,
        "decided_by": "",
    }
    return await insert_once(session, BaLink, row, key=("workspace_id", "one_id", "other_id"))


async def links_among(
    session: AsyncSession, workspace_id: str, channel_ids: Collection[str]
) -> list[BaLink]:
    """Links with both ends among some channels, oldest first."""
    ids = set(channel_ids)
    query = select(BaLink).where(BaLink.workspace_id == workspace_id).order_by(BaLink.id)
    return [link for link in await session.scalars(query) if {link.one_id, link.other_id} <= ids]


async def links_of(session: AsyncSession, workspace_id: str, channel_id: str) -> list[BaLink]:
    """Links of a channel, oldest first. Ask which of their other ends somebody may see."""
    ends = or_(BaLink.one_id == channel_id, BaLink.other_id == channel_id)
    query = select(BaLink).where(BaLink.workspace_id == workspace_id, ends)
    return list(await session.scalars(query.order_by(BaLink.id)))


async def lock_link(session: AsyncSession, workspace_id: str, link_id: int) -> BaLink | None:
    """One link, held until the transaction ends; or None. Ask who may see it first."""
    query = select(BaLink).where(BaLink.workspace_id == workspace_id, BaLink.id == link_id)
    query = query.with_for_update().execution_options(populate_existing=True)
    found: BaLink | None = await session.scalar(query)
    return found


async def forget_links(
    session: AsyncSession,
    workspace_id: str,
    *,
    channel_id: str | None = None,
    decided_by: str | None = None,
) -> None:
    """Forget proposals that nobody decided (of a channel, or all), or who decided a link."""
    if decided_by is not None:
        theirs = (BaLink.workspace_id == workspace_id, BaLink.decided_by == decided_by)
        await session.execute(update(BaLink).where(*theirs).values(decided_by=""))
        return
    query = delete(BaLink).where(
        BaLink.workspace_id == workspace_id, BaLink.state == BaLinkState.PROPOSED
    )
    if channel_id is not None:
        query = query.where(or_(BaLink.one_id == channel_id, BaLink.other_id == channel_id))
    await session.execute(query)


async def channels_seen_by(
    session: AsyncSession, workspace_id: str, member_id: str, *, ids: Collection[str] | None = None
) -> list[Channel]:
    """Channels that are on and that somebody may see: theirs, and (full members) public ones.

    With ``ids``, only those of these.
    """
    mine = select(Membership.channel_id).where(
        Membership.workspace_id == workspace_id, Membership.member_id == member_id
    )
    full = is_full_member(workspace_id, member_id)
    query = select(Channel).where(
        Channel.workspace_id == workspace_id,
        Channel.is_member.is_(True),
        Channel.level != Level.OFF,
        or_(Channel.id.in_(mine), Channel.is_private.is_(False) & full),
    )
    if ids is not None:
        query = query.where(Channel.id.in_(set(ids)))
    return list(await session.scalars(query.order_by(Channel.name, Channel.id)))
