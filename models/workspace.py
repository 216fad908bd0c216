"""Workspaces: where the bot is installed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, SlackId
from models.upsert import upsert


class Workspace(Base):
    """One Slack workspace (a team) in which the bot is installed."""

    __tablename__ = "workspace"

    id: Mapped[str] = mapped_column(SlackId, primary_key=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    bot_user_id: Mapped[str] = mapped_column(SlackId, default="")
    installed_at: Mapped[datetime]
    uninstalled_at: Mapped[datetime | None]


async def remember_workspace(
    session: AsyncSession, workspace_id: str, *, name: str, bot_user_id: str, now: datetime
) -> None:
    """Store or refresh a workspace at start-up; a workspace that comes back is installed again."""
    await upsert(
        session,
        Workspace,
        key={"id": workspace_id},
        insert={"installed_at": now},
        update={"name": name, "bot_user_id": bot_user_id, "uninstalled_at": None},
    )


async def list_workspaces(session: AsyncSession) -> list[Workspace]:
    """All workspaces in which the bot is installed now."""
    query = select(Workspace).where(Workspace.uninstalled_at.is_(None)).order_by(Workspace.id)
    return list(await session.scalars(query))


async def get_workspace(session: AsyncSession, workspace_id: str) -> Workspace | None:
    """One workspace, or None."""
    return await session.get(Workspace, workspace_id)


async def bot_users(session: AsyncSession, workspace_ids: Collection[str]) -> dict[str, str]:
    """The bot's own user id in each of these workspaces."""
    query = select(Workspace.id, Workspace.bot_user_id).where(
        Workspace.id.in_(set(workspace_ids)), Workspace.bot_user_id != ""
    )
    return {row.id: row.bot_user_id for row in await session.execute(query)}
