"""Drafts that quote what was said: found by where it was said, whoever writes them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.card import Draft


async def quoting_drafts(
    session: AsyncSession, workspace_id: str, *, channel_id: str | None = None
) -> list[Draft]:
    """Drafts made of a conversation, in a channel or (None) anywhere in the workspace.

    They are held until the transaction ends, so that nobody saves over what is taken out. For
    taking words back: shows nobody anything.
    """
    query = select(Draft).where(Draft.workspace_id == workspace_id, Draft.thread_ts != "")
    if channel_id is not None:
        query = query.where(Draft.channel_id == channel_id)
    query = query.order_by(Draft.id).with_for_update().execution_options(populate_existing=True)
    return list(await session.scalars(query))
