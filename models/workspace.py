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
    # When the app was last known to be installed: it was installed then, or its token worked.
    working_at: Mapped[datetime | None]
    # Enterprise Grid: the organization, and whether the app was installed for all of it at once.
    enterprise_id: Mapped[str] = mapped_column(SlackId, default="")
    is_org_install: Mapped[bool] = mapped_column(default=False)


async def remember_workspace(
    session: AsyncSession,
    workspace_id: str,
    *,
    name: str,
    bot_user_id: str,
    now: datetime,
    enterprise_id: str = "",
    is_org_install: bool = False,
) -> None:
    """Store or refresh a workspace in which the app works now; one that comes back is in again."""
    await upsert(
        session,
        Workspace,
        key={"id": workspace_id},
        insert={"installed_at": now},
        update={
            "name": name,
            "bot_user_id": bot_user_id,
            "uninstalled_at": None,
            "working_at": now,
            "enterprise_id": enterprise_id,
            "is_org_install": is_org_install,
        },
    )


def is_outdated(proved: datetime | None, happened_at: datetime) -> bool:
    """Whether a removal is older than the newest proof that the app works in a place.

    Slack counts events in whole seconds, so a removal in the very second of the proof counts.
    """
    return proved is not None and happened_at < proved.replace(microsecond=0)


async def workspaces_of(
    session: AsyncSession, enterprise_id: str, *, also_left: bool = False
) -> list[Workspace]:
    """The workspaces that one installation for a whole organization serves (or served)."""
    query = select(Workspace).where(
        Workspace.enterprise_id == enterprise_id, Workspace.is_org_install
    )
    if not also_left:
        query = query.where(Workspace.uninstalled_at.is_(None))
    return list(await session.scalars(query.order_by(Workspace.id)))


async def left_before(session: AsyncSession, before: datetime) -> list[str]:
    """Ids of the workspaces from which the app was removed before a time."""
    query = select(Workspace.id).where(Workspace.uninstalled_at < before)
    return list(await session.scalars(query.order_by(Workspace.id)))


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
