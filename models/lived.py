"""What people who agreed to be found have lived: pointers from themes to people (socialization).

What somebody told is never kept here: only single words that the team has on its cards anyway.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Index, String, and_, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, OfWorkspace, SlackId, SlackTs
from models.channel import Channel, Level
from models.knowing import Findable, may_be_named
from models.member import Member, Membership, is_full_member
from models.message import Message
from models.upsert import insert_new


class LivedTheme(OfWorkspace, Base):
    """Somebody who agreed told of a theme from experience: one word with its stem, in a channel."""

    __tablename__ = "lived_theme"
    __table_args__ = (
        Index(None, "workspace_id", "stem"),
        Index(None, "workspace_id", "member_id"),
    )

    workspace_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    channel_id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    ts: Mapped[str] = mapped_column(SlackTs, primary_key=True)
    member_id: Mapped[str] = mapped_column(SlackId)
    word: Mapped[str] = mapped_column(String(40), primary_key=True)
    stem: Mapped[str] = mapped_column(String(40))


async def told_lately(
    session: AsyncSession,
    workspace_id: str,
    channel_ids: Collection[str],
    since: datetime,
    until: datetime,
    *,
    limit: int = 500,
) -> list[Message]:
    """What people who agreed told from experience in some channels, and was not looked at yet."""
    query = (
        select(Message)
        .join(
            Findable,
            and_(
                Findable.workspace_id == Message.workspace_id,
                Findable.member_id == Message.author_id,
            ),
        )
        .join(
            Member,
            and_(Member.workspace_id == Message.workspace_id, Member.id == Message.author_id),
        )
        .where(
            *may_be_named(workspace_id),
            Message.workspace_id == workspace_id,
            Message.channel_id.in_(set(channel_ids)),
            Message.posted_at > since,
            Message.posted_at <= until,
            Message.ts > Findable.heard_until,
            Message.mode == "socialization",
            Message.confident.is_(True),
            Message.is_deleted.is_(False),
            Message.text.is_not(None),
        )
        .order_by(Message.ts)
        .limit(limit)
    )
    return list(await session.scalars(query))


async def remember_themes(
    session: AsyncSession,
    workspace_id: str,
    member_id: str,
    channel_id: str,
    ts: str,
    words: Mapping[str, str],
) -> None:
    """Somebody who agreed told of these themes ({word: stem}) in one message."""
    rows = [
        {
            "workspace_id": workspace_id,
            "channel_id": channel_id,
            "ts": ts,
            "member_id": member_id,
            "word": word[:40],
            "stem": stem[:40],
        }
        for word, stem in sorted(words.items())
    ]
    await insert_new(session, LivedTheme, rows, key=("workspace_id", "channel_id", "ts", "word"))


async def forget_themes(
    session: AsyncSession,
    workspace_id: str,
    *,
    member_id: str | None = None,
    channel_id: str | None = None,
    ts: str | None = None,
    word: str | None = None,
) -> None:
    """Forget lived themes: of a person, a channel, a message, a word; at least one is given."""
    given = {"member_id": member_id, "channel_id": channel_id, "ts": ts, "word": word}
    narrowed = [getattr(LivedTheme, name) == each for name, each in given.items() if each]
    if not narrowed:
        raise ValueError("forget which themes?")
    await session.execute(
        delete(LivedTheme).where(LivedTheme.workspace_id == workspace_id, *narrowed)
    )


async def themes_of(session: AsyncSession, workspace_id: str, member_id: str) -> list[str]:
    """The themes that somebody lived, alphabetically; for them alone."""
    query = (
        select(LivedTheme.word)
        .where(LivedTheme.workspace_id == workspace_id, LivedTheme.member_id == member_id)
        .distinct()
        .order_by(LivedTheme.word)
    )
    return list(await session.scalars(query))


async def lived_themes(
    session: AsyncSession, workspace_id: str, asker: str, stems: Collection[str]
) -> dict[str, set[str]]:
    """Who told of most of these themes (by their stems), and where: {person: channels}.

    Only where the asker may read along: in channels they are in and, for full members, in public
    ones; only in channels that are on.
    """
    mine = exists(
        select(Membership.member_id).where(
            Membership.workspace_id == LivedTheme.workspace_id,
            Membership.channel_id == LivedTheme.channel_id,
            Membership.member_id == asker,
        )
    )
    is_full = is_full_member(workspace_id, asker)
    query = (
        select(LivedTheme.member_id, LivedTheme.channel_id, LivedTheme.stem)
        .join(
            Channel,
            and_(
                Channel.workspace_id == LivedTheme.workspace_id,
                Channel.id == LivedTheme.channel_id,
            ),
        )
        .where(
            LivedTheme.workspace_id == workspace_id,
            LivedTheme.stem.in_(set(stems)),
            Channel.level != Level.OFF,
            or_(mine, and_(is_full, Channel.is_private.is_(False))),
        )
        .distinct()
    )
    told: dict[tuple[str, str], set[str]] = {}
    for row in await session.execute(query):
        told.setdefault((row.member_id, row.channel_id), set()).add(row.stem)
    found: dict[str, set[str]] = {}
    for (member, channel), here in told.items():
        if len(here) * 3 >= len(set(stems)) * 2:
            found.setdefault(member, set()).add(channel)
    return found
