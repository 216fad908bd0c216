"""What goes when the app is removed from a workspace: talk at once, the rest after a grace period.

Every table with rows of a workspace is in one of the two sets; a test holds that.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.installation import delete_installation
from models.outbox import Outbox, OutboxState
from models.registry import metadata
from models.workspace import Workspace

# Talk, what was read from it, what quotes it, what is on its way in; and people's private practice.
AT_ONCE = frozenset(
    {
        "ba_burst",
        "ba_topic",
        "correction",
        "digest_name",
        "draft",
        "inbox",
        "lived_theme",
        "message",
        "path",
        "practice",
        "question",
        "review",
        "rhythm",
        "thread",
    }
)
# Cards and what people did with them, settings, and figures without words: for whoever comes back.
AFTER_GRACE = frozenset(
    {
        "asset_snapshot",
        "audit",
        "ba_asked",
        "ba_built",
        "ba_life",
        "ba_link",
        "card",
        "card_author",
        "card_copy",
        "card_life",
        "card_link",
        "card_share",
        "card_theme",
        "channel",
        "channel_week",
        "conversion",
        "digest_post",
        "experiment",
        "findable",
        "lane",  # the worker that handles the removal holds one
        "learned",
        "lever_refusal",
        "meeting",
        "member",
        "membership",
        "mute",
        "organization_digest",
        "outbox",
        "people_pointer",
        "revision",
        "role",
        "story",
        "thanks",
        "theme",
        "vision",
        "wander_round",
        "wanderer",
    }
)


def tables_of_workspaces() -> list[Table]:
    """Every table whose rows carry their workspace, children before their parents."""
    return [t for t in reversed(metadata().sorted_tables) if "workspace_id" in t.columns]


async def purge_talk(session: AsyncSession, workspace_id: str) -> None:
    """Delete a workspace's talk and all that quotes it, and what waits to be said."""
    for table in tables_of_workspaces():
        if table.name in AT_ONCE:
            await session.execute(delete(table).where(table.c.workspace_id == workspace_id))
    mine = Outbox.workspace_id == workspace_id
    await session.execute(delete(Outbox).where(mine, Outbox.state != OutboxState.SENT))
    # What was sent is remembered by its key alone, so that it is never sent twice.
    await session.execute(update(Outbox).where(mine).values(payload={}))


async def purge_workspace(session: AsyncSession, workspace_id: str) -> int:
    """Delete every row of a workspace, its tokens and itself; how many rows went by their own."""
    gone = await delete_installation(session, workspace_id)
    for table in tables_of_workspaces():
        result: Any = await session.execute(
            delete(table).where(table.c.workspace_id == workspace_id)
        )
        gone += int(result.rowcount)
    await session.execute(delete(Workspace).where(Workspace.id == workspace_id))
    return gone
