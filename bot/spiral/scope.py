"""What a digest or a picture tells of: one channel, or what every full member may see."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PersonError
from bot.texts import spiral as texts
from models.audience import Audience, is_ourselves
from models.channel import Channel, Level, get_channel, list_channels
from models.member import members_of

ON = (Level.LISTENING, Level.OFFERING)


@dataclass(frozen=True, slots=True)
class Scope:
    """``audience`` may see it, ``channels`` are those whose talk and ledger it counts.

    ``home`` is the channel whose cards it tells of; None: all that the audience may see.
    """

    audience: Audience
    channels: tuple[str, ...]
    name: str = ""
    home: str | None = None

    @property
    def workspace_id(self) -> str:
        """The workspace."""
        return self.audience.workspace_id

    @property
    def is_organization(self) -> bool:
        """Whether it tells of everybody, not of one channel."""
        return self.home is None


async def channel_scope(session: AsyncSession, workspace_id: str, channel_id: str) -> Scope | None:
    """A channel, as everybody in it may see it; None for an unknown one."""
    channel = await get_channel(session, workspace_id, channel_id)
    if channel is None:
        return None
    audience = Audience(workspace_id, channel_id=channel_id)
    return Scope(audience, (channel_id,), channel.name, channel_id)


async def organization_scope(session: AsyncSession, workspace_id: str) -> Scope:
    """The organization: the public channels that are on, the cards that every full member sees."""
    channels = await list_channels(session, workspace_id, levels=ON)
    public = tuple(c.id for c in channels if not (c.is_private or c.is_archived))
    return Scope(Audience(workspace_id, is_everybody=True), public)


async def may_tell_all(session: AsyncSession, workspace_id: str, channel_id: str) -> bool:
    """Whether only full members are in a channel, so that the organization may be told there."""
    return await is_ourselves(session, Audience(workspace_id, channel_id=channel_id))


async def scope_for(
    session: AsyncSession, workspace_id: str, member_id: str, channel_id: str
) -> Scope:
    """A channel ("" is everybody) for somebody who may see it. Raises PersonError."""
    if not channel_id:
        if not await is_ourselves(session, Audience(workspace_id, member_id=member_id)):
            raise PersonError(texts.ALL_REFUSED)
        return await organization_scope(session, workspace_id)
    channel = await get_channel(session, workspace_id, channel_id)
    scope = await channel_scope(session, workspace_id, channel_id)
    if channel is None or scope is None or not await may_look(session, channel, member_id):
        raise PersonError(texts.NOT_HERE)
    return scope


async def may_look(session: AsyncSession, channel: Channel, member_id: str) -> bool:
    """Whether somebody may see what a channel does: its members; a public one's, who works here."""
    if member_id in await members_of(session, channel.workspace_id, channel.id):
        return True
    if channel.is_private or channel.is_shared:
        return False
    return await is_ourselves(session, Audience(channel.workspace_id, member_id=member_id))
