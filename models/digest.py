"""Digests that were posted, whom they thank, and where the organization's goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Index, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId, SlackTs
from models.upsert import insert_new, upsert


class DigestPost(OfWorkspace, Base):
    """A digest in Slack: its span of time [since, until), so that it can be made again.

    ``is_organization``: it tells of the whole organization, not of the channel that it stands in.
    """

    __tablename__ = "digest_post"
    __table_args__ = (Index(None, "workspace_id", "channel_id", "until"),)

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    is_organization: Mapped[bool] = mapped_column(default=False)
    since: Mapped[datetime]
    until: Mapped[datetime]


class DigestName(OfWorkspace, Base):
    """Somebody is named in a digest: to be taken out when they do not want that any more."""

    __tablename__ = "digest_name"
    __table_args__ = (Index(None, "workspace_id", "member_id"),)

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId, primary_key=True)


class OrganizationDigest(OfWorkspace, Base):
    """The channel that an administrator chose for the organization's digest."""

    __tablename__ = "organization_digest"

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId)
    chosen_by: Mapped[str] = mapped_column(SlackId)
    chosen_at: Mapped[datetime]


async def note_digest(session: AsyncSession, post: DigestPost, names: Collection[str]) -> None:
    """A digest was posted (or changed: the names are those in it now)."""
    key = {"workspace_id": post.workspace_id, "channel_id": post.channel_id, "ts": post.ts}
    facts = {
        "is_organization": post.is_organization,
        "since": post.since,
        "until": post.until,
    }
    await upsert(session, DigestPost, key=key, update=facts)
    await _drop_names(session, post.workspace_id, post.channel_id, post.ts)
    rows = [{**key, "member_id": person} for person in sorted(set(names))]
    await insert_new(session, DigestName, rows, key=(*key, "member_id"))


async def get_digest(
    session: AsyncSession, workspace_id: str, channel_id: str, ts: str
) -> DigestPost | None:
    """One posted digest, or None."""
    return await session.get(DigestPost, (workspace_id, channel_id, ts))


async def last_digest(
    session: AsyncSession, workspace_id: str, channel_id: str, *, is_organization: bool
) -> DigestPost | None:
    """The newest digest of a channel, or of the organization wherever it was posted."""
    query = select(DigestPost).where(
        DigestPost.workspace_id == workspace_id, DigestPost.is_organization.is_(is_organization)
    )
    if not is_organization:
        query = query.where(DigestPost.channel_id == channel_id)
    found: DigestPost | None = await session.scalar(
        query.order_by(DigestPost.until.desc()).limit(1)
    )
    return found


async def digests_naming(
    session: AsyncSession, workspace_id: str, member_id: str
) -> list[tuple[str, str]]:
    """(channel, ts) of the digests that name somebody."""
    query = select(DigestName.channel_id, DigestName.ts).where(
        DigestName.workspace_id == workspace_id, DigestName.member_id == member_id
    )
    return [(row.channel_id, row.ts) for row in await session.execute(query)]


async def drop_digest(session: AsyncSession, workspace_id: str, channel_id: str, ts: str) -> None:
    """A digest is gone from Slack."""
    await _drop_names(session, workspace_id, channel_id, ts)
    await session.execute(
        delete(DigestPost).where(
            DigestPost.workspace_id == workspace_id,
            DigestPost.channel_id == channel_id,
            DigestPost.ts == ts,
        )
    )


async def _drop_names(session: AsyncSession, workspace_id: str, channel_id: str, ts: str) -> None:
    await session.execute(
        delete(DigestName).where(
            DigestName.workspace_id == workspace_id,
            DigestName.channel_id == channel_id,
            DigestName.ts == ts,
        )
    )


async def choose_channel(
    session: AsyncSession, workspace_id: str, channel_id: str, *, by: str, at: datetime
) -> None:
    """The organization's digest goes to this channel; "" to none."""
    where = OrganizationDigest.workspace_id == workspace_id
    if not channel_id:
        await session.execute(delete(OrganizationDigest).where(where))
        return
    await upsert(
        session,
        OrganizationDigest,
        key={"workspace_id": workspace_id},
        update={"channel_id": channel_id, "chosen_by": by, "chosen_at": at},
    )


async def chosen_channel(session: AsyncSession, workspace_id: str) -> str:
    """Where the organization's digest goes, "" when nobody chose."""
    query = select(OrganizationDigest.channel_id).where(
        OrganizationDigest.workspace_id == workspace_id
    )
    return str(await session.scalar(query) or "")
