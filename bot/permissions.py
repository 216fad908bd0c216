"""Who may do what concerns everybody: one table, asked before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.settings import Settings
from bot.texts import ba as ba_texts
from bot.texts import linking as linking_texts
from bot.texts import vision as texts
from models.audience import Audience, is_ourselves
from models.member import get_member


class Who(StrEnum):
    """Administrators (and owners) of the workspace; everybody who works here, guests excepted."""

    ADMINS = "admins"
    MEMBERS = "members"


class Act(StrEnum):
    """What is not everybody's by itself. A new one is a line here and one in ``ALLOWED``."""

    EDIT_VISION = "edit_vision"
    EXPORT_ALL = "export_all"
    PAUSE_ALL = "pause_all"


def allowed(settings: Settings) -> Mapping[Act, Who]:
    """The table, as this installation has it."""
    return {
        Act.EDIT_VISION: Who(settings.vision_editors),
        Act.EXPORT_ALL: Who.ADMINS,
        Act.PAUSE_ALL: Who.ADMINS,
    }


# What somebody is told who may not.
_REFUSALS = {
    Act.EDIT_VISION: texts.ONLY_ADMINS,
    Act.EXPORT_ALL: linking_texts.EXPORT_ALL_ADMINS,
    Act.PAUSE_ALL: ba_texts.PAUSE_ALL_ADMINS,
}


async def may(
    session: AsyncSession, workspace_id: str, member_id: str, act: Act, settings: Settings
) -> bool:
    """Whether somebody may do it. Nobody is asked about who is not known: they may not."""
    if not await is_ourselves(session, Audience(workspace_id, member_id=member_id)):
        return False
    if allowed(settings)[act] == Who.MEMBERS:
        return True
    member = await get_member(session, workspace_id, member_id)
    return member is not None and member.is_admin


async def require(
    session: AsyncSession, workspace_id: str, member_id: str, act: Act, settings: Settings
) -> None:
    """Raise PersonError unless somebody may do it."""
    if not await may(session, workspace_id, member_id, act, settings):
        raise PersonError(_REFUSALS[act])
