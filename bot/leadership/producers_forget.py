"""What goes of all this when somebody is to be read no more, or erases what they contributed."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from models.knowing import forget_findable
from models.lever import forget_refusals
from models.lived import forget_themes
from models.role import leave_role
from models.thanks import forget_thanks
from models.wander import forget_wandering


async def unread_person(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Somebody is read no more: what was read of theirs goes; what they chose to do stays."""
    await forget_themes(session, workspace_id, member_id=member_id)


async def erase_from_leading(session: AsyncSession, workspace_id: str, member_id: str) -> None:
    """Everything that names somebody: roles, being found, thanks, meetings, refusals."""
    await forget_themes(session, workspace_id, member_id=member_id)
    await forget_findable(session, workspace_id, member_id)
    await forget_thanks(session, workspace_id, member_id)
    await forget_wandering(session, workspace_id, member_id)
    await forget_refusals(session, workspace_id, member_id)
    await leave_role(session, workspace_id, member_id)
