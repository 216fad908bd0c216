"""``ba adapt``: learn from corrections now, look at what was learned, switch it off or on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from bot.commands.starting import open_sessions
from bot.correcting import gather_corrections, learn, store_lesson
from bot.settings import Settings
from models.audit import record_audit
from models.correction import allow_learning, count_corrections, get_learned
from models.database import Sessions
from models.workspace import list_workspaces

Say = Callable[[str], None]


async def adapt(settings: Settings, say: Say, *, use: bool | None) -> None:
    """Learn from each workspace's own corrections; with ``use``, only switch what was learned."""
    async with open_sessions(settings) as sessions:
        async with sessions.begin() as session:
            workspaces = await list_workspaces(session)
        if not workspaces:
            say("No workspace is connected to this database yet.")
        for workspace in workspaces:
            if use is None:
                await _learn(sessions, workspace.id)
            else:
                async with sessions.begin() as session:
                    await allow_learning(session, workspace.id, use)
                    await record_audit(
                        session,
                        workspace_id=workspace.id,
                        by="",
                        action="learning",
                        subject="on" if use else "off",
                        at=datetime.now(UTC),
                    )
            say(f"{workspace.name or workspace.id}: {await _state(sessions, workspace.id)}")


async def _learn(sessions: Sessions, workspace_id: str) -> None:
    async with sessions.begin() as session:
        corrections = await gather_corrections(session, workspace_id)
    adaptation, lesson = learn(corrections)
    async with sessions.begin() as session:
        await store_lesson(session, workspace_id, adaptation, lesson, datetime.now(UTC))


async def _state(sessions: Sessions, workspace_id: str) -> str:
    async with sessions.begin() as session:
        learned = await get_learned(session, workspace_id)
        count = await count_corrections(session, workspace_id)
    if learned is None:
        return f"{count} corrections, nothing learned yet."
    figures = f"macro-F1 on held-out corrections {learned.before:.2f} → {learned.after:.2f}"
    if not learned.is_on:
        return f"{count} corrections; not used, since it would not help yet ({figures})."
    if not learned.is_allowed:
        return f"{count} corrections; switched off ({figures})."
    return f"{count} corrections; in use ({figures})."
